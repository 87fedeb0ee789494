"""Who comes today: the visits of one unit and one day, with what the reception presses when they come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.visits.offers import day_in
from handlers.web.console.visits.shown import Shown, shown
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.booking.board import guests
from services.booking.models import OPEN, Visit
from services.booking.reading import unit_day
from services.events import last_cursor
from services.garage.queries import vehicles_by_ids
from services.requests.view import Viewer
from services.staff.models import Staff
from services.staff.rights import changes_visits
from services.storage.reader import Reader
from services.texts import date_words
from services.units import Unit, all_units

_SOON = 6  # visits on the first page


@dataclass(frozen=True, slots=True)
class Today:
    """What is still to come today in one's own unit: the next few, and how many there are."""

    unit: str
    unit_code: str
    city: str
    visits: Sequence[Shown]
    count: int


async def page(request: web.Request) -> web.StreamResponse:
    """The list. Everybody sees the units they work in."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        context = await _day(reader, request, staff, words)
        rail = await load_rail(reader, desk, staff, words)
    return render(request, "visits/day.html", cursor=cursor, rail=rail, current=None, **context)


async def part(request: web.Request) -> web.StreamResponse:
    """The list alone, for the live view."""
    async with desk_of(request).db.read() as reader:
        context = await _day(reader, request, staff_of(request), words_of(request))
    return render(request, "visits/list.html", **context)


async def _day(reader: Reader, request: web.Request, staff: Staff, words: Words) -> dict[str, Any]:
    units = await _own_units(reader, staff)
    unit = next((unit for unit in units if unit.code == request.query.get("unit")), units[0] if units else None)
    today = words.now.astimezone(ZoneInfo(unit.time_zone if unit else "UTC")).date()
    day = day_in(request.query.get("day", ""), today)
    lines = await _lines(reader, await unit_day(reader, unit.id, *_span(day, unit)), unit, staff, words) if unit else []
    return {
        "unit": unit, "place": place_of(unit, words.language), "day": day.isoformat(), "is_today": day == today,
        "units": [(one.code, one.named(words.language)["name"]) for one in units],
        "heading": _heading(day, unit, words.now, words.language), "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat(), "lines": [line for line in lines if line.status_code != "cancelled"],
        "cancelled": [line for line in lines if line.status_code == "cancelled"],
        "may_change": unit is not None and changes_visits(staff, unit.id),
    }  # fmt: skip


async def coming_today(reader: Reader, staff: Staff, words: Words) -> Today | None:
    """For the first page; None where there is no unit."""
    units = await _own_units(reader, staff)
    if not units:
        return None
    unit, place = units[0], place_of(units[0], words.language)
    day = words.now.astimezone(ZoneInfo(unit.time_zone)).date()
    coming = [v for v in await unit_day(reader, unit.id, *_span(day, unit)) if v.status in OPEN and v.ends_at > words.now]
    soon = await _lines(reader, coming[:_SOON], unit, staff, words)
    return Today(place.name, unit.code, place.city, soon, len(coming))


async def _own_units(reader: Reader, staff: Staff) -> list[Unit]:
    return [unit for unit in await all_units(reader) if staff.works_in(unit.id)]


async def _lines(reader: Reader, visits: Sequence[Visit], unit: Unit, staff: Staff, words: Words) -> list[Shown]:
    found = await guests(reader, visits, Viewer("staff", staff=staff))
    vehicles = await vehicles_by_ids(reader, {visit.vehicle_id for visit in visits if visit.vehicle_id})
    return [shown(visit, unit, vehicles.get(visit.vehicle_id or 0), found.get(visit.id), words) for visit in visits]


def _span(day: date, unit: Unit) -> tuple[datetime, datetime]:
    zone = ZoneInfo(unit.time_zone)
    since, until = (datetime.combine(at, time(), zone).astimezone(UTC) for at in (day, day + timedelta(days=1)))
    return since, until


def _heading(day: date, unit: Unit | None, now: datetime, language: str) -> str:
    zone = unit.time_zone if unit else "UTC"
    return date_words(language, datetime.combine(day, time(12), ZoneInfo(zone)), zone, now)
