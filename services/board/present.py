"""What is the case now: who waits, what is promised, what is about to break."""

from collections.abc import Sequence
from datetime import timedelta

from services.board.models import Line, Owed, Promises, Scope, Waiting
from services.requests.board import IN_WORK, LATE, PROMISED, SOON, WAITING
from services.storage.reader import Reader, Row

SHOWN = 20
SHOWN_PROMISES = 10
ABOUT_TO = timedelta(minutes=10)

_WAITING = f"""
SELECT w.*, u.code, u.name FROM (
    SELECT r.unit_id, r.type, r.state = 'queued' AS queued, count(*) AS count, min(r.waiting_since) AS oldest,
        count(*) FILTER (WHERE {LATE.format("$1")}) AS late, count(*) FILTER (WHERE r.alarm = 'danger') AS danger,
        count(*) FILTER (WHERE r.answered_at IS NULL) AS unanswered
    FROM request r WHERE {WAITING} AND {{condition}} GROUP BY 1, 2, 3) w
LEFT JOIN unit u ON u.id = w.unit_id
ORDER BY u."leading" DESC NULLS LAST, u.code NULLS LAST, w.oldest
"""
# The clock that is first to fall due, and when. What is promised has its own list.
_CLOCKS = {
    "danger": "CASE WHEN r.agent_id IS NULL THEN r.danger_due END",  # who has it in hand has taken it up
    "answer": "CASE WHEN r.state IN ('queued', 'assigned') AND r.waiting_since IS NOT NULL AND r.handoff_due IS NULL "
    "THEN r.next_answer_due END",  # after a hand-over what was told then counts, as in `requests.board.LATE`
    "handoff": "r.handoff_due",
    "resolve": "CASE WHEN r.resolve_paused_at IS NULL THEN r.resolve_due END",
}
_DUE = f"least({', '.join(_CLOCKS.values())})"
_OWED = f"""
SELECT q.number, q.due, q.promised, q.type, q.unit_id, c.name AS client, coalesce(s.name, '') AS agent, count_broken, count_soon,
    CASE WHEN q.promised THEN 'promise'
        WHEN q.due = r.danger_due THEN 'danger'
        WHEN q.due = ({_CLOCKS["answer"]}) THEN CASE WHEN r.answered_at IS NULL THEN 'first_answer' ELSE 'next_answer' END
        WHEN q.due = r.handoff_due THEN 'handoff' ELSE 'resolve' END AS clock
FROM ({{chosen}}) q JOIN request r ON r.number = q.number JOIN client c ON c.id = q.client_id LEFT JOIN staff s ON s.id = q.agent_id
ORDER BY q.due, q.number
"""
_CHOSEN = """
SELECT r.number, r.client_id, r.agent_id, r.type, r.unit_id, {due} AS due, {promised} AS promised,
    count(*) FILTER (WHERE {due} <= $1) OVER () AS count_broken, count(*) FILTER (WHERE {due} > $1) OVER () AS count_soon
FROM request r WHERE {where} AND {condition} ORDER BY {due}, r.number LIMIT {limit}
"""
# What will fall due is what is watched: few among all that is open. What has fallen due is looked for in all of it.
_ABOUT_TO = _CHOSEN.format(
    due=_DUE, promised="false", limit=SHOWN, where=f"r.watch_at <= $2 AND {_DUE} > $1 AND {_DUE} <= $2", condition="{condition}"
)
_PASSED = _CHOSEN.format(
    due=_DUE,
    promised="false",
    limit=SHOWN,
    where=f"{IN_WORK} AND $2::timestamptz > $1 AND {_DUE} <= $1",
    condition="{condition}",
)
_PROMISES = _CHOSEN.format(
    due="r.promise_due",
    promised="true",
    limit=SHOWN_PROMISES,
    where=f"{PROMISED} AND r.promise_due <= $2",
    condition="{condition}",
)


async def waiting(reader: Reader, scope: Scope) -> Waiting:
    """Who waits, by unit and type."""
    condition, args = scope.requests(2)
    rows = await reader.rows(_WAITING.format(condition=condition), scope.now, *args)
    late, danger, unanswered = (sum(row[name] for row in rows) for name in ("late", "danger", "unanswered"))
    return Waiting([_line(row) for row in rows if row["queued"]], late, danger, unanswered)


def _line(row: Row) -> Line:
    return Line(row["code"], row["name"] or {}, row["type"], row["count"], row["oldest"], row["late"], row["danger"])


async def promises(reader: Reader, scope: Scope) -> Promises:
    """Promises that have fallen due or will within the hour, soonest first."""
    rows = await _owed(reader, scope, _PROMISES, SOON)
    broken, soon = (rows[0]["count_broken"], rows[0]["count_soon"]) if rows else (0, 0)
    return Promises(broken, soon, [_as_owed(row, scope) for row in rows])


async def about_to_break(reader: Reader, scope: Scope) -> list[Owed]:
    """What falls due within ten minutes, soonest first: it can be saved; after it, in what room is left, what has fallen due and nobody
    has spoken."""
    ahead = await _owed(reader, scope, _ABOUT_TO, ABOUT_TO)
    passed = await _owed(reader, scope, _PASSED, ABOUT_TO) if len(ahead) < SHOWN else []
    return [_as_owed(row, scope) for row in (*ahead, *passed)][:SHOWN]


async def _owed(reader: Reader, scope: Scope, chosen: str, within: timedelta) -> Sequence[Row]:
    condition, args = scope.requests(3)
    sql = _OWED.format(chosen=chosen.format(condition=condition))
    return await reader.rows(sql, scope.now, scope.now + within, *args)


def _as_owed(row: Row, scope: Scope) -> Owed:
    return Owed(
        row["number"],
        row["clock"],
        row["due"],
        row["due"] <= scope.now,
        row["client"],
        row["type"],
        row["unit_id"],
        row["agent"],
    )
