"""The page of those asked: open questions put to them, each with what it is about and a form to answer; and what they have answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from aiohttp import web

from handlers.web.console.attached import Attached, attached
from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import UNSEEN, staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.settings.frame import Fields, saving
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.consulting.answering import Written, answer
from services.consulting.models import Question
from services.consulting.reading import Matter, answered_by, files_of, matters_asked_about, put_to
from services.events import last_cursor
from services.files.access import own_uploads
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.units import Unit, all_units
from services.watch.reading import see_asked, unseen

HOME = "/console/questions"


@dataclass(frozen=True, slots=True)
class Put:
    """A question as those asked see it: the car and the works, not the client."""

    id: int
    number: int
    asker: str
    text: str
    type: str
    car: str
    vin: str
    works: str
    order: str
    since: str
    due: str
    due_at: datetime | None
    late: bool
    files: Sequence[Attached]
    answer: str = ""


async def page(request: web.Request) -> web.StreamResponse:
    """The list, what falls due first before the rest. Who opens it has seen that they were asked."""
    await _seen(request)
    return await _page(request, Fields())


async def part(request: web.Request) -> web.StreamResponse:
    """The list alone, for the live view."""
    async with desk_of(request).db.read() as reader:
        context = await _context(reader, request)
    return render(request, "questions/list.html", f=Fields(), failed=0, kept_files=[], **context)


async def to_page(_request: web.Request) -> NoReturn:
    """The address of a form, opened as a page."""
    raise web.HTTPSeeOther(HOME)


async def _seen(request: web.Request) -> None:
    desk, staff, known = desk_of(request), staff_of(request), request.get(UNSEEN)
    if known is None or not known.count:
        return
    async with desk.db.tx(actor=staff.actor) as tx:
        await see_asked(tx, staff)
        request[UNSEEN] = await unseen(tx, staff.id)


async def _page(request: web.Request, form: Fields) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        rail = await load_rail(reader, desk, staff, words)
        context = await _context(reader, request)
        kept = await own_uploads(reader, staff.id, form_of(request).files) if form.why else []
    failed = int(request.match_info["question"]) if form.why else 0
    told = bool(form.why) and failed not in {one.id for one in context["put"]}
    return render(
        request, "questions/page.html", status=form.status, cursor=cursor, rail=rail, current=None, f=form, failed=failed, told=told,
        kept_files=kept, done="done" in request.query, **context,
    )  # fmt: skip


async def _context(reader: Reader, request: web.Request) -> dict[str, Any]:
    staff, words = staff_of(request), words_of(request)
    put, answered = await put_to(reader, staff), await answered_by(reader, staff)
    units = await all_units(reader)
    matters = await matters_asked_about(reader, words.language, *{one.number for one in (*put, *answered)})
    files = await files_of(reader, *{one.message_id for one in put})

    def shown(one: Question) -> Put:
        return _put(one, matters.get(one.number, Matter()), files.get(one.message_id, []), units, words)

    return {"put": [shown(one) for one in put], "answered": [shown(one) for one in answered]}


def _put(one: Question, matter: Matter, files: Sequence[Row], units: Sequence[Unit], words: Words) -> Put:
    unit_id = one.to_unit_id or one.unit_id
    unit = next((unit for unit in units if unit.id == unit_id), units[0] if units else None)
    place = place_of(unit, words.language)
    late = one.standing(words.now) == "overdue"
    car = ", ".join(part for part in (matter.car, matter.year, matter.plate) if part)
    return Put(
        one.id, one.number, one.asker, one.text, words.label("type", one.type), car, matter.vin, ", ".join(matter.works), matter.order,
        words.stamp_within(one.asked_at, place), words.moment(one.due_at, place, by=not late) if one.due_at else "", one.due_at, late,
        [attached(dict(file), words, place) for file in files], one.answer or "",
    )  # fmt: skip


async def _answer(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    await answer(tx, staff, int(request.match_info["question"]), Written(form["text"], form.files))
    return f"{HOME}?done"


answering = saving(_answer, _page)
