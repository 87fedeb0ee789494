"""Colleagues named in a note (`@login`) are told of it. It gives them no right they did not have."""

import re

from services.errors import Refused
from services.requests.models import Request
from services.staff.accounts import STAFF_COLUMNS, as_staff
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.watch.notices import notify

MOST = 10  # people of one note
_NAMED = re.compile(r"(?<![\w@./-])@([a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?)(?![\w@])", re.IGNORECASE)


def mentioned(body: str) -> list[str]:
    """Logins named, in order; some may be nobody's: clients' names in Telegram look the same."""
    return list(dict.fromkeys(name.lower() for name in _NAMED.findall(body)))


async def tell_mentioned(tx: Tx, staff: Staff, request: Request, message_id: int, body: str) -> list[str]:
    """Tell each colleague named in the note; returns their logins. Whoever wrote it is not told.

    Raises Refused `invalid` on `text` where one of them may not read this request: they would be called to a closed door.
    """
    names = mentioned(body)
    if not names:
        return []
    sql = f"SELECT {STAFF_COLUMNS} FROM staff WHERE active AND login = ANY ($1::text[]) AND id <> $2"
    people = [as_staff(row) for row in await tx.rows(sql, names, staff.id)]
    led_by = await _led_by(tx, request)
    barred = [person.name for person in people if not person.reads(request.unit_id, led_by)]
    if barred:
        raise Refused("invalid", errors=[{"field": "text", "reason": "may not read", "name": ", ".join(barred)}])
    if len(people) > MOST:
        raise Refused("invalid", errors=[{"field": "text", "reason": "too many named", "most": MOST}])
    if people:
        ids = [person.id for person in people]
        await notify(
            tx, ids, "mention", request.number, by=staff.name, message=message_id
        )  # not what it says: that may be a client's
    return [person.login for person in people]


async def _led_by(reader: Reader, request: Request) -> list[int]:
    rows = await reader.rows("SELECT staff_id FROM request_agent WHERE request_number = $1", request.number)
    return [row["staff_id"] for row in rows] + ([request.agent_id] if request.agent_id is not None else [])


async def who_may_read(reader: Reader, staff: Staff, number: int, unit_id: int | None) -> list[Staff]:
    """Colleagues who may be named in a note of this request, by name; without who asks."""
    led = {row["staff_id"] for row in await reader.rows("SELECT staff_id FROM request_agent WHERE request_number = $1", number)}
    rows = await reader.rows(f"SELECT {STAFF_COLUMNS} FROM staff WHERE active AND id <> $1 ORDER BY name, login", staff.id)
    return [person for person in map(as_staff, rows) if person.reads(unit_id, led)]
