"""What the board tells, as data. Durations are in seconds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.requests.board import Span
from services.requests.view import Viewer
from services.staff.models import Staff


@dataclass(frozen=True, slots=True)
class Scope:
    """Who looks, when, at which unit (None: all of theirs), and which day is today there."""

    staff: Staff
    now: datetime
    day: Span
    unit_id: int | None = None

    def requests(self, first: int) -> tuple[str, list[Any]]:
        """SQL over `r`: requests of the scope that the person may read; parameters numbered from `first`."""
        condition, args = Viewer("staff", staff=self.staff).condition(first)
        if self.unit_id is not None:
            args.append(self.unit_id)
            condition += f" AND r.unit_id = ${first + len(args) - 1}"
        return condition, args

    def units(self, first: int, column: str) -> tuple[str, list[Any]]:
        """SQL over a column that holds a unit: what happened in units of the scope; parameters numbered from `first`."""
        if self.unit_id is not None:
            return f"{column} = ${first}", [self.unit_id]
        if self.staff.role != "head" or not self.staff.unit_ids:
            return "true", []
        return f"({column} IS NULL OR {column} = ANY (${first}::integer[]))", [list(self.staff.unit_ids)]


@dataclass(frozen=True, slots=True)
class Line:
    """What waits in the queue for one unit (`code` None: not known yet) and of one type. `late`: longer than was promised."""

    code: str | None
    name: Mapping[str, str]
    type: str
    count: int
    oldest: datetime
    late: int
    danger: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """All who wait for an answer, in the queue and in somebody's hands. `unanswered`: who have not had a first one."""

    lines: Sequence[Line]
    late: int
    danger: int
    unanswered: int

    @property
    def queued(self) -> int:
        """How many wait in the queue."""
        return sum(line.count for line in self.lines)

    @property
    def oldest(self) -> datetime | None:
        """Since when the longest of those has waited."""
        return min((line.oldest for line in self.lines), default=None)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers: what they have in hand of the scope (`elsewhere`: besides), and their day.

    `silence`: since when the longest of their clients has waited. `first_answer`: on average, of what they lead or led last and what was
    first answered today.
    """

    id: int
    login: str
    name: str
    role: str
    unit_ids: Sequence[int]
    shift: str
    withdrawn_until: datetime | None
    limit: int
    held: int
    elsewhere: int
    waiting: int
    silence: datetime | None
    broken: int
    soon: int
    closed: int = 0
    first_answer: float | None = None
    given_back: int = 0
    missed: int = 0

    @property
    def idle(self) -> bool:
        """Off shift, and nothing to tell of their day."""
        return self.shift == "off" and not (self.held or self.elsewhere or self.closed or self.missed or self.given_back)


@dataclass(frozen=True, slots=True)
class Owed:
    """A request in which something falls due at `due`; `clock` is one of services/watch/models.py. `broken`: it has fallen due."""

    number: int
    clock: str
    due: datetime
    broken: bool
    client: str
    type: str
    unit_id: int | None
    agent: str


@dataclass(frozen=True, slots=True)
class Promises:
    """Promises that have fallen due, and those that will within the hour; the first few of them."""

    broken: int
    soon: int
    first: Sequence[Owed]


@dataclass(frozen=True, slots=True)
class Hour:
    """One hour of the day: what came, what got its first answer, what was missed; who had waited for a first answer at its end (now,
    for the hour that runs)."""

    since: datetime
    came: int
    answered: int
    missed: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Day:
    """Today so far. `in_time`, `too_late`: of what came today, what got its first answer in time and what did not; the rest has time yet.

    `p50`, `p90`: until the first answer, of those given today. `made_good`: of what was missed today; `mended`: how long it took (median).
    """

    came: int
    in_time: int
    too_late: int
    answered: int
    p50: float | None
    p90: float | None
    closed: int
    missed: int
    made_good: int
    mended: float | None
    hours: Sequence[Hour]

    @property
    def share(self) -> int | None:
        """Answered in time, in per cent."""
        due = self.in_time + self.too_late
        return round(100 * self.in_time / due) if due else None


@dataclass(frozen=True, slots=True)
class Board:
    """Everything."""

    waiting: Waiting
    people: Sequence[Person]
    promises: Promises
    owed: Sequence[Owed]
    day: Day
    over_time: Sequence[tuple[int, int]] = ()  # repeat contacts and claims of the last days, today last (V6)
