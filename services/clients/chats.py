"""Where a client can be told something unasked."""

from dataclasses import dataclass

from services.storage.reader import Reader
from services.texts import known_language


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat that lets the bot in, and the language it is spoken to in."""

    id: int
    language: str


async def open_chats(reader: Reader, client_id: int) -> list[Chat]:
    """Every chat of the client that has not blocked the bot, the first one first."""
    rows = await reader.rows(
        "SELECT h.chat_id, h.language, h.telegram_language, c.language AS card FROM chat h JOIN client c ON c.id = h.client_id "
        "WHERE h.client_id = $1 AND h.blocked_at IS NULL ORDER BY h.created_at, h.chat_id",
        client_id,
    )  # fmt: skip
    return [Chat(row["chat_id"], row["language"] or known_language(row["telegram_language"]) or row["card"]) for row in rows]
