"""What the client is told about their request, in their language; and the agent's words on their way out."""

from collections.abc import Sequence
from typing import Any

from services.outbox.models import Mail
from services.requests.messages import add_message
from services.requests.models import Request
from services.storage.tx import Tx
from services.texts import text

_PART = 3500  # code points: below Telegram's 4096 (telegram.md §1), leaving room for the agent's name
_METHODS = {"photo": "sendPhoto", "voice": "sendVoice", "audio": "sendAudio", "video": "sendVideo"}


def utf16(value: str) -> int:
    """Telegram counts entity offsets in UTF-16 units."""
    return len(value.encode("utf-16-le")) // 2


def split_text(body: str, limit: int = _PART) -> list[str]:
    """Cut at a paragraph, a line or a word; never lose a character but the white space at the cut."""
    parts: list[str] = []
    while len(body) > limit:
        window = body[:limit]
        cut = max(window.rfind("\n\n"), window.rfind("\n"))
        cut = cut if cut > limit // 2 else window.rfind(" ")
        cut = cut if cut > limit // 2 else limit
        parts.append(body[:cut].rstrip())
        body = body[cut:].lstrip()
    return [*parts, body] if body or not parts else parts


async def reachable(tx: Tx, chat_id: int | None) -> str | None:
    """How an answer travels: None when it can be sent, else the delivery that says why not (`no_channel`, `blocked`)."""
    if chat_id is None:
        return "no_channel"
    return "blocked" if await tx.value("SELECT blocked_at IS NOT NULL FROM chat WHERE chat_id = $1", chat_id) else None


async def language_of(tx: Tx, request: Request) -> str:
    """The client's language: what they have chosen by now, else what they began in."""
    chosen = await tx.value("SELECT language FROM chat WHERE chat_id = $1", request.chat_id)
    return str(chosen or request.language)


def send_words(
    tx: Tx, chat_id: int, message_id: int, *, author: str | None, body: str, reply_to: int | None, files: Sequence[tuple[str, str]] = ()
) -> None:  # fmt: skip
    """Mail for one message of the conversation: the text (with the agent's first name) in parts, then each file.

    Where there is no text, the first file carries name and quote.
    """
    head: dict[str, Any] = (
        {"reply_parameters": {"message_id": reply_to, "allow_sending_without_reply": True}} if reply_to else {}
    )
    name = [{"type": "bold", "offset": 0, "length": utf16(author)}] if author else []
    for part in split_text(body) if body.strip() else []:
        named = f"{author}\n{part}" if name else part
        params = {"text": named, "link_preview_options": {"is_disabled": True}, **({"entities": name} if name else {}), **head}
        tx.send(Mail(chat_id, "sendMessage", params, kind="mirror", message_id=message_id))
        head, name = {}, []
    for kind, public_id in files:
        method = _METHODS.get(kind, "sendDocument")
        caption = {"caption": author, "caption_entities": name} if name else {}
        params = {method.removeprefix("send").lower(): f"attach:{public_id}", **caption, **head}
        tx.send(Mail(chat_id, method, params, kind="mirror", message_id=message_id))
        head, name = {}, []


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
