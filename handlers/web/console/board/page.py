"""The live board: the page, and its part that is drawn anew."""

from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.board import view
from handlers.web.console.board.hand_overs import hand_overs
from handlers.web.console.board.links import Links
from handlers.web.console.board.pictures import draw
from handlers.web.console.board.spans import span_of
from handlers.web.console.keys import staff_of
from handlers.web.console.labelling import repeats_page
from handlers.web.console.pages import render, words_of
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from services.board.models import Scope
from services.board.reading import load_board
from services.errors import Refused
from services.units import all_units


async def page(request: web.Request) -> web.StreamResponse:
    """The board. For agents it does not exist (W4)."""
    return render(request, "board/board.html", **await _context(request))


async def part(request: web.Request) -> web.StreamResponse:
    """What changes, for the live view."""
    return render(request, "board/part.html", **await _context(request))


async def _context(request: web.Request) -> dict[str, Any]:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    if not staff.reads_all:
        raise Refused("not-found")
    async with desk.db.read() as reader:
        units = await all_units(reader)
        own = [unit for unit in units if staff.reads(unit.id)]
        unit = next((unit for unit in own if unit.code == request.query.get("unit")), None)
        place = place_of(unit or next(iter(own), None), words.language)
        today = words.now.astimezone(ZoneInfo(place.zone)).date()
        scope = Scope(staff, words.now, span_of(today, today, place.zone), unit.id if unit else None)
        board = await load_board(reader, scope, desk.limits.wip_limit)
        beside = await hand_overs(reader, scope, units, words)
    links = Links(unit.code if unit else "", today.isoformat())
    by_id = {unit.id: unit for unit in units}
    people = view.members(board, links, words, staff)
    return {
        "units": [(one.code, one.named(words.language)["name"]) for one in own], "unit": unit.code if unit else "", "links": links,
        "place": place, "now": view.now_figures(board, links, words), "day": view.day_figures(board, links, words),
        "queue": view.queue_lines(board, links, words), "people": [member for member in people if not member.person.idle],
        "idle": [member for member in people if member.person.idle], "owed": view.falls(board.owed, by_id, words),
        "promises": view.falls(board.promises.first, by_id, words), "pictures": draw(board.day.hours, words, place), **beside,
        "others": staff.role == "head" and not all(member.acts for member in people),
        "over_time": repeats_page.last_days(board.over_time, links, today, words),
    }  # fmt: skip
