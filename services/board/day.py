"""Today so far, by the hour."""

from collections.abc import Sequence
from datetime import timedelta

from services.board.models import Day, Hour, Scope
from services.storage.reader import Reader, Row

_HOUR = timedelta(hours=1)
_AT = "floor(date_part('epoch', {} - $1) / 3600)::integer"
_IN_DAY = "{0} >= $1 AND {0} < $2"
_CAME = f"""
SELECT {_AT.format("r.created_at")} AS hour, count(*) AS count, count(*) FILTER (WHERE r.answered_at <= r.first_answer_due) AS in_time,
    count(*) FILTER (WHERE r.answered_at > r.first_answer_due
        OR (r.answered_at IS NULL AND r.state <> 'closed' AND r.first_answer_due < $3)) AS too_late
FROM request r WHERE {_IN_DAY.format("r.created_at")} AND {{condition}} GROUP BY 1
"""
_ANSWERED = f"""
SELECT a.agent_id, a.hour, grouping(a.hour) AS each, grouping(a.agent_id) AS of_all, count(*) AS count, avg(a.took) AS mean,
    CASE WHEN grouping(a.hour, a.agent_id) = 3 THEN percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY a.took) END AS took
FROM (
    SELECT r.agent_id, {_AT.format("r.answered_at")} AS hour, date_part('epoch', r.answered_at - r.created_at) AS took
    FROM request r WHERE {_IN_DAY.format("r.answered_at")} AND {{condition}}) a
GROUP BY GROUPING SETS ((a.hour), (a.agent_id), ())
"""
_CLOSED = f"""
SELECT r.agent_id, {_AT.format("r.closed_at")} AS hour, count(*) AS count, count(*) FILTER (WHERE r.answered_at IS NULL) AS unanswered
FROM request r WHERE {_IN_DAY.format("r.closed_at")} AND r.state = 'closed' AND {{condition}} GROUP BY 1, 2
"""
_MISSED = f"""
SELECT m.staff_id, m.hour, grouping(m.hour) AS each, grouping(m.staff_id) AS of_all, count(*) AS count, count(m.took) AS made_good,
    CASE WHEN grouping(m.hour, m.staff_id) = 3 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY m.took) END AS median
FROM (
    SELECT staff_id, {_AT.format("at")} AS hour, date_part('epoch', made_good_at - due_at) AS took
    FROM missed WHERE {_IN_DAY.format("at")} AND {{condition}}) m
GROUP BY GROUPING SETS ((m.hour), (m.staff_id), ())
"""


class Today:
    """The day's rows, counted by hour and by person."""

    def __init__(self, came: Sequence[Row], answered: Sequence[Row], closed: Sequence[Row], missed: Sequence[Row]) -> None:
        self._came, self._closed = came, closed
        self._answered, self._missed = answered, missed

    def closed_by(self) -> dict[int, int]:
        """How many requests of each person were closed."""
        found: dict[int, int] = {}
        for row in self._closed:
            found[row["agent_id"]] = found.get(row["agent_id"], 0) + row["count"]
        return found

    def first_answers(self) -> dict[int, float]:
        """Seconds until the first answer, on average, by person."""
        return {row["agent_id"]: row["mean"] for row in self._answered if row["each"] and not row["of_all"]}

    def missed_by(self) -> dict[int, int]:
        """How much was missed in what each person led."""
        return {row["staff_id"]: row["count"] for row in self._missed if row["each"] and not row["of_all"]}

    def told(self, scope: Scope, unanswered: int) -> Day:
        """The day; `unanswered`: how many wait for a first answer now."""
        answers, missed = (
            next(row for row in rows if row["each"] and row["of_all"]) for rows in (self._answered, self._missed)
        )
        p50, p90 = answers["took"] or (None, None)
        return Day(
            came=sum(row["count"] for row in self._came), in_time=sum(row["in_time"] for row in self._came),
            too_late=sum(row["too_late"] for row in self._came), answered=answers["count"], p50=p50, p90=p90,
            closed=sum(row["count"] for row in self._closed), missed=missed["count"], made_good=missed["made_good"],
            mended=missed["median"], hours=self._hours(scope, unanswered),
        )  # fmt: skip

    def _hours(self, scope: Scope, unanswered: int) -> list[Hour]:
        """Back from now: who waits for a first answer at an hour's beginning is who waits at its end, less who came in it, and those who
        were answered, or closed without an answer, in it."""
        came = {row["hour"]: row["count"] for row in self._came}
        answered = {row["hour"]: row["count"] for row in self._answered if not row["each"]}
        missed = {row["hour"]: row["count"] for row in self._missed if not row["each"]}
        left: dict[int, int] = {}
        for row in self._closed:
            left[row["hour"]] = left.get(row["hour"], 0) + row["unanswered"]
        since, hours = scope.day[0], []
        for hour in range(int((scope.now - since) / _HOUR), -1, -1):
            counts = (came.get(hour, 0), answered.get(hour, 0), missed.get(hour, 0))
            hours.append(Hour(since + hour * _HOUR, *counts, max(0, unanswered)))
            unanswered += answered.get(hour, 0) + left.get(hour, 0) - came.get(hour, 0)
        return hours[::-1]


async def today(reader: Reader, scope: Scope) -> Today:
    """What came, was answered for the first time, was closed and was missed since the day began."""
    condition, args = scope.requests(3)
    answered, closed = [await reader.rows(sql.format(condition=condition), *scope.day, *args) for sql in (_ANSWERED, _CLOSED)]
    condition, args = scope.requests(4)
    came = await reader.rows(_CAME.format(condition=condition), *scope.day, scope.now, *args)
    condition, args = scope.units(3, "unit_id")
    missed = await reader.rows(_MISSED.format(condition=condition), *scope.day, *args)
    return Today(came, answered, closed, missed)
