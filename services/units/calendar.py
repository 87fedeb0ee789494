"""Working time of a unit: pure arithmetic on opening hours with breaks and exceptional days, safe across clock changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_HORIZON_DAYS = 370  # a unit that does not open within a year does not open


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours in the unit's own zone.

    `week[0]` is Monday; each day is a tuple of (opens, closes), a break is the gap between two. `days` replaces single dates
    (a holiday is an empty tuple). `closes` of 00:00 means midnight at the end of the day.
    """

    zone: ZoneInfo
    week: tuple[tuple[tuple[time, time], ...], ...]
    days: dict[date, tuple[tuple[time, time], ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, zone: str, stored: dict[str, Any]) -> "Hours":
        """From the stored form `{"week": {"0": [["09:00", "20:00"]]}, "days": {"2027-01-01": []}}`."""
        week = stored.get("week", {})
        return cls(
            ZoneInfo(zone),
            tuple(_spans(week.get(str(weekday), [])) for weekday in range(7)),
            {date.fromisoformat(day): _spans(spans) for day, spans in stored.get("days", {}).items()},
        )

    def spans(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Open spans in UTC, in order and apart, the first being the one `since` lies in or the next one."""
        day = since.astimezone(self.zone).date() - timedelta(days=1)
        told = datetime.min.replace(tzinfo=UTC)  # spans that overlap count once
        for offset in range(_HORIZON_DAYS):
            for opens, closes in self._day(day + timedelta(days=offset)):
                if closes > max(since, told):
                    yield max(opens, told), closes
                told = max(told, closes)

    def _day(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in self.days.get(day, self.week[day.weekday()]):
            last = day if closes > opens else day + timedelta(days=1)
            start = datetime.combine(day, opens, self.zone).astimezone(UTC)
            end = datetime.combine(last, closes, self.zone).astimezone(UTC)
            if end > start:
                yield start, end

    def is_open(self, at: datetime) -> bool:
        """Whether the unit works at this moment."""
        return any(opens <= at for opens, _ in _first(self.spans(at)))

    def next_opening(self, at: datetime) -> datetime | None:
        """`at` itself when open, else the next opening; None when there is none within a year."""
        for opens, _ in self.spans(at):
            return max(opens, at)
        return None

    def add_working(self, at: datetime, minutes: float) -> datetime | None:
        """The moment when `minutes` of working time have passed since `at` (G3: outside working time, opening + minutes)."""
        left = timedelta(minutes=minutes)
        for opens, closes in self.spans(at):
            begin = max(opens, at)
            if closes - begin >= left:
                return begin + left
            left -= closes - begin
        return None

    def working_between(self, since: datetime, until: datetime) -> timedelta:
        """How much working time lies between two moments; nothing where `until` comes first."""
        passed = timedelta()
        for opens, closes in self.spans(since) if until > since else ():
            if opens >= until:
                break
            passed += min(closes, until) - max(opens, since)
        return passed


def _spans(stored: list[list[str]]) -> tuple[tuple[time, time], ...]:
    return tuple(sorted((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in stored))


def _first(spans: Iterator[tuple[datetime, datetime]]) -> Iterator[tuple[datetime, datetime]]:
    for span in spans:
        yield span
        return
