"""Coming and going, rights, what a bot may ask about a group, and the errors once it is out."""

from typing import Any

import pytest

from tests.sandbox.crowd import Crowd, gather
from tests.sandbox.desk import BOT, Desk

READS = ("getChat", "getChatAdministrators", "getChatMemberCount", "leaveChat")


def statuses(update: dict[str, Any]) -> tuple[str, str]:
    """From what to what."""
    return update["old_chat_member"]["status"], update["new_chat_member"]["status"]


async def test_the_bot_learns_of_its_place(desk: Desk) -> None:
    crowd = await gather(desk, bot_status="left", rights=[])
    assert await desk.updates() == []
    assert await crowd.refused("sendMessage", text="x") == "Bad Request: chat not found"
    await crowd.act(crowd.owner, "add", {"user": BOT})
    await crowd.rights("can_manage_topics")
    await crowd.rights("can_manage_topics")
    await crowd.rights()
    await crowd.act(crowd.owner, "remove", {"user": BOT})
    mine = await crowd.news("my_chat_member")
    assert [statuses(update) for update in mine] == [
        ("left", "member"), ("member", "administrator"), ("administrator", "member"), ("member", "kicked"),
    ]  # fmt: skip
    assert {update["from"]["id"] for update in mine} == {crowd.owner.id}
    admin = mine[1]["new_chat_member"]
    assert (admin["can_manage_topics"], admin["can_delete_messages"], admin["can_manage_chat"]) == (True, False, True)
    (entered,) = await crowd.news()
    assert entered["new_chat_members"][0]["id"] == BOT


@pytest.mark.parametrize("forum", [True, False])
async def test_out_of_the_group_everything_is_refused(desk: Desk, forum: bool) -> None:
    crowd = await gather(desk, forum=forum)
    where = "supergroup chat" if forum else "group chat"
    said = await crowd.say(crowd.guest, "x")
    at = {"message_id": said["message_id"], "text": "x", "action": "typing", "name": "x", "message_thread_id": 2}
    methods = (*READS, "sendMessage", "editMessageText", "deleteMessage", "pinChatMessage", "unpinAllChatMessages",
               "setMessageReaction", "sendChatAction", "createForumTopic", "closeForumTopic", "getChatMember")  # fmt: skip
    await crowd.act(crowd.owner, "remove", {"user": BOT})
    for method in methods:
        status, refusal = await desk.refused(method, chat_id=crowd.id, **at)
        assert (status, refusal) == (403, f"Forbidden: bot was kicked from the {where}"), method
    await crowd.act(crowd.owner, "add", {"user": BOT})
    assert await crowd.api("leaveChat") is True
    for method in methods:
        status, refusal = await desk.refused(method, chat_id=crowd.id, **at)
        assert (status, refusal) == (403, f"Forbidden: bot is not a member of the {where}"), method
    assert await desk.refused("copyMessage", chat_id=crowd.guest.id, from_chat_id=crowd.id, message_id=1) == (
        403,
        f"Forbidden: bot is not a member of the {where}",
    )


async def test_only_basic_groups_say_goodbye_to_a_bot(desk: Desk) -> None:
    for forum, words in ((True, 0), (False, 1)):
        crowd = await gather(desk, forum=forum)
        await crowd.api("leaveChat")
        goodbyes = [message for message in await crowd.news() if "left_chat_member" in message]
        (update,) = await crowd.news("my_chat_member")
        assert (len(goodbyes), statuses(update)[1], update["from"]["id"]) == (words, "left", BOT)


async def test_deleted_groups(desk: Desk) -> None:
    for forum, refusal in ((True, "bot was kicked from the supergroup chat"), (False, "the group chat was deleted")):
        crowd = await gather(desk, forum=forum)
        await desk.sim("DELETE", f"/groups/{crowd.id}")
        assert await desk.refused("sendMessage", chat_id=crowd.id, text="x") == (403, f"Forbidden: {refusal}")
        await crowd.act(crowd.guest, "messages", {"text": "x"}, status=409)
        assert (await crowd.state())["deleted"] is True


async def test_people_come_and_go(desk: Desk) -> None:
    crowd = await gather(desk)
    maria = await desk.person(first_name="Мария")
    await crowd.act(maria, "messages", {"text": "x"}, status=409)
    await crowd.act(maria, "join")
    await crowd.act(maria, "leave")
    await crowd.act(crowd.owner, "add", {"user": maria.id})
    await crowd.act(crowd.owner, "promote", {"user": maria.id, "rights": ["can_restrict_members"], "title": "мастер"})
    await crowd.act(maria, "remove", {"user": crowd.guest.id})
    await crowd.act(maria, "remove", {"user": crowd.owner.id}, status=409)
    await crowd.act(crowd.guest, "join", status=409)
    service = [message for message in await crowd.news() if message["chat"]["id"] == crowd.id]
    kinds = [name for message in service for name in message if name.endswith(("_members", "_member"))]
    assert kinds == ["new_chat_members", "left_chat_member", "new_chat_members", "left_chat_member"]
    assert [message["from"]["id"] for message in service] == [maria.id, maria.id, crowd.owner.id, maria.id]
    updates = await crowd.news("chat_member")
    assert [statuses(update) for update in updates] == [
        ("left", "member"), ("member", "left"), ("left", "member"), ("member", "administrator"), ("member", "kicked"),
    ]  # fmt: skip
    await crowd.rights()
    await crowd.act(crowd.owner, "promote", {"user": maria.id, "rights": []})
    assert len(await crowd.news("chat_member")) == 5  # an ordinary member is not told


async def test_what_may_be_asked(desk: Desk) -> None:
    crowd = await gather(desk, rights=["can_manage_topics", "can_pin_messages"])
    chat = await crowd.api("getChat")
    assert (chat["title"], chat["type"], chat["is_forum"], chat["permissions"]["can_send_messages"]) == (
        "Приёмка", "supergroup", True, True,
    )  # fmt: skip
    assert await crowd.api("getChatMemberCount") == 3
    owner, me = await crowd.api("getChatAdministrators")
    assert (owner["status"], owner["user"]["id"]) == ("creator", crowd.owner.id)
    assert (me["status"], me["user"]["id"], me["can_pin_messages"], me["can_change_info"]) == (
        "administrator",
        BOT,
        True,
        False,
    )
    guest = await crowd.api("getChatMember", user_id=crowd.guest.id)
    assert guest == {"user": guest["user"], "status": "member"}
    stranger = await desk.person(first_name="Мария")
    assert (await crowd.api("getChatMember", user_id=stranger.id))["status"] == "left"
    assert await crowd.refused("getChatMember", user_id=999) == "Bad Request: user not found"
    private = await desk.refused("getChatAdministrators", chat_id=crowd.guest.id)
    assert private == (400, "Bad Request: there are no administrators in the private chat")
    pinned = await crowd.api("sendMessage", text="важно")
    await crowd.api("pinChatMessage", message_id=pinned["message_id"])
    assert (await crowd.api("getChat"))["pinned_message"]["text"] == "важно"


async def test_pins_need_a_right(desk: Desk) -> None:
    crowd = await gather(desk, rights=["can_manage_topics"])
    sent = await crowd.api("sendMessage", text="x")
    refusal = "Bad Request: not enough rights to manage pinned messages in the chat"
    assert await crowd.refused("pinChatMessage", message_id=sent["message_id"]) == refusal
    assert await crowd.refused("unpinChatMessage", message_id=sent["message_id"]) == refusal
    assert await crowd.refused("unpinAllChatMessages") == refusal
    await crowd.act(crowd.guest, "pin", {"message_id": sent["message_id"]}, status=409)
    await crowd.act(crowd.owner, "pin", {"message_id": sent["message_id"]})
    (message,) = await crowd.news()
    assert (message["pinned_message"]["message_id"], message["from"]["id"]) == (sent["message_id"], crowd.owner.id)
    assert (await crowd.state())["pinned"] == [sent["message_id"]]
    await crowd.act(crowd.owner, "unpin", {"message_id": sent["message_id"]})
    assert (await crowd.state())["pinned"] == []


async def test_menus_have_scopes(desk: Desk) -> None:
    crowd = await gather(desk)

    async def put(word: str, **scope: Any) -> None:
        await desk.api("setMyCommands", commands=[{"command": "help", "description": word}], scope=scope)

    async def seen(crowd: Crowd) -> tuple[str, str]:
        menus = [(await crowd.state(person=hand.id))["commands"] for hand in (crowd.owner, crowd.guest)]
        return menus[0][0]["description"], menus[1][0]["description"]

    await put("default", type="default")
    await put("private", type="all_private_chats")
    assert await seen(crowd) == ("default", "default")
    await put("groups", type="all_group_chats")
    assert await seen(crowd) == ("groups", "groups")
    await put("admins", type="all_chat_administrators")
    assert await seen(crowd) == ("admins", "groups")
    await put("here", type="chat", chat_id=crowd.id)
    assert await seen(crowd) == ("here", "here")
    await put("admins here", type="chat_administrators", chat_id=str(crowd.id))
    assert await seen(crowd) == ("admins here", "here")
    await put("one", type="chat_member", chat_id=crowd.id, user_id=crowd.guest.id)
    assert await seen(crowd) == ("admins here", "one")
    scope: dict[str, Any] = {"type": "chat_administrators", "chat_id": crowd.id}
    assert (await desk.api("getMyCommands", scope=scope))[0]["description"] == "admins here"
    for scope, refusal in (
        ({"type": "chat", "chat_id": -100}, "chat not found"),
        ({"type": "nobody"}, "can't parse BotCommandScope: unsupported type specified"),
        ({"type": "chat_member", "chat_id": crowd.id, "user_id": 5}, "user not found"),
    ):
        assert await desk.refused("setMyCommands", commands=[], scope=scope) == (400, f"Bad Request: {refusal}")


async def test_control_api_refuses_nonsense(desk: Desk) -> None:
    await desk.sim("POST", "/groups", {"title": "x"}, status=400)
    crowd = await gather(desk)
    people = [crowd.owner.id]
    for body in (
        {"title": "", "members": people}, {"title": "x", "members": []}, {"title": "x", "members": 5},
        {"title": "x", "members": people, "rights": ["fly"]}, {"title": "x", "members": people, "bot_status": "god"},
        {"title": "x", "members": people, "messages_per_minute": 0},
    ):  # fmt: skip
        await desk.sim("POST", "/groups", body, status=400)
    await desk.sim("POST", "/groups", {"title": "x", "members": [1]}, status=404)
    await desk.sim("POST", "/groups", {"title": "x", "members": people, "bot": 1}, status=404)
    await desk.sim("GET", "/groups/-5", status=404)
    await desk.sim("PATCH", f"/groups/{crowd.id}", {"permissions": {"can_fly": True}}, status=400)
    await desk.sim("POST", f"/groups/{crowd.id}/migrate", {}, status=409)
    await crowd.act(crowd.guest, "promote", {"user": BOT, "rights": []}, status=409)
    await crowd.act(crowd.owner, "promote", {"user": 5}, status=404)
    await crowd.act(crowd.guest, "messages", {"text": "x", "topic": 999}, status=404)
    await crowd.act(crowd.guest, "contact", status=400)
