"""The Bot API client and the sender, against the emulator and against servers that are no Bot API at all."""

import logging
from typing import Any

import pytest
from aiohttp import web

from bot.telegram.client import Client, DownloadError
from bot.telegram.sender import Sender
from services.files.fetch import TooLargeError
from services.outbox.models import Mail
from services.outbox.outcomes import Blocked, Failed, Migrated, NotSent, Outcome, RetryAfter, Sent, Unknown
from tests.inout.served import served
from tests.sandbox.desk import BOT, PNG, TOKEN, Desk, Hand

SECRET = "a-secret_1"


def text(person: Hand, words: str = "привет", method: str = "sendMessage", **more: Any) -> Mail:
    """Mail to that person."""
    return Mail(person.id, method, {"text": words, **more})


async def said(person: Hand) -> list[str]:
    """What the bot's messages in the chat say."""
    return [message.get("text", message.get("caption", "")) for message in (await person.chat())["messages"] if message["out"]]


async def test_message_arrives(send: Sender, person: Hand) -> None:
    """With its keyboard."""
    keyboard = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    outcome = await send(text(person, reply_markup=keyboard))
    assert isinstance(outcome, Sent)
    [message] = [message for message in (await person.chat())["messages"] if message["out"]]
    assert message["message_id"] == outcome.result["message_id"]
    assert message["reply_markup"] == keyboard


async def test_files_arrive(send: Sender, person: Hand) -> None:
    """One, and an album; a text that merely looks like a reference stays a text."""
    one = await send(Mail(person.id, "sendPhoto", {"photo": "attach:photo1", "caption": "attach:photo1"}))
    album = [{"type": "photo", "media": "attach:photo1", "caption": "раз"}, {"type": "photo", "media": "attach:photo1"}]
    many = await send(Mail(person.id, "sendMediaGroup", {"media": album}))
    assert isinstance(one, Sent)
    assert isinstance(many, Sent)
    assert len(many.result) == 2
    assert await said(person) == ["attach:photo1", "раз", ""]


async def test_missing_file_fails_the_message(send: Sender, person: Hand) -> None:
    """It is not sent without its photo."""
    assert isinstance(await send(Mail(person.id, "sendPhoto", {"photo": "attach:gone"})), Failed)
    assert await said(person) == []


async def test_download(client: Client, person: Hand) -> None:
    """A client's file comes home; one that Telegram does not hand out is told apart from one that fails."""
    [message] = await person.send("document", ("a.png", PNG))
    async with client.download(message["document"]["file_id"]) as chunks:
        assert b"".join([chunk async for chunk in chunks]) == PNG
    with pytest.raises(DownloadError):
        async with client.download("nonsense"):
            pass


async def test_blocked_and_unknown_chats(send: Sender, desk: Desk, person: Hand) -> None:
    """Nothing can reach them."""
    await person.act("block")
    assert await send(text(person)) == Blocked("Forbidden: bot was blocked by the user")
    assert isinstance(await send(Mail(424242424242, "sendMessage", {"text": "x"})), Blocked)


async def test_edit_that_changes_nothing(send: Sender, person: Hand) -> None:
    """Is done."""
    sent = await send(text(person))
    assert isinstance(sent, Sent)
    edit = text(person, "привет", "editMessageText", message_id=sent.result["message_id"])
    assert await send(edit) == Sent()


async def test_edit_of_a_missing_message(send: Sender, person: Hand) -> None:
    """A new message instead where the mail says so; else it is not needed any more. So with deleting."""
    assert await send(text(person, "x", "editMessageText", message_id=99_999)) == Sent()
    outcome = await send(text(person, "снова", "editMessageText", message_id=99_999, _fallback="sendMessage"))
    assert isinstance(outcome, Sent)
    assert outcome.result["text"] == "снова"
    assert await said(person) == ["снова"]
    assert await send(Mail(person.id, "deleteMessage", {"message_id": 99_999})) == Sent()


async def test_reply_to_a_missing_message(send: Sender, person: Hand) -> None:
    """The words matter more than the quote."""
    reply = {"message_id": 99_999}
    assert isinstance(await send(text(person, "ответ", reply_parameters=reply)), Sent)
    theirs = await person.say("вопрос")
    quote = {"message_id": theirs["message_id"], "quote": "чего не было"}
    assert isinstance(await send(text(person, "ещё", reply_parameters=quote)), Sent)
    assert await said(person) == ["ответ", "ещё"]


async def test_broken_markup(send: Sender, person: Hand) -> None:
    """Plain is better than not at all."""
    assert isinstance(await send(text(person, "<b>Цена < 100 &amp; т. д.", parse_mode="HTML")), Sent)
    [plain] = await said(person)
    assert "Цена" in plain
    assert "<b>" not in plain


async def test_a_topic_that_is_gone_is_deleted(send: Sender, desk: Desk, person: Hand) -> None:
    """The answer to the first call may have been lost."""
    group = await desk.sim(
        "POST", "/groups", {"title": "Приёмка", "forum": True, "members": [person.id], "rights": None, "bot": BOT}
    )
    made = await send(Mail(group["id"], "createForumTopic", {"name": "№ 1"}))
    assert isinstance(made, Sent)
    gone = Mail(group["id"], "deleteForumTopic", {"message_thread_id": made.result["message_thread_id"]})
    assert isinstance(await send(gone), Sent)
    assert await send(gone) == Sent()


async def test_old_press(send: Sender) -> None:
    """Answered too late is answered."""
    outcome = await send(Mail(5, "answerCallbackQuery", {"callback_query_id": "12345"}, ephemeral=True))
    assert outcome == Sent()


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        ({"kind": "429", "retry_after": 17}, RetryAfter(17.0)),
        ({"kind": "502"}, NotSent("HTTP 502 without JSON")),
        ({"kind": "500"}, NotSent),
        ({"kind": "403_blocked"}, Blocked("Forbidden: bot was blocked by the user")),
        ({"kind": "drop"}, Unknown("hung up", fresh=True)),
        ({"kind": "timeout_after_commit", "seconds": 0.01}, Unknown("hung up", fresh=True)),
    ],
)
async def test_faults(send: Sender, desk: Desk, person: Hand, fault: dict[str, Any], outcome: object) -> None:
    """What the emulator's faults mean."""
    await desk.sim("POST", "/faults", fault)
    found = await send(text(person))
    assert isinstance(found, outcome) if isinstance(outcome, type) else found == outcome


async def test_timeout(client: Client, desk: Desk, person: Hand) -> None:
    """An answer that takes too long: it may have been sent; an edit may be repeated freely."""
    await desk.sim("POST", "/faults", {"kind": "slow", "seconds": 5, "times": 2})
    message = {"chat_id": person.id, "text": "x"}
    assert await client.call("sendMessage", message, seconds=0.05) == Unknown("TimeoutError", fresh=True)
    assert await client.call("editMessageText", {**message, "message_id": 1}, seconds=0.05) == Unknown(
        "TimeoutError", fresh=False
    )


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (502, b"<html>", NotSent("HTTP 502 without JSON")),
        (504, b"<html>", Unknown("HTTP 504 without JSON", fresh=True)),
        (200, b"<html>", Unknown("HTTP 200 without JSON", fresh=True)),
        (413, b"<html>", Failed("HTTP 413 without JSON")),
        (429, b"<html>", RetryAfter(5.0)),
        (401, b'{"ok":false,"error_code":401,"description":"Unauthorized"}', NotSent("Unauthorized")),
        (404, b'{"ok":false,"error_code":404,"description":"Not Found"}', NotSent("Not Found")),
        (404, b'{"ok":false,"error_code":404,"description":"Not Found: method not found"}', Failed("Not Found: method not found")),
        (400, b'{"ok":false,"error_code":400,"description":"x","parameters":{"migrate_to_chat_id":-100}}', Migrated(-100)),
        (400, b'{"ok":false,"error_code":400,"description":"Bad Request: x"}', Failed("Bad Request: x")),
    ],
)  # fmt: skip
async def test_answers(status: int, body: bytes, outcome: Outcome) -> None:
    """Word for word."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body)

    async with served(answer) as base, Client(TOKEN, base) as client:
        assert await client.call("sendMessage", {"chat_id": 1, "text": "x"}) == outcome


async def test_nobody_there_and_nothing_told(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> None:
    """No connection is a plain repetition; the token is in no outcome, exception or log."""
    caplog.set_level(logging.DEBUG)
    outcomes: list[object] = []
    for base, proxy in [
        ("http://127.0.0.1:9", ""), ("http://nowhere.invalid", ""), ("http://127.0.0.1:9", "http://127.0.0.1:9"),
        ("http://127.0.0.1:9", "socks5://127.0.0.1:9"),
    ]:  # fmt: skip
        async with Client(TOKEN, base, proxy=proxy) as client:
            outcomes.append(await client.call("sendMessage", {"chat_id": 1, "text": "x"}))
            with pytest.raises(DownloadError) as failed:
                async with client.download("x"):
                    pass
            outcomes.append(failed.value)
    assert all(isinstance(outcome, NotSent) for outcome in outcomes[::2])
    told = str(outcomes) + caplog.text + "".join(capsys.readouterr())
    assert TOKEN not in told
    assert TOKEN.split(":")[1] not in told


async def test_http_proxy() -> None:
    """Calls go through it."""

    async def proxy(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "result": str(request.url)})

    async with served(proxy) as base, Client(TOKEN, "http://api.example", proxy=base) as client:
        assert await client.call("getMe", {}) == Sent(f"http://api.example/bot{TOKEN}/getMe")


async def test_too_large_a_file(desk: Desk) -> None:
    """Over 20 MB Telegram keeps it."""

    async def refuse(_request: web.Request) -> web.Response:
        body = {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"}
        return web.json_response(body, status=400)

    async with served(refuse) as base, Client(TOKEN, base) as client:
        with pytest.raises(TooLargeError):
            async with client.download("x"):
                pass
