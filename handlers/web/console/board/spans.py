"""Days as they stand in addresses, and the time they span at a station; other things that addresses hold."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.requests.board import Span
from services.units import Unit

_YEARS = range(2000, 2200)
_ISO = len("2026-11-24")
_LONGEST = 100  # characters of a value


def short(value: str) -> str:
    """What was typed, as far as it can be meant."""
    return value.replace("\x00", "")[:_LONGEST]


def row_number(value: str) -> int | None:
    """A row's number; None for what is none."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None  # noqa: PLR2004 - fits a bigint


def day_of(value: str) -> date | None:
    """A date; None for what is none."""
    try:
        day = date.fromisoformat(value) if len(value) == _ISO else None
    except ValueError:
        return None
    return day if day and day.year in _YEARS else None


def span_of(since: date, until: date, zone: str) -> Span:
    """From the beginning of one day to the end of the other, in this zone."""
    begin, end = (datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) for day in (since, until + timedelta(days=1)))
    return begin, end


def zone_of(units: Sequence[Unit], code: str) -> str:
    """Whose day it is: that of the unit chosen, else of the first of one's own: the leading one, where it is among them."""
    chosen = next((unit for unit in units if unit.code == code), units[0] if units else None)
    return chosen.time_zone if chosen else "UTC"


def span_in(query: Mapping[str, str], name: str, zone: str) -> Span | None:
    """The day that an address names, or the days (`2026-11-01..2026-11-24`), in this zone."""
    first, _, last = query.get(name, "").partition("..")
    since, until = day_of(first), day_of(last or first)
    return span_of(since, until, zone) if since and until else None
