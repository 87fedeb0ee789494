"""What is owed to a client after their request was closed (W5, W6): it comes back to the queue when it falls due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.clients.erasable import keep_card
from services.clients.linking import client_by_id
from services.requests.deadlines import unit_of
from services.requests.intake import submit
from services.requests.locking import lock_request
from services.requests.models import Limits, Request
from services.requests.notices import language_of, tell_client
from services.requests.reserving import reserve_for_previous
from services.scripts.models import NextStep
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.texts import moment, text
from services.units import unit_by_id

SOURCE = "follow-up"
AHEAD = timedelta(minutes=15)
"""How long before a promise falls due its request comes, so that it can be kept."""
_MAKE = """
INSERT INTO follow_up (kind, client_id, vehicle_id, request_number, title, due_at, made_by, made_at)
SELECT $2, r.client_id, coalesce(r.vehicle_id, o.vehicle_id, a.vehicle_id), r.number, $3, $4, $5, $6
FROM request r LEFT JOIN repair_order o ON o.id = r.repair_order_id LEFT JOIN appointment a ON a.id = r.appointment_id WHERE r.number = $1
"""
# Nobody whose problem is open is reminded of advice (P6); a promise does not wait. The card is held before the row: who is forgotten
# meanwhile is not written to.
_DUE = """
SELECT f.*, r.unit_id, r.type FROM follow_up f JOIN request r ON r.number = f.request_number
WHERE f.done_at IS NULL AND (f.kind = 'promise' AND f.due_at <= $2 OR f.kind = 'recommendation' AND f.due_at <= $1 AND NOT EXISTS (
    SELECT FROM request x WHERE x.client_id = f.client_id AND x.state <> 'closed'))
ORDER BY f.due_at, f.id LIMIT 1
"""
_TAKE = "SELECT id FROM follow_up WHERE id = $1 AND client_id = $2 AND done_at IS NULL FOR UPDATE SKIP LOCKED"
_SHOWN = """
SELECT f.id, f.kind, f.title, f.due_at, f.made_at, f.done_at, f.led_to, f.request_number, s.name AS made_by
FROM follow_up f LEFT JOIN staff s ON s.id = f.made_by
"""


async def follow_up_of(tx: Tx, staff: Staff, request: Request, step: NextStep) -> None:
    """A recommendation or a promise is written down; of a promise the client is told by when."""
    if step.kind not in {"recommendation", "promise"} or step.due_at is None:
        return
    # Not the summary where nothing was said: a client may read what is owed to them, and never that.
    await tx.execute(_MAKE, request.number, step.kind, step.title[:300], step.due_at, staff.id, tx.now)
    tx.event(f"{step.kind}.follow_up", request.subject, unit_id=request.unit_id, due_at=step.due_at)
    unit = await unit_of(tx, request.unit_id)
    if step.kind == "promise" and unit is not None:
        when = moment(
            await language_of(tx, request), step.due_at, unit.time_zone, unit.named(request.language)["city"], tx.now, by=True
        )
        await tell_client(tx, request, "follow-up-told", when=when)


async def follow_ups_due(tx: Tx, limits: Limits) -> int:
    """One of what falls due becomes a request, kept for whoever has promised it; returns how many did."""
    row = await tx.row(_DUE, tx.now, tx.now + AHEAD)
    if row is None:
        return 0
    kept = await keep_card(tx, row["client_id"])
    if await tx.value(_TAKE, row["id"], row["client_id"]) is None:
        return 0  # another process has it, or the card was forgotten or joined to another one: the next look tells
    if not kept:
        await tx.execute("UPDATE follow_up SET done_at = $2 WHERE id = $1", row["id"], tx.now)
        return 1
    client = await client_by_id(tx, row["client_id"])
    said = text(
        client.language, f"follow-up-{row['kind']}", number=str(row["request_number"]), title=row["title"],
        titled="yes" if row["title"] else "no",
    )  # fmt: skip
    unit = await unit_by_id(tx, row["unit_id"]) if row["unit_id"] is not None else None
    unit = unit if unit is not None and unit.active else None  # what has been closed since keeps no promise: any other one may
    number = await submit(
        tx, client_id=client.id, text=said, request_type="callback", source=SOURCE, unit=unit, language=client.language, limits=limits,
        author=text(client.language, "follow-up-author"), said="system",
    )  # fmt: skip
    await tx.execute(
        "UPDATE request SET vehicle_id = $2, preferred_agent_id = $3 WHERE number = $1",
        number,
        row["vehicle_id"],
        row["made_by"],
    )
    await tx.execute("UPDATE follow_up SET done_at = $2, led_to = $3 WHERE id = $1", row["id"], tx.now, number)
    await _keep_for(tx, number, limits, row["due_at"])
    tx.event("follow_up.due", f"request:{number}", unit_id=row["unit_id"], of=row["request_number"], kind=row["kind"])
    return 1


async def _keep_for(tx: Tx, number: int, limits: Limits, due_at: datetime) -> None:
    request = await lock_request(tx, number)
    await reserve_for_previous(tx, request, limits)
    sql = "UPDATE request SET first_answer_due = $2, next_answer_due = $2 WHERE number = $1 AND $2 > $3::timestamptz"
    await tx.execute(sql, number, due_at, tx.now)


async def follow_ups_of_client(reader: Reader, client_id: int, *, open_only: bool = True) -> Sequence[Row]:
    """`id, kind, title, due_at, made_at, done_at, led_to, request_number, made_by` (a name), the next one first. Check rights before."""
    only = " AND f.done_at IS NULL" if open_only else ""
    return await reader.rows(f"{_SHOWN} WHERE f.client_id = $1{only} ORDER BY f.due_at, f.id LIMIT 50", client_id)
