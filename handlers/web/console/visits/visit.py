"""One visit: who, what, when; arrived, moved, cancelled. It can be reached from the day's list and from a request's card."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, cast

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.once import carried_out
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.visits.offers import moment_in, offer
from handlers.web.console.visits.shown import shown
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
from services.booking import visits
from services.booking.board import guests
from services.booking.models import Visit
from services.booking.reading import visit_of, works_of_visit
from services.editing import plain
from services.errors import Refused, invalid
from services.events import last_cursor
from services.garage.queries import vehicle_by_id
from services.requests.view import Viewer, request_row
from services.staff.models import Staff
from services.staff.rights import changes_visits, demand
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units import unit_by_id

_MAX_REASON = 500  # characters


@dataclass(frozen=True, slots=True)
class Trouble:
    """A form of the page that was refused, with what was typed."""

    why: str = ""
    mistakes: dict[str, str] = field(default_factory=dict)
    status: int = 200
    values: dict[str, str] = field(default_factory=dict)


async def found(reader: Reader, request: web.Request, staff: Staff) -> tuple[Visit, bool, int | None]:
    """The visit, whether this person may change it, and the number of the request they came from.

    Everybody reads visits of their units; who leads a request of the client reads and changes them wherever they are. Raises Refused
    `not-found`.
    """
    visit = await visit_of(reader, request.match_info["visit"])
    if visit is None:
        raise Refused("not-found")
    number = await _led(reader, staff, visit, request.query.get("request", ""))
    if number is None and not staff.works_in(visit.unit_id):
        raise Refused("not-found")
    return visit, number is not None or changes_visits(staff, visit.unit_id), number


async def _led(reader: Reader, staff: Staff, visit: Visit, digits: str) -> int | None:
    """The request named in the address, where it is this client's and this person's to act in."""
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):  # noqa: PLR2004 - fits a bigint
        return None
    row = await request_row(reader, int(digits), Viewer("staff", staff=staff))
    return (
        row["number"]
        if row and row["client_id"] == visit.client_id and may_book(staff, row["agent_id"], row["state"])
        else None
    )


def may_book(staff: Staff, agent_id: int | None, state: str) -> bool:
    """Whoever leads an open request, and heads who may read it, book for its client."""
    return state != "closed" and staff.takes_requests and (agent_id == staff.id or staff.may_override)


async def page(request: web.Request) -> web.StreamResponse:
    """The visit, with free times when it is to be moved (`?move`)."""
    return await _page(request, Trouble())


async def _page(request: web.Request, trouble: Trouble) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        visit, may_change, number = await found(reader, request, staff)
        unit = await unit_by_id(reader, visit.unit_id)
        guest = (await guests(reader, [visit], Viewer("staff", staff=staff))).get(visit.id)
        told = shown(visit, unit, await vehicle_by_id(reader, visit.vehicle_id), guest, words)
        times = None
        if unit and may_change and told.open and ("move" in request.query or trouble.values.get("starts_at")):
            works = await works_of_visit(reader, visit)
            times = await offer(reader, unit, works, request.query.get("day", ""), words, moving=visit.id)
        rail = await load_rail(reader, desk, staff, words)
    return render(
        request, "visits/visit.html", status=trouble.status, cursor=cursor, rail=rail, current=number, visit=told, version=visit.version,
        may_change=may_change, number=number, offer=times, trouble=trouble, place=place_of(unit, words.language),
        unit_code=visit.unit_code, day=visit.starts_at.astimezone(unit.hours.zone).date().isoformat() if unit else "",
    )  # fmt: skip


Act = Callable[[Tx, Visit, Form], Awaitable[None]]


def _acting(act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        staff, form = staff_of(request), form_of(request)

        async def carry_out(tx: Tx) -> str:
            visit, may_change, number = await found(tx, request, staff)
            demand(may_change)
            await act(tx, visit, form)
            if form["back"] == "day":
                return await _day_of(tx, visit)
            return f"/console/requests/{number}#end" if number else f"/console/visits/{visit.public_id}"

        async def again(request: web.Request, refused: Refused) -> web.StreamResponse:
            return await _page(request, _trouble(request, refused, form))

        return await carried_out(request, carry_out, again)

    return handler


async def _day_of(reader: Reader, visit: Visit) -> str:
    """The line of the visit in the list of its day."""
    unit = await unit_by_id(reader, visit.unit_id)
    day = visit.starts_at.astimezone(unit.hours.zone).date() if unit else visit.starts_at.date()
    return f"/console/visits?unit={visit.unit_code}&day={day}#{visit.public_id}"


def _trouble(request: web.Request, refused: Refused, form: Form) -> Trouble:
    words = words_of(request)
    changed = bool(refused.data.get("seen"))
    why = words("visit-changed" if changed else "visit-over") if refused.code == "closed" else words.refusal(refused)
    return Trouble(why, words.mistakes(refused), STATUS.get(refused.code, 409), form.typed)


async def _status(tx: Tx, visit: Visit, form: Form) -> None:
    if form["status"] not in {"arrived", "no_show", "done"}:
        raise invalid("status", "unknown")
    await visits.set_status(tx, visit, cast("Literal['arrived', 'no_show', 'done']", form["status"]))


def _seen(form: Form) -> int | None:
    """The version that stood on the page."""
    version = form["seen"]
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None  # noqa: PLR2004 - an integer


async def _move(tx: Tx, visit: Visit, form: Form) -> None:
    await visits.move(tx, visit, moment_in(form["starts_at"]), by="unit", seen=_seen(form))


async def _cancel(tx: Tx, visit: Visit, form: Form) -> None:
    reason = plain(form["reason"])
    if len(reason) > _MAX_REASON:
        raise invalid("reason", "too long")
    await visits.cancel(tx, visit, by="unit", reason=reason or None, seen=_seen(form))


status, move, cancel = _acting(_status), _acting(_move), _acting(_cancel)


async def back_to_page(request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page: a reload after a mistake, or a language switch."""
    raise web.HTTPSeeOther(str(request.rel_url.with_path(f"/console/visits/{request.match_info['visit']}", keep_query=True)))
