"""Tags with their counts and how long such requests take (G4)."""

from urllib.parse import urlencode

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.labelling.spans import Asked, asked
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.events import last_cursor
from services.labelling.figures import TagLoad, tag_loads

DAYS = 30


async def page(request: web.Request) -> web.StreamResponse:
    """Of the requests that came in these days."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        what = await asked(reader, request, DAYS)
        loads = await tag_loads(reader, what.scope)
        rail = await load_rail(reader, desk, staff, words)
    lines = [_line(load, words) | {"href": _list(load, what)} for load in loads]
    return render(
        request, "labelling/tags.html", cursor=cursor, rail=rail, current=None, lines=lines, place=what.place, form=what.form,
        most=max((load.share for load in loads), default=0),
    )  # fmt: skip


def _line(load: TagLoad, words: Words) -> dict[str, object]:
    return {
        "name": in_language(load.tag.name, words.language), "count": load.count, "active": load.tag.active,
        "share": words("board-percent", share=round(load.share)) if load.share >= 1 else words("tags-under-one"),
        "bar": round(load.share, 1), "repeats": words("board-percent", share=load.repeats),
        "handling": _took(load.handling, words), "hold": _took(load.hold, words),
    }  # fmt: skip


def _list(load: TagLoad, what: Asked) -> str:
    return f"/console/requests?{urlencode(what.link(tag=load.tag.code, state='all', came=what.days))}"


def _took(minutes: float | None, words: Words) -> str:
    return "—" if minutes is None else words.minutes(round(minutes))
