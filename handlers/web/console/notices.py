"""What the person was told (G2): the bell of every page, the list, and the strip of what should not be missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import UNSEEN, staff_of
from handlers.web.console.once import once
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.errors import invalid
from services.events import last_cursor
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.watch.reading import ASKED, Notice, notices_of, see, see_all, see_request, unseen, urgent_unseen
from services.watch.wording import Stations, Teller, stations

PAGE = 50
PRESSING = 3  # of what is urgent, on the first page; the rest is in the list
HOME = "/console/notices"


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as it is shown. `link` leads to its request, empty where the person may not read it; `at` is its moment, `when` in words,
    `age` how long ago that was, while it is less than a day."""

    id: int
    name: str
    text: str
    link: str
    at: datetime
    when: str
    age: str
    urgent: bool
    seen: bool


async def page(request: web.Request) -> web.StreamResponse:
    """The list, newest first."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        rail = await load_rail(reader, desk, staff, words)
        before = _number(request.query.get("before", ""))
        notices = await notices_of(reader, staff, before=before, limit=PAGE)
        lines = _lines(notices, words, await stations(reader))
    return render(
        request, "notices.html", cursor=cursor, rail=rail, current=None, lines=lines, first=before is None,
        older=f"{HOME}?before={lines[-1].id}" if len(lines) == PAGE else "",
    )  # fmt: skip


async def news(request: web.Request) -> web.StreamResponse:
    """The bell, the strip and the newest of the list, for the live view."""
    staff, words = staff_of(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        request[UNSEEN] = await unseen(reader, staff.id)
        places = await stations(reader)
        pressing = _lines(await urgent_unseen(reader, staff, words.now, PRESSING), words, places)
        lines = _lines(await notices_of(reader, staff, limit=PAGE), words, places)
    older = f"{HOME}?before={lines[-1].id}" if len(lines) == PAGE else ""
    return render(request, "parts/news.html", pressing=pressing, lines=lines, older=older, first=True)


async def mark_seen(request: web.Request) -> web.StreamResponse:
    """One of them (`one`), or all up to an id (`up_to`); then back to where it was pressed."""
    staff, form = staff_of(request), form_of(request)
    raise web.HTTPSeeOther(await once(request, lambda tx: _mark(tx, staff, form)))


async def _mark(tx: Tx, staff: Staff, form: Form) -> str:
    one, up_to = _number(form["one"]), _number(form["up_to"])
    if one is not None:
        await see(tx, staff, one)
    elif up_to is not None:
        await see_all(tx, staff, up_to)
    else:
        raise invalid("one", "required")
    return "/console" if form["back"] == "desk" else HOME


async def back_to_page(_request: web.Request) -> NoReturn:
    """Where a form was sent to, opened again: by signing in after it, or from the history."""
    raise web.HTTPSeeOther(HOME)


async def pressing_for(reader: Reader, staff: Staff, words: Words) -> list[Line]:
    """What is urgent and was not seen, for the first page."""
    return _lines(await urgent_unseen(reader, staff, words.now, PRESSING), words, await stations(reader))


async def seen_by_opening(request: web.Request, number: int) -> None:
    """Who opens a request has seen what they were told about it."""
    desk, staff, known = desk_of(request), staff_of(request), request.get(UNSEEN)
    if known is None or not known.count:
        return
    async with desk.db.tx(actor=staff.actor) as tx:
        await see_request(tx, staff, number)
        request[UNSEEN] = await unseen(tx, staff.id)


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None  # noqa: PLR2004 - fits a bigint


def _lines(notices: Sequence[Notice], words: Words, places: Stations) -> list[Line]:
    tell = Teller(words.language, places, words.now)
    return [_line(notice, tell(notice), words, places) for notice in notices]


def _link(notice: Notice) -> str:
    """Who was asked answers on a page of their own, whether or not they may read the request."""
    if notice.what in ASKED:
        return "/console/questions"
    return f"/console/requests/{notice.number}" if notice.readable else ""


def _line(notice: Notice, told: str, words: Words, places: Stations) -> Line:
    place = place_of(places.of(notice), words.language)
    recent = (words.now - notice.at).days < 1
    return Line(
        notice.id, f"№ {notice.number}" if notice.number else "", told,
        _link(notice), notice.at, words.stamp(notice.at, place),
        words("time-over", time=words.waited(notice.at)) if recent else "", notice.urgent, notice.seen,
    )  # fmt: skip
