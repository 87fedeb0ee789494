"""Mail for these tests, and what becomes of it."""

from typing import Any

from services.outbox.models import Mail
from tests.inout.station import Station


def say(chat_id: int, text: str, message_id: int | None = None, **more: Any) -> Mail:
    """A push."""
    return Mail(chat_id, "sendMessage", {"text": text}, message_id=message_id, **more)


async def a_message(station: Station) -> int:
    """A message of an agent in request 1's conversation."""
    await station.rows(
        "INSERT INTO client (public_id, created_at) VALUES ('c', now()) ON CONFLICT DO NOTHING",
    )
    [request] = await station.rows(
        "INSERT INTO request (client_id, type, state, source, language, waiting_since, queue_key, created_at) "
        "SELECT id, 'other', 'queued', 'telegram', 'ru', now(), now(), now() FROM client LIMIT 1 RETURNING number"
    )
    [message] = await station.rows(
        "INSERT INTO message (request_number, direction, author, at, delivery) VALUES ($1, 'out', 'Анна', now(), 'queued') "
        "RETURNING id",
        request["number"],
    )
    return int(message["id"])


async def delivery(station: Station, message_id: int) -> str:
    """What agents see."""
    [row] = await station.rows("SELECT delivery FROM message WHERE id = $1", message_id)
    return str(row["delivery"])


async def deliveries(station: Station) -> list[str]:
    """What agents have seen, one after the other."""
    rows = await station.rows("SELECT data->>'delivery' AS d FROM event WHERE type = 'message.delivery' ORDER BY event.id")
    return [row["d"] for row in rows]
