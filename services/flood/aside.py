"""Chats from which spam came twice: what they write is kept aside, where heads see it and put it back with one press.

Never a client of ours: whoever has a verified phone, a vehicle, a visit or an order, and whoever writes of danger or the law, is let in.
"""

from dataclasses import asdict
from typing import Any

from services.clients.models import Person
from services.requests import words
from services.requests.messages import storable
from services.requests.models import Incoming, IncomingFile, Request
from services.storage.reader import Reader
from services.storage.tx import Tx

BEFORE = 1  # closings as spam before this one, since somebody trusted the chat: a matter that came back counts once more
_OURS = """
SELECT c.phone IS NOT NULL OR EXISTS (SELECT FROM vehicle WHERE client_id = c.id) OR EXISTS (SELECT FROM appointment WHERE client_id = c.id)
    OR EXISTS (SELECT FROM repair_order WHERE client_id = c.id) OR EXISTS (SELECT FROM parts_order WHERE client_id = c.id)
FROM client c WHERE c.id = $1
"""
_SPAM = """
SELECT count(*) FROM event WHERE subject = ANY (ARRAY(SELECT 'request:' || number FROM request WHERE chat_id = $1 AND outcome = 'spam'))
    AND type = 'request.closed' AND data ->> 'outcome' = 'spam'
    AND at > coalesce((SELECT trusted_since FROM chat WHERE chat_id = $1), '-infinity')
"""


async def hold_chat(tx: Tx, number: int) -> None:
    """Lock the request's chat before the request, as whoever handles an update of that chat does."""
    sql = "SELECT FROM chat WHERE chat_id = (SELECT chat_id FROM request WHERE number = $1) FOR NO KEY UPDATE"
    await tx.execute(sql, number)


async def after_spam(tx: Tx, request: Request) -> None:
    """A matter was closed as spam; `hold_chat` came before. From the second one on the chat's messages are kept aside."""
    if request.chat_id is None or await is_ours(tx, request.client_id):
        return
    if await tx.value(_SPAM, request.chat_id) < BEFORE:
        return
    sql = "UPDATE chat SET aside_since = $2 WHERE chat_id = $1 AND aside_since IS NULL RETURNING true"
    if await tx.value(sql, request.chat_id, tx.now):
        tx.event("chat.set_aside", request.subject, unit_id=request.unit_id)


async def is_ours(reader: Reader, client_id: int) -> bool:
    """Whether this is a client with whom we have to do."""
    return bool(await reader.value(_OURS, client_id))


async def may_come_in(reader: Reader, person: Person, incoming: Incoming) -> bool:
    """Whether this message is nobody's spam, whatever came from the chat before."""
    return words.alarm(incoming.text) is not None or await is_ours(reader, person.client_id)


async def keep_aside(tx: Tx, person: Person, incoming: Incoming) -> bool:
    """Keep a message that would open a matter; answers whether it is the first one that waits there."""
    before = await tx.value("SELECT count(*) FROM aside_message WHERE chat_id = $1", person.chat_id)
    await tx.execute(
        "INSERT INTO aside_message (chat_id, unit_id, at, telegram_id, content) VALUES ($1, (SELECT unit_id FROM request "
        "WHERE chat_id = $1 AND outcome = 'spam' ORDER BY number DESC LIMIT 1), $2, $3, $4) ON CONFLICT (chat_id, telegram_id) "
        "DO UPDATE SET content = excluded.content",
        person.chat_id, tx.now, incoming.telegram_id, storable(asdict(incoming), longest=4096),
    )  # fmt: skip
    tx.event("contact", person.subject, source="telegram", outcome="aside", request=None, tag=person.source_tag)
    return not before


async def let_in(tx: Tx, person: Person) -> list[Incoming]:
    """The chat is trusted from now on; returns what was kept, oldest first, to be put where it belongs."""
    await tx.execute("UPDATE chat SET aside_since = NULL, trusted_since = $2 WHERE chat_id = $1", person.chat_id, tx.now)
    person.aside = False
    rows = await tx.rows(
        "WITH back AS (DELETE FROM aside_message WHERE chat_id = $1 RETURNING id, content) SELECT content FROM back ORDER BY id",
        person.chat_id,
    )
    tx.event("chat.let_in", person.subject, messages=len(rows))
    return [_incoming(row["content"]) for row in rows]


def _incoming(content: dict[str, Any]) -> Incoming:
    files = tuple(IncomingFile(**file) for file in content["files"])
    return Incoming(**{**content, "files": files})
