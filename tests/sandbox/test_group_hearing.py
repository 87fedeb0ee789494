"""What a bot hears in groups: privacy mode, presses, reactions, edits, and what it must not know of."""

from typing import Any

import pytest

from tests.sandbox.crowd import gather
from tests.sandbox.desk import BOT, PNG, Desk

NAME = f"@sandbox{BOT}_bot"
MARKUP = {"inline_keyboard": [[{"text": "Беру", "callback_data": "take"}]]}


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("добрый день", False), ("/help", True), (f"/help{NAME}", True), (f"/help{NAME.upper()} 5", True),
        ("/help@other_bot", False), ("не /help", False), (f"эй, 😀 {NAME}, когда?", True), ("@someone", False),
    ],
)  # fmt: skip
async def test_privacy_mode(desk: Desk, text: str, heard: bool) -> None:
    crowd = await gather(desk, rights="member")
    said = await crowd.say(crowd.guest, text)
    assert [message["text"] for message in await crowd.news()] == [text] * heard
    assert said["seen"] is (False if heard else None)
    await crowd.act(crowd.guest, "edit", {"message_id": said["message_id"], "text": f"{text} !"})
    assert len(await crowd.news("edited_message")) == heard


async def test_replies_and_service_messages_are_heard(desk: Desk) -> None:
    crowd = await gather(desk, rights="member")
    sent = await crowd.api("sendMessage", text="Чем помочь?")
    other = await crowd.say(crowd.owner, "между собой")
    await crowd.say(crowd.guest, "ответ боту", reply_to=sent["message_id"])
    await crowd.say(crowd.guest, "ответ человеку", reply_to=other["message_id"])
    await crowd.send(crowd.guest, "photo", ("a.png", PNG), caption=f"фото для {NAME}")
    await crowd.hand_topic()
    told = await crowd.news()
    assert [message.get("text") or message.get("caption") for message in told] == ["ответ боту", f"фото для {NAME}", None]
    assert "forum_topic_created" in told[2]


@pytest.mark.parametrize("way", ["administrator", "privacy"])
async def test_two_ways_to_hear_everything(desk: Desk, way: str) -> None:
    crowd = await gather(desk, rights="member")
    assert (await desk.api("getMe"))["can_read_all_group_messages"] is False
    if way == "administrator":
        await crowd.rights("can_manage_topics")
    else:
        assert (await desk.sim("PATCH", f"/bots/{BOT}", {"privacy": False}))["privacy"] is False
        assert (await desk.api("getMe"))["can_read_all_group_messages"] is True
    await crowd.say(crowd.guest, "добрый день")
    assert [message["text"] for message in await crowd.news()] == ["добрый день"]


async def test_what_was_not_heard_is_not_there(desk: Desk) -> None:
    crowd = await gather(desk, rights="member")
    hidden = await crowd.say(crowd.owner, "между собой")
    command = await crowd.say(crowd.guest, "/help", reply_to=hidden["message_id"])
    assert command["reply_to_message"]["text"] == "между собой"
    (heard,) = await crowd.news()
    assert "reply_to_message" not in heard
    at = {"message_id": hidden["message_id"]}
    assert await crowd.refused("sendMessage", text="x", reply_parameters=at) == "Bad Request: message to be replied not found"
    copy = await desk.refused("copyMessage", chat_id=crowd.guest.id, from_chat_id=crowd.id, **at)
    assert copy == (400, "Bad Request: message to copy not found")
    await crowd.rights("can_manage_topics")
    assert await crowd.refused("forwardMessage", from_chat_id=crowd.id, **at) == "Bad Request: message to forward not found"


async def test_presses_of_anybody(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    sent = await crowd.api("sendMessage", text="Новое обращение", message_thread_id=topic, reply_markup=MARKUP)
    at = {"message_id": sent["message_id"], "row": 0, "column": 0}
    pressed = await crowd.act(crowd.guest, "press", at, status=202)
    (query,) = await crowd.news("callback_query")
    assert (query["from"]["id"], query["data"]) == (crowd.guest.id, "take")
    assert (query["message"]["message_thread_id"], query["message"]["chat"]["id"]) == (topic, crowd.id)
    await desk.api("answerCallbackQuery", callback_query_id=query["id"], text="Взято")
    state = f"/groups/{crowd.id}/{crowd.guest.id}/press/{pressed['callback_query_id']}"
    assert (await desk.sim("GET", state))["text"] == "Взято"
    await desk.sim("GET", state.replace(str(crowd.guest.id), str(crowd.owner.id)), status=404)
    stranger = await desk.person(first_name="Мария")
    await crowd.act(stranger, "press", at, status=409)


async def test_reactions_are_for_administrators(desk: Desk) -> None:
    crowd = await gather(desk)
    sent = await crowd.api("sendMessage", text="x")
    at = {"message_id": sent["message_id"]}
    await crowd.act(crowd.guest, "reaction", {**at, "emoji": "👍"})
    await crowd.act(crowd.owner, "reaction", {**at, "emoji": "🔥"})
    first, second = await crowd.news("message_reaction")
    assert (first["user"]["id"], first["new_reaction"][0]["emoji"], first["old_reaction"]) == (crowd.guest.id, "👍", [])
    assert second["old_reaction"] == []
    await crowd.api("setMessageReaction", **at, reaction=[{"type": "emoji", "emoji": "👌"}])
    shown = (await crowd.state())["messages"][-1]["reactions"]
    assert shown == {"bot": ["👌"], str(crowd.guest.id): ["👍"], str(crowd.owner.id): ["🔥"]}
    await crowd.rights()
    await crowd.act(crowd.guest, "reaction", {**at, "emoji": None})
    assert len(await crowd.news("message_reaction")) == 2


async def test_hands_and_deletions(desk: Desk) -> None:
    crowd = await gather(desk)
    said = await crowd.say(crowd.guest, "ой")
    at = {"message_id": said["message_id"]}
    await crowd.act(crowd.owner, "edit", {**at, "text": "x"}, status=409)
    before = len(await desk.updates())
    stranger = await desk.person(first_name="Мария")
    await crowd.act(stranger, "join")
    await crowd.act(stranger, "delete", at, status=409)
    await crowd.act(crowd.owner, "delete", at)
    await crowd.act(crowd.owner, "delete", at, status=404)
    topic = await crowd.topic()
    await crowd.act(crowd.owner, "delete", {"message_id": topic}, status=409)
    assert await crowd.refused("sendMessage", text="x", reply_parameters=at) == "Bad Request: message to be replied not found"
    deletions = [update for update in (await desk.updates())[before:] if "delete" in str(update)]
    assert deletions == []


async def test_places_cards_and_forwards(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    maria = await desk.person(first_name="Мария")
    await crowd.act(crowd.guest, "location", {"latitude": 55.7, "longitude": 37.6, "topic": topic}, status=201)
    card: dict[str, Any] = {"phone_number": "+7999", "first_name": "Мария", "user_id": maria.id, "topic": topic}
    await crowd.act(crowd.guest, "contact", card, status=201)
    await crowd.say(crowd.guest, "вот", topic=topic, forward_from=maria.id)
    place, contact, forward = (await crowd.news())[-3:]
    assert {message["message_thread_id"] for message in (place, contact, forward)} == {topic}
    assert contact["contact"]["user_id"] == maria.id
    assert forward["forward_origin"]["sender_user"]["id"] == maria.id
