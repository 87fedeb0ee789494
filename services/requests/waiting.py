"""The client waits: clocks run from the first unanswered message, also in what was closed and opens again."""

from services.labelling.returning import mark_reopened
from services.requests.deadlines import clocks_of
from services.requests.locking import as_request
from services.requests.models import Accepted, Limits, Request
from services.requests.reserving import reserve_for_previous
from services.requests.resolution import resume_resolution
from services.scripts.wrap_up import opened_again
from services.storage.tx import Tx
from services.watch.paging import page_duty


async def client_waits(tx: Tx, request: Request, alarm: str | None, limits: Limits) -> Accepted:
    """The client wrote and expects an answer: clocks run from the first unanswered message; nobody is moved back."""
    raised = alarm if alarm is not None and request.alarm not in {"danger", alarm} else None
    worst = raised or request.alarm
    silent = request.silent_days is not None  # so far nobody waited
    since = tx.now if silent else request.waiting_since or tx.now
    state = "assigned" if request.agent_id is not None else "queued"
    clocks = await clocks_of(tx, request.unit_id, limits)
    unit = clocks.unit
    due = clocks.next_answer(tx.now, request.type)
    row = await tx.row(
        "UPDATE request SET state = $2, waiting_since = $3, last_client_at = $4, alarm = $5, urgent = $5::text IS NOT NULL, "
        "next_answer_due = CASE WHEN waiting_since IS NULL OR silent_days IS NOT NULL THEN $6 ELSE next_answer_due END, "
        "attended_at = CASE WHEN waiting_since IS NULL OR silent_days IS NOT NULL THEN real_now() ELSE attended_at END, "
        "danger_due = coalesce($7, danger_due), silent_days = NULL WHERE number = $1 "
        "RETURNING resolve_paused_at IS NOT NULL AS paused, "
        # The inner one is the row as it was: opened again by the mark, and nothing written since.
        "rating <= 2 AND (SELECT w.last_client_at < w.waiting_since FROM request w WHERE w.number = request.number) AS after_mark",
        request.number, state, since, tx.now, worst, due, clocks.danger(tx.now) if raised == "danger" else None,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - the caller holds it
    if row["paused"]:
        await resume_resolution(tx, request.number, unit)
    if raised:
        tx.event("request.alarm", request.subject, unit_id=request.unit_id, alarm=raised)
    if raised == "danger":
        await page_duty(tx, request.number, request.unit_id, clocks.watch)
    requeued = state == "queued" and (request.state != "queued" or silent)
    if requeued:
        await reserve_for_previous(tx, request, limits)
        tx.event("request.queued", request.subject, unit_id=request.unit_id, why="client wrote")
    return Accepted(
        "requeued" if requeued else "joined", request.number, request.unit_id, due_at=due,
        open_now=unit is not None and unit.hours.is_open(tx.now), alarm=raised, rush=clocks.rush,
        after_mark=bool(row["after_mark"]),
    )  # fmt: skip


async def reopen(tx: Tx, request: Request, limits: Limits, *, why: str) -> None:
    """The matter is not settled after all: same number, back into the queue, kept for who led it. What was alarming then is over."""
    await opened_again(tx, request)
    clocks = await clocks_of(tx, request.unit_id, limits)
    row = await tx.row(
        "UPDATE request SET state = 'queued', agent_id = NULL, preferred_agent_id = agent_id, returned = true, closed_at = NULL, "
        "closed_by = NULL, outcome = NULL, summary = NULL, waiting_since = $2, next_answer_due = $3, "
        "alarm = NULL, urgent = false, reopened = reopened + 1, noticed_at = NULL, resolve_due = $4 WHERE number = $1 RETURNING *",
        request.number, tx.now, clocks.next_answer(tx.now, request.type), clocks.resolution(tx.now, request.type),
    )  # fmt: skip
    await reserve_for_previous(tx, as_request(row), limits)
    tx.event("request.reopened", request.subject, unit_id=request.unit_id, why=why)
    await mark_reopened(tx, request.number)
