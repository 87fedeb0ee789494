"""What people do: the control API and the updates that come of it."""

import asyncio
from typing import Any

import pytest

from tests.sandbox.desk import BOT, PNG, Desk

MARKUP = {
    "inline_keyboard": [[{"text": "сайт", "url": "https://a.ru/"}, {"text": "да", "callback_data": "y"}]],
}


async def last(desk: Desk) -> dict[str, Any]:
    """The newest pending update."""
    return (await desk.updates())[-1]


async def test_people_are_added_and_changed(desk: Desk) -> None:
    fields = {"first_name": "Анна", "last_name": "К", "username": "anna_k", "language_code": "ru", "phone": "+7916"}
    anna = await desk.sim("POST", "/people", fields, status=201)
    assert anna == {"id": anna["id"], **fields}
    assert anna["id"] > 2**32
    other = await desk.sim("POST", "/people", {"first_name": "Пётр", "id": 77}, status=201)
    assert other["id"] == 77
    changed = await desk.sim("PATCH", f"/people/{anna['id']}", {"phone": None, "language_code": "en"})
    assert (changed["phone"], changed["language_code"], changed["first_name"]) == (None, "en", "Анна")
    assert (await desk.sim("GET", "/people"))["people"] == [changed, other]
    await desk.sim("POST", "/people", {"first_name": "Пётр", "id": 77}, status=409)
    await desk.sim("POST", "/people", {"last_name": "К"}, status=400)
    await desk.sim("PATCH", "/people/1", {"first_name": "Х"}, status=404)


async def test_start_carries_a_payload(desk: Desk) -> None:
    hand = await desk.person(language_code="ru")
    await hand.act("start", {"payload": "u_msk-1"}, status=201)
    message = (await last(desk))["message"]
    assert message["text"] == "/start u_msk-1"
    assert message["entities"] == [{"offset": 0, "length": 6, "type": "bot_command"}]
    assert message["from"]["language_code"] == "ru"
    assert message["chat"] == {"id": hand.id, "first_name": "Иван", "type": "private"}
    await hand.act("start", {"payload": "a b"}, status=400)
    await hand.act("start", {"payload": "a" * 65}, status=400)


async def test_replies_quotes_and_forwards(desk: Desk) -> None:
    hand, other = await desk.person(), await desk.person(first_name="Мария")
    sent = await desk.api("sendMessage", chat_id=hand.id, text="Ждём вас 😀 завтра", reply_markup=MARKUP)
    await hand.say("хорошо", reply_to=sent["message_id"], quote="завтра")
    message = (await last(desk))["message"]
    assert message["reply_to_message"]["message_id"] == sent["message_id"]
    assert message["quote"] == {"text": "завтра", "position": 12, "is_manual": True}
    await hand.say("вот", forward_from=other.id)
    message = (await last(desk))["message"]
    assert message["forward_origin"]["sender_user"]["first_name"] == "Мария"
    await hand.act("messages", {"text": "x", "reply_to": 999}, status=404)
    await hand.act("messages", {"text": "x", "forward_from": 999}, status=404)
    await hand.act("messages", {"text": "x" * 4097}, status=400)


async def test_own_and_other_contacts(desk: Desk) -> None:
    hand, other = await desk.person(phone="79161234567"), await desk.person(first_name="Мария")
    keyboard = {"keyboard": [[{"text": "Телефон", "request_contact": True}]], "one_time_keyboard": True}
    await desk.api("sendMessage", chat_id=hand.id, text="x", reply_markup=keyboard)
    await hand.act("contact", status=201)
    contact = (await last(desk))["message"]["contact"]
    assert contact == {"phone_number": "79161234567", "first_name": "Иван", "user_id": hand.id}
    assert (await hand.chat())["keyboard"] is None
    alien = {"phone_number": "+7999", "first_name": "Мария", "user_id": other.id, "forward_from": other.id}
    await hand.act("contact", alien, status=201)
    message = (await last(desk))["message"]
    assert message["contact"]["user_id"] == other.id
    assert message["forward_origin"]["type"] == "user"
    assert (await other.act("contact", status=409))["error"] == "the person has no phone"


async def test_location(desk: Desk) -> None:
    hand = await desk.person()
    await hand.act("location", {"latitude": 55.75, "longitude": 37.61}, status=201)
    assert (await last(desk))["message"]["location"] == {"latitude": 55.75, "longitude": 37.61}
    await hand.act("location", {"latitude": 155, "longitude": 37}, status=400)


async def test_press_is_answered(desk: Desk) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x", reply_markup=MARKUP)
    at = {"message_id": sent["message_id"]}
    pressed = await hand.act("press", {**at, "row": 0, "column": 1}, status=202)
    query = (await last(desk))["callback_query"]
    assert (query["id"], query["data"], query["from"]["id"]) == (pressed["callback_query_id"], "y", hand.id)
    assert query["message"] == sent
    state = f"/chats/{BOT}/{hand.id}/press/{query['id']}"
    assert (await desk.sim("GET", state))["answered"] is False
    assert await desk.api("answerCallbackQuery", callback_query_id=query["id"], text="Есть!", show_alert=True) is True
    answer = await desk.sim("GET", state)
    assert (answer["answered"], answer["text"], answer["show_alert"], answer["url"]) == (True, "Есть!", True, None)
    assert 0 <= answer["seconds"] < 5
    await hand.act("press", {**at, "row": 0, "column": 0}, status=400)
    await hand.act("press", {**at, "row": 5, "column": 0}, status=404)
    await hand.act("press", {"message_id": 999, "data": "y"}, status=404)
    await desk.sim("GET", state + "9", status=404)


async def test_forged_press_and_press_on_a_deleted_message(desk: Desk) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x")
    at = {"message_id": sent["message_id"]}
    await hand.act("press", {**at, "data": "admin:1"}, status=202)
    assert (await last(desk))["callback_query"]["data"] == "admin:1"
    await desk.api("deleteMessage", chat_id=hand.id, **at)
    await hand.act("press", {**at, "data": "y"}, status=202)
    message = (await last(desk))["callback_query"]["message"]
    assert (message["message_id"], message["date"]) == (sent["message_id"], 0)


async def test_press_cannot_be_answered_late(desk: Desk) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x")
    too_old = (400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    pressed = await hand.act("press", {"message_id": sent["message_id"], "data": "y"})
    await desk.sim("POST", "/clock", {"shift_seconds": 151})
    assert await desk.refused("answerCallbackQuery", callback_query_id=pressed["callback_query_id"]) == too_old
    assert await desk.refused("answerCallbackQuery", callback_query_id="77") == too_old


async def test_own_messages_are_edited(desk: Desk) -> None:
    hand = await desk.person()
    said = await hand.say("завтра")
    edited = await hand.act("edit", {"message_id": said["message_id"], "text": "послезавтра"})
    assert edited["versions"] == ["завтра", "послезавтра"]
    update = (await last(desk))["edited_message"]
    assert (update["text"], update["message_id"]) == ("послезавтра", said["message_id"])
    assert update["edit_date"] >= update["date"]
    (photo,) = await hand.send("photo", ("a.png", PNG), caption="до")
    await hand.act("edit", {"message_id": photo["message_id"], "text": "после"})
    assert (await last(desk))["edited_message"]["caption"] == "после"
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x")
    await hand.act("edit", {"message_id": sent["message_id"], "text": "x"}, status=409)


async def test_blocking_is_told_once_and_shuts_the_chat(desk: Desk) -> None:
    hand = await desk.person()
    await hand.act("block")
    await hand.act("block")
    member = (await last(desk))["my_chat_member"]
    assert (member["old_chat_member"]["status"], member["new_chat_member"]["status"]) == ("member", "kicked")
    assert len(await desk.updates()) == 2
    assert (await hand.chat())["blocked"] is True
    assert (await hand.act("messages", {"text": "x"}, status=409))["error"] == "the person has blocked the bot"
    await hand.act("start", status=201)
    kinds = [next(iter(set(update) - {"update_id"})) for update in await desk.updates()]
    assert kinds == ["message", "my_chat_member", "my_chat_member", "message"]


async def test_menu_shows_the_narrowest_commands(desk: Desk) -> None:
    hand = await desk.person(language_code="ru")

    def commands(word: str) -> list[dict[str, str]]:
        return [{"command": "help", "description": word}]

    await desk.api("setMyCommands", commands=commands("default"))
    assert (await hand.chat())["commands"] == commands("default")
    await desk.api("setMyCommands", commands=commands("по-русски"), language_code="ru")
    await desk.api("setMyCommands", commands=commands("all"), scope={"type": "all_private_chats"})
    assert (await hand.chat())["commands"] == commands("all")
    await desk.api("setMyCommands", commands=commands("own"), scope={"type": "chat", "chat_id": hand.id})
    assert (await hand.chat())["commands"] == commands("own")
    assert await desk.api("getMyCommands", language_code="ru") == commands("по-русски")
    await desk.api("deleteMyCommands", scope={"type": "chat", "chat_id": hand.id})
    await desk.api("deleteMyCommands", scope={"type": "all_private_chats"})
    assert (await hand.chat())["commands"] == commands("по-русски")
    assert await desk.refused("setMyCommands", commands=[{"command": "Help", "description": "x"}]) == (
        400,
        "Bad Request: BOT_COMMAND_INVALID",
    )


@pytest.mark.parametrize("what", ["Name", "Description", "ShortDescription"])
async def test_texts_about_the_bot_have_languages(desk: Desk, what: str) -> None:
    field = {"Name": "name", "Description": "description", "ShortDescription": "short_description"}[what]
    assert await desk.api(f"setMy{what}", **{field: "Reception"})
    assert await desk.api(f"setMy{what}", **{field: "Приёмка"}, language_code="ru")
    assert await desk.api(f"getMy{what}") == {field: "Reception"}
    assert await desk.api(f"getMy{what}", language_code="ru") == {field: "Приёмка"}
    assert await desk.api(f"getMy{what}", language_code="de") == {field: "Reception"}


async def test_menu_button(desk: Desk) -> None:
    hand = await desk.person()
    assert (await hand.chat())["menu_button"] == {"type": "default"}
    await desk.api("setChatMenuButton", menu_button={"type": "commands"})
    assert (await hand.chat())["menu_button"] == {"type": "commands"}
    web_app = {"type": "web_app", "text": "Гараж", "web_app": {"url": "https://a.ru/"}}
    await desk.api("setChatMenuButton", chat_id=hand.id, menu_button=web_app)
    assert await desk.api("getChatMenuButton", chat_id=hand.id) == web_app
    assert await desk.api("getChatMenuButton") == {"type": "commands"}


async def test_unread_counts_until_the_person_acts(desk: Desk) -> None:
    hand = await desk.person()
    await desk.api("sendMessage", chat_id=hand.id, text="раз")
    await desk.api("sendMessage", chat_id=hand.id, text="два")
    assert (await hand.chat())["unread"] == 2
    await desk.sim("GET", f"/chats/{BOT}/{hand.id}", read="1")
    assert (await hand.chat())["unread"] == 0


async def test_reactions_of_both_sides(desk: Desk) -> None:
    hand = await desk.person()
    said = await hand.say("спасибо")
    at = {"chat_id": hand.id, "message_id": said["message_id"]}
    assert await desk.api("setMessageReaction", **at, reaction=[{"type": "emoji", "emoji": "👍"}]) is True
    await hand.act("reaction", {"message_id": said["message_id"], "emoji": "🔥"})
    assert (await hand.chat())["messages"][-1]["reactions"] == {"bot": ["👍"], "person": ["🔥"]}
    await hand.act("reaction", {"message_id": said["message_id"], "emoji": None})
    assert (await hand.chat())["messages"][-1]["reactions"] == {"bot": ["👍"], "person": []}


async def test_chat_and_member(desk: Desk) -> None:
    hand = await desk.person(username="ivan")
    info = await desk.api("getChat", chat_id=hand.id)
    assert (info["id"], info["username"], info["type"]) == (hand.id, "ivan", "private")
    member = await desk.api("getChatMember", chat_id=hand.id, user_id=hand.id)
    assert (member["status"], member["user"]["id"]) == ("member", hand.id)


@pytest.mark.parametrize(
    ("path", "status"), [("/chats/1/2", 404), (f"/chats/{BOT}/2", 404), ("/chats/x/y", 404), ("/nowhere", 404)]
)
async def test_control_api_speaks_plainly(desk: Desk, path: str, status: int) -> None:
    await desk.api("getMe")
    answer = await desk.sim("GET", path, status=status)
    assert answer.get("error") or answer["description"] == "Not Found"


async def test_pages_of_other_origins_are_refused(desk: Desk) -> None:
    headers = {"Origin": "https://evil.example"}
    async with desk.http.post(f"{desk.base}/sim/people", json={"first_name": "Х"}, headers=headers) as response:
        assert response.status == 400
    headers = {"Origin": desk.base}
    async with desk.http.post(f"{desk.base}/sim/people", json={"first_name": "Х"}, headers=headers) as response:
        assert response.status == 201


async def test_whoever_waits_for_the_bot_hears_it_at_once(desk: Desk) -> None:
    hand, other = await desk.person(), await desk.person()
    chat, seen = f"/chats/{BOT}/{hand.id}", (await hand.chat())["seq"]
    async with asyncio.TaskGroup() as both:
        waiting = both.create_task(desk.sim("GET", chat, after=seen, wait=30))
        await desk.api("sendMessage", chat_id=other.id, text="не вам")
        await desk.api("sendMessage", chat_id=hand.id, text="вам")
    heard = waiting.result()
    assert heard["messages"][-1]["text"] == "вам"
    assert heard["seq"] > seen
    assert (await desk.sim("GET", chat, after=seen, wait=30))["seq"] == heard["seq"]  # news that are there already
    assert (await desk.sim("GET", chat, after=heard["seq"], wait=0.01))["messages"] == heard["messages"]
    pressed = await hand.act("press", {"message_id": heard["messages"][-1]["message_id"], "data": "y"}, status=202)
    state = f"{chat}/press/{pressed['callback_query_id']}"
    assert not (await desk.sim("GET", state, wait=0.01))["answered"]
    async with asyncio.TaskGroup() as both:
        waiting = both.create_task(desk.sim("GET", state, wait=30))
        await desk.api("answerCallbackQuery", callback_query_id=pressed["callback_query_id"], text="да")
    assert waiting.result()["text"] == "да"
    for odd in ({"after": "x"}, {"after": seen, "wait": "soon"}):
        await desk.sim("GET", chat, status=404 if odd["after"] == "x" else 400, **odd)
