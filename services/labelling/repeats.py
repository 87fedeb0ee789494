"""Repeat contacts and claims over time (V6): by day, by type, by whom they are charged to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from services.board.models import Scope
from services.labelling.asked import REPEATED
from services.storage.reader import Reader

_BY_TYPE = f"""
SELECT r.type, count(*) AS count FROM repeat_contact c JOIN request r ON r.number = c.request_number
WHERE c.at >= $1 AND c.at < $2 AND {REPEATED} AND {{condition}} GROUP BY r.type ORDER BY count(*) DESC, r.type
"""
_BY_PERSON = f"""
SELECT coalesce(s.login, '') AS login, coalesce(s.name, '') AS name, count(*) AS count,
    (SELECT count(*) FROM request d WHERE d.closed_by = s.id AND d.closed_at >= $1 AND d.closed_at < $2) AS closed
FROM repeat_contact c JOIN request r ON r.number = c.request_number LEFT JOIN staff s ON s.id = c.staff_id
WHERE c.at >= $1 AND c.at < $2 AND {REPEATED} AND {{condition}} GROUP BY s.id, s.login, s.name ORDER BY count(*) DESC, s.name, s.login
"""
_BY_DAY = f"""
SELECT day, sum(repeats)::integer AS repeats, sum(claims)::integer AS claims, sum(came)::integer AS came FROM (
    SELECT (c.at AT TIME ZONE $3)::date AS day, 1 AS repeats, 0 AS claims, 0 AS came
    FROM repeat_contact c JOIN request r ON r.number = c.request_number WHERE c.at >= $1 AND c.at < $2 AND {REPEATED} AND {{condition}}
    UNION ALL SELECT (r.created_at AT TIME ZONE $3)::date, 0, (r.type = 'claim')::integer, 1
    FROM request r WHERE r.created_at >= $1 AND r.created_at < $2 AND {{condition}}) AS each
GROUP BY day ORDER BY day
"""
# Of the days before the scope's and of that day itself: back from its beginning, in whole days.
_OVER_TIME = f"""
SELECT day, sum(repeats)::integer AS repeats, sum(claims)::integer AS claims FROM (
    SELECT floor(date_part('epoch', $2 - c.at) / 86400)::integer AS day, 1 AS repeats, 0 AS claims
    FROM repeat_contact c JOIN request r ON r.number = c.request_number WHERE c.at >= $1 AND c.at < $2 AND {REPEATED} AND {{condition}}
    UNION ALL SELECT floor(date_part('epoch', $2 - r.created_at) / 86400)::integer, 0, 1
    FROM request r WHERE r.type = 'claim' AND r.created_at >= $1 AND r.created_at < $2 AND {{condition}}) AS each
GROUP BY day
"""
DAYS = 14


@dataclass(frozen=True, slots=True)
class Counted:
    """A request type (`name` is its code) or a person (`login` empty: charged to nobody), and how many repeats; `closed`: what the person
    closed in that time."""

    name: str
    count: int
    login: str = ""
    closed: int = 0


@dataclass(frozen=True, slots=True)
class DayOf:
    """What came back, what was claimed and what came at all on a day."""

    day: date
    repeats: int
    claims: int
    came: int


@dataclass(frozen=True, slots=True)
class Repeats:
    """Of a span of days."""

    types: Sequence[Counted]
    people: Sequence[Counted]
    days: Sequence[DayOf] = ()

    @property
    def count(self) -> int:
        """All of them."""
        return sum(one.count for one in self.types)


async def over_time(reader: Reader, scope: Scope) -> list[tuple[int, int]]:
    """Repeat contacts and claims of each of the last `DAYS` days, the scope's own the last."""
    end = scope.day[1] - timedelta(microseconds=1)
    condition, args = scope.requests(3)
    rows = await reader.rows(_OVER_TIME.format(condition=condition), scope.day[1] - timedelta(days=DAYS), end, *args)
    known = {row["day"]: (row["repeats"], row["claims"]) for row in rows}
    return [known.get(back, (0, 0)) for back in range(DAYS - 1, -1, -1)]


async def repeats(reader: Reader, scope: Scope) -> Repeats:
    """By type and by person, in the scope's span."""
    condition, args = scope.requests(3)
    types = await reader.rows(_BY_TYPE.format(condition=condition), *scope.day, *args)
    people = await reader.rows(_BY_PERSON.format(condition=condition), *scope.day, *args)
    return Repeats(
        [Counted(row["type"], row["count"]) for row in types],
        [Counted(row["name"], row["count"], row["login"], row["closed"]) for row in people],
    )


async def repeats_by_day(reader: Reader, scope: Scope, zone: str) -> Repeats:
    """The same, and day by day in this zone; days on which nothing came are left out."""
    found = await repeats(reader, scope)
    condition, args = scope.requests(4)
    rows = await reader.rows(_BY_DAY.format(condition=condition), *scope.day, zone, *args)
    return Repeats(found.types, found.people, [DayOf(row["day"], row["repeats"], row["claims"], row["came"]) for row in rows])
