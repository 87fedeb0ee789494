"""Days and times with something free, for booking and for moving alike."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from handlers.telegram.screens.booking import DAYS_SHOWN
from handlers.telegram.screens.days import local_day
from services.booking.models import Slot
from services.units import Unit

Free = Callable[[datetime, datetime], Awaitable[Sequence[Slot]]]
"""What is free between two moments."""

_WINDOW = timedelta(days=14)  # looked at in one go: mostly enough for a page of days


async def free_days(free: Free, unit: Unit, now: datetime, page: int) -> tuple[list[date], bool]:
    """A page of days with something free, and whether more follow; looks ahead only as far as it must."""
    first, needed = page * DAYS_SHOWN, (page + 1) * DAYS_SHOWN + 1
    since, end = now, now + timedelta(days=unit.horizon_days + 1)
    found: list[date] = []
    while since < end and len(found) < needed:
        until = min(since + _WINDOW, end)
        fresh = {local_day(slot.starts_at, unit) for slot in await free(since, until)}
        found += sorted(fresh.difference(found))
        since = until
    return found[first : needed - 1], len(found) >= needed


async def slots_of_day(free: Free, unit: Unit, day: date) -> list[Slot]:
    """What is free on a local day of the station; short and long days count as they are."""
    zone = unit.hours.zone
    since, until = (datetime.combine(at, time(), zone).astimezone(UTC) for at in (day, day + timedelta(days=1)))
    return list(await free(since, until))
