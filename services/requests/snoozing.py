"""Laying a request aside until a moment ("the part comes on Thursday"). It stays in hand, counts (W2), and its clocks go on."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.errors import Refused, invalid
from services.requests.coming_back import clocks_go_on
from services.requests.locking import as_request, lock_own
from services.requests.messages import clean
from services.requests.models import Limits
from services.requests.reserving import reserve_for_previous
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.watch.notices import notify

LONGEST = timedelta(days=14)
LONGEST_REASON = 200  # characters
# Over snooze `s` and request `r`: it holds. The client has written since, or the request was closed, opened again or taken by somebody
# since, or something earlier was promised: it has lapsed by itself, and nobody has to take it away.
HOLDS = (
    "r.state IN ('waiting_client', 'promised') AND s.set_at >= coalesce(r.last_client_at, s.set_at) "
    "AND s.set_at >= coalesce(r.assigned_at, s.set_at) AND s.set_at >= coalesce(r.closed_at, s.set_at) "
    "AND s.until <= coalesce(r.promise_due, s.until)"
)
SNOOZED = f"EXISTS (SELECT FROM snooze s WHERE s.request_number = r.number AND {HOLDS})"
_DUE = f"""
SELECT r.*, {HOLDS} AS holds FROM snooze s JOIN request r ON r.number = s.request_number
WHERE s.until <= $1 ORDER BY r.number LIMIT 200 FOR NO KEY UPDATE OF r SKIP LOCKED
"""


async def snooze(tx: Tx, staff: Staff, number: int, *, until: datetime, reason: str = "") -> None:
    """Lay it aside, or until another moment.

    Raises Refused `client-waits` where the client waits for an answer (they need one, or a promise, first), `invalid` on `aside_until`
    (`past`, `too far`, `after the promise`: what was promised to the client comes first, W5) or `reason`, and what `lock_own` raises.
    """
    request = await lock_own(tx, staff, number)
    if request.state == "assigned":
        raise Refused("client-waits")
    if until <= tx.now:
        raise invalid("aside_until", "past")
    if until > tx.now + LONGEST:
        raise invalid("aside_until", "too far")
    if await tx.value("SELECT promise_due < $2 FROM request WHERE number = $1", number, until):
        raise invalid("aside_until", "after the promise")
    reason = clean(reason).strip()
    if len(reason) > LONGEST_REASON:
        raise invalid("reason", "too long")
    await tx.execute(
        "INSERT INTO snooze (request_number, staff_id, until, reason, set_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (request_number) "
        "DO UPDATE SET staff_id = excluded.staff_id, until = excluded.until, reason = excluded.reason, set_at = excluded.set_at",
        number, staff.id, until, reason, tx.now,
    )  # fmt: skip
    tx.event("request.snoozed", request.subject, unit_id=request.unit_id, new_at=until.isoformat(), reason=reason)


async def wake(tx: Tx, staff: Staff, number: int) -> None:
    """Take it up again before the time. Nothing happens where it was not laid aside. Raises what `lock_own` raises."""
    request = await lock_own(tx, staff, number)
    if await tx.value("DELETE FROM snooze WHERE request_number = $1 RETURNING request_number", number) is not None:
        tx.event("request.woken", request.subject, unit_id=request.unit_id, why="taken up")


async def snoozed_of(reader: Reader, staff_id: int) -> dict[int, tuple[datetime, str]]:
    """What this person has laid aside: until when and what for, by number."""
    rows = await reader.rows(
        f"SELECT s.request_number, s.until, s.reason FROM snooze s JOIN request r ON r.number = s.request_number "
        f"WHERE r.agent_id = $1 AND r.state <> 'closed' AND {HOLDS}",
        staff_id,
    )
    return {row["request_number"]: (row["until"], row["reason"]) for row in rows}


async def snoozed_among(reader: Reader, numbers: Sequence[int]) -> dict[int, datetime]:
    """Until when those of these requests that are laid aside are."""
    return {number: until for number, (until, _) in (await aside_among(reader, numbers)).items()}


async def aside_among(reader: Reader, numbers: Sequence[int]) -> dict[int, tuple[datetime, str]]:
    """Until when those of these requests that are laid aside are, and what for."""
    rows = await reader.rows(
        "SELECT s.request_number, s.until, s.reason FROM snooze s JOIN request r ON r.number = s.request_number "
        f"WHERE s.request_number = ANY ($1::bigint[]) AND {HOLDS}",
        list(numbers),
    )
    return {row["request_number"]: (row["until"], row["reason"]) for row in rows}


async def wake_due(tx: Tx, limits: Limits) -> int:
    """What was laid aside until now comes back, with word to who leads it; returns how many.

    Where nobody leads it any more (the shift ended meanwhile) it goes back into the queue, kept for who led it: nobody is forgotten.
    """
    rows = await tx.rows(_DUE, tx.now)
    for row in rows:
        request = as_request(row)
        await tx.execute("DELETE FROM snooze WHERE request_number = $1", request.number)
        if not row["holds"]:
            continue
        tx.event("request.woken", request.subject, unit_id=request.unit_id, why="time")
        if request.agent_id is not None:
            await notify(tx, [request.agent_id], "woken", request.number)
        else:
            await tx.execute(
                "UPDATE request SET state = 'queued', waiting_since = $2 WHERE number = $1", request.number, tx.now
            )
            await clocks_go_on(tx, request.number)
            await reserve_for_previous(tx, request, limits)
            tx.event("request.queued", request.subject, unit_id=request.unit_id, why="aside no longer")
    return len(rows)
