"""Calls that are owed to clients: what an agent could not write, or has promised to say by telephone."""

from collections.abc import Sequence

from services.requests.models import Request
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

LISTED = 200
# Of `request r`: a call is owed, so somebody has to act, though the state waits for the client.
OWED = "EXISTS (SELECT FROM call_task WHERE request_number = r.number AND done_at IS NULL)"
_OPEN = """
SELECT t.phone, t.note, t.created_at, r.number, r.type, r.unit_id, r.agent_id, r.state, c.name AS client_name, a.name AS agent_name,
    p.due_at, p.broken_at
FROM request r JOIN call_task t ON t.request_number = r.number AND t.done_at IS NULL
JOIN client c ON c.id = r.client_id
LEFT JOIN staff a ON a.id = r.agent_id
LEFT JOIN promise p ON p.request_number = r.number AND p.state <> 'kept'
WHERE r.state <> 'closed' AND {which}
ORDER BY r.agent_id IS DISTINCT FROM $1, coalesce(p.due_at, t.created_at), r.number LIMIT $2
"""


async def call_phone(reader: Reader, client_id: int) -> str | None:
    """The number at which the client is called: the verified one, else the one they named."""
    phone = await reader.value("SELECT coalesce(phone, phone_unverified) FROM client WHERE id = $1", client_id)
    return str(phone) if phone else None


async def want_call(tx: Tx, request: Request, note: str) -> bool:
    """Somebody has to call the client; a call that is wanted already stays as it is. False where there is no phone at all."""
    phone = await call_phone(tx, request.client_id)
    if phone is None:
        return False
    await tx.execute(
        "INSERT INTO call_task (request_number, phone, note, created_at) SELECT $1, $2, $3, $4 "
        "WHERE NOT EXISTS (SELECT FROM call_task WHERE request_number = $1 AND done_at IS NULL)",
        request.number, phone, note[:500], tx.now,
    )  # fmt: skip
    tx.event("call.wanted", request.subject, unit_id=request.unit_id)
    return True


async def open_calls(reader: Reader, staff: Staff) -> Sequence[Row]:
    """The calls wanted in the requests that this person leads, by when they are due; heads, directors and admins see those of their
    units besides, after their own. At most LISTED."""
    if not staff.may_override:
        return await reader.rows(_OPEN.format(which="r.agent_id = $1"), staff.id, LISTED)
    if staff.role != "head" or not staff.unit_ids:
        return await reader.rows(_OPEN.format(which="true"), staff.id, LISTED)
    which = "(r.agent_id = $1 OR r.unit_id IS NULL OR r.unit_id = ANY ($3::integer[]))"
    return await reader.rows(_OPEN.format(which=which), staff.id, LISTED, list(staff.unit_ids))


async def calls_owed(reader: Reader, staff_id: int) -> int:
    """How many of the requests in hand want a call."""
    return int(
        await reader.value(
            "SELECT count(*) FROM request r WHERE r.agent_id = $1 AND r.state <> 'closed' "
            "AND EXISTS (SELECT FROM call_task WHERE request_number = r.number AND done_at IS NULL)",
            staff_id,
        )
    )
