"""The calls that are owed: own ones with their outcomes, for heads also those of their units."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.settings.frame import Fields, saving
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.errors import Refused
from services.events import last_cursor
from services.requests.answers import record_call
from services.requests.calls import open_calls
from services.requests.models import CallOutcome
from services.staff.models import Staff
from services.storage.reader import Row
from services.storage.tx import Tx
from services.units import Unit, all_units

_DONE = frozenset({"reached", "no_answer", "wrong_number"})


@dataclass(frozen=True, slots=True)
class Call:
    """One of them. `due`: by when it was promised; `since`: from when on it is wanted. `leader`: who else leads the request."""

    number: int
    client: str
    type: str
    phone: str
    note: str
    due: str
    due_at: datetime | None
    late: bool
    since: str
    mine: bool
    leader: str


async def page(request: web.Request) -> web.StreamResponse:
    """The list, the nearest promise first."""
    return await _page(request, Fields())


async def to_page(_request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page."""
    raise web.HTTPSeeOther("/console/calls")


async def _page(request: web.Request, form: Fields) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    if not staff.takes_requests:
        raise Refused("not-found")
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        rows = await open_calls(reader, staff)
        units = {unit.id: unit for unit in await all_units(reader)}
        rail = await load_rail(reader, desk, staff, words)
    leading = next(iter(units.values()), None)
    calls = [_call(row, units.get(row["unit_id"], leading), staff, words) for row in rows]
    failed = number_in(request) if form.why else 0
    done, number = request.query.get("done", ""), request.query.get("number", "")
    return render(
        request, "shifts/calls.html", status=form.status, cursor=cursor, rail=rail, current=None, f=form, failed=failed,
        own=[call for call in calls if call.mine], others=[call for call in calls if not call.mine],
        done=done if done in _DONE and number.isascii() and number.isdigit() else "", number=number[:18],
    )  # fmt: skip


def _call(row: Row, unit: Unit | None, staff: Staff, words: Words) -> Call:
    place = place_of(unit, words.language)
    due = row["due_at"]
    late = due is not None and (due <= words.now or row["broken_at"] is not None)
    return Call(
        row["number"], row["client_name"] or words("client-unnamed"), words.label("type", row["type"]), row["phone"], row["note"],
        words.moment(due, place, by=not late) if due else "", due, late, words.moment(row["created_at"], place),
        row["agent_id"] == staff.id, row["agent_name"] or "",
    )  # fmt: skip


async def _record(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    number = number_in(request)
    outcome = cast("CallOutcome", form["outcome"])  # record_call checks it
    await record_call(tx, staff, number, outcome=outcome, note_text=form["note"].strip())
    return f"/console/calls?done={outcome}&number={number}"


record = saving(_record, _page)
