"""Who comes today: the visits of one unit and one day, with what the reception presses when they come."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.visits.offers import day_in
from handlers.web.console.visits.shown import shown
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from services.booking.board import guests
from services.booking.reading import unit_day
from services.events import last_cursor
from services.garage.queries import vehicles_by_ids
from services.requests.view import Viewer
from services.staff.rights import changes_visits
from services.texts import date_words
from services.units import Unit, all_units


async def page(request: web.Request) -> web.StreamResponse:
    """The list. Everybody sees the units they work in."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        units = [unit for unit in await all_units(reader) if staff.works_in(unit.id)]
        unit = next((unit for unit in units if unit.code == request.query.get("unit")), units[0] if units else None)
        today = words.now.astimezone(ZoneInfo(unit.time_zone if unit else "UTC")).date()
        day = day_in(request.query.get("day", ""), today)
        visits = await unit_day(reader, unit.id, *_span(day, unit)) if unit else []
        found = await guests(reader, visits, Viewer("staff", staff=staff))
        vehicles = await vehicles_by_ids(reader, {visit.vehicle_id for visit in visits if visit.vehicle_id})
        rail = await load_rail(reader, desk, staff, words)
    lines = [shown(visit, unit, vehicles.get(visit.vehicle_id or 0), found.get(visit.id), words) for visit in visits]
    return render(
        request, "visits/day.html", cursor=cursor, rail=rail, current=None, unit=unit, place=place_of(unit, words.language),
        units=[(one.code, one.named(words.language)["name"]) for one in units], day=day.isoformat(), today=today.isoformat(),
        is_today=day == today, heading=_heading(day, unit, words.now, words.language), before=(day - timedelta(days=1)).isoformat(),
        after=(day + timedelta(days=1)).isoformat(), lines=[line for line in lines if line.status_code != "cancelled"],
        cancelled=[line for line in lines if line.status_code == "cancelled"],
        may_change=unit is not None and changes_visits(staff, unit.id),
    )  # fmt: skip


def _span(day: date, unit: Unit) -> tuple[datetime, datetime]:
    zone = ZoneInfo(unit.time_zone)
    since, until = (datetime.combine(at, time(), zone).astimezone(UTC) for at in (day, day + timedelta(days=1)))
    return since, until


def _heading(day: date, unit: Unit | None, now: datetime, language: str) -> str:
    zone = unit.time_zone if unit else "UTC"
    return date_words(language, datetime.combine(day, time(12), ZoneInfo(zone)), zone, now)
