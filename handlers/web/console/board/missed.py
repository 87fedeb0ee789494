"""The journal of what was missed: newest first, with what it comes to (G2, D1)."""

from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.board.spans import day_of, row_number, short, span_of, zone_of
from handlers.web.console.board.view import took
from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.errors import Refused
from services.requests.board import NO_UNIT
from services.staff.accounts import colleagues
from services.storage.reader import Row
from services.units import Unit, all_units
from services.watch.journal import NOBODY, STATES, Sought, missed_rows, missed_totals
from services.watch.models import CLOCKS

PAGE = 50
_WEEK = timedelta(days=6)
_LONGEST = timedelta(days=366)


async def page(request: web.Request) -> web.StreamResponse:
    """The journal. For agents it does not exist."""
    desk, staff, words, query = desk_of(request), staff_of(request), words_of(request), request.query
    if not staff.reads_all:
        raise Refused("not-found")
    async with desk.db.read() as reader:
        units = await all_units(reader)
        own = [unit for unit in units if staff.reads(unit.id)]
        sought, days = _sought(request, words, zone_of(own, query.get("unit", "")))
        totals = await missed_totals(reader, staff, sought)
        found = await missed_rows(reader, staff, replace(sought, before=row_number(query.get("before", ""))), PAGE)
        people = [person for person in await colleagues(reader) if person.takes_requests]
    kept = {name: value for name, value in query.items() if name != "before" and value}
    older = str(request.rel_url.with_query(kept | {"before": str(found[-1]["id"])})) if len(found) == PAGE else ""
    by_id = {unit.id: unit for unit in units}
    return render(
        request, "board/missed.html", rows=[_line(row, by_id, units[0] if units else None, words) for row in found], older=older,
        whole=totals[0], totals=totals[1:], took=lambda seconds: took(seconds, words), sought=sought, days=days, states=STATES,
        clocks=CLOCKS, people=people, nobody=NOBODY, no_unit=NO_UNIT,
        units=[(unit.code, unit.named(words.language)["name"]) for unit in own],
    )  # fmt: skip


def _sought(request: web.Request, words: Words, zone: str) -> tuple[Sought, tuple[str, str]]:
    """The conditions, and the days as they stand in the form. Without days: the last seven; what is open is looked for at any time."""
    query = request.query
    state, clock = query.get("state", "all"), query.get("clock", "")
    sought = Sought(
        unit=short(query.get("unit", "")), who=short(query.get("who", "")), clock=clock if clock in CLOCKS else "",
        state=state if state in STATES else "all",
    )  # fmt: skip
    since, until = day_of(query.get("since", "")), day_of(query.get("until", ""))
    if sought.state == "open" and since is None and until is None:
        return sought, ("", "")
    since, until = _days(since, until, words.now.astimezone(ZoneInfo(zone)).date())
    return replace(sought, span=span_of(since, until, zone)), (since.isoformat(), until.isoformat())


def _days(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """A span of at most a year that does not end before it begins."""
    until = until or max(today, since or today)
    since = min(since or until - _WEEK, until)
    return max(since, until - _LONGEST), until


def _line(row: Row, units: dict[int, Unit], leading: Unit | None, words: Words) -> dict[str, object]:
    place = place_of(units.get(row["unit_id"], leading) if row["unit_id"] else leading, words.language)
    good = row["made_good_at"]
    return {
        "number": row["number"], "readable": row["readable"], "clock": words.label("clock", row["clock"]),
        "unit": place.name if row["unit_id"] else "", "who": row["name"], "login": row["login"], "escalated": bool(row["escalated_at"]),
        "due": f"{words.stamp(row['due_at'], place)} ({place.city})", "noticed": words.stamp(row["at"], place), "since": row["due_at"],
        "good": words.waited(row["due_at"], good) if good else "", "by": row["made_good_by"] or "",
    }  # fmt: skip
