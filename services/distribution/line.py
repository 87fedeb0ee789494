"""Waiting for the next request: whoever found nothing stands in line, and what comes goes to those with the smallest share (G1, G8).

Next itself asks nobody to wait: whoever presses it gets what there is. The line only decides between people who have nothing to do.
"""

from typing import Any

from services.errors import Refused
from services.requests.models import Limits
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.reader import Reader
from services.storage.tx import Tx

LINE_LOCK = 10  # advisory lock class: one process serves the line
ABSENT_SECONDS = 45  # without a sign of life, in real time: three heartbeats of the console's live view
# A contact that was none gives the turn back (G8): as its outcome says, or as whoever has reviewed it (G10).
NO_CONTACT = ("not_target", "duplicate", "spam")
LOOKED_AT = 2000  # requests at the head of the queue

# The first request that somebody in line may take, and who of them has had the fewest of its type today, in the leading unit's day.
_NEXT_PAIR = """
WITH today AS (
    SELECT date_trunc('day', $1::timestamptz AT TIME ZONE zone) AT TIME ZONE zone AS began
    FROM (SELECT coalesce((SELECT time_zone FROM unit WHERE "leading"), 'UTC') AS zone) AS place
)
SELECT a.id, a.login FROM (
    SELECT * FROM request WHERE state = 'queued' ORDER BY queue_key, number LIMIT $4
) AS q CROSS JOIN LATERAL (
    SELECT s.id, s.login FROM agent_line l JOIN staff s ON s.id = l.staff_id
    WHERE l.seen_at > clock_timestamp() - make_interval(secs => $3) AND (s.withdrawn_until IS NULL OR s.withdrawn_until <= $1)
      AND (s.classes IS NULL OR q.class = ANY (s.classes))
      AND (q.reserved_for IS NULL OR q.reserved_for = s.id OR q.reserved_until <= $1 OR q.alarm = 'danger')
      AND (q.returns = 0 OR NOT rests_from(q.number, s.id, $1))
    ORDER BY (
        SELECT count(*) FROM request g WHERE g.agent_id = s.id AND g.assigned_at >= (SELECT began FROM today) AND g.type = q.type
            AND NOT coalesce((SELECT NOT f.target FROM qualification f WHERE f.request_number = g.number),
                g.outcome = ANY ($2::text[]), false)
    ), l.since, s.id LIMIT 1
) AS a
ORDER BY q.queue_key, q.number LIMIT 1
"""


async def stand_in_line(tx: Tx, staff: Staff) -> None:
    """Wait for the next request; standing there already changes nothing. Raises Refused `forbidden`, `off-shift`, `withdrawn`."""
    if not staff.takes_requests:
        raise Refused("forbidden")
    if staff.shift != "on":
        raise Refused("off-shift")
    if staff.withdrawn(tx.now):
        raise Refused("withdrawn")
    await tx.execute(
        "INSERT INTO agent_line (staff_id, since) VALUES ($1, $2) ON CONFLICT (staff_id) DO UPDATE SET seen_at = clock_timestamp()",
        staff.id, tx.now,
    )  # fmt: skip


async def leave_line(tx: Tx, staff_id: int) -> None:
    """Wait no longer."""
    await tx.execute("DELETE FROM agent_line WHERE staff_id = $1", staff_id)


async def is_in_line(reader: Reader, staff_id: int) -> bool:
    """Whether they wait for the next request."""
    return bool(await reader.value("SELECT count(*) FROM agent_line WHERE staff_id = $1", staff_id))


async def still_here(reader: Reader, staff_id: int) -> None:
    """A sign of life."""
    await reader.value("UPDATE agent_line SET seen_at = clock_timestamp() WHERE staff_id = $1 RETURNING 1", staff_id)


async def serve_line(db: Database, limits: Limits) -> int:
    """Hand out what there is to those in line, each as Next would; returns how many requests found somebody."""
    async with db.read() as reader:
        if not await reader.value("SELECT EXISTS (SELECT FROM agent_line)"):
            return 0
    given = 0
    while (served := await _serve(db, limits)) is not None:
        given += served
    return given


async def _serve(db: Database, limits: Limits) -> int | None:
    """One of them; None when there is nobody, nothing, or another process is at it. Whom Next refuses waits no longer."""
    async with db.tx() as tx:
        if not await tx.value("SELECT pg_try_advisory_xact_lock($1, 0)", LINE_LOCK):
            return None
        agent = await tx.row(_NEXT_PAIR, tx.now, list(NO_CONTACT), float(ABSENT_SECONDS), LOOKED_AT)
        if agent is None:
            return None
        _, claimed = await tx.value("SELECT claim_next($1, $2, $3)", agent["id"], tx.now, limits.wip_limit)
        await leave_line(tx, agent["id"])
        if claimed is None:
            return 0
        unit_id: Any = await tx.value("SELECT unit_id FROM request WHERE number = $1", claimed)
        tx.event("request.came", f"request:{claimed}", unit_id=unit_id, agent=agent["login"])
        tx.live = True
    return 1
