"""What the client is told about their request, in their language; and the agent's words on their way out."""

from collections.abc import Sequence
from typing import Any

from services.outbox.models import Mail
from services.requests.layout import laid_out
from services.requests.messages import add_message
from services.requests.models import Request
from services.storage.tx import Tx
from services.texts import text


async def reachable(tx: Tx, chat_id: int | None) -> str | None:
    """How an answer travels: None when it can be sent, else the delivery that says why not (`no_channel`, `blocked`)."""
    if chat_id is None:
        return "no_channel"
    return "blocked" if await tx.value("SELECT blocked_at IS NOT NULL FROM chat WHERE chat_id = $1", chat_id) else None


async def language_of(tx: Tx, request: Request) -> str:
    """The client's language: what they have chosen by now, else what they began in."""
    chosen = await tx.value("SELECT language FROM chat WHERE chat_id = $1", request.chat_id)
    return str(chosen or request.language)


async def send_words(
    tx: Tx, chat_id: int, message_id: int, *, author: str | None, body: str, reply_to: int | None, files: Sequence[tuple[str, str]] = ()
) -> None:  # fmt: skip
    """Mail for one message of the conversation, with the agent's first name; it is remembered what each part of it is."""
    parts: list[str] = []
    for sheet in laid_out(author, body, files, reply_to=reply_to):
        parts += sheet.parts
        tx.send(
            Mail(chat_id, sheet.method, sheet.params, kind="mirror", message_id=message_id, about=about_message(message_id))
        )
    await tx.execute("UPDATE message SET details = details || $2 WHERE id = $1", message_id, {"parts": parts})


def about_message(message_id: int) -> str:
    """What mail of this message is about: what still waits can be taken back."""
    return f"message:{message_id}"


async def tell_client(
    tx: Tx, request: Request, key: str, *, keyboard: list[list[dict[str, str]]] | None = None, **args: str | int
) -> int | None:  # fmt: skip
    """A standard text of the product into the conversation; returns the message's id, None when there is no chat to tell it in."""
    if await reachable(tx, request.chat_id) is not None or request.chat_id is None:
        return None
    body = text(await language_of(tx, request), key, number=str(request.number), **args)
    message_id = await add_message(
        tx, request.number, "system", author="", text=body, chat_id=request.chat_id, delivery="queued"
    )
    params: dict[str, Any] = {"text": body}
    if keyboard:
        params["reply_markup"] = {"inline_keyboard": keyboard}
    tx.send(Mail(request.chat_id, "sendMessage", params, kind="mirror", message_id=message_id))
    return message_id
