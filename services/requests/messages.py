"""Rows of a conversation."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.clients.models import Person
from services.clients.people import new_public_id
from services.requests.models import Incoming, IncomingFile
from services.storage.tx import Tx

TELEGRAM_DOWNLOAD_LIMIT = 20 << 20  # bytes; telegram.md §1, getFile
_LONGEST = 1000  # characters of a text among the details


def clean(text: str) -> str:
    """PostgreSQL stores no NUL."""
    return text.replace("\x00", "")


def too_large(file: IncomingFile) -> bool:
    """Whether Telegram says beforehand that it will not hand the file out."""
    return file.size is not None and file.size > TELEGRAM_DOWNLOAD_LIMIT


async def add_message(
    tx: Tx, number: int, direction: str, *, author: str, text: str = "", staff_id: int | None = None, reply_to: int | None = None,
    chat_id: int | None = None, album: str | None = None, delivery: str | None = None, details: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """Append a message to the conversation; returns its id. `details`: what is neither words nor files.

    place      {"latitude", "longitude", "title"?, "address"?}
    contact    {"name", "phone", "own"}         own: the sender's, as Telegram knows it
    poll       {"question", "options": [text]}
    dice       {"emoji", "value"}
    forwarded  the name of who wrote it first
    quote      the part of the quoted message that was marked
    parts      of an answer: what each of its Telegram messages is, in order (`text`, `caption`, `file`)
    """
    return int(
        await tx.value(
            "INSERT INTO message (request_number, direction, author, text, staff_id, reply_to, chat_id, media_group, delivery, at, "
            "details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id",
            number, direction, author, clean(text), staff_id, reply_to, chat_id, album, delivery, tx.now, storable(details or {}),
        )
    )  # fmt: skip


def storable(value: Any, longest: int = _LONGEST) -> Any:
    """Texts bounded to so many characters, and without what PostgreSQL cannot store: people's phones fill it."""
    if isinstance(value, str):
        return clean(value).encode("utf-8", "replace").decode()[:longest]
    if isinstance(value, Mapping):
        return {key: storable(item, longest) for key, item in value.items()}
    return [storable(item, longest) for item in value] if isinstance(value, list | tuple) else value


async def add_incoming(tx: Tx, number: int, person: Person, incoming: Incoming, *, reply_to: int | None = None) -> int:
    """The client's message with its files."""
    message_id = await add_message(
        tx, number, "in", author=person.name or person.first_name, text=incoming.text, reply_to=reply_to, chat_id=person.chat_id,
        album=incoming.album, details=incoming.details,
    )  # fmt: skip
    await know_part(tx, person.chat_id, incoming, message_id)
    await add_telegram_files(tx, message_id, incoming.files, incoming.telegram_id)
    return message_id


async def know_part(tx: Tx, chat_id: int, incoming: Incoming, message_id: int) -> bool:
    """Remember which Telegram message this (part of a) message is; False when it has been known before."""
    found = await tx.value(
        "INSERT INTO message_telegram (chat_id, telegram_id, message_id, words) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING "
        "RETURNING message_id",
        chat_id, incoming.telegram_id, message_id, clean(incoming.text),
    )  # fmt: skip
    return found is not None


async def add_telegram_files(tx: Tx, message_id: int, files: Sequence[IncomingFile], telegram_id: int | None = None) -> None:
    """Attach what the client sent. Names and types are kept at receipt: getFile may lose them (telegram.md §1)."""
    for file in files:
        file_id = await tx.value(
            "INSERT INTO file (public_id, kind, name, mime, size, state, telegram_file_id, telegram_unique_id, created_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
            new_public_id(), file.kind, clean(file.name)[:200], clean(file.mime)[:100], file.size,
            "too_large" if too_large(file) else "pending", file.telegram_file_id, file.unique_id, tx.now,
        )  # fmt: skip
        await _attach(tx, message_id, int(file_id), telegram_id)


async def attach_stored(tx: Tx, message_id: int, file_ids: Sequence[int]) -> None:
    """Attach files that were uploaded before."""
    for file_id in file_ids:
        await _attach(tx, message_id, file_id)


async def _attach(tx: Tx, message_id: int, file_id: int, telegram_id: int | None = None) -> None:
    await tx.execute(
        "INSERT INTO attachment (message_id, position, file_id, telegram_id) "
        "SELECT $1, coalesce(max(position) + 1, 0), $2, $3 FROM attachment WHERE message_id = $1",
        message_id, file_id, telegram_id,
    )  # fmt: skip
