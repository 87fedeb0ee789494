"""Groups that move, turn into forums, outlive restarts; and the stream of what changes in them."""

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.sandbox.crowd import Crowd, gather
from tests.sandbox.desk import BOT, PNG, Desk, Hand
from tests.sandbox.test_state import kept


async def moved(desk: Desk, crowd: Crowd, params: dict[str, Any]) -> int:
    """The new id that a call about the old one is told."""
    status, answer = await desk.call(params.pop("method"), chat_id=crowd.id, **params)
    assert (status, answer["description"]) == (400, "Bad Request: group chat was upgraded to a supergroup chat")
    new: int = answer["parameters"]["migrate_to_chat_id"]
    return new


async def test_a_basic_group_that_becomes_a_forum_moves(desk: Desk) -> None:
    crowd = await gather(desk, forum=False)
    assert -(10**12) < crowd.id < 0
    old = await crowd.api("sendMessage", text="в старой")
    group = await desk.sim("PATCH", f"/groups/{crowd.id}", {"forum": True})
    assert (group["is_forum"], group["type"], group["id"] != crowd.id) == (True, "supergroup", True)
    away, here = await crowd.news()
    assert (away["chat"]["id"], away["migrate_to_chat_id"]) == (crowd.id, group["id"])
    assert (here["chat"]["id"], here["migrate_from_chat_id"]) == (group["id"], crowd.id)
    for method, params in (
        ("sendMessage", {"text": "x"}),
        ("editMessageText", {"message_id": old["message_id"], "text": "x"}),
        ("createForumTopic", {"name": "x"}),
    ):
        assert await moved(desk, crowd, {"method": method, **params}) == group["id"]
    assert (await crowd.state())["migrated_to"] == group["id"]
    await crowd.act(crowd.guest, "messages", {"text": "x"}, status=409)
    await desk.sim("PATCH", f"/groups/{crowd.id}", {"title": "x"}, status=409)
    new = Crowd(desk, group["id"], crowd.owner, crowd.guest)
    assert await new.refused("createForumTopic", name="x") == "Bad Request: not enough rights to create a topic"
    await new.rights("can_manage_topics")
    assert await new.topic() > 0
    assert [member["status"] for member in group["members"]] == ["creator", "member"]
    found = (await desk.sim("GET", "/groups", person=crowd.guest.id))["groups"]
    assert {item["id"] for item in found} == {crowd.id, group["id"]}


async def test_a_supergroup_keeps_its_id(desk: Desk) -> None:
    crowd = await gather(desk, forum=False, supergroup=True)
    await crowd.say(crowd.guest, "раньше")
    group = await desk.sim("PATCH", f"/groups/{crowd.id}", {"forum": True, "title": "Приёмка 2"})
    assert (group["id"], group["title"], group["messages"][-2]["topic"]) == (crowd.id, "Приёмка 2", 1)
    assert (await crowd.news())[-1]["new_chat_title"] == "Приёмка 2"
    topic = await crowd.topic()
    said = await crowd.say(crowd.guest, "в теме", topic=topic)
    assert said["chat"] == {"id": crowd.id, "title": "Приёмка 2", "type": "supergroup", "is_forum": True}
    group = await desk.sim("PATCH", f"/groups/{crowd.id}", {"forum": False})
    assert (group["topics"], group["messages"][-1]["topic"]) == ([], None)
    assert await crowd.refused("sendMessage", text="x", message_thread_id=topic) == "Bad Request: message thread not found"


async def test_a_group_becomes_a_supergroup(desk: Desk) -> None:
    crowd = await gather(desk, forum=False, messages_per_minute=5)
    group = await desk.sim("POST", f"/groups/{crowd.id}/migrate", {"by": crowd.guest.id})
    assert (group["is_forum"], group["messages_per_minute"], group["bot_status"]) == (False, 5, "administrator")
    assert {message["from"]["id"] for message in await crowd.news()} == {crowd.guest.id}
    await desk.sim("POST", f"/groups/{crowd.id}/migrate", status=409)


async def test_message_ids_of_supergroups_are_their_own(desk: Desk) -> None:
    first, second = await gather(desk), await gather(desk)
    basic = await gather(desk, forum=False)
    ids = [(await crowd.api("sendMessage", text="x"))["message_id"] for crowd in (first, second)]
    assert ids[0] == ids[1]
    private = await desk.api("sendMessage", chat_id=first.guest.id, text="x")
    assert (await basic.api("sendMessage", text="x"))["message_id"] == private["message_id"] + 1


async def test_groups_outlive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    async with kept(path) as desk:
        crowd = await gather(desk, messages_per_minute=9)
        topic, gone = await crowd.topic(), await crowd.topic("прочь")
        (photo,) = await crowd.send(crowd.guest, "photo", ("a.png", PNG), topic=topic, caption="было")
        await crowd.act(crowd.guest, "reaction", {"message_id": photo["message_id"], "emoji": "👍"})
        await crowd.api("pinChatMessage", message_id=photo["message_id"])
        await crowd.api("closeForumTopic", message_thread_id=topic)
        await desk.sim("DELETE", f"/groups/{crowd.id}/{crowd.owner.id}/topics/{gone}", late="1")
        await desk.sim("PATCH", f"/bots/{BOT}", {"privacy": False})
        before = await crowd.state(person=crowd.owner.id)
        pending = await desk.updates()
    async with kept(path) as desk:
        crowd = Crowd(desk, crowd.id, Hand(desk, crowd.owner.id), Hand(desk, crowd.guest.id))
        assert await crowd.state(person=crowd.owner.id) == before
        assert await desk.updates() == pending
        assert (await desk.api("getMe"))["can_read_all_group_messages"] is True
        assert await crowd.refused("sendMessage", text="x", message_thread_id=gone) == "Bad Request: TOPIC_DELETED"
        assert (await crowd.api("sendMessage", text="x"))["message_id"] > max(item["message_id"] for item in before["messages"])
        await desk.api("getUpdates", offset=-1)
        assert [message["seen"] for message in (await crowd.state())["messages"] if "photo" in message] == [False]
        again = await gather(desk)
        assert again.id < crowd.id


async def test_unread_is_counted_by_person_and_topic(desk: Desk) -> None:
    crowd = await gather(desk)
    topic = await crowd.topic()
    await crowd.api("sendMessage", text="раз", message_thread_id=topic)
    await crowd.say(crowd.guest, "два")

    async def unread(hand: Hand, **query: Any) -> tuple[int, list[int]]:
        state = await crowd.state(person=hand.id, **query)
        return state["unread"], [item["unread"] for item in state["topics"]]

    assert await unread(crowd.owner) == (2, [1, 1])
    assert await unread(crowd.guest) == (1, [0, 1])
    assert await unread(crowd.owner, topic=topic, read="1") == (1, [1, 0])
    assert (await crowd.state())["unread"] is None


async def test_the_stream_tells_of_groups(desk: Desk) -> None:
    crowd = await gather(desk)
    seq = desk.world.events.seq
    topic = await crowd.topic()
    said = await crowd.say(crowd.guest, "x", topic=topic)
    await desk.api("getUpdates")
    await crowd.api("sendChatAction", action="typing", message_thread_id=topic)
    sent = await crowd.api("sendMessage", text="y", reply_markup={"inline_keyboard": [[{"text": "да", "callback_data": "y"}]]})
    pressed = await crowd.act(crowd.guest, "press", {"message_id": sent["message_id"], "row": 0, "column": 0})
    await desk.api("answerCallbackQuery", callback_query_id=pressed["callback_query_id"])
    await crowd.act(crowd.guest, "leave")
    everything = await read(desk, seq, 10, chat=crowd.id)
    kinds = [event["type"] for event in everything]
    assert kinds[:4] == ["message", "topic", "message", "seen"]
    assert {"chat_action", "callback_answer", "chat"} <= set(kinds)
    first, _, second, seen = everything[:4]
    assert (first["topic"], first["person"], second["topic"], second["person"]) == (topic, None, topic, crowd.guest.id)
    assert (seen["message_id"], second["message"]["topic"]) == (said["message_id"], topic)
    assert all("_people" not in event for event in everything)
    mine, others = await read(desk, seq, 8, person=crowd.guest.id), await read(desk, seq, 9, person=crowd.owner.id)
    assert "callback_answer" in [event["type"] for event in mine]
    assert "callback_answer" not in [event["type"] for event in others]


async def read(desk: Desk, after: int, count: int, **query: Any) -> list[dict[str, Any]]:
    """The next events of the stream."""
    found: list[dict[str, Any]] = []
    stream = desk.http.get(f"{desk.base}/sim/events", params={"after": after, **query})
    async with asyncio.timeout(5), stream as response:
        async for line in response.content:
            if line.startswith(b"data: "):
                found.append(json.loads(line[6:]))
                if len(found) == count:
                    break
    return found
