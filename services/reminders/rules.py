"""What becomes of a reminder that is due, by the subject as it is now: pure rules."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from services.booking.models import OPEN
from services.reminders.quiet import ORDINARY, URGENT, Window

SOON = timedelta(minutes=1)  # news of a visit waits for the morning wherever that comes before the visit (docs/decisions/0009)
SHORTEST = 60.0  # seconds in which mail may leave, however soon the night begins


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind. `useful`: it is said at least so long before the visit. `morning`: what has met the night waits if so much remains then.

    `switch`: what switches it off. `must_arrive`: it is said at night too, without a sound, where waiting would make it useless, and
    an outage into the night does not drop it.
    """

    window: Window
    useful: timedelta
    morning: timedelta
    switch: str | None = None
    must_arrive: bool = False


RULES = {
    "visit_24h": Rule(ORDINARY, useful=timedelta(hours=3), morning=timedelta(hours=3), switch="visits"),
    "visit_2h": Rule(URGENT, useful=timedelta(minutes=20), morning=timedelta(minutes=20), switch="visits"),
    "visit_booked": Rule(ORDINARY, useful=timedelta(0), morning=SOON, must_arrive=True),
    "visit_moved": Rule(ORDINARY, useful=timedelta(0), morning=SOON, must_arrive=True),
    "visit_cancelled": Rule(URGENT, useful=timedelta(0), morning=SOON, must_arrive=True),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about, as it is now. `status` None: it is gone. `chat_id` None: no chat, or (`blocked`) none that lets us in."""

    kind: str
    occurrence: int
    status: str | None
    version: int
    starts_at: datetime
    zone: ZoneInfo
    wanted: bool
    chat_id: int | None
    blocked: bool


@dataclass(frozen=True, slots=True)
class Send:
    """Say it now; it is worth sending for so many seconds."""

    valid_for: float
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """Never say it, and why."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """Look at it again then."""

    at: datetime


def decide(row: Subject, now: datetime) -> Send | Skip | Later:
    """The verdict on one row."""
    rule = RULES[row.kind]
    if why := _never(rule, row, now):
        return Skip(why)
    if rule.window.allows(now, row.zone):
        return Send(_valid_for(rule, row, now))
    morning = rule.window.next(now, row.zone)
    if row.starts_at - morning >= rule.morning:
        return Later(morning)
    return Send(_valid_for(rule, row, now), silent=True) if rule.must_arrive else Skip("quiet")


def _never(rule: Rule, row: Subject, now: datetime) -> str:
    """Why it is not to be said at all, the truest reason first; empty where it is."""
    if why := ended(row.kind, row.occurrence, row.status, row.version):
        return why
    if rule.switch and not row.wanted:
        return "switched-off"
    if row.starts_at - now < rule.useful:
        return "too-late"
    if row.chat_id is None:
        return "blocked" if row.blocked else "no-channel"
    return ""


def ended(kind: str, occurrence: int, status: str | None, version: int) -> str:
    """Why there is no such visit any more to speak of; empty while there is."""
    if status is None:
        return "gone"
    if kind == "visit_cancelled":
        return "" if status == "cancelled" else "over"
    if status not in OPEN:
        return "cancelled" if status == "cancelled" else "over"
    return "" if version == occurrence else "moved"


def _valid_for(rule: Rule, row: Subject, now: datetime) -> float:
    end = row.starts_at - rule.useful
    if not rule.must_arrive:
        end = min(end, rule.window.end(now, row.zone))
    return max(SHORTEST, (end - now).total_seconds())
