"""Who has taken a request and is silent while the client waits: reminded, then it goes to somebody else (chain) or is written down.

Silence is measured in real time (contract, "Clock": leases are real), and only while the unit works.
"""

from dataclasses import dataclass
from datetime import timedelta

from services.distribution.policies import policy_of
from services.requests.coming_back import clocks_go_on
from services.requests.deadlines import Clocks, clocks_of
from services.requests.models import Limits
from services.storage.reader import Row
from services.storage.tx import Tx
from services.watch.missing import Missed, record_missed
from services.watch.notices import notify

_SHORTEST = timedelta(seconds=50)  # nobody is reminded sooner: rules are whole minutes
_SILENT = """
SELECT number, unit_id, agent_id, real_now() - attended_at AS silent, coalesce(nudged_at > attended_at, false) AS nudged,
    EXISTS (SELECT FROM missed m WHERE m.request_number = r.number AND m.clock = 'lease' AND m.made_good_at IS NULL) AS written
FROM request r
WHERE agent_id IS NOT NULL AND state = 'assigned' AND attended_at <= real_now() - $1::interval AND number > $2
    AND NOT EXISTS (                         -- whoever has asked a colleague waits for them, for as long as these have (P5)
        SELECT FROM question q WHERE q.request_number = r.number AND q.state = 'open' AND q.due_at > $3)
    AND coalesce(promise_due > $3, true)     -- whoever broke a promise keeps it (W5); that it is broken has been told
ORDER BY number LIMIT 200 FOR NO KEY UPDATE SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class _Silence:
    """One silent request: minutes of working time, and who is silent; `nudged`, `written`: reminded of it, or written down, already."""

    number: int
    unit_id: int | None
    agent_id: int
    minutes: float
    nudged: bool
    written: bool


async def look_at_silent(tx: Tx, limits: Limits, after: int = 0) -> int | None:
    """Remind, take away or write down; returns the number to go on after, None where these were all."""
    rows = await tx.rows(_SILENT, _SHORTEST, after, tx.now)
    known: dict[int | None, Clocks] = {}
    for row in rows:
        if row["unit_id"] not in known:
            known[row["unit_id"]] = await clocks_of(tx, row["unit_id"], limits)
        clocks = known[row["unit_id"]]
        await _act(tx, _silence(tx, row, clocks), clocks)
    return rows[-1]["number"] if rows else None


def _silence(tx: Tx, row: Row, clocks: Clocks) -> _Silence:
    silent: timedelta = row["silent"]
    worked = clocks.unit.hours.working_between(tx.now - silent, tx.now) if clocks.unit else timedelta()
    return _Silence(row["number"], row["unit_id"], row["agent_id"], worked.total_seconds() / 60, row["nudged"], row["written"])


async def _act(tx: Tx, silence: _Silence, clocks: Clocks) -> None:
    watch = clocks.watch
    if watch.lease_minutes and silence.minutes >= watch.lease_minutes:
        if watch.mode == "chain":
            await _take_away(tx, silence)
        if not silence.written:
            missed = Missed(silence.number, "lease", silence.unit_id, silence.agent_id, tx.now)
            await record_missed(tx, missed, watch, clocks.unit)
    elif watch.nudge_minutes and silence.minutes >= watch.nudge_minutes and not silence.nudged:
        await tx.execute("UPDATE request SET nudged_at = real_now() WHERE number = $1", silence.number)
        await notify(tx, [silence.agent_id], "nudge", silence.number, minutes=int(silence.minutes))


async def _take_away(tx: Tx, silence: _Silence) -> None:
    """Back into the queue, further in front (`returned` of the weights), and not to the same person for a while."""
    rest = timedelta(minutes=(await policy_of(tx, silence.unit_id)).rest_minutes)
    await tx.execute(
        "INSERT INTO request_return (request_number, staff_id, at, until, reason, lapsed) VALUES ($1, $2, $3, $4, '', true)",
        silence.number, silence.agent_id, tx.now, tx.now + rest,
    )  # fmt: skip
    await tx.execute(
        "UPDATE request SET state = 'queued', agent_id = NULL, preferred_agent_id = NULL, returned = true, returns = returns + 1, "
        "waiting_since = coalesce(waiting_since, $2) WHERE number = $1",
        silence.number, tx.now,
    )  # fmt: skip
    await clocks_go_on(tx, silence.number)
    login = await tx.value("SELECT login FROM staff WHERE id = $1", silence.agent_id)
    minutes = int(silence.minutes)
    tx.event("request.lapsed", f"request:{silence.number}", unit_id=silence.unit_id, agent=login, minutes=minutes)
    await notify(tx, [silence.agent_id], "lapsed", silence.number, minutes=minutes)
