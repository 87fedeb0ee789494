"""The list of what is kept aside, for heads: what is there, putting it back, and changing one's mind."""

from collections.abc import Sequence

from services.clients.people import person_of
from services.errors import Refused
from services.flood.aside import let_in
from services.requests.intake import take_message
from services.requests.models import Limits
from services.staff.models import Staff
from services.staff.rights import demand
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

LISTED = 100
_CHATS = """
SELECT chat.chat_id, chat.aside_since, chat.trusted_since, c.name, c.public_id, kept.unit_id, kept.waiting, kept.last_at, kept.said
FROM chat JOIN client c ON c.id = chat.client_id
LEFT JOIN LATERAL (
    SELECT max(unit_id) AS unit_id, count(*) AS waiting, max(at) AS last_at,
        (array_agg(content ->> 'text' ORDER BY id DESC))[1:3] AS said
    FROM aside_message WHERE chat_id = chat.chat_id
) kept ON true
LEFT JOIN LATERAL (
    SELECT unit_id FROM request WHERE chat_id = chat.chat_id AND outcome = 'spam' ORDER BY number DESC LIMIT 1
) spam ON true
WHERE {which} AND ($1::integer[] IS NULL OR spam.unit_id IS NULL OR spam.unit_id = ANY ($1))
ORDER BY kept.last_at DESC NULLS LAST, chat.aside_since DESC LIMIT {limit}
"""
_ASIDE = _CHATS.format(which="chat.aside_since IS NOT NULL", limit=LISTED)
_ONE = _CHATS.format(which="chat.chat_id = $2 AND (chat.aside_since IS NOT NULL OR chat.trusted_since IS NOT NULL)", limit=1)
_COUNT = """
SELECT count(*) FROM aside_message a WHERE ($1::integer[] IS NULL OR unit_id IS NULL OR unit_id = ANY ($1))
"""


def sees_aside(staff: Staff) -> bool:
    """Heads, directors, quality control and admins: those who look through conversations they do not lead."""
    return staff.reads_all


def _units(staff: Staff) -> list[int] | None:
    return list(staff.unit_ids) if staff.role == "head" and staff.unit_ids else None


async def kept_aside(reader: Reader, staff: Staff) -> Sequence[Row]:
    """Chats whose messages are kept aside, with how many wait and the last words. Raises Refused `forbidden`."""
    demand(sees_aside(staff))
    return await reader.rows(_ASIDE, _units(staff))


async def waiting_aside(reader: Reader, staff: Staff) -> int:
    """How many messages wait there."""
    return int(await reader.value(_COUNT, _units(staff))) if sees_aside(staff) else 0


async def restore(tx: Tx, staff: Staff, chat_id: int, limits: Limits) -> int | None:
    """Put everything of this chat where it belongs, in its order, and trust the chat from now on; returns the request's number.

    None where nothing was waiting. Raises Refused `forbidden`, `not-found`.
    """
    await _theirs(tx, staff, chat_id)
    await tx.execute("SELECT FROM chat WHERE chat_id = $1 FOR NO KEY UPDATE", chat_id)
    person = await person_of(tx, chat_id)
    if person is None:
        raise Refused("not-found")
    number = None
    for incoming in await let_in(tx, person):
        number = (await take_message(tx, person, incoming, limits)).number or number
    return number


async def set_aside(tx: Tx, staff: Staff, chat_id: int) -> None:
    """Keep the chat's messages aside again: it was let in by mistake. Raises Refused `forbidden`, `not-found`."""
    row = await _theirs(tx, staff, chat_id)
    if row["trusted_since"] is None:
        raise Refused("not-found")  # nobody is set aside by hand who has not sent spam twice
    await tx.execute("UPDATE chat SET aside_since = $2, trusted_since = NULL WHERE chat_id = $1", chat_id, tx.now)
    tx.event("chat.set_aside", f"client:{row['public_id']}", by=staff.login)


async def _theirs(tx: Tx, staff: Staff, chat_id: int) -> Row:
    demand(staff.may_override)
    row = await tx.row(_ONE, _units(staff), chat_id)
    if row is None:
        raise Refused("not-found")
    return row
