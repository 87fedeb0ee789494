"""Pairs of cards that may be one person's, for those who clean up (A3)."""

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.one_card.offers import signs_told
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.keys import desk_of
from services.errors import Refused
from services.events import last_cursor
from services.recognising.likely import LISTED, likely_pairs


async def page(request: web.Request) -> web.StreamResponse:
    """The likeliest first. For agents there is none: they see what concerns their requests."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    if not staff.reads_all:
        raise Refused("not-found")
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        pairs = await likely_pairs(reader, staff)
        rail = await load_rail(reader, desk, staff, words)
    lines = [(pair, signs_told(list(pair.signs), words)) for pair in pairs]
    return render(
        request, "one_card/duplicates.html", cursor=cursor, rail=rail, current=None, pairs=lines, more=len(lines) == LISTED
    )
