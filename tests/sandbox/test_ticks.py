"""Whether the bot has been handed a person's message, pins, and deletions in private chats."""

from aiohttp import web

from tests.sandbox.desk import BOT, Desk, Hand, Hook


async def seen(hand: Hand) -> list[bool | None]:
    """Ticks of the person's messages, oldest first."""
    return [message["seen"] for message in (await hand.chat())["messages"] if not message["out"]]


async def test_polling_hands_messages_out(desk: Desk) -> None:
    hand = await desk.person()
    assert (await hand.say("раз"))["seen"] is False
    await desk.api("getUpdates", limit=1)
    assert await seen(hand) == [True, False]
    await desk.api("getUpdates", offset=2**31 - 1)
    assert await seen(hand) == [True, True]
    assert "seen" not in (await desk.api("sendMessage", chat_id=hand.id, text="x"))
    assert "seen" not in (await hand.chat())["messages"][-1]
    types = [event["type"] for event in desk.world.events.after(0)]
    assert types.count("seen") == 2
    event = next(event for event in desk.world.events.after(0) if event["type"] == "seen")
    assert (event["bot"], event["person"], event["chat"], event["message_id"]) == (BOT, hand.id, hand.id, 1)


async def test_a_webhook_must_say_yes(desk: Desk, hook: Hook) -> None:
    hand = await desk.person()
    await desk.api("getUpdates", offset=2**31 - 1)
    hook.answers = [web.Response(status=500), web.Response()]
    hook.gate.clear()
    await desk.api("setWebhook", url=hook.url)
    await hand.say("раз")
    assert (await seen(hand))[-1] is False
    hook.gate.set()
    await desk.world.events.wait(5)
    assert (await seen(hand))[-1] is True
    assert len(hook.got) == 2


async def test_what_the_bot_does_not_ask_for_is_never_seen(desk: Desk) -> None:
    hand = await desk.person()
    await desk.api("getUpdates", offset=2**31 - 1, allowed_updates=["callback_query"])
    assert (await hand.say("раз"))["seen"] is None


async def test_pins_are_told(desk: Desk) -> None:
    hand = await desk.person()
    ids = [(await desk.api("sendMessage", chat_id=hand.id, text=word))["message_id"] for word in ("раз", "два")]
    for number in ids:
        await desk.api("pinChatMessage", chat_id=hand.id, message_id=number)
    assert (await hand.chat())["pinned"] == ids
    await desk.api("unpinChatMessage", chat_id=hand.id, message_id=ids[0])
    assert (await hand.chat())["pinned"] == ids[1:]
    assert desk.world.events.after(0)[-1]["pinned"] == ids[1:]


async def test_a_person_deletes_without_a_word(desk: Desk) -> None:
    hand = await desk.person()
    said, sent = await hand.say("раз"), await desk.api("sendMessage", chat_id=hand.id, text="два")
    before = await desk.updates()
    for message in (said, sent):
        await hand.act("delete", {"message_id": message["message_id"]})
        await hand.act("delete", {"message_id": message["message_id"]}, status=404)
    assert [message["deleted"] for message in (await hand.chat())["messages"]] == [False, True, True]
    assert await desk.updates() == before
    at = {"chat_id": hand.id, "message_id": sent["message_id"]}
    assert (await desk.refused("editMessageText", **at, text="x"))[1] == "Bad Request: message to edit not found"
