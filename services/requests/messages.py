"""Rows of a conversation."""

from collections.abc import Sequence

from services.clients.models import Person
from services.clients.people import new_public_id
from services.requests.models import Incoming, IncomingFile
from services.storage.tx import Tx

TELEGRAM_DOWNLOAD_LIMIT = 20 << 20  # bytes; telegram.md §1, getFile


def clean(text: str) -> str:
    """PostgreSQL stores no NUL."""
    return text.replace("\x00", "")


async def add_message(
    tx: Tx, number: int, direction: str, *, author: str, text: str = "", staff_id: int | None = None, reply_to: int | None = None,
    chat_id: int | None = None, album: str | None = None, delivery: str | None = None,
) -> int:  # fmt: skip
    """Append a message to the conversation; returns its id."""
    return int(
        await tx.value(
            "INSERT INTO message (request_number, direction, author, text, staff_id, reply_to, chat_id, media_group, delivery, at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            number, direction, author, clean(text), staff_id, reply_to, chat_id, album, delivery, tx.now,
        )
    )  # fmt: skip


async def add_incoming(tx: Tx, number: int, person: Person, incoming: Incoming, *, reply_to: int | None = None) -> int:
    """The client's message with its files."""
    message_id = await add_message(
        tx,
        number,
        "in",
        author=person.name or person.first_name,
        text=incoming.text,
        reply_to=reply_to,
        chat_id=person.chat_id,
        album=incoming.album,
    )
    await tx.execute(
        "INSERT INTO message_telegram (chat_id, telegram_id, message_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        person.chat_id, incoming.telegram_id, message_id,
    )  # fmt: skip
    await add_telegram_files(tx, message_id, incoming.files)
    return message_id


async def add_telegram_files(tx: Tx, message_id: int, files: Sequence[IncomingFile]) -> None:
    """Attach what the client sent. Names and types are kept at receipt: getFile may lose them (telegram.md §1)."""
    for file in files:
        too_large = file.size is not None and file.size > TELEGRAM_DOWNLOAD_LIMIT
        file_id = await tx.value(
            "INSERT INTO file (public_id, kind, name, mime, size, state, telegram_file_id, created_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            new_public_id(), file.kind, clean(file.name)[:200], clean(file.mime)[:100], file.size,
            "too_large" if too_large else "pending", file.telegram_file_id, tx.now,
        )  # fmt: skip
        await _attach(tx, message_id, int(file_id))


async def attach_stored(tx: Tx, message_id: int, file_ids: Sequence[int]) -> None:
    """Attach files that were uploaded before."""
    for file_id in file_ids:
        await _attach(tx, message_id, file_id)


async def _attach(tx: Tx, message_id: int, file_id: int) -> None:
    await tx.execute(
        "INSERT INTO attachment (message_id, position, file_id) "
        "SELECT $1, coalesce(max(position) + 1, 0), $2 FROM attachment WHERE message_id = $1",
        message_id, file_id,
    )  # fmt: skip
