"""Free slots and visits."""

import re
from collections.abc import Sequence
from datetime import timedelta

from handlers.web.api import shapes_booking as shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms_booking import AppointmentForm, CancelForm, MoveForm
from handlers.web.api.referring import named_client, named_unit, named_vehicle
from services.booking import reading, visits
from services.booking.availability import available
from services.booking.models import Visit
from services.booking.reading import visit_of
from services.catalog.queries import all_works, works_by_codes
from services.clients.models import Client
from services.errors import Refused, invalid
from services.requests.view import request_row
from services.staff.rights import changes_visits, demand
from services.storage.paging import parse_cursor
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units import Unit

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_WEEK = timedelta(days=7)


async def list_works(call: Call) -> Answer:
    """GET /works, in the order they were made."""
    _, last = parse_cursor(call.query.after)
    async with call.desk.db.read() as reader:
        works = sorted((work for work in await all_works(reader) if work.id > last), key=lambda work: work.id)
    page = works[: call.query.limit]
    items = [
        shapes.Work(
            code=work.code, name=work.named(call.language), family=work.family, minutes=work.minutes, bookable=work.bookable,
            interval_km=work.interval_km, interval_months=work.interval_months,
        )
        for work in page
    ]  # fmt: skip
    return Answer(200, shapes.Works(items=items, next=f"0-{page[-1].id}" if len(works) > len(page) else None))


async def list_slots(call: Call) -> Answer:
    """GET /availability. Whoever asks with an agent's token sees what an agent may book: lead time and horizon do not count."""
    query, now = call.query, call.desk.clock.now()
    since = query.since or now
    until = query.until or since + _WEEK
    if until <= since:
        raise invalid("to", "not after from")
    async with call.desk.db.read() as reader:
        unit = await _own_unit(call, reader, query.unit)
        works = await works_by_codes(reader, query.works)
        slots = await available(reader, unit, works, since, until, now=now, staff=call.token.staff is not None)
    return Answer(200, shapes.Availability(slots=[shapes.Slot(starts_at=s.starts_at, ends_at=s.ends_at) for s in slots]))


async def book(call: Call, tx: Tx, form: AppointmentForm) -> Answer:
    """POST /appointments."""
    unit = await _own_unit(call, tx, form.unit)
    _may_change(call, unit.id)
    works = await works_by_codes(tx, form.works)
    client = await named_client(tx, form.client_ref, form.client_id)
    vehicle = await named_vehicle(tx, form.vehicle_ref, form.vehicle_id, owner=client)
    await _check_request(call, tx, form.request, client)
    staff = call.token.staff
    visit = await visits.book(
        tx, unit=unit, works=works, starts_at=form.starts_at, client_id=client.id, vehicle_id=vehicle.id if vehicle else None,
        comment=form.comment or "", source="api", token_id=call.token.id, staff_id=staff.id if staff else None,
        request_number=form.request, staff=staff is not None,
    )  # fmt: skip
    return Answer(201, await _shape(tx, visit))


async def _own_unit(call: Call, reader: Reader, code: str) -> Unit:
    """The unit, if the caller works there. Raises Refused `invalid`."""
    unit = await named_unit(reader, code)
    if call.token.staff is not None and not call.token.staff.works_in(unit.id):
        raise invalid("unit", "unknown")
    return unit


async def _check_request(call: Call, reader: Reader, number: int | None, client: Client) -> None:
    """A visit comes from a request the caller may see, of the same client. Raises Refused `invalid`."""
    row = await request_row(reader, number, call.viewer) if number is not None else None
    if number is not None and row is None:
        raise invalid("request", "unknown")
    if row is not None and row["client_id"] != client.id:
        raise invalid("request", "another client's")


async def list_appointments(call: Call) -> Answer:
    """GET /appointments."""
    query, staff = call.query, call.token.staff
    async with call.desk.db.read() as reader:
        unit = await _own_unit(call, reader, query.unit) if query.unit is not None else None
        found, following = await reading.list_visits(
            reader, unit.id if unit else None, query.since, query.until, after=query.after, limit=query.limit,
            within=staff.unit_ids if staff and staff.unit_ids else None,
        )  # fmt: skip
        items = await _shapes(reader, found)
    return Answer(200, shapes.Appointments(items=items, next=following))


async def show_appointment(call: Call) -> Answer:
    """GET /appointments/{id}."""
    async with call.desk.db.read() as reader:
        return Answer(200, await _shape(reader, await _visible(call, reader)))


async def move(call: Call, tx: Tx, form: MoveForm) -> Answer:
    """POST /appointments/{id}/move."""
    visit = await visits.move(tx, await _changeable(call, tx), form.starts_at, by=_by(call))
    return Answer(200, await _shape(tx, visit))


async def cancel(call: Call, tx: Tx, form: CancelForm) -> Answer:
    """POST /appointments/{id}/cancel."""
    visit = await visits.cancel(tx, await _changeable(call, tx), by=_by(call), reason=form.reason)
    return Answer(200, await _shape(tx, visit))


def _by(call: Call) -> visits.By:
    return "unit" if call.token.staff is not None else "source"


async def _visible(call: Call, reader: Reader) -> Visit:
    """The visit in the path. Raises Refused `not-found`, also where the caller does not work."""
    public_id = call.http.match_info["id"]
    visit = await visit_of(reader, public_id) if _ID.fullmatch(public_id) else None
    if visit is None or (call.token.staff is not None and not call.token.staff.works_in(visit.unit_id)):
        raise Refused("not-found")
    return visit


async def _changeable(call: Call, reader: Reader) -> Visit:
    """The same, for who may change it. Raises Refused `not-found`, `forbidden`."""
    visit = await _visible(call, reader)
    _may_change(call, visit.unit_id)
    return visit


def _may_change(call: Call, unit_id: int) -> None:
    """Quality control only reads, here as in the console."""
    if call.token.staff is not None:
        demand(changes_visits(call.token.staff, unit_id))


async def _shape(reader: Reader, visit: Visit) -> shapes.Appointment:
    return (await _shapes(reader, [visit]))[0]


async def _shapes(reader: Reader, found: Sequence[Visit]) -> list[shapes.Appointment]:
    names = await reading.names_outside(reader, found)
    return [
        shapes.Appointment.model_validate({
            "id": visit.public_id, "status": visit.status, "starts_at": visit.starts_at, "ends_at": visit.ends_at,
            "unit": visit.unit_code, "works": [code for code, _, _ in visit.works], **names[visit.id], "comment": visit.comment,
            "request": visit.request_number, "source": visit.source, "version": visit.version, "created_at": visit.created_at,
            "cancelled_by": visit.cancelled_by, "cancel_reason": visit.cancel_reason,
        })
        for visit in found
    ]  # fmt: skip
