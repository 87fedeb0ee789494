"""Free times as they are chosen: days with their times, in the unit's own zone, a stretch at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from handlers.web.console.words import Words
from services.booking.availability import available
from services.booking.models import Slot
from services.catalog.models import Work
from services.errors import invalid
from services.storage.reader import Reader
from services.texts import date_words
from services.units import Unit

STRETCH = 14  # days looked at
DAYS = 5  # days shown
_FARTHEST = 370
_FIRST = date(1970, 1, 1)  # no calendar of visits goes back further


@dataclass(frozen=True, slots=True)
class Day:
    """A day with free times: (the moment as a form sends it, the time as it is read)."""

    heading: str
    times: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """`earlier` and `later` are days to look from instead (ISO), empty where there is nothing to look at."""

    days: Sequence[Day]
    since: str
    earlier: str
    later: str


async def offer(
    reader: Reader, unit: Unit, works: Sequence[Work], asked: str, words: Words, *, moving: int | None = None
) -> Offer:  # fmt: skip
    """Times from the day asked for, else from today; a stretch without any is skipped over."""
    zone = ZoneInfo(unit.time_zone)
    today = words.now.astimezone(zone).date()
    since = max(day_in(asked, today), today)
    found: list[tuple[date, list[Slot]]] = []
    end = since
    while not found and end <= today + timedelta(days=_FARTHEST):
        begin, end = end, end + timedelta(days=STRETCH)
        slots = await available(
            reader, unit, works, _midnight(begin, zone), _midnight(end, zone), now=words.now, staff=True, moving=moving
        )
        found = [(day, list(group)) for day, group in groupby(slots, key=lambda slot: slot.starts_at.astimezone(zone).date())]
    shown = found[:DAYS]
    after = found[DAYS][0] if len(found) > DAYS else end
    return Offer(
        [_day(day, slots, unit, words) for day, slots in shown], since.isoformat(),
        (max(since - timedelta(days=DAYS), today)).isoformat() if since > today else "", after.isoformat() if shown else "",
    )  # fmt: skip


def day_in(typed: str, otherwise: date) -> date:
    """A date from an address; what is none counts as not given."""
    try:
        return max(min(date.fromisoformat(typed), otherwise + timedelta(days=_FARTHEST)), _FIRST)
    except ValueError:
        return otherwise


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _day(day: date, slots: Sequence[Slot], unit: Unit, words: Words) -> Day:
    zone = ZoneInfo(unit.time_zone)
    heading = date_words(words.language, slots[0].starts_at, unit.time_zone, words.now)
    ahead = (day - words.now.astimezone(zone).date()).days
    if ahead in {0, 1}:
        heading = f"{words('today' if ahead == 0 else 'visit-tomorrow')}, {heading}"
    return Day(heading, [(slot.starts_at.isoformat(), slot.starts_at.astimezone(zone).strftime("%H:%M")) for slot in slots])


def moment_in(typed: str) -> datetime:
    """The moment of a pressed time. Raises Refused `invalid` on `starts_at`."""
    try:
        at = datetime.fromisoformat(typed)
    except ValueError:
        raise invalid("starts_at", "required") from None
    if at.tzinfo is None or at.year in {MINYEAR, MAXYEAR}:
        raise invalid("starts_at", "required")
    return at.astimezone(UTC)
