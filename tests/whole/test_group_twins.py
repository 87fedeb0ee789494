"""Topics that are deleted while people write in them, because they were made twice or anew: the words are not lost with them."""

from tests.harness import until
from tests.whole.chain import EAST, NORTH, Chain, png, said, words_of
from tests.whole.hall import Hall, connected


async def twin_of(hall: Hall, topic: int) -> int:
    """The bot makes the topic once more, as when Telegram's answer was lost. It cannot be deleted before the fault is over (`gone`)."""
    chain = hall.chain
    name = next(one["name"] for one in await hall.topics() if one["id"] == topic)
    await chain.fault("500", method="deleteForumTopic", times=None)
    made = await chain.as_bot("createForumTopic", chat_id=hall.id, name=name)
    return int(made["message_thread_id"])


async def gone(hall: Hall, topic: int) -> None:
    """It can be deleted, and is, once."""
    async with hall.chain.session.delete(f"{hall.chain.sandbox}/sim/faults"):
        pass

    async def look() -> bool:
        return topic not in [one["id"] for one in await hall.topics()]

    await until(look, "the twin is deleted")
    calls = await hall.chain.calls("deleteForumTopic", hall.id)
    there = [call["status"] for call in calls if int(call["params"]["message_thread_id"]) == topic]
    assert there.count(200) == 1
    assert set(there) <= {200, 500}, "it is deleted once"


async def test_what_is_said_in_a_topic_that_was_made_twice_is_heard(chain: Chain) -> None:
    hall = await connected(chain)
    anna, boris, stranger = await hall.seat(), await hall.seat("Борис Ким"), await hall.guest()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    await hall.card(topic)
    twin = await twin_of(hall, topic)
    for person, words in (
        (anna.id, "Уже смотрю"), (anna.id, "Ждём вас {visit time}"), (anna.id, "/заметка скандалит"), (anna.id, "!пусть ждёт"),
        (boris.id, "Это к Петровичу"), (stranger.person, "А я скажу"), (anna.id, "/card"),
    ):  # fmt: skip
        await hall.say(person, words, twin)
    for caption in ("Вот такое", "!царапины до ремонта"):
        await hall.send(anna.id, twin, "photo", ("a.png", png(1), "image/png"), ("b.png", png(2), "image/png"), caption=caption)
    await client.hears("Уже смотрю")
    album = await client.hears("Вот такое")
    assert album["media_group_id"]
    await gone(hall, twin)
    await hall.shows(topic, chain.t("group-left-behind", who="Анна Смирнова"))
    await hall.shows(topic, chain.t("group-not-owner", who="Анна Смирнова"))
    for words in (
        "Уже смотрю",
        "Ждём вас {visit time}",
        "/заметка скандалит",
        "пусть ждёт",
        "Это к Петровичу",
        "Вот такое",
        "царапины",
    ):
        await hall.shows(topic, words)
    request = await chain.request(number)
    notes = ["/заметка скандалит", "Ждём вас {visit time}", "Это к Петровичу", "пусть ждёт", "царапины до ремонта"]
    assert sorted(words_of(request, "note")) == notes
    assert words_of(request, "out") == ["Уже смотрю", "Вот такое"]
    assert not any(note in words for words in await said(client) for note in notes)
    assert len([m for m in (await client.chat())["messages"] if m["out"] and m.get("photo")]) == 2


async def test_what_was_for_the_card_or_for_a_request_that_has_gone_reaches_no_client(chain: Chain) -> None:
    hall = await connected(chain)
    anna = await hall.seat()
    client, number = await chain.asked()
    _, topic = await hall.next(anna)
    await hall.on_card(anna, topic, "group-button-return")
    twin = await twin_of(hall, topic)
    said_there = await hall.say(anna.id, "Пусть другие", twin)
    request = await chain.becomes(number, lambda r: words_of(r, "note"), "has the note")
    assert (words_of(request, "note"), words_of(request, "out")) == (["Пусть другие"], [])
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = $2) WHERE number = $1", number, NORTH)
    for _ in range(2):
        await hall.act(anna.id, "edit", {"message_id": said_there["message_id"], "text": "Пусть кто-нибудь"})
    await hall.say(anna.id, "!спросите @" + (await chain.agent(EAST, name="Чужой")).login, twin)
    await gone(hall, twin)
    for key in ("group-left-behind", "group-left-behind-change"):
        await hall.shows(topic, chain.t(key, who="Анна Смирнова"))
    await hall.shows(
        topic, chain.t("group-left-behind-refused", who="Анна Смирнова", why="Чужой").removesuffix("Чужой"), "Чужой"
    )
    async with chain.desk.db.tx() as tx:
        await tx.execute("UPDATE group_topic SET retired = true WHERE request_number = $1", number)
    late = {**said_there, "message_id": said_there["message_id"] + 100_000, "text": "Готово, приезжайте"}
    await chain.post_update({"message": late})
    await hall.shows(1, chain.t("group-over-deleted", who="Анна Смирнова", number=str(number)))
    assert not any("приезжайте" in words for words in await said(client))
