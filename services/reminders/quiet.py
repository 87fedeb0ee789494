"""Quiet hours and the moments of a visit's reminders: pure arithmetic on the unit's local time (contract, "Quiet hours")."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY_BEFORE, HOURS_BEFORE, UNCONFIRMED_BEFORE = timedelta(hours=24), timedelta(hours=2), timedelta(hours=4)
BOOKED_AHEAD = timedelta(hours=26)  # booked later than this before the visit: nobody needs a reminder of yesterday's decision
WORTH_WAITING = timedelta(hours=12)  # a reminder that fell into the night waits for the morning if so much remains then
EVENING = time(19)


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of a day in which something may be said, local time: from `opens` until just before `closes`."""

    opens: time
    closes: time

    def allows(self, at: datetime, zone: ZoneInfo) -> bool:
        """Whether this moment is not in the quiet hours."""
        return self.opens <= at.astimezone(zone).time() < self.closes

    def next(self, at: datetime, zone: ZoneInfo) -> datetime:
        """The moment itself where it is allowed, else the next one that is; UTC."""
        local = at.astimezone(zone)
        if self.allows(at, zone):
            return at.astimezone(UTC)
        day = local.date() + timedelta(days=0 if local.time() < self.opens else 1)
        return datetime.combine(day, self.opens, zone).astimezone(UTC)

    def end(self, at: datetime, zone: ZoneInfo) -> datetime:
        """When the quiet hours after this moment begin; UTC."""
        local = at.astimezone(zone)
        day = local.date() + timedelta(days=0 if local.time() < self.closes else 1)
        return datetime.combine(day, self.closes, zone).astimezone(UTC)


ORDINARY = Window(time(9), time(21))  # service messages and advertising
URGENT = Window(time(8), time(21))  # two hours before a visit, ready, cancelled by us


@dataclass(frozen=True, slots=True)
class Due:
    """When a reminder is due, UTC; `why` is not empty where there will be none: `booked-late`, `quiet`."""

    at: datetime
    why: str = ""


def day_before(starts_at: datetime, booked_at: datetime, zone: ZoneInfo) -> Due:
    """24 h before. In quiet hours: the next allowed minute if 12 h remain then, else 19:00 the evening before."""
    due = (starts_at - DAY_BEFORE).astimezone(UTC)
    if starts_at - booked_at < BOOKED_AHEAD:
        return Due(due, "booked-late")
    if not ORDINARY.allows(due, zone):
        morning = ORDINARY.next(due, zone)
        due = morning if starts_at - morning >= WORTH_WAITING else _evening(due, zone)
    return Due(due, "" if due > booked_at else "booked-late")


def _evening(before: datetime, zone: ZoneInfo) -> datetime:
    """The last 19:00 before a moment."""
    local = before.astimezone(zone)
    day = local.date() - timedelta(days=0 if local.time() > EVENING else 1)
    return datetime.combine(day, EVENING, zone).astimezone(UTC)


def hours_before(starts_at: datetime, booked_at: datetime, zone: ZoneInfo) -> Due:
    """2 h before; in quiet hours it is not sent, nor when the visit was booked later than that."""
    due = (starts_at - HOURS_BEFORE).astimezone(UTC)
    if due <= booked_at:
        return Due(due, "booked-late")
    return Due(due, "" if URGENT.allows(due, zone) else "quiet")


def unconfirmed(starts_at: datetime, booked_at: datetime, zone: ZoneInfo) -> Due:
    """4 h before, at any hour: it is for an agent. Nobody is chased who was not asked (see `day_before`)."""
    return Due((starts_at - UNCONFIRMED_BEFORE).astimezone(UTC), day_before(starts_at, booked_at, zone).why)
