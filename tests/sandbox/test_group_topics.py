"""Topics: what the methods do, which service messages follow, and every refusal of telegram.md §3."""

from typing import Any

import pytest

from tests.sandbox.crowd import Crowd, gather
from tests.sandbox.desk import BOT, PNG, Desk

THREAD_METHODS = ("editForumTopic", "closeForumTopic", "reopenForumTopic", "deleteForumTopic", "unpinAllForumTopicMessages")
GENERAL_METHODS = (
    "editGeneralForumTopic", "closeGeneralForumTopic", "reopenGeneralForumTopic", "hideGeneralForumTopic",
    "unhideGeneralForumTopic", "unpinAllGeneralForumTopicMessages",
)  # fmt: skip
RIGHTS = {
    "createForumTopic": "not enough rights to create a topic",
    "editForumTopic": "not enough rights to edit the topic",
    "closeForumTopic": "not enough rights to close or open the topic",
    "reopenForumTopic": "not enough rights to close or open the topic",
    "deleteForumTopic": "not enough rights to delete the topic",
    "unpinAllForumTopicMessages": "not enough rights to manage pinned messages in the chat",
    "editGeneralForumTopic": "not enough rights to edit the topic",
    "closeGeneralForumTopic": "not enough rights to close or open the topic",
    "reopenGeneralForumTopic": "not enough rights to close or open the topic",
    "hideGeneralForumTopic": "not enough rights to close or open the topic",
    "unhideGeneralForumTopic": "not enough rights to close or open the topic",
    "unpinAllGeneralForumTopicMessages": "not enough rights to manage pinned messages in the chat",
}


async def card(crowd: Crowd, topic: int) -> dict[str, Any]:
    """The topic as the phone sees it."""
    return next(item for item in (await crowd.state())["topics"] if item["id"] == topic)


async def test_a_topic_is_made_and_tells_of_itself(desk: Desk) -> None:
    crowd = await gather(desk)
    made = await crowd.api("createForumTopic", name="  Иван,\n О123ОО77 ", icon_color=16766590)
    assert made == {"message_thread_id": made["message_thread_id"], "name": "Иван, О123ОО77", "icon_color": 16766590}
    (message,) = await crowd.news()
    assert message["message_id"] == message["message_thread_id"] == made["message_thread_id"]
    assert message["is_topic_message"] is True
    assert message["from"]["id"] == BOT
    assert message["forum_topic_created"] == {"name": "Иван, О123ОО77", "icon_color": 16766590}
    assert "reply_to_message" not in message
    assert message["chat"] == {"id": crowd.id, "title": "Приёмка", "type": "supergroup", "is_forum": True}
    assert str(crowd.id).startswith("-100")
    assert [topic["id"] for topic in (await crowd.state())["topics"]] == [1, made["message_thread_id"]]


async def test_names_and_icons(desk: Desk) -> None:
    crowd = await gather(desk)
    assert await crowd.refused("createForumTopic", name=" ") == "Bad Request: title must be non-empty"
    assert await crowd.refused("createForumTopic") == "Bad Request: title must be non-empty"
    assert await crowd.refused("createForumTopic", name="x", icon_color=1) == "Bad Request: invalid icon color specified"
    assert len((await crowd.api("createForumTopic", name="я" * 200))["name"]) == 128
    stickers = await desk.api("getForumTopicIconStickers")
    icon = stickers[0]["custom_emoji_id"]
    made = await crowd.api("createForumTopic", name="x", icon_custom_emoji_id=icon)
    assert made["icon_custom_emoji_id"] == icon
    at = {"message_thread_id": made["message_thread_id"]}
    assert await crowd.api("editForumTopic", **at, icon_custom_emoji_id="") is True
    assert (await crowd.news())[-1]["forum_topic_edited"] == {"icon_custom_emoji_id": ""}
    assert (await card(crowd, made["message_thread_id"]))["icon_custom_emoji_id"] == ""
    assert await crowd.refused("editForumTopic", **at, icon_custom_emoji_id="x") == (
        "Bad Request: invalid custom emoji identifier specified"
    )


async def test_a_topic_is_edited_closed_and_reopened(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic("раз")
    at = {"message_thread_id": topic}
    assert await crowd.api("editForumTopic", **at, name="два") is True
    assert await crowd.refused("editForumTopic", **at, name="два") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await crowd.api("editForumTopic", **at, name="") is True
    assert await crowd.refused("reopenForumTopic", **at) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await crowd.api("closeForumTopic", **at) is True
    assert await crowd.refused("closeForumTopic", **at) == "Bad Request: TOPIC_NOT_MODIFIED"
    assert (await card(crowd, topic))["closed"] is True
    assert await crowd.api("reopenForumTopic", **at) is True
    kinds = ("forum_topic_edited", "forum_topic_closed", "forum_topic_reopened")
    told = [message for message in await crowd.news() if "forum_topic_created" not in message]
    assert [next(kind for kind in kinds if kind in message) for message in told] == list(kinds)
    assert told[0]["forum_topic_edited"] == {"name": "два"}
    assert all(message["message_thread_id"] == topic and message["is_topic_message"] for message in told)
    assert all(message["reply_to_message"]["message_id"] == topic for message in told)


async def test_general_is_renamed_closed_and_hidden(desk: Desk) -> None:
    crowd = await gather(desk)
    assert await crowd.api("editGeneralForumTopic", name="Общий") is True
    assert await crowd.refused("editGeneralForumTopic", name="Общий") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await crowd.api("closeGeneralForumTopic") is True
    assert await crowd.refused("closeGeneralForumTopic") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert await crowd.api("reopenGeneralForumTopic") is True
    assert await crowd.api("hideGeneralForumTopic") is True
    general = await card(crowd, 1)
    assert (general["name"], general["hidden"], general["closed"]) == ("Общий", True, True)
    assert await crowd.api("unhideGeneralForumTopic") is True
    assert await crowd.refused("unhideGeneralForumTopic") == "Bad Request: TOPIC_NOT_MODIFIED"
    assert (await card(crowd, 1))["closed"] is True
    await crowd.api("hideGeneralForumTopic")
    await crowd.api("reopenGeneralForumTopic")
    assert (await card(crowd, 1))["hidden"] is False
    assert not any("message_thread_id" in message for message in await crowd.news())


async def test_a_deleted_topic_takes_its_messages_along(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    inside = await crowd.say(crowd.guest, "внутри", topic=topic)
    outside = await crowd.say(crowd.guest, "снаружи")
    await crowd.api("pinChatMessage", message_id=inside["message_id"])
    before = len(await crowd.news())
    assert await crowd.api("deleteForumTopic", message_thread_id=topic) is True
    assert len(await crowd.news()) == before
    state = await crowd.state()
    assert [message["deleted"] for message in state["messages"] if message["topic"] == topic] == [True] * 3
    assert next(message for message in state["messages"] if message["message_id"] == outside["message_id"])["deleted"] is False
    assert (state["pinned"], [item["id"] for item in state["topics"]]) == ([], [1])
    assert await crowd.refused("deleteForumTopic", message_thread_id=topic) == "Bad Request: TOPIC_ID_INVALID"


async def test_pins_of_one_topic_go(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    inside = await crowd.api("sendMessage", text="внутри", message_thread_id=topic)
    outside = await crowd.api("sendMessage", text="снаружи")
    for message in (inside, outside):
        await crowd.api("pinChatMessage", message_id=message["message_id"])
    assert (await card(crowd, topic))["pinned"] == [inside["message_id"]]
    service = (await crowd.news())[-2:]
    assert [message.get("message_thread_id") for message in service] == [topic, None]
    assert await crowd.api("unpinAllForumTopicMessages", message_thread_id=topic) is True
    assert (await crowd.state())["pinned"] == [outside["message_id"]]
    assert await crowd.api("unpinAllGeneralForumTopicMessages") is True
    assert (await crowd.state())["pinned"] == []


@pytest.mark.parametrize("method", ["createForumTopic", *THREAD_METHODS, *GENERAL_METHODS])
async def test_only_forums_have_topics(desk: Desk, method: str) -> None:
    crowd = await gather(desk, forum=False, supergroup=True)
    words = "supergroup forum" if "hide" in method.lower() else "forum"
    refusal = f"Bad Request: the chat is not a {words}"
    assert await crowd.refused(method, message_thread_id=2, name="x") == refusal
    basic = await gather(desk, forum=False)
    assert await basic.refused(method, message_thread_id=2, name="x") == refusal
    assert await desk.refused(method, chat_id=crowd.owner.id, message_thread_id=2, name="x") == (400, refusal)


@pytest.mark.parametrize("method", RIGHTS)
@pytest.mark.parametrize("rights", ["member", ["can_invite_users"]])
async def test_topics_need_rights(desk: Desk, method: str, rights: Any) -> None:
    crowd = await gather(desk, rights=rights)
    topic = await crowd.hand_topic()
    assert await crowd.refused(method, message_thread_id=topic, name="x") == f"Bad Request: {RIGHTS[method]}"


async def test_who_made_a_topic_may_edit_and_close_it(desk: Desk) -> None:
    crowd = await gather(desk)
    topic, other = await crowd.topic(), await crowd.hand_topic()
    await crowd.rights("can_invite_users")
    assert await crowd.api("editForumTopic", message_thread_id=topic, name="x") is True
    assert await crowd.api("closeForumTopic", message_thread_id=topic) is True
    assert await crowd.refused("closeForumTopic", message_thread_id=other) == (
        "Bad Request: not enough rights to close or open the topic"
    )
    assert await crowd.refused("deleteForumTopic", message_thread_id=topic) == (
        "Bad Request: not enough rights to delete the topic"
    )


@pytest.mark.parametrize("method", THREAD_METHODS[:-1])
@pytest.mark.parametrize(
    ("number", "refusal"),
    [(0, "invalid message thread identifier specified"), (999, "TOPIC_ID_INVALID"), (1, "TOPIC_ID_INVALID")],
)
async def test_topics_that_are_none(desk: Desk, method: str, number: int, refusal: str) -> None:
    crowd = await gather(desk)
    assert await crowd.refused(method, message_thread_id=number, name="x") == f"Bad Request: {refusal}"


async def test_people_work_with_topics_by_hand(desk: Desk) -> None:
    crowd = await gather(desk)
    path = f"/groups/{crowd.id}/{crowd.owner.id}/topics"
    topic = await crowd.hand_topic("Тихо")
    await desk.sim("PATCH", f"{path}/{topic}", {"name": "Громко", "closed": True})
    await desk.sim("PATCH", f"{path}/1", {"hidden": True})
    told = [message for message in await crowd.news() if message["from"]["id"] == crowd.owner.id]
    kinds = [name for message in told for name in message if name.startswith(("forum_", "general_"))]
    assert kinds == ["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "general_forum_topic_hidden"]
    await crowd.say(crowd.owner, "владельцу можно", topic=topic)
    await crowd.act(crowd.guest, "messages", {"text": "x", "topic": topic}, status=409)
    await crowd.act(crowd.guest, "topics", {"name": "x"}, status=409)
    await desk.sim("PATCH", f"/groups/{crowd.id}", {"permissions": {"can_manage_topics": True}})
    await crowd.act(crowd.guest, "topics", {"name": "x"}, status=201)
    await desk.sim("DELETE", f"{path}/{topic}")
    await desk.sim("DELETE", f"{path}/{topic}", status=404)
    await desk.sim("DELETE", f"{path}/1", status=409)
    await crowd.act(crowd.owner, "topics", {"name": "x", "icon_color": 5}, status=400)


async def test_general_messages_of_people_say_nothing_of_a_topic(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    first = await crowd.say(crowd.guest, "в общем")
    await crowd.say(crowd.owner, "ответ в общем", reply_to=first["message_id"])
    await crowd.say(crowd.owner, "в теме", topic=topic)
    await crowd.send(crowd.guest, "photo", ("1.png", PNG), ("2.png", PNG), topic=topic, caption="альбом")
    general, reply, inside, *album = (await crowd.news())[1:]
    assert not {"message_thread_id", "is_topic_message"} & set(general)
    assert (reply["message_thread_id"], "is_topic_message" in reply) == (first["message_id"], False)
    assert (inside["message_thread_id"], inside["is_topic_message"]) == (topic, True)
    assert "forum_topic_created" in inside["reply_to_message"]
    assert {message["message_thread_id"] for message in album} == {topic}
    assert len({message["media_group_id"] for message in album}) == 1
