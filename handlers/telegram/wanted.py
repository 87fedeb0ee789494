"""The free time that was typed: exactly it, the times of its day, or the nearest there is. Nothing is chosen for anybody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from handlers.telegram.openings import Free, slots_of_day
from handlers.telegram.screens.days import local_day
from services.booking.models import Slot
from services.understanding.times import Wished
from services.units import Unit

OFFERED, OFFERED_IN_PART = 6, 12
_DAYS = 7  # looked at, where several are meant
_BEFORE, _AFTER, _SOON = timedelta(days=7), timedelta(days=14), timedelta(days=14)
_NOON = time(12)


@dataclass(frozen=True, slots=True)
class Found:
    """One of: `at`, the time that was meant; `day`, whose times are to be shown; `days`, of which one is meant; `slots` to choose from.

    `note` is the key of what is said above, empty where the question says it all. With nothing else set there is nothing free.
    """

    at: datetime | None = None
    day: date | None = None
    days: Sequence[date] = field(default_factory=list)
    slots: Sequence[Slot] = field(default_factory=list)
    note: str = ""


async def find(free: Free, unit: Unit, now: datetime, wished: Wished, default: date | None) -> Found:
    """Look for it. `default`: the day that is meant where only a time was typed."""
    today = local_day(now, unit)
    named = wished.days or ((default,) if default else ())
    days = [day for day in named if day >= today][:_DAYS]
    if named and not days:
        return Found(note="booking-typed-past")
    if not days:
        return await _some_day(free, unit, now, wished)
    slots = [slot for day in days for slot in await slots_of_day(free, unit, day)]
    fitting = [slot for slot in slots if wished.fits(_clock(slot, unit))]
    if wished.exact and len(fitting) == 1 and len(days) == 1:
        return Found(at=fitting[0].starts_at)
    if not fitting:
        wanted = datetime.combine(days[0], _hour(wished), unit.hours.zone).astimezone(UTC)
        found = await _nearest(free, now, wanted)
        return Found(slots=found, note="booking-typed-taken" if wished.exact else "booking-typed-full")
    if wished.exact or (wished.part and len(days) == 1):
        return Found(slots=fitting[: OFFERED if wished.exact else OFFERED_IN_PART])
    left = _days_of(fitting, unit)
    return Found(day=left[0]) if len(days) == 1 else Found(days=left, note="booking-typed-which-day")


async def _some_day(free: Free, unit: Unit, now: datetime, wished: Wished) -> Found:
    """No day was named: the first that fit."""
    soon = await free(now, now + _SOON)
    fitting = [slot for slot in soon if wished.fits(_clock(slot, unit))]
    return Found(slots=(fitting or soon)[:OFFERED], note="booking-typed-soon" if fitting else "booking-typed-taken")


async def _nearest(free: Free, now: datetime, wanted: datetime) -> list[Slot]:
    """The nearest before and after, in order; far ahead, where nothing can be booked yet, the first there are."""
    around = await free(max(now, wanted - _BEFORE), max(now, wanted - _BEFORE) + _BEFORE + _AFTER)
    found = around or await free(now, now + _SOON)
    nearest = sorted(found, key=lambda slot: abs(slot.starts_at - wanted))[:OFFERED]
    return sorted(nearest, key=lambda slot: slot.starts_at)


def _hour(wished: Wished) -> time:
    return wished.times[0] if wished.times else wished.since or _NOON


def _clock(slot: Slot, unit: Unit) -> time:
    return slot.starts_at.astimezone(unit.hours.zone).time()


def _days_of(slots: Iterable[Slot], unit: Unit) -> list[date]:
    return sorted({local_day(slot.starts_at, unit) for slot in slots})
