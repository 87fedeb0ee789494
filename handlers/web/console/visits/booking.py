"""Booking from a request: unit, vehicle, works, then a free time. The visit keeps the request's number (W9).

The choice is an address (GET), so that going back and forth loses nothing; only the chosen time is a form that does something.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.once import once
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.visits.offers import moment_in, offer
from handlers.web.console.visits.visit import Trouble, may_book
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
from services.booking import visits
from services.booking.plan import plan
from services.catalog.models import FAMILIES, Work
from services.catalog.queries import all_works, unit_resources, works_by_codes
from services.clients.erasable import keep_card
from services.editing import plain
from services.errors import Refused, invalid
from services.events import last_cursor
from services.garage.models import Vehicle, vehicle_title
from services.garage.queries import vehicles_of
from services.requests.view import Viewer, request_row
from services.staff.models import Staff
from services.staff.rights import demand
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.units import Unit, all_units

_MAX_COMMENT = 500  # characters


@dataclass(frozen=True, slots=True)
class Choice:
    """What has been chosen so far; codes and ids that are not offered are left out."""

    unit: Unit | None
    vehicle: Vehicle | None
    works: Sequence[str]
    day: str
    comment: str


async def page(request: web.Request) -> web.StreamResponse:
    """The choice, and free times once it is whole."""
    return await _page(request, request.query, Trouble())


async def _page(request: web.Request, chosen: Mapping[str, str], trouble: Trouble) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        row = await _request(reader, number_in(request), staff)
        units, vehicles = await all_units(reader), await vehicles_of(reader, row["client_id"])
        choice = _choice(row, units, vehicles, chosen)
        doable = await _doable(reader, choice.unit) if choice.unit else []
        times, works = None, [work for work in doable if work.code in choice.works]
        if choice.unit and works:
            times = await offer(reader, choice.unit, works, choice.day, words)
        rail = await load_rail(reader, desk, staff, words)
    return render(
        request, "visits/book.html", status=trouble.status, cursor=cursor, rail=rail, current=row["number"], row=row, choice=choice,
        units=[(unit.code, unit.named(words.language)["name"]) for unit in units], trouble=trouble,
        vehicles=[(vehicle.public_id, vehicle_title(vehicle, words.language)) for vehicle in vehicles],
        families=_families(doable, words), chosen=[work.code for work in works], offer=times,
        length=plan(works).length(choice.unit.grid_minutes) if choice.unit and works else 0,
        place=place_of(choice.unit, words.language), asked=bool(chosen.get("show")),
    )  # fmt: skip


async def _request(reader: Reader, number: int, staff: Staff) -> Row:
    """Raises Refused `not-found`, `not-owner`, `closed`."""
    row = await request_row(reader, number, Viewer("staff", staff=staff))
    if row is None:
        raise Refused("not-found")
    if not may_book(staff, row["agent_id"], row["state"]):
        raise Refused("closed" if row["state"] == "closed" else "not-owner")
    return row


def _choice(
    row: Row, units: Sequence[Unit], vehicles: Sequence[Vehicle], chosen: Mapping[str, str]
) -> Choice:  # fmt: skip
    """What the address says; before anything is said: the request's unit and vehicle, or the only ones."""
    code = chosen.get("unit", "")
    unit = next((unit for unit in units if unit.code == code), None)
    if not code:
        unit = next((unit for unit in units if unit.id == row["unit_id"]), units[0] if units else None)
    if "vehicle" in chosen:
        vehicle = next((vehicle for vehicle in vehicles if vehicle.public_id == chosen["vehicle"]), None)
    else:
        about = next((vehicle for vehicle in vehicles if vehicle.id == row["vehicle_id"]), None)
        vehicle = about or (vehicles[0] if len(vehicles) == 1 else None)
    works = [name.removeprefix("work.") for name in chosen if name.startswith("work.")]
    return Choice(unit, vehicle, works, chosen.get("day", ""), chosen.get("comment", "")[:_MAX_COMMENT])


async def _doable(reader: Reader, unit: Unit) -> list[Work]:
    """What the unit has a bay and a technician for: staff also book what clients cannot, having agreed on it."""
    resources = await unit_resources(reader, unit.id)
    kinds = {code for one in resources if one.kind == "bay" for code in one.abilities}
    people = [one.abilities for one in resources if one.kind == "technician"]
    return [
        work for work in await all_works(reader)
        if work.bay in kinds and any(work.skill is None or work.skill in skills for skills in people)
    ]  # fmt: skip


def _families(works: Sequence[Work], words: Words) -> list[tuple[str, list[tuple[str, str, str, bool]]]]:
    told = {
        family: [(w.code, w.named(words.language), words.minutes(w.minutes), w.bookable) for w in works if w.family == family]
        for family in FAMILIES
    }
    return [(family, found) for family, found in told.items() if found]


async def book(request: web.Request) -> web.StreamResponse:
    """The pressed time."""
    staff, form = staff_of(request), form_of(request)
    number = number_in(request)
    try:
        target = await once(request, lambda tx: _book(tx, number, staff, form))
    except Refused as refused:
        if refused.code in {"forbidden", "not-found", "not-owner", "closed"}:
            raise
        words = words_of(request)
        why = words.refusal(refused) if refused.code != "slot-taken" else words("visit-slot-taken")
        return await _page(
            request, form.values, Trouble(why, words.mistakes(refused), STATUS.get(refused.code, 409), form.typed)
        )
    raise web.HTTPSeeOther(target)


async def _book(tx: Tx, number: int, staff: Staff, form: Form) -> str:
    row = await _request(tx, number, staff)
    if not await keep_card(tx, row["client_id"]):
        row = await _request(tx, number, staff)  # joined to another card in this very moment
        if not await keep_card(tx, row["client_id"]):
            raise Refused("closed")  # forgotten: with the person's other requests
    choice = _choice(row, await all_units(tx), await vehicles_of(tx, row["client_id"]), form.values)
    demand(choice.unit is not None)
    assert choice.unit is not None  # noqa: S101 - demanded
    comment = plain(form["comment"])
    if len(comment) > _MAX_COMMENT:
        raise invalid("comment", "too long")
    await visits.book(
        tx, unit=choice.unit, works=await works_by_codes(tx, choice.works), starts_at=moment_in(form["starts_at"]),
        client_id=row["client_id"], vehicle_id=choice.vehicle.id if choice.vehicle else None, comment=comment, source="console",
        staff_id=staff.id, request_number=number, source_tag=row["source_tag"], staff=True,
    )  # fmt: skip
    return f"/console/requests/{number}#end"
