"""What falls due unnoticed by anybody else: found within a tick, written down and told."""

from collections.abc import Iterator
from datetime import datetime

from services.requests.deadlines import Clocks, clocks_of
from services.requests.models import Limits
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.watch.apologies import ANSWERS, apologise
from services.watch.missing import Missed, record_missed

_DUE = """
SELECT number, unit_id, agent_id, state, answered_at, next_answer_due, handoff_due, resolve_due, resolve_paused_at, danger_due, noticed_at,
    promise_due
FROM request WHERE watch_at <= $1 ORDER BY watch_at LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED
"""

_NEXT = """
SELECT least((SELECT min(watch_at) FROM request),
    (SELECT min(escalate_at) FROM missed WHERE made_good_at IS NULL),
    (SELECT min(due_at) FROM question WHERE state = 'open' AND overdue_at IS NULL),
    CASE WHEN EXISTS (SELECT FROM many_hands WHERE hands > told) OR EXISTS (SELECT FROM rush)
        OR EXISTS (SELECT FROM watch_policy WHERE (rules -> 'rush' ->> 'waiting') IS NOT NULL) THEN to_timestamp(0) END)
"""


async def next_due(reader: Reader) -> datetime | None:
    """From when on there is something to notice or to escalate; long past where it is to be looked at each time, as a rush is."""
    found: datetime | None = await reader.value(_NEXT)
    return found


async def anything_due(reader: Reader, now: datetime) -> bool:
    """Whether there is something to notice, to escalate, or a rush to watch: mostly there is not."""
    due = await next_due(reader)
    return due is not None and due <= now


async def notice_due(tx: Tx, limits: Limits) -> int:
    """Requests in which something has fallen due since they were last looked at; returns how many were looked at."""
    rows = await tx.rows(_DUE, tx.now)
    known: dict[int | None, Clocks] = {}
    for row in rows:
        unit_id = row["unit_id"]
        if unit_id not in known:
            known[unit_id] = await clocks_of(tx, unit_id, limits)
        await _write_down(tx, row, known[unit_id])
    if rows:
        seen = [row["number"] for row in rows]
        await tx.execute("UPDATE request SET noticed_at = $2 WHERE number = ANY ($1::bigint[])", seen, tx.now)
    return len(rows)


async def _write_down(tx: Tx, row: Row, clocks: Clocks) -> None:
    """What was missed of one request. After an outage that may be several clocks at once: the client hears one apology for all of them."""
    told: datetime | None = None
    for missed in _missed(row, tx.now):
        told = told or await apologise(tx, missed.number, missed.clock, missed.due_at, clocks)
        await record_missed(tx, missed, clocks.watch, clocks.unit, client_told=told if missed.clock in ANSWERS else None)


def _missed(row: Row, now: datetime) -> Iterator[Missed]:
    """What was owed by now and was not when the request was last looked at."""
    for clock, due in _owed(row):
        if due is not None and due <= now and (row["noticed_at"] is None or due > row["noticed_at"]):
            yield Missed(row["number"], clock, row["unit_id"], row["agent_id"], due)


def _owed(row: Row) -> Iterator[tuple[str, datetime | None]]:
    if row["state"] in {"queued", "assigned"} and row["promise_due"] is None:  # a promise has a clock of its own
        yield "first_answer" if row["answered_at"] is None else "next_answer", row["next_answer_due"]
    yield "handoff", row["handoff_due"]
    if row["resolve_paused_at"] is None:
        yield "resolve", row["resolve_due"]
    if row["agent_id"] is None:
        yield "danger", row["danger_due"]
