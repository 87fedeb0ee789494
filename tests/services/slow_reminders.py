"""The contract's sentences about reminders, reckoned minute by minute: slow, obvious, and nothing in common with the product."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
OPENS = {"visit_24h": 9, "visit_booked": 9, "visit_moved": 9, "visit_2h": 8, "visit_cancelled": 8}
MESSAGES = tuple(OPENS)


def is_quiet(at: datetime, zone: ZoneInfo, opens: int) -> bool:
    """Before `opens` or from 21 on, by the clock on the wall."""
    local = at.astimezone(zone)
    return not opens * 60 <= local.hour * 60 + local.minute < 21 * 60


def next_loud(at: datetime, zone: ZoneInfo, opens: int) -> datetime:
    """The next minute in which something may be said."""
    while is_quiet(at, zone, opens):
        at += MINUTE
    return at


def evening_before(at: datetime, zone: ZoneInfo) -> datetime:
    """The last 19:00."""
    at -= MINUTE
    while (at.astimezone(zone).hour, at.astimezone(zone).minute) != (19, 0):
        at -= MINUTE
    return at


def day_before_due(starts_at: datetime, booked_at: datetime, zone: ZoneInfo) -> datetime | None:
    """24 h before; None: never."""
    if starts_at - booked_at < 26 * HOUR:
        return None
    due = starts_at - 24 * HOUR
    if is_quiet(due, zone, 9):
        morning = next_loud(due, zone, 9)
        due = morning if starts_at - morning >= 12 * HOUR else evening_before(due, zone)
    return due if due > booked_at else None


def hours_before_due(starts_at: datetime, booked_at: datetime, zone: ZoneInfo) -> datetime | None:
    """2 h before; None: never."""
    due = starts_at - 2 * HOUR
    return None if is_quiet(due, zone, 8) or due <= booked_at else due


@dataclass
class Version:
    """One agreed time of one visit, as the simulation has made it. `by`: who decided; `place` in the order of all that happened."""

    visit: int
    number: int
    zone: ZoneInfo
    starts_at: datetime
    made_at: datetime
    by: str
    born: int
    ended: list[tuple[int, str]] = field(default_factory=list)  # (place, moved | cancelled | arrived)
    confirmed: int | None = None  # place

    def lives(self, place: int) -> bool:
        """Whether it is still agreed there."""
        return not any(at < place for at, _ in self.ended)

    def cancelled(self, place: int) -> bool:
        """Whether it has been called off there."""
        return any(at < place and how == "cancelled" for at, how in self.ended)


@dataclass
class Client:
    """Whether somebody could be reached, and wanted to be, in the order of all that happened: (place, state)."""

    chat: int | None
    blocked: list[tuple[int, bool]] = field(default_factory=list)
    wanted: list[tuple[int, bool]] = field(default_factory=list)

    def is_blocked(self, place: int) -> bool:
        """The last word before that."""
        return next((state for at, state in reversed(self.blocked) if at < place), False)

    def wants(self, place: int) -> bool:
        """The last word before that."""
        return next((state for at, state in reversed(self.wanted) if at < place), True)


Tick = tuple[int, datetime]  # place, time
Said = tuple[datetime, int, str, int, int]  # when, chat, kind, visit, version


def message_of(kind: str, version: Version, client: Client, ticks: list[Tick], due: datetime | None) -> Said | None:
    """When and whether this is said: at the first look at which it is due, alive, wanted, of use, and allowed by the hour."""
    for place, now in ticks:
        if due is None or now < due:
            continue
        dead = not version.cancelled(place) if kind == "visit_cancelled" else not version.lives(place)
        unwanted = kind in {"visit_24h", "visit_2h"} and not client.wants(place)
        if dead or unwanted or client.chat is None or client.is_blocked(place):
            return None
        left, useful = version.starts_at - now, {"visit_24h": 3 * HOUR, "visit_2h": 20 * MINUTE}.get(kind, 0 * HOUR)
        if left < useful:
            return None
        if is_quiet(now, version.zone, OPENS[kind]):
            morning = next_loud(now.replace(second=0), version.zone, OPENS[kind])
            useful = {"visit_24h": 3 * HOUR, "visit_2h": 20 * MINUTE}.get(kind, MINUTE)
            if version.starts_at - morning >= useful:
                due = morning
                continue
            if kind in {"visit_24h", "visit_2h"}:
                return None
        return now, client.chat, kind, version.visit, version.number
    return None


def notice_due(kind: str, version: Version, at: datetime) -> datetime:
    """What somebody else did is told at once, at night in the morning, if that is before the visit."""
    morning = next_loud(at, version.zone, OPENS[kind])
    return morning if version.starts_at - morning >= MINUTE else at


def messages(version: Version, client: Client, ticks: list[Tick], cancelled: Tick | None) -> Iterator[Said]:
    """Everything that was to be said about one version; `cancelled`: when somebody else called it off."""
    dues = {
        "visit_24h": day_before_due(version.starts_at, version.made_at, version.zone),
        "visit_2h": hours_before_due(version.starts_at, version.made_at, version.zone),
    }
    if version.by != "client":
        kind = "visit_booked" if version.number == 1 else "visit_moved"
        dues[kind] = notice_due(kind, version, version.made_at)
    for kind, due in dues.items():
        if said := message_of(kind, version, client, ticks, due):
            yield said
    if cancelled is not None:
        due = notice_due("visit_cancelled", version, cancelled[1])
        if said := message_of("visit_cancelled", version, client, [tick for tick in ticks if tick[0] > cancelled[0]], due):
            yield said


def becomes_a_task(version: Version, ticks: list[Tick]) -> datetime | None:
    """When an agent is asked to find out; None: never."""
    if day_before_due(version.starts_at, version.made_at, version.zone) is None:
        return None
    place, now = next(((place, now) for place, now in ticks if now >= version.starts_at - 4 * HOUR), (0, version.starts_at))
    sure = version.confirmed is not None and version.confirmed < place
    return now if version.lives(place) and not sure and now < version.starts_at else None
