"""Reading a request under its row lock: every change of a request begins here."""

from typing import Any

from services.errors import Refused
from services.requests.models import Request
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx

_COLUMNS = (
    "number, client_id, chat_id, type, state, language, unit_id, urgent, alarm, agent_id, preferred_agent_id, waiting_since, "
    "closed_at, reopened, rating, silent_days, fields"
)


def as_request(row: Any) -> Request:
    """A row as a Request."""
    return Request(**{name: row[name] for name in _COLUMNS.split(", ")})


async def lock_request(tx: Tx, number: int) -> Request:
    """The request, locked until the end of the transaction. Raises Refused `not-found`."""
    row = await tx.row(f"SELECT {_COLUMNS} FROM request WHERE number = $1 FOR NO KEY UPDATE", number)
    if row is None:
        raise Refused("not-found")
    return as_request(row)


async def may_read(reader: Reader, staff: Staff, request: Request) -> bool:
    """Own and formerly own requests; heads their units', directors, quality control and admins all (R3, G5)."""
    if request.agent_id == staff.id or staff.reads(request.unit_id):
        return True
    sql = "SELECT count(*) FROM request_agent WHERE request_number = $1 AND staff_id = $2"
    return bool(await reader.value(sql, request.number, staff.id))


async def lock_own(tx: Tx, staff: Staff, number: int) -> Request:
    """The request that this person leads, locked. Only the owner writes to the client.

    Raises Refused `not-found` (also where it may not be seen), `closed`, `not-owner`.
    """
    request = await lock_request(tx, number)
    if not await may_read(tx, staff, request):
        raise Refused("not-found")
    if request.agent_id != staff.id:
        raise Refused("not-owner")
    if request.state == "closed":
        raise Refused("closed")
    return request
