"""The Bot API's door: forms of parameters, addresses, statuses and refusals."""

import pytest
from aiohttp import FormData

from tests.sandbox.desk import BOT, TOKEN, Desk


async def test_bot_comes_into_being_at_its_first_call(desk: Desk) -> None:
    me = await desk.api("getMe")
    assert me["id"] == BOT
    assert me["is_bot"] is True
    bots = (await desk.sim("GET", "/bots"))["bots"]
    (card,) = bots
    assert card == {
        "id": BOT,
        "username": me["username"],
        "first_name": me["first_name"],
        "webhook": None,
        "pending": 0,
        "privacy": True,
    }


@pytest.mark.parametrize("form", ["query", "urlencoded", "json", "json of texts", "multipart"])
async def test_parameters_come_in_any_form(desk: Desk, form: str) -> None:
    hand = await desk.person()
    url = f"{desk.base}/bot{TOKEN}/SENDMESSAGE"
    keyboard = '{"inline_keyboard":[[{"text":"да","callback_data":"y"}]]}'
    texts = {"chat_id": str(hand.id), "text": "Привет & пока", "protect_content": "true", "reply_markup": keyboard}
    if form == "query":
        sent = desk.http.get(url, params=texts)
    elif form == "urlencoded":
        sent = desk.http.post(url, data=texts)
    elif form == "json":
        markup = {"inline_keyboard": [[{"text": "да", "callback_data": "y"}]]}
        sent = desk.http.post(url, json={**texts, "chat_id": hand.id, "protect_content": True, "reply_markup": markup})
    elif form == "json of texts":
        sent = desk.http.post(url, json=texts)
    else:
        parts = FormData(default_to_multipart=True)
        for name, value in texts.items():
            parts.add_field(name, value)
        sent = desk.http.post(url, data=parts)
    async with sent as response:
        message = (await response.json())["result"]
    assert message["text"] == "Привет & пока"
    assert message["chat"]["id"] == hand.id
    assert message["has_protected_content"] is True
    assert message["reply_markup"]["inline_keyboard"][0][0] == {"text": "да", "callback_data": "y"}


async def test_addresses_that_lead_nowhere(desk: Desk) -> None:
    assert await desk.refused("sendTelepathy") == (404, "Not Found: method not found")
    async with desk.http.post(f"{desk.base}/bot123/getMe") as response:
        assert response.status == 401
        assert (await response.json())["description"] == "Unauthorized: invalid token specified"
    async with desk.http.get(f"{desk.base}/nowhere") as response:
        assert response.status == 404
        assert await response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_body_that_is_not_json_is_refused(desk: Desk) -> None:
    headers = {"Content-Type": "application/json"}
    async with desk.http.post(f"{desk.base}/bot{TOKEN}/getMe", data=b"{broken", headers=headers) as response:
        assert response.status == 400


async def test_who_cannot_be_written_to(desk: Desk) -> None:
    hand = await desk.person()
    stranger = await desk.sim("POST", "/people", {"first_name": "Пётр"})
    assert await desk.refused("sendMessage", text="x") == (400, "Bad Request: chat_id is empty")
    assert await desk.refused("sendMessage", chat_id=42, text="x") == (400, "Bad Request: chat not found")
    assert await desk.refused("sendMessage", chat_id="@nobody", text="x") == (400, "Bad Request: chat not found")
    assert await desk.refused("sendMessage", chat_id=stranger["id"], text="x") == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )
    await hand.act("block")
    assert await desk.refused("sendMessage", chat_id=hand.id, text="x") == (403, "Forbidden: bot was blocked by the user")
    await hand.act("unblock")
    assert (await desk.api("sendMessage", chat_id=hand.id, text="x"))["text"] == "x"
    assert await desk.refused("sendMessage", chat_id=hand.id, text="x", message_thread_id=1) == (
        400,
        "Bad Request: message thread not found",
    )


async def test_text_is_counted_in_code_points(desk: Desk) -> None:
    hand = await desk.person()
    sent = await desk.api("sendMessage", chat_id=hand.id, text="😀" * 4096)
    assert len(sent["text"]) == 4096
    too_long = (400, "Bad Request: message is too long")
    assert await desk.refused("sendMessage", chat_id=hand.id, text="я" * 4097) == too_long
    raw = f"<b>{'я' * 16_384}</b>"
    assert await desk.refused("sendMessage", chat_id=hand.id, text=raw) == (400, "Bad Request: text is too long")


async def test_text_that_is_nothing_is_refused(desk: Desk) -> None:
    hand = await desk.person()
    assert await desk.refused("sendMessage", chat_id=hand.id) == (400, "Bad Request: message text is empty")
    assert await desk.refused("sendMessage", chat_id=hand.id, text=" \n ") == (
        400,
        "Bad Request: text must be non-empty",
    )
    assert await desk.refused("sendMessage", chat_id=hand.id, text="x", parse_mode="BBCode") == (
        400,
        "Bad Request: unsupported parse_mode",
    )


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"text": "x", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "text buttons are unallowed in the inline keyboard"),
        ({"text": " ", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "x", "url": "nonsense"}, "inline keyboard button URL 'nonsense' is invalid: Wrong HTTP URL"),
        (
            {"text": "x", "callback_data": "x", "style": "pink"},
            "can't parse inline keyboard button: invalid button style specified",
        ),
    ],
)
async def test_buttons_that_servers_refuse(desk: Desk, button: dict[str, str], words: str) -> None:
    hand = await desk.person()
    markup = {"inline_keyboard": [[button]]}
    refused = await desk.refused("sendMessage", chat_id=hand.id, text="x", reply_markup=markup)
    assert refused == (400, f"Bad Request: {words}")


async def test_keyboards_that_servers_refuse(desk: Desk) -> None:
    hand = await desk.person()
    many = {"inline_keyboard": [[{"text": "x", "callback_data": "x"}] for _ in range(101)]}
    for markup, words in (
        (many, "reply markup is too long"),
        ("[1]", "object expected as reply markup"),
        ("{", "can't parse reply keyboard markup JSON object"),
    ):
        refused = await desk.refused("sendMessage", chat_id=hand.id, text="x", reply_markup=markup)
        assert refused == (400, f"Bad Request: {words}")
    fits = {"inline_keyboard": [[{"text": "x", "callback_data": "я" * 32}]]}
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x", reply_markup=fits)
    assert sent["reply_markup"] == fits


async def test_reply_keyboard_stands_under_the_chat(desk: Desk) -> None:
    hand = await desk.person()
    keyboard = {"keyboard": [[{"text": "Телефон", "request_contact": True}]], "one_time_keyboard": True}
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x", reply_markup=keyboard)
    assert "reply_markup" not in sent
    assert (await hand.chat())["keyboard"] == keyboard
    await desk.api("sendMessage", chat_id=hand.id, text="x", reply_markup={"remove_keyboard": True})
    assert (await hand.chat())["keyboard"] is None


async def test_reply_and_quote(desk: Desk) -> None:
    hand = await desk.person()
    asked = await hand.say("😀 Сколько стоит замена масла?")
    reply = {"message_id": asked["message_id"], "quote": "замена масла"}
    sent = await desk.api("sendMessage", chat_id=hand.id, text="2500 ₽", reply_parameters=reply)
    assert sent["reply_to_message"]["text"] == asked["text"]
    assert sent["quote"] == {"text": "замена масла", "position": 17, "is_manual": True}
    reply["quote"] = "замена  масла"
    refused = await desk.refused("sendMessage", chat_id=hand.id, text="x", reply_parameters=reply)
    assert refused == (400, "Bad Request: QUOTE_TEXT_INVALID")
    gone = {"message_id": 10_000}
    assert await desk.refused("sendMessage", chat_id=hand.id, text="x", reply_parameters=gone) == (
        400,
        "Bad Request: message to be replied not found",
    )
    lenient = {**gone, "allow_sending_without_reply": True}
    sent = await desk.api("sendMessage", chat_id=hand.id, text="x", reply_parameters=lenient)
    assert "reply_to_message" not in sent


async def test_chat_action_is_shown_until_a_message_comes(desk: Desk) -> None:
    hand = await desk.person()
    assert await desk.api("sendChatAction", chat_id=hand.id, action="typing") is True
    assert (await hand.chat())["chat_action"] == "typing"
    await desk.api("sendMessage", chat_id=hand.id, text="x")
    assert (await hand.chat())["chat_action"] is None
    assert await desk.refused("sendChatAction", chat_id=hand.id, action="sleeping") == (
        400,
        "Bad Request: wrong parameter action in request",
    )


async def test_places_contacts_and_dice(desk: Desk) -> None:
    hand = await desk.person()
    spot = {"latitude": 55.75, "longitude": 37.61}
    assert (await desk.api("sendLocation", chat_id=hand.id, **spot))["location"] == spot
    venue = await desk.api("sendVenue", chat_id=hand.id, title="Сервис", address="Мира, 1", **spot)
    assert venue["venue"]["title"] == "Сервис"
    contact = await desk.api("sendContact", chat_id=hand.id, phone_number="+7999", first_name="Мастер")
    assert contact["contact"] == {"phone_number": "+7999", "first_name": "Мастер"}
    assert 1 <= (await desk.api("sendDice", chat_id=hand.id))["dice"]["value"] <= 6


async def test_journal_keeps_the_calls(desk: Desk) -> None:
    hand = await desk.person()
    await desk.api("sendmessage", chat_id=hand.id, text="раз")
    await desk.refused("sendMessage", chat_id=1, text="два")
    answer = await desk.sim("GET", f"/calls/{BOT}", method="sendMessage")
    first, second = answer["calls"]
    assert (first["method"], first["params"]["text"], first["status"]) == ("sendMessage", "раз", 200)
    assert first["result"]["text"] == "раз"
    assert (second["status"], second["result"]) == (400, "Bad Request: chat not found")
    later = await desk.sim("GET", f"/calls/{BOT}", after=answer["next"])
    assert later == {"calls": [], "next": answer["next"]}
