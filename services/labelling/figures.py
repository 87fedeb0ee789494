"""How often each tag is put on, and how long such requests take (G4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.board.models import Scope
from services.labelling.asked import REPEATED
from services.labelling.models import Tag, as_tag
from services.storage.reader import Reader, Row
from services.units import Unit, all_units

MEASURED = 5000  # closed requests at most, the last ones of the period
_COUNTS = f"""
WITH mine AS (SELECT r.number, r.outcome FROM request r WHERE r.created_at >= $1 AND r.created_at < $2 AND {{condition}})
SELECT t.id, t.code, t.name, t.unit_id, t.active, count(*) AS count, count(*) FILTER (WHERE {REPEATED}) AS repeats,
    (SELECT count(*) FROM mine) AS of_all
FROM mine r JOIN request_tag rt ON rt.request_number = r.number JOIN tag t ON t.id = rt.tag_id
LEFT JOIN repeat_contact c ON c.request_number = r.number
GROUP BY t.id ORDER BY count(*) DESC, t.id
"""
_TOOK = """
SELECT rt.tag_id, r.unit_id, r.closed_at, least(r.assigned_at, r.closed_at) AS held_since, least(r.closed_at, coalesce((
    SELECT min(e.at) FROM event e WHERE e.subject = 'request:' || r.number AND e.type IN ('request.assigned', 'request.overridden')),
    r.assigned_at)) AS taken
FROM request r JOIN request_tag rt ON rt.request_number = r.number
WHERE r.created_at >= $1 AND r.created_at < $2 AND r.state = 'closed' AND r.assigned_at IS NOT NULL AND {condition}
ORDER BY r.number DESC LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class TagLoad:
    """A tag in a period. `share`: of all requests that came, `repeats`: of its own, both in per cent. `handling`: working minutes from the
    first taking to the closing, `hold`: from the last taking, both on average over the closed ones; None: there are none."""

    tag: Tag
    count: int
    share: float
    repeats: int
    handling: float | None
    hold: float | None


async def tag_loads(reader: Reader, scope: Scope) -> list[TagLoad]:
    """Of requests that came in the scope's span of days, the most frequent tag first."""
    condition, args = scope.requests(3)
    counts = await reader.rows(_COUNTS.format(condition=condition), *scope.day, *args)
    condition, args = scope.requests(4)
    took = await reader.rows(_TOOK.format(condition=condition), *scope.day, MEASURED, *args)
    units = {unit.id: unit for unit in await all_units(reader)}
    leading = next(iter(units.values()), None)
    return [_load(row, [one for one in took if one["tag_id"] == row["id"]], units, leading) for row in counts]


def _load(row: Row, took: Sequence[Row], units: dict[int, Unit], leading: Unit | None) -> TagLoad:
    whole, held = [], []
    for one in took:
        unit = units.get(one["unit_id"]) or leading
        whole.append(_working(unit, one["taken"], one["closed_at"]))
        held.append(_working(unit, one["held_since"], one["closed_at"]))
    return TagLoad(
        as_tag(row),
        row["count"],
        100 * row["count"] / row["of_all"],
        round(100 * row["repeats"] / row["count"]),
        _mean(whole),
        _mean(held),
    )


def _working(unit: Unit | None, since: datetime, until: datetime) -> float:
    """Minutes; of a chain that has no unit yet all of them."""
    span = unit.hours.working_between(since, until) if unit else until - since
    return span.total_seconds() / 60


def _mean(minutes: Sequence[float]) -> float | None:
    return sum(minutes) / len(minutes) if minutes else None
