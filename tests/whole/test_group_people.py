"""Who may do what in the agents' group: the owner answers, colleagues note, strangers reach nobody."""

from collections.abc import Callable

from tests.harness import until
from tests.whole.chain import EAST, Chain, Json, png, said, words_of
from tests.whole.hall import connected


async def test_only_the_owners_words_reach_the_client(chain: Chain) -> None:
    hall = await connected(chain)
    anna, boris = await hall.seat(), await hall.seat("Борис Ким")
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    await hall.shows(topic, "Стучит")
    both = [await hall.say(seat.id, words, topic) for seat, words in ((boris, "Я отвечу"), (anna, "Уже смотрю"))]
    assert all(both)
    await client.hears("Уже смотрю")
    await hall.shows(topic, chain.t("group-not-owner", who="Анна Смирнова"))
    await hall.say(boris.id, "Это к Петровичу", topic)
    request = await chain.becomes(number, lambda r: len(words_of(r, "note")) == 2, "has both notes")
    assert words_of(request, "out") == ["Уже смотрю"]
    card = await hall.card(topic)
    answered = await hall.press(boris, card, chain.t("group-button-close"))
    assert (answered["text"], answered["show_alert"]) == (chain.t("refused-not-owner"), True)


async def test_strangers_those_of_other_units_and_those_who_left_reach_nobody(chain: Chain) -> None:
    hall = await connected(chain)
    anna, far, gone = await hall.seat(), await hall.seat("Чужой", units=(EAST,)), await hall.seat("Ушёл")
    guest = await hall.guest()
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE login = $1", gone.agent.login)
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    card = await hall.card(topic)
    for person in (guest.person, far.id, gone.id):
        for _ in range(2):
            await hall.say(person, "А я скажу", topic)
        answered = await hall.press_data(guest, card["message_id"], f"g:{1}:menu:close")
        assert answered["text"] == chain.t("group-stranger-press")
    panel = await hall.panel()
    assert (await hall.press(gone, panel, chain.t("group-button-next")))["text"] == chain.t("group-stranger-press")

    async def told() -> list[str] | None:
        found = [m["text"] for m in await hall.messages(topic) if m.get("text") == chain.t("group-stranger")]
        return found if len(found) == 3 else None

    await until(told, "each was told once")
    await hall.say(anna.id, "Слушаю вас", topic)
    await client.hears("Слушаю вас")
    assert not any("А я скажу" in words for words in await said(client))
    assert words_of(await chain.request(number), "note") == []


async def test_next_refuses_in_words_and_bad_presses_change_nothing(chain: Chain) -> None:
    hall = await connected(chain)
    anna, checker = await hall.seat(), await hall.seat("Ольга ОКК", role="qa")
    panel, next_label = await hall.panel(), chain.t("group-button-next")
    assert (await hall.press(anna, panel, next_label))["text"] == chain.t("refused-nothing-waiting")
    assert (await hall.press(anna, panel, chain.t("group-button-away")))["text"] == chain.t("group-shift-away")
    assert (await hall.press(anna, panel, next_label))["text"] == chain.t("refused-off-shift")
    assert (await hall.press(checker, panel, next_label))["text"] == chain.t("refused-forbidden")
    assert (await hall.press(anna, panel, chain.t("group-button-on")))["text"] == chain.t("group-shift-on")
    _, number = await chain.asked()
    _, topic = await hall.next(anna)
    card = await hall.card(topic)
    for data in ("g:0:menu:close", "g:999999999:menu:close", "g:p:fly", "x", "g:1:promise:60", "u:1:1"):
        answered = await hall.press_data(anna, card["message_id"], data)
        assert answered["text"] == chain.t("group-outdated"), data
    assert (await hall.press(anna, panel, chain.t("group-button-off")))["text"] == chain.t("group-shift-hands-full")
    for words in ("/close сейчас же", "/note: он скандалит", "/заметка он скандалит"):
        said = await hall.say(anna.id, words, topic)
        await hall.shows(topic, chain.t("group-unknown-command"), holds=replying_to(said))
    await hall.say(anna.id, "/NOTE Тихо", topic)
    request = await chain.becomes(number, lambda r: words_of(r, "note"), "has the note")
    assert (words_of(request, "note"), words_of(request, "out")) == (["Тихо"], [])


def replying_to(said: Json) -> Callable[[Json], bool]:
    """Messages that answer this one."""
    return lambda message: (message.get("reply_to_message") or {}).get("message_id") == said["message_id"]


async def test_neither_an_edit_nor_a_left_topic_takes_words_where_they_do_not_belong(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    mine = await hall.say(anna.id, "Смотрим", topic)
    heard = await client.hears("Смотрим")
    for words in ("!скандалит", "/note скандалит", "/заметка скандалит"):
        await hall.act(anna.id, "edit", {"message_id": mine["message_id"], "text": words})
        await hall.shows(topic, chain.t("group-edit-kind"), holds=replying_to(mine))
    await hall.act(anna.id, "edit", {"message_id": mine["message_id"], "text": "Уже чиним"})
    await client.shows(heard["message_id"], "Уже чиним")
    assert not any("скандалит" in words for words in await said(client))
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE group_topic SET retired = true WHERE request_number = $1", number)
    late = await hall.say(anna.id, "Готово, приезжайте", topic)
    await hall.shows(topic, chain.t("group-over"), holds=replying_to(late))
    assert not any("приезжайте" in words for words in await said(client))


async def test_words_for_the_card_and_words_for_the_client_are_not_taken_for_each_other(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    await hall.on_card(anna, topic, "group-button-return")
    await hall.card(topic, chain.t("group-ask-return", who="Анна Смирнова"))
    await hall.send(anna.id, topic, "photo", ("a.png", png(1), "image/png"), caption="Пусть другие")
    await hall.shows(topic, chain.t("group-asked-first"))
    await client.write("Вы ещё тут?")
    await hall.shows(topic, "Вы ещё тут?")
    await hall.say(anna.id, "Да, смотрю", topic)
    await hall.shows(topic, chain.t("group-invalid-seen-asked-before"))
    request = await chain.request(number)
    assert (request["state"], words_of(request, "out"), words_of(request, "note")) == ("assigned", [], [])
    await hall.say(anna.id, "Да, я смотрю", topic)
    await client.hears("Да, я смотрю")


async def test_a_summary_that_is_written_again_does_not_reach_the_client(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    await hall.on_card(anna, topic, "group-button-close", "console-outcome-refused")
    outcome = chain.t("console-outcome-refused")
    await hall.card(topic, chain.t("group-ask-summary", who="Анна Смирнова", outcome=outcome))
    await client.write("И ещё вопрос")
    await hall.shows(topic, "И ещё вопрос")
    await hall.say(anna.id, "Клиент скандальный", topic)
    await hall.shows(topic, chain.t("group-invalid-seen-the-client-has-written-since"))
    assert (await chain.request(number))["state"] == "assigned"
    await hall.say(anna.id, "Клиент скандальный, отказался", topic)
    request = await chain.becomes(number, lambda r: r["state"] == "closed", "is closed")
    assert request["summary"] == "Клиент скандальный, отказался"
    assert not any("скандальный" in words for words in await said(client))


async def test_braces_are_held_back_until_they_are_meant(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    odd = "Пароль на коробке: {гостевой вход}"
    gap, slip, first = [await hall.say(anna.id, w, topic) for w in ("Ждём {visit_time}", "{имя}, ждём в пять", odd)]
    gaps = chain.t("group-invalid-text-gaps", gaps="{visit_time}")
    await hall.shows(topic, gaps, holds=replying_to(gap))
    await hall.shows(topic, chain.t("group-invalid-braces-no-variable", braces="{имя}"), holds=replying_to(slip))
    await hall.shows(topic, chain.t("group-invalid-braces-no-variable", braces="{гостевой вход}"), holds=replying_to(first))
    await hall.say(anna.id, "!{имя} тут не нужно", topic)
    again = await hall.say(anna.id, odd, topic)
    heard = await client.hears(odd)
    for words, new in ((f"{odd}, {{имя}}", "{имя}"), (f"{odd} {{visit_time}}", "{visit_time}")):
        await hall.act(anna.id, "edit", {"message_id": again["message_id"], "text": words})
        await hall.shows(topic, chain.t("group-invalid-text-new-braces", braces=new), holds=replying_to(again))
    await hall.act(anna.id, "edit", {"message_id": again["message_id"], "text": f"{odd}, 12345"})
    await client.shows(heard["message_id"], f"{odd}, 12345")
    pictures = [("a.png", png(1), "image/png"), ("b.png", png(2), "image/png")]
    await hall.send(anna.id, topic, "photo", *pictures, caption="Вот {фото}")
    await hall.shows(topic, chain.t("group-invalid-braces-no-variable", braces="{фото}"))
    await hall.say(anna.id, "Ждём {visit_time}", topic)

    async def told() -> list[Json] | None:
        found = [m for m in await hall.messages(topic) if m.get("text") == gaps]
        return found if len(found) == 2 else None

    await until(told, "a gap is never meant")
    request = await chain.request(number)
    assert (words_of(request, "out"), words_of(request, "note")) == ([f"{odd}, 12345"], ["{имя} тут не нужно"])


async def test_odd_updates_of_a_group_stop_nothing(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    place: Json = {"id": hall.id, "type": "supergroup", "title": "Приёмка", "is_forum": True}
    there: Json = {"chat": place, "date": 1, "message_thread_id": topic, "is_topic_message": True}
    me: Json = {"id": anna.id, "is_bot": False, "first_name": "Анна"}
    robot: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    await chain.post_update(
        {"message": {**there, "message_id": 9_000_001, "from": robot, "sender_chat": place, "text": "Аноним"}}
    )
    await hall.shows(topic, chain.t("group-anonymous"))
    await chain.post_update({"message": {**there, "message_id": 9_000_002, "from": me, "text": {"not": "a text"}}})
    await hall.shows(topic, chain.t("group-unhandled"))
    await chain.post_update({"message": {**there, "message_id": 9_000_003, "from": robot, "text": "Я робот"}})
    await chain.post_update({"poll_of_the_future": {"chat": place, "from": me}})
    await chain.post_update({"message": {**there, "message_id": 9_000_004, "from": me, "gift_of_the_future": {}}})
    await chain.post_update({"channel_post": {"message_id": 5, "chat": {**place, "type": "channel"}, "date": 1, "text": "x"}})
    await hall.act(hall.owner.person, "pin", {"message_id": (await hall.card(topic))["message_id"]})
    await hall.say(anna.id, "Слушаю вас", topic)
    await client.hears("Слушаю вас")
    request = await chain.request(number)
    assert (words_of(request, "out"), words_of(request, "note")) == (["Слушаю вас"], [])
