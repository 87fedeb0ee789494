"""Messages of a bot in groups: threads in every method, General, closed and deleted topics, the minute's limit."""

from typing import Any

import pytest
from aiohttp import FormData

from tests.sandbox.crowd import Crowd, gather
from tests.sandbox.desk import PNG, Desk

FILES = ("photo", "document", "voice", "audio", "video", "video_note", "sticker", "animation")
NOT_FOUND = "Bad Request: message thread not found"
SENDS: dict[str, dict[str, Any]] = {
    "sendMessage": {"text": "x"},
    "sendLocation": {"latitude": 1, "longitude": 2},
    "sendVenue": {"latitude": 1, "longitude": 2, "title": "т", "address": "а"},
    "sendContact": {"phone_number": "+7999", "first_name": "М"},
    "sendDice": {},
    **{"send" + kind.title().replace("_", ""): {kind: kind} for kind in FILES},
    "sendMediaGroup": {"media": [{"type": "photo", "media": "photo"}] * 2},
    "copyMessage": {"message_id": 0},
    "forwardMessage": {"message_id": 0},
    "copyMessages": {"message_ids": [0]},
    "forwardMessages": {"message_ids": [0]},
}


async def filled(crowd: Crowd, method: str) -> dict[str, Any]:
    """Parameters with real files and messages in place of names and zeros."""
    params = dict(SENDS[method])
    (kind,) = set(FILES) & set(params) or {"photo"}
    (own,) = await crowd.guest.send(kind, (f"{kind}.png", PNG))
    if kind in params:
        params[kind] = own["files"][0]["file_id"]
    if "media" in params:
        params["media"] = [{"type": "photo", "media": own["files"][0]["file_id"]}] * 2
    if "message_id" in params:
        params |= {"from_chat_id": crowd.guest.id, "message_id": own["message_id"]}
    if "message_ids" in params:
        params |= {"from_chat_id": crowd.guest.id, "message_ids": [own["message_id"]]}
    return params


@pytest.mark.parametrize("method", SENDS)
async def test_every_method_takes_a_thread(desk: Desk, method: str) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    params = await filled(crowd, method)
    await crowd.api(method, **params, message_thread_id=topic)
    await crowd.api(method, **params)
    messages = [
        message for message in (await crowd.state())["messages"] if message["out"] and "forum_topic_created" not in message
    ]
    inside, general = messages[: len(messages) // 2], messages[len(messages) // 2 :]
    assert {(message["message_thread_id"], message["is_topic_message"], message["topic"]) for message in inside} == {
        (topic, True, topic)
    }
    assert {message["reply_to_message"]["message_id"] for message in inside} == {topic}
    assert {message["topic"] for message in general} == {1}
    assert not any({"message_thread_id", "is_topic_message", "reply_to_message"} & set(message) for message in general)


@pytest.mark.parametrize("method", SENDS)
@pytest.mark.parametrize("thread", [1, 999, "x", -5])
async def test_no_method_takes_general_or_an_unknown_thread(desk: Desk, method: str, thread: Any) -> None:
    crowd = await gather(desk)
    params = await filled(crowd, method)
    before = len((await crowd.state())["messages"])
    assert await crowd.refused(method, **params, message_thread_id=thread) == NOT_FOUND
    assert len((await crowd.state())["messages"]) == before


@pytest.mark.parametrize("method", ["sendMessage", "sendPhoto", "sendMediaGroup", "copyMessage"])
async def test_topics_deleted_by_hand(desk: Desk, method: str) -> None:
    crowd = await gather(desk)
    known, late = await crowd.topic("раз"), await crowd.topic("два")
    path = f"/groups/{crowd.id}/{crowd.owner.id}/topics"
    updates = len(await desk.updates())
    await desk.sim("DELETE", f"{path}/{known}")
    await desk.sim("DELETE", f"{path}/{late}", late="1")
    assert len(await desk.updates()) == updates
    params = await filled(crowd, method)
    assert await crowd.refused(method, **params, message_thread_id=known) == NOT_FOUND
    assert await crowd.refused(method, **params, message_thread_id=late) == "Bad Request: TOPIC_DELETED"
    assert await crowd.refused("closeForumTopic", message_thread_id=late) == "Bad Request: TOPIC_ID_INVALID"


async def test_closed_topics_are_for_who_manages_them(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    await crowd.api("closeForumTopic", message_thread_id=topic)
    await crowd.api("closeGeneralForumTopic")
    inside = await crowd.api("sendMessage", text="можно", message_thread_id=topic)
    await crowd.rights("can_delete_messages")
    closed = "Bad Request: TOPIC_CLOSED"
    assert await crowd.refused("sendMessage", text="x", message_thread_id=topic) == closed
    assert await crowd.refused("sendMessage", text="x") == closed
    assert await crowd.refused("sendMessage", text="x", reply_parameters={"message_id": inside["message_id"]}) == closed
    assert await crowd.api("editMessageText", message_id=inside["message_id"], text="правка")


async def test_replies_find_their_topic(desk: Desk) -> None:
    crowd = await gather(desk)
    topic, other = await crowd.topic("раз"), await crowd.topic("два")
    said = await crowd.say(crowd.guest, "когда готово?", topic=topic)
    reply = {"message_id": said["message_id"], "quote": "когда"}
    named = await crowd.api("sendMessage", text="завтра", message_thread_id=topic, reply_parameters=reply)
    unnamed = await crowd.api("sendMessage", text="завтра", reply_parameters=reply)
    for message in (named, unnamed):
        assert (message["message_thread_id"], message["reply_to_message"]["message_id"]) == (topic, said["message_id"])
        assert message["quote"]["text"] == "когда"
        assert "reply_to_message" not in message["reply_to_message"]
    across = await crowd.api("sendMessage", text="завтра", message_thread_id=other, reply_parameters=reply)
    assert (across["message_thread_id"], "reply_to_message" in across) == (other, False)
    assert across["external_reply"]["message_id"] == said["message_id"]
    answer = await crowd.say(crowd.owner, "спасибо", reply_to=unnamed["message_id"])
    assert (answer["topic"], answer["message_thread_id"]) == (topic, topic)


async def test_private_chats_have_no_threads(desk: Desk) -> None:
    hand = await desk.person()
    assert (await desk.refused("sendMessage", chat_id=hand.id, text="x", message_thread_id=1))[1] == NOT_FOUND
    assert (await desk.refused("sendChatAction", chat_id=hand.id, action="typing", message_thread_id=1))[1] == NOT_FOUND


async def test_typing_is_shown_in_its_topic(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    for thread, shown in ((topic, topic), (1, 1), (0, 1)):
        await crowd.api("sendChatAction", action="typing", message_thread_id=thread)
        state = await crowd.state()
        assert (state["chat_action"], state["chat_action_topic"]) == ("typing", shown)
    assert await crowd.refused("sendChatAction", action="typing", message_thread_id=999) == NOT_FOUND


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ({"keyboard": [[{"text": "x", "request_contact": True}]]}, "phone number can be requested in private chats only"),
        ({"keyboard": [[{"text": "x", "request_location": True}]]}, "location can be requested in private chats only"),
        ({"inline_keyboard": [[{"text": "x", "web_app": {"url": "https://a.ru/"}}]]}, "BUTTON_TYPE_INVALID"),
    ],
)
async def test_keys_for_private_chats_only(desk: Desk, markup: Any, refusal: str) -> None:
    crowd = await gather(desk)
    assert await crowd.refused("sendMessage", text="x", reply_markup=markup) == f"Bad Request: {refusal}"


@pytest.mark.parametrize(
    ("method", "words"),
    [("sendMessage", "text messages"), ("sendPhoto", "photos"), ("sendDocument", "documents"), ("sendVoice", "voice notes")],
)
async def test_members_may_be_silenced(desk: Desk, method: str, words: str) -> None:
    crowd = await gather(desk, rights="member")
    params = await filled(crowd, method)
    await crowd.api(method, **params)
    await desk.sim("PATCH", f"/groups/{crowd.id}", {"permissions": {"can_send_messages": False}})
    assert await crowd.refused(method, **params) == f"Bad Request: not enough rights to send {words} to the chat"
    await crowd.act(crowd.guest, "messages", {"text": "x"}, status=409)
    await crowd.rights("can_invite_users")
    await crowd.api(method, **params)


async def test_twenty_messages_a_minute_for_the_whole_group(desk: Desk) -> None:
    crowd = await gather(desk, messages_per_minute=20)
    topic = await crowd.topic()
    sent = await crowd.api("sendMessage", text="1", message_thread_id=topic)
    for number in range(9):
        await crowd.api("sendMessage", text=str(number))
        await crowd.api("editMessageText", message_id=sent["message_id"], text=f"правка {number}")
    (own,) = await crowd.guest.send("photo", ("a.png", PNG))
    photo = {"type": "photo", "media": own["files"][0]["file_id"]}
    for method, params in (
        ("sendMessage", {"text": "x"}),
        ("sendMessage", {"text": "x", "message_thread_id": topic}),
        ("editMessageText", {"text": "x", "message_id": sent["message_id"]}),
        ("sendMediaGroup", {"media": [photo, photo]}),
        ("createForumTopic", {"name": "x"}),
    ):
        async with desk.http.post(f"{desk.base}/bot123456:TEST/{method}", json={"chat_id": crowd.id, **params}) as response:
            answer = await response.json()
            seconds = answer["parameters"]["retry_after"]
            assert response.status == 429
            assert answer["description"] == f"Too Many Requests: retry after {seconds}"
            assert response.headers["Retry-After"] == str(seconds)
            assert 55 <= seconds <= 61
    await crowd.api("setMessageReaction", message_id=sent["message_id"], reaction=[])
    assert await desk.api("sendMessage", chat_id=crowd.guest.id, text="в личном чате можно")
    await desk.sim("POST", "/clock", {"shift_seconds": seconds})
    await crowd.api("sendMediaGroup", media=[photo, photo])
    await desk.sim("PATCH", f"/groups/{crowd.id}", {"messages_per_minute": None})
    for number in range(30):
        await crowd.api("sendMessage", text=str(number))


async def test_an_album_that_does_not_fit_is_refused_whole(desk: Desk) -> None:
    crowd = await gather(desk, messages_per_minute=3)
    (own,) = await crowd.guest.send("photo", ("a.png", PNG))
    photo = {"type": "photo", "media": own["files"][0]["file_id"]}
    await crowd.api("sendMediaGroup", media=[photo, photo])
    before = len((await crowd.state())["messages"])
    status, _ = await desk.refused("sendMediaGroup", chat_id=crowd.id, media=[photo, photo])
    assert (status, len((await crowd.state())["messages"])) == (429, before)
    await crowd.api("sendMessage", text="один ещё помещается")


async def test_what_may_be_deleted(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    said, own = await crowd.say(crowd.guest, "x"), await crowd.api("sendMessage", text="x")
    refusal = "Bad Request: message can't be deleted"
    assert await crowd.refused("deleteMessage", message_id=topic) == refusal
    await crowd.rights("can_pin_messages")
    assert await crowd.refused("deleteMessage", message_id=said["message_id"]) == refusal
    assert await crowd.api("deleteMessage", message_id=own["message_id"]) is True
    late = await crowd.api("sendMessage", text="y")
    await desk.sim("POST", "/clock", {"shift_seconds": 49 * 3600})
    assert await crowd.refused("deleteMessage", message_id=late["message_id"]) == f"{refusal} for everyone"
    await crowd.rights("can_delete_messages")
    assert await crowd.api("deleteMessages", message_ids=[said["message_id"], late["message_id"]]) is True


async def test_uploads_go_into_topics_too(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    form = FormData({"chat_id": str(crowd.id), "message_thread_id": str(topic)})
    form.add_field("photo", PNG, filename="a.png", content_type="image/png")
    status, answer = await desk.send_form("sendPhoto", form)
    assert (status, answer["result"]["message_thread_id"]) == (200, topic)


async def test_faults_of_one_group(desk: Desk) -> None:
    crowd = await gather(desk)
    await desk.sim("POST", "/faults", {"kind": "429", "chat_id": crowd.id, "retry_after": 7})
    assert await desk.api("sendMessage", chat_id=crowd.guest.id, text="x")
    assert await crowd.refused("sendMessage", text="x") == "Too Many Requests: retry after 7"
    assert await crowd.api("sendMessage", text="x")
