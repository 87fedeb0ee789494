"""The journal of what was missed: it is worked off, and how fast is measured (D1, G2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.requests.board import NO_UNIT, Span
from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.watch.models import CLOCKS

NOBODY = "!none"  # in the place of a login: nobody had taken it
STATES = ("all", "open", "good")
_ROWS = """
SELECT m.id, m.request_number AS number, m.clock, m.unit_id, m.due_at, m.at, m.escalated_at, m.made_good_at, s.login, s.name,
    g.name AS made_good_by, {readable} AS readable
FROM missed m JOIN request r ON r.number = m.request_number
LEFT JOIN staff s ON s.id = m.staff_id LEFT JOIN staff g ON g.id = m.made_good_by
WHERE {where} ORDER BY m.at DESC, m.id DESC LIMIT $1
"""
_TOTALS = """
SELECT coalesce(m.clock, '') AS clock, count(*) AS missed, count(*) FILTER (WHERE m.made_good_at IS NULL) AS open,
    percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY date_part('epoch', m.made_good_at - m.due_at)) AS took
FROM missed m WHERE {where} GROUP BY GROUPING SETS ((m.clock), ())
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for: a unit's code (or NO_UNIT), a login (or NOBODY), a span of time in which it was noticed, a clock, one of STATES;
    from below which row."""

    unit: str = ""
    who: str = ""
    clock: str = ""
    state: str = "all"
    span: Span | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """Of one clock, or of all (`clock` empty): how much was missed, how much of it is open, and how many seconds after it fell due the
    rest was made good: the median, and what nine of ten are within."""

    clock: str
    missed: int
    open: int
    p50: float | None
    p90: float | None


async def missed_rows(reader: Reader, staff: Staff, sought: Sought, limit: int = 50) -> Sequence[Row]:
    """What was missed in units of this person, newest first; `readable` where they may open the request now. For who reads all (G5)."""
    where, args = _where(staff, sought, 2)
    if sought.before is not None:
        args.append(sought.before)
        where += f" AND (m.at, m.id) < (SELECT at, id FROM missed WHERE id = ${len(args) + 1})"
    readable, more = Viewer("staff", staff=staff).condition(len(args) + 2)
    return await reader.rows(_ROWS.format(readable=readable, where=where), limit, *args, *more)


async def missed_totals(reader: Reader, staff: Staff, sought: Sought) -> list[Total]:
    """All of it first, then clock by clock."""
    where, args = _where(staff, sought, 1)
    rows = await reader.rows(_TOTALS.format(where=where), *args)
    totals = [Total(row["clock"], row["missed"], row["open"], *(row["took"] or (None, None))) for row in rows]
    return sorted(totals, key=lambda total: CLOCKS.index(total.clock) if total.clock else -1)


def _where(staff: Staff, sought: Sought, first: int) -> tuple[str, list[Any]]:
    """SQL over `m` with parameters numbered from `first`: only what is asked for stands in it."""
    chosen: list[str] = ["true"]
    args: list[Any] = []

    def ask(sql: str, *values: Any) -> None:
        chosen.append(sql.format(*(f"${first + len(args) + place}" for place in range(len(values)))))
        args.extend(values)

    if staff.role == "head" and staff.unit_ids:
        ask("(m.unit_id IS NULL OR m.unit_id = ANY ({}::integer[]))", list(staff.unit_ids))
    if sought.unit == NO_UNIT:
        ask("m.unit_id IS NULL")
    elif sought.unit:
        ask("m.unit_id = (SELECT id FROM unit WHERE code = {})", sought.unit)
    if sought.who == NOBODY:
        ask("m.staff_id IS NULL")
    elif sought.who:
        ask("m.staff_id = (SELECT id FROM staff WHERE login = {})", sought.who)
    if sought.clock:
        ask("m.clock = {}", sought.clock)
    if sought.state != "all":
        ask(f"m.made_good_at IS {'' if sought.state == 'open' else 'NOT '}NULL")
    if sought.span:
        ask("m.at >= {} AND m.at < {}", *sought.span)
    return " AND ".join(chosen), args
