"""Work in the agents' group: words and files both ways, buttons that do as the console does, and Telegram's troubles lose nothing."""

from services.scripts.defaults import default_script
from tests.harness import until
from tests.whole.chain import EAST, NAMES, Chain, Json, png, words_of
from tests.whole.hall import Hall, code_for, connected, found_group


async def test_files_edits_quotes_and_reactions_go_both_ways(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked("Какое масло?")
    _, topic = await hall.next(anna)
    question = await hall.shows(topic, "Какое масло?")
    mine = await hall.say(anna.id, "5W-30", topic, reply_to=question["message_id"])
    heard = await client.hears("5W-30")
    assert heard["reply_to_message"]["text"] == "Какое масло?"

    async def marked() -> bool | None:
        return (await _message(hall, mine["message_id"]))["reactions"].get("bot") == ["👌"] or None

    await until(marked, "the answer is marked as delivered")
    await hall.act(anna.id, "edit", {"message_id": mine["message_id"], "text": "5W-40"})
    await client.shows(heard["message_id"], "5W-40")
    await hall.act(anna.id, "reaction", {"message_id": question["message_id"], "emoji": "👍"})
    await until(lambda: _reacted(chain, number), "the client's message has the reaction")
    await hall.send(
        anna.id, topic, "photo", ("a.png", png(1), "image/png"), ("b.png", png(2), "image/png"), caption="Вот такое"
    )
    await client.hears("Вот такое")
    request = await chain.becomes(number, lambda r: len(words_of(r, "out")) == 2, "has the album as one answer")
    assert len(request["messages"][-1]["attachments"]) == 2
    await client.send_files("photo", ("c.png", png(3), "image/png"), ("d.png", png(4), "image/png"), caption="А это?")
    album = await hall.shows(topic, "А это?")
    assert album["media_group_id"]
    assert len([m for m in await hall.messages(topic) if m.get("media_group_id") == album["media_group_id"]]) == 2


async def _message(hall: Hall, message_id: int) -> Json:
    return next(m for m in (await hall.state())["messages"] if m["message_id"] == message_id)


async def _reacted(chain: Chain, number: int) -> bool | None:
    sql = "SELECT EXISTS (SELECT FROM message WHERE request_number = $1 AND agent_reaction = '👍')"
    return await chain.value(sql, number) or None


async def test_promise_call_transfer_and_giving_back_by_buttons(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    await hall.on_card(anna, topic, "group-button-promise")
    card, data = await until(lambda: _with_data(hall, topic, "promise:60"), "moments are offered")
    offered = [b["text"] for row in card["reply_markup"]["inline_keyboard"] for b in row if ":promise:" in b["callback_data"]]
    assert all(one.endswith(("(Москва)", "(Moscow)")) for one in offered), offered
    assert (await hall.press_data(anna, card["message_id"], data))["text"] == chain.t("group-promised")
    assert (await chain.becomes(number, lambda r: r["promise"], "is promised"))["promise"]["state"] == "open"
    await hall.on_card(anna, topic, "group-button-call", "group-button-call-reached")
    await chain.becomes(number, lambda r: r["promise"]["state"] == "kept", "the promise is kept by the call")
    await hall.on_card(
        anna, topic, "group-button-return", "group-button-cancel", "group-button-transfer", "group-button-to-unit"
    )
    card = await until(lambda: _with_button(hall, topic, NAMES[EAST][chain.language]), "stations are offered")
    await hall.press(anna, card, NAMES[EAST][chain.language])
    await hall.card(topic, NAMES[EAST][chain.language])
    await hall.say(anna.id, "Это их клиент", topic)
    request = await chain.becomes(number, lambda r: r["unit"] == EAST, "is transferred")
    assert (request["state"], request["agent"]) == ("queued", None)
    await client.hears("№")
    card = await hall.card(topic, chain.t("group-card-unled", state="queued"))
    assert not card.get("reply_markup", {}).get("inline_keyboard")


async def _with_data(hall: Hall, topic: int, data: str) -> tuple[Json, str] | None:
    card = await hall.card(topic)
    rows = card.get("reply_markup", {}).get("inline_keyboard", [])
    return next(((card, b["callback_data"]) for row in rows for b in row if data in b["callback_data"]), None)


async def _with_button(hall: Hall, topic: int, label: str) -> Json | None:
    card = await hall.card(topic)
    rows = card.get("reply_markup", {}).get("inline_keyboard", [])
    return card if any(label == button["text"] for row in rows for button in row) else None


async def test_closing_by_the_script_asks_for_what_is_missing(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    _, number = await chain.asked("Нужны колодки")
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE request SET type = 'parts_selection' WHERE number = $1", number)
    _, topic = await hall.next(anna)
    await hall.on_card(anna, topic, "group-button-close", "console-outcome-solved")
    script = default_script("parts_selection").result("ordered")
    assert script
    card = await until(lambda: _with_button(hall, topic, script.label[chain.language]), "results are offered")
    await hall.say(anna.id, "Заказаны колодки", topic)
    await hall.shows(topic, chain.t("group-choose-first"))
    await hall.press(anna, card, script.label[chain.language])
    await hall.card(topic, chain.t("group-ask-summary", who="Анна Смирнова", outcome=chain.t("console-outcome-solved")))
    await hall.say(anna.id, "Заказаны колодки", topic)
    await hall.card(topic, chain.t("group-ask-field", who="Анна Смирнова", target="VIN"))
    await hall.say(anna.id, "не знаю", topic)
    await hall.shows(topic, chain.t("refused-invalid"))
    await hall.say(anna.id, "XTA210990Y2765499", topic)
    request = await chain.becomes(number, lambda r: r["state"] == "closed", "is closed")
    assert (request["summary"], request["fields"]["vin"]) == ("Заказаны колодки", "XTA210990Y2765499")
    assert words_of(request, "out") == []


async def test_console_and_group_are_one_desk(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    assert (await anna.agent.next())["number"] == number
    topic = await hall.topic(number)
    await anna.agent.says(number, "Пишу из консоли")
    await hall.shows(topic, "Пишу из консоли", chain.t("group-answer-by", who="Анна Смирнова"))
    await anna.agent.says(number, "Для своих", internal=True)
    await hall.shows(topic, "Для своих")
    await hall.say(anna.id, "А это из группы", topic)
    await client.hears("А это из группы")
    await anna.agent.closes(number)
    await until(lambda: _closed(hall, topic), "the topic is closed")
    await client.write("Опять стучит")
    await hall.shows(topic, "Опять стучит")
    assert await until(lambda: _open(hall, topic), "the topic is open again")


async def _closed(hall: Hall, topic: int) -> bool | None:
    return next(t["closed"] for t in await hall.topics() if t["id"] == topic) or None


async def _open(hall: Hall, topic: int) -> bool | None:
    return (not next(t["closed"] for t in await hall.topics() if t["id"] == topic)) or None


async def test_a_topic_deleted_or_closed_by_hand_comes_back(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked("Первое слово")
    _, topic = await hall.next(anna)
    await hall.shows(topic, "Первое слово")
    await hall.call("PATCH", f"/groups/{hall.id}/{hall.owner.person}/topics/{topic}", {"closed": True})
    await hall.shows(topic, chain.t("group-closed-by-hand"))
    await until(lambda: _open(hall, topic), "the topic is open again")
    await hall.call("DELETE", f"/groups/{hall.id}/{hall.owner.person}/topics/{topic}?late=1")
    await client.write("Второе слово")
    again = await hall.topic(number, other_than=topic)
    await hall.shows(again, "Первое слово", "Второе слово")
    await hall.say(anna.id, "Слышу", again)
    await client.hears("Слышу")


async def test_telegrams_troubles_lose_nothing(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, _ = await chain.asked("Первое слово")
    await chain.fault("timeout_after_commit", method="createForumTopic", seconds=0.2)
    await chain.fault("429", chat_id=hall.id, retry_after=1, times=2)
    await chain.fault("502", method="sendMessage", chat_id=hall.id)
    _, topic = await hall.next(anna)
    await hall.shows(topic, "Первое слово")
    await client.write("Второе слово")
    await hall.shows(topic, "Второе слово")
    assert len(await hall.topics()) == 1, "the topic whose making was never answered is the one that is used"
    await hall.say(anna.id, "Слышу", topic)
    await client.hears("Слышу")


async def test_connecting_says_what_is_missing_and_a_moved_group_goes_on(chain: Chain) -> None:
    hall = await connected(chain)
    await hall.say(hall.owner.person, "/connect NONSENSE")
    await hall.shows(1, chain.t("group-connect-wrong"))
    basic = await found_group(chain, forum=False, rights=[], bot_status="member")
    await basic.say(basic.owner.person, f"/connect {await code_for(chain, EAST)}")

    async def connected_there(group: int) -> bool | None:
        sql = "SELECT EXISTS (SELECT FROM unit_group WHERE chat_id = $1)"
        return await chain.value(sql, group) or None

    await until(lambda: connected_there(basic.id), "the basic group is connected")
    moved = await basic.call("PATCH", f"/groups/{basic.id}", {"forum": True, "by": basic.owner.person})
    await until(lambda: connected_there(moved["id"]), "its new id is known")
    await hall.say(hall.owner.person, f"/connect {await code_for(chain, EAST)}")
    await hall.shows(1, chain.t("group-connect-taken"))


async def test_heads_hear_that_the_bot_was_removed(chain: Chain) -> None:
    hall = await connected(chain)
    head = await chain.agent(role="head", name="Елена Волкова")
    await hall.act(hall.owner.person, "remove", {"user": chain.bot})
    sql = "SELECT count(*) FROM staff_notice n JOIN staff s ON s.id = n.staff_id WHERE s.login = $1 AND n.what = 'group_gone'"
    await until(lambda: chain.value(sql, head.login), "the head is told")
