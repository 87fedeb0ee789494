"""Promises: "we will answer by 15:00". Kept, or visibly overdue and in the way of further work (W5)."""

from datetime import datetime, timedelta

from services.errors import invalid
from services.requests.calls import want_call
from services.requests.deadlines import unit_of
from services.requests.locking import lock_own
from services.requests.messages import clean
from services.requests.models import Request
from services.requests.notices import language_of, tell_client
from services.requests.resolution import resume_resolution
from services.requests.slipping import plan_promise
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import moment
from services.watch.missing import PROMISED, Missed, make_good, record_missed
from services.watch.policies import watch_of

_FARTHEST = timedelta(days=366)


async def promise(tx: Tx, staff: Staff, number: int, *, due_at: datetime, note: str = "", by_call: bool = False) -> None:
    """Promise the client an answer by `due_at`, or a call (`by_call`, wanted from now on); the client is told. A second promise
    moves the first one.

    Moving a promise that already fell due does not unblock Next: it stays broken until it is kept. Raises Refused `invalid` for a
    moment in the past or more than a year away, and for a call to somebody whose phone nobody knows.
    """
    request = await lock_own(tx, staff, number)
    if due_at <= tx.now:
        raise invalid("due_at", "past")
    if due_at - tx.now > _FARTHEST:
        raise invalid("due_at", "too far")
    note = clean(note).strip()[:1000]
    if by_call and not await want_call(tx, request, note):
        raise invalid("by_call", "no phone")
    await tx.execute(
        "INSERT INTO promise (request_number, due_at, note, state, made_by, made_at, by_call, after_message) "
        "SELECT $1, $2, $3, 'open', $4, $5, $6, coalesce(max(id), 0) FROM message WHERE request_number = $1 "
        "ON CONFLICT (request_number) WHERE state <> 'kept' DO UPDATE SET due_at = excluded.due_at, note = excluded.note, state = 'open', "
        "made_by = excluded.made_by, made_at = excluded.made_at, by_call = excluded.by_call, after_message = excluded.after_message, "
        "broken_at = coalesce(promise.broken_at, CASE WHEN promise.due_at <= excluded.made_at THEN promise.due_at END), "
        "slipped_to = NULL",
        number, due_at, note, staff.id, tx.now, by_call,
    )  # fmt: skip
    await tx.execute(
        "UPDATE request SET state = 'promised', last_agent_at = $2, next_answer_due = $3, handoff_due = NULL WHERE number = $1",
        number, tx.now, due_at,
    )  # fmt: skip
    await make_good(tx, number, staff.id, PROMISED)
    await resume_resolution(tx, number)
    await plan_promise(tx, number, request.unit_id, due_at)
    tx.event("promise.made", request.subject, unit_id=request.unit_id, due_at=due_at, by_call=by_call)
    unit = await unit_of(tx, request.unit_id)
    if unit:
        language = await language_of(tx, request)
        when = moment(language, due_at, unit.time_zone, unit.named(language)["city"], tx.now, by=True)
        how = "call" if by_call else "answer"
        await tell_client(tx, request, "notice-promise", agent=staff.first_name, when=when, how=how)


async def keep_promise(tx: Tx, request: Request, *, by: str) -> None:
    """The promise is kept: by a delivered answer, the outcome of a call, or closing."""
    kept = await tx.row(
        "UPDATE promise SET state = 'kept', kept_at = $2 WHERE request_number = $1 AND state <> 'kept' RETURNING due_at, broken_at",
        request.number, tx.now,
    )  # fmt: skip
    if kept is None:
        return
    late = kept["broken_at"] is not None or kept["due_at"] < tx.now
    tx.event("promise.kept", request.subject, unit_id=request.unit_id, by=by, late=late)
    await make_good(tx, request.number, request.agent_id, ("promise",))
    if request.state == "promised":
        sql = "UPDATE request SET state = 'assigned', waiting_since = coalesce(waiting_since, $2) WHERE number = $1 AND state = 'promised'"
        await tx.execute(sql, request.number, tx.now)


async def mark_overdue(tx: Tx) -> int:
    """Promises that have just fallen due: visible to all from now on; returns how many."""
    rows = await tx.rows(
        "UPDATE promise SET state = 'overdue', broken_at = coalesce(broken_at, due_at) WHERE id IN (SELECT id FROM promise "
        "WHERE state = 'open' AND due_at <= $1 ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING request_number, due_at",
        tx.now,
    )  # fmt: skip
    for row in rows:
        tx.event("promise.overdue", f"request:{row['request_number']}", due_at=row["due_at"])
        await _missed(tx, row["request_number"], row["due_at"])
    return len(rows)


async def _missed(tx: Tx, number: int, due_at: datetime) -> None:
    request = await tx.row("SELECT unit_id, agent_id FROM request WHERE number = $1", number)
    if request is not None:
        missed = Missed(number, "promise", request["unit_id"], request["agent_id"], due_at)
        await record_missed(tx, missed, await watch_of(tx, missed.unit_id), await unit_of(tx, missed.unit_id))


async def promise_broken(tx: Tx, number: int) -> bool:
    """Whether a promise of this request fell due and is still not kept."""
    sql = (
        "SELECT count(*) FROM promise WHERE request_number = $1 AND state <> 'kept' AND (due_at <= $2 OR broken_at IS NOT NULL)"
    )
    return bool(await tx.value(sql, number, tx.now))
