"""Repeat contacts and claims over time (V6): the picture by days, and the numbers with the lists behind them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from handlers.web.console.board.links import Links
from handlers.web.console.keys import staff_of
from handlers.web.console.labelling.spans import Asked, asked
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.events import last_cursor
from services.labelling.asked import NOBODY
from services.labelling.repeats import DayOf, Repeats, repeats_by_day
from services.texts import short_day

DAYS = 30


async def page(request: web.Request) -> web.StreamResponse:
    """What came back in these days."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        what = await asked(reader, request, DAYS)
        found = await repeats_by_day(reader, what.scope, what.place.zone)
        rail = await load_rail(reader, desk, staff, words)
    days = _every_day(what, found)
    shown = [_day(day, what, words) for day in days]
    return render(
        request, "labelling/repeats.html", cursor=cursor, rail=rail, current=None, place=what.place, form=what.form,
        count=found.count, came=sum(day.came for day in days), claims=sum(day.claims for day in days),
        types=[(words.label("type", one.name), one.count, _list(what, type=one.name)) for one in found.types],
        people=[
            (one.name or words("repeats-nobody"), one.count, one.closed, _list(what, blamed=one.login or NOBODY)) for one in found.people
        ],
        days=shown, over=_picture(shown),
        all_href=_list(what), claims_href=_address(what, type="claim", state="all"),
    )  # fmt: skip


def last_days(numbers: Sequence[tuple[int, int]], links: Links, today: date, words: Words) -> dict[str, Any]:
    """The picture of the last days for the board, and where the page is."""
    since = today - timedelta(days=len(numbers) - 1)
    days = [
        {"name": short_day(words.language, since + timedelta(days=place)), "repeats": repeats, "claims": claims}
        for place, (repeats, claims) in enumerate(numbers)
    ]
    return {
        **_picture(days),
        "href": f"/console/repeats?{urlencode({'unit': links.unit})}" if links.unit else "/console/repeats",
    }


def _picture(days: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    top = max((max(day["repeats"], day["claims"]) for day in days), default=0) or 1
    return {
        "days": days, "top": top, "repeats": sum(day["repeats"] for day in days), "claims": sum(day["claims"] for day in days),
    }  # fmt: skip


def _every_day(what: Asked, found: Repeats) -> list[DayOf]:
    known = {day.day: day for day in found.days}
    span = [what.since + timedelta(days=step) for step in range((what.until - what.since).days + 1)]
    return [known.get(day) or DayOf(day, 0, 0, 0) for day in span]


def _day(day: DayOf, what: Asked, words: Words) -> dict[str, Any]:
    one = day.day.isoformat()
    return {
        "name": short_day(words.language, day.day), "repeats": day.repeats, "claims": day.claims,
        "came": day.came, "repeats_href": _list(what, came=one),
        "claims_href": _address(what, type="claim", state="all", came=one),
    }  # fmt: skip


def _list(what: Asked, **chosen: str) -> str:
    return _address(what, repeat="1", state="all", **chosen)


def _address(what: Asked, **chosen: str) -> str:
    return f"/console/requests?{urlencode(what.link(**({'came': what.days} | chosen)))}"
