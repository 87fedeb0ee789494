"""Promises that draw near: the agent is reminded, and where one will slip the client hears it first, with a new time (W5)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.reminders.quiet import ORDINARY
from services.requests.deadlines import unit_of
from services.requests.locking import lock_request
from services.requests.notices import language_of, tell_client
from services.storage.tx import Tx
from services.texts import moment
from services.watch.notices import notify
from services.watch.policies import watch_of

SAID_BEFORE = timedelta(minutes=2)  # so long before it falls due the client hears that it will slip
_SHORTEST = timedelta(minutes=5)  # of a promise for less nothing is said before it falls due


async def plan_promise(tx: Tx, number: int, unit_id: int | None, due_at: datetime) -> None:
    """When the agent is reminded of the promise that stands, and when the client is told that it slips, by the unit's rules."""
    watch = await watch_of(tx, unit_id)
    remind_at = due_at - timedelta(minutes=watch.remind_minutes)
    tells = watch.slip_minutes and due_at - tx.now >= _SHORTEST
    await tx.execute(
        "UPDATE promise SET remind_at = $2, slip_at = $3 WHERE request_number = $1 AND state <> 'kept'",
        number, remind_at if watch.remind_minutes and remind_at > tx.now else None, due_at - SAID_BEFORE if tells else None,
    )  # fmt: skip


async def remind_of_promises(tx: Tx) -> int:
    """Tell agents of promises that fall due before long; returns how many."""
    rows = await tx.rows(
        "UPDATE promise SET remind_at = NULL FROM (SELECT p.id, r.agent_id FROM promise p JOIN request r ON r.number = p.request_number "
        "WHERE p.state = 'open' AND p.remind_at <= $1 ORDER BY p.remind_at LIMIT 200 FOR NO KEY UPDATE OF p SKIP LOCKED) AS due "
        "WHERE promise.id = due.id RETURNING promise.request_number, promise.due_at, due.agent_id",
        tx.now,
    )  # fmt: skip
    for row in rows:
        if row["agent_id"] is not None and row["due_at"] > tx.now:
            await notify(tx, [row["agent_id"]], "promise_soon", row["request_number"], due_at=row["due_at"].isoformat())
    return len(rows)


async def tell_slips(tx: Tx) -> int:
    """Tell clients whose promise is about to be broken when they will be answered instead; returns how many were looked at.

    The promise itself stays: it falls due when it does, is written down and blocks Next like any other. One that fell due while nobody
    looked (an outage) is spoken of afterwards, unless the client sleeps.
    """
    rows = await tx.rows(
        "UPDATE promise SET slip_at = NULL WHERE id IN (SELECT p.id FROM promise p JOIN request r ON r.number = p.request_number "
        "WHERE p.state = 'open' AND p.slip_at <= $1 ORDER BY p.slip_at LIMIT 100 FOR NO KEY UPDATE OF r SKIP LOCKED) "
        "RETURNING id, request_number, due_at, by_call",
        tx.now,
    )  # fmt: skip
    for row in rows:
        await _tell(tx, row["id"], row["request_number"], row["due_at"], by_call=row["by_call"])
    return len(rows)


async def _tell(tx: Tx, promise_id: int, number: int, due_at: datetime, *, by_call: bool) -> None:
    request = await lock_request(tx, number)
    unit = await unit_of(tx, request.unit_id)
    minutes = (await watch_of(tx, request.unit_id)).slip_minutes
    new_at = unit.hours.add_working(max(due_at, tx.now), minutes) if unit else None
    if request.state != "promised" or unit is None or new_at is None or not minutes:
        return  # an answer is on its way
    passed = due_at <= tx.now
    if passed and not ORDINARY.allows(tx.now, ZoneInfo(unit.time_zone)):
        return
    await tx.execute("UPDATE promise SET slipped_to = $2 WHERE id = $1", promise_id, new_at)
    language = await language_of(tx, request)
    when = moment(language, new_at, unit.time_zone, unit.named(language)["city"], tx.now, by=True)
    await tell_client(
        tx, request, "notice-promise-slips", when=when, how="call" if by_call else "answer", passed="yes" if passed else "no"
    )
    tx.event("promise.slips", request.subject, unit_id=request.unit_id, due_at=due_at, new_at=new_at)
    if request.agent_id is not None and not passed:  # else they are told that it was missed
        await notify(tx, [request.agent_id], "promise_slips", number, due_at=due_at.isoformat(), new_at=new_at.isoformat())
