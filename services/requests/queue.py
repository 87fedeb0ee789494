"""Handing out, and taking back. The only ways in which a request gets or loses an owner."""

from datetime import datetime, timedelta

from services.errors import Refused, invalid
from services.requests.calls import OWED
from services.requests.coming_back import clocks_go_on
from services.requests.locking import lock_request, may_read
from services.requests.messages import add_message, clean
from services.requests.models import Limits
from services.requests.snoozing import SNOOZED
from services.requests.transferring import transfer
from services.staff.accounts import staff_by_login
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.reader import Reader
from services.storage.tx import Tx

__all__ = ["assign_by_override", "next_request", "release_all", "release_silent", "transfer"]

_ASKED = "SELECT FROM question q WHERE q.request_number = r.number AND q.state <> 'withdrawn'"


async def next_request(db: Database, staff: Staff, limits: Limits, tx: Tx | None = None) -> int | None:
    """The next request for this person (W4), or None when there is nothing for them.

    One statement, whichever door asks; with `tx` it takes effect with that transaction, else at once. Raises Refused, checked in
    this order: `off-shift`, `withdrawn` (G7), `promise-overdue` (W5), `wip-limit` (W2).
    """
    if tx is not None:
        claimed = await _claim(tx, staff, tx.now, limits)
        tx.live = tx.live or claimed is not None
        return claimed
    async with db.read() as reader:
        claimed = await _claim(reader, staff, db.clock.now(), limits)
    if claimed is not None:
        db.wakes.wake("live")
    return claimed


async def _claim(reader: Reader, staff: Staff, now: datetime, limits: Limits) -> int | None:
    if not staff.takes_requests:
        raise Refused("forbidden")
    refused, claimed = await reader.value("SELECT claim_next($1, $2, $3)", staff.id, now, limits.wip_limit)
    if refused:
        raise Refused(refused)
    return int(claimed) if claimed is not None else None


async def assign_by_override(tx: Tx, head: Staff, number: int, login: str, limits: Limits, *, reason: str) -> None:
    """A head sets the owner past the queue, visibly logged; the limit holds all the same (W2).

    Raises Refused `forbidden`, `not-found`, `closed`, `invalid`, `wip-limit`.
    """
    if not head.may_override:
        raise Refused("forbidden")
    reason = clean(reason).strip()
    if not reason:
        raise invalid("reason", "required")
    target = await staff_by_login(tx, login)
    if target is None or not target.active or not target.takes_requests:
        raise invalid("agent", "unknown")
    personal = await tx.value(
        "SELECT coalesce(wip_limit, $2) FROM staff WHERE id = $1 FOR NO KEY UPDATE", target.id, limits.wip_limit
    )
    request = await lock_request(tx, number)
    if not await may_read(tx, head, request):
        raise Refused("not-found")
    if request.state == "closed":
        raise Refused("closed")
    if request.agent_id == target.id:
        return
    if await tx.value("SELECT count(*) FROM request WHERE agent_id = $1 AND state <> 'closed'", target.id) >= personal:
        raise Refused("wip-limit")
    former = await tx.value("SELECT login FROM staff WHERE id = $1", request.agent_id)
    await tx.execute(
        "UPDATE request SET state = CASE WHEN state = 'promised' THEN state WHEN waiting_since IS NULL THEN 'waiting_client' "
        "ELSE 'assigned' END, agent_id = $2, "
        "preferred_agent_id = $2, assigned_at = $3, attended_at = real_now(), reserved_for = NULL, reserved_until = NULL, "
        "returned = true, reason = $4 WHERE number = $1",
        number, target.id, tx.now, {"code": "override", "by": head.name, "reason": reason},
    )  # fmt: skip
    await add_message(tx, number, "note", author=head.name, staff_id=head.id, text=reason)
    tx.event("request.overridden", request.subject, unit_id=request.unit_id, agent=target.login, former=former, reason=reason)


async def release_silent(tx: Tx, limits: Limits) -> int:
    """Requests whose client has been silent for long lose their owner, who stays preferred; returns how many.

    Where it is not only the client who is waited for, somebody else takes it up: a call is owed, or a colleague's answer has come or is
    late. A colleague who still has time keeps it with its owner (P5).
    """
    owed = f"({OWED} OR EXISTS ({_ASKED} AND q.seen_at IS NULL))"
    rows = await tx.rows(
        "UPDATE request r SET agent_id = NULL, preferred_agent_id = agent_id, returned = true, "
        f"state = CASE WHEN {owed} THEN 'queued' ELSE state END, waiting_since = CASE WHEN {owed} THEN $2::timestamptz END "
        "WHERE number IN (SELECT number FROM request r WHERE agent_id IS NOT NULL AND state <> 'closed' "
        f"AND state = 'waiting_client' AND last_agent_at <= $1 AND assigned_at <= $1 AND promise_due IS NULL AND NOT {SNOOZED} "
        f"AND NOT EXISTS ({_ASKED} AND q.state = 'open' AND q.due_at > $2) "
        "ORDER BY number LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED) RETURNING number, unit_id, preferred_agent_id, state",
        tx.now - timedelta(hours=limits.client_silence_hours), tx.now,
    )  # fmt: skip
    for row in rows:
        if row["state"] == "queued":  # it is not the client who is waited for
            await clocks_go_on(tx, row["number"])
        tx.event("request.released", f"request:{row['number']}", unit_id=row["unit_id"], why="client silent")
    return len(rows)


async def release_all(tx: Tx, staff_id: int) -> int:
    """Somebody leaves: whatever they lead has no owner any more, and what is due goes back to its place in the queue; returns how many."""
    rows = await tx.rows(
        f"SELECT number, unit_id, state, waiting_since, promise_due IS NOT NULL OR {OWED} AS owed FROM request r "
        "WHERE agent_id = $1 AND state <> 'closed' ORDER BY number FOR NO KEY UPDATE",
        staff_id,
    )
    for row in rows:
        since = row["waiting_since"] or tx.now
        silent = row["state"] == "waiting_client" and not row["owed"]
        await tx.execute(
            "UPDATE request SET agent_id = NULL, preferred_agent_id = NULL, returned = true, returns = returns + $4, state = $2, "
            "waiting_since = $3 WHERE number = $1",
            row["number"], *(("waiting_client", None, 0) if silent else ("queued", since, 1)),
        )  # fmt: skip
        if not silent:
            await clocks_go_on(tx, row["number"])
        tx.event("request.released", f"request:{row['number']}", unit_id=row["unit_id"], why="agent left")
    await tx.execute(
        "UPDATE request SET reserved_for = NULL, reserved_until = NULL WHERE state = 'queued' AND reserved_for = $1", staff_id
    )
    await tx.execute(
        "UPDATE request SET preferred_agent_id = NULL WHERE preferred_agent_id = $1 AND state <> 'closed'", staff_id
    )
    return len(rows)
