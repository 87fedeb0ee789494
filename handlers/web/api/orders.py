"""Repair orders and parts orders, as the workshops' systems report them."""

from decimal import Decimal
from typing import Any

from handlers.web.api import shapes_orders as shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms_orders import LineForm, PartsOrderForm, RepairOrderForm
from handlers.web.api.referring import any_vehicle, known_ref, named_client, named_unit, path_ref
from services.clients.linking import client_by_id
from services.clients.models import Client
from services.errors import Refused, invalid
from services.garage.models import Vehicle
from services.garage.queries import vehicle_by_id
from services.repairs import reading
from services.repairs.models import Line, PartsOrder, Recommendation, RepairOrder
from services.repairs.orders import put_order
from services.repairs.parts import put_parts_order
from services.storage.reader import Reader
from services.storage.tx import Tx

_THOUSANDTH = Decimal("0.001")


async def store_repair_order(call: Call, tx: Tx, form: RepairOrderForm) -> Answer:
    """PUT /repair-orders/{ref}."""
    ref = path_ref(call)
    client, unit = await named_client(tx, form.client_ref, form.client_id), await named_unit(tx, form.unit)
    vehicle = await _vehicle(tx, ref, form, client)
    put = await put_order(
        tx, ref, client_id=client.id, vehicle_id=vehicle.id, unit_id=unit.id, status=form.status, promised_at=form.promised_at,
        note=form.note, version=form.version, notify=form.notify, lines=_lines(form.lines), recommendations=_advice(form),
        clears=_cleared(form),
    )  # fmt: skip
    return Answer(201 if put.created else 200, await _repair_shape(tx, put.order, stale=put.stale))


async def show_repair_order(call: Call) -> Answer:
    """GET /repair-orders/{ref}, with its timeline."""
    async with call.desk.db.read() as reader:
        order = await reading.order_by_ref(reader, known_ref(call))
        if order is None:
            raise Refused("not-found")
        return Answer(200, await _repair_shape(reader, order))


async def store_parts_order(call: Call, tx: Tx, form: PartsOrderForm) -> Answer:
    """PUT /parts-orders/{ref}."""
    ref = path_ref(call)
    client, unit = await named_client(tx, form.client_ref, form.client_id), await named_unit(tx, form.unit)
    items = None if form.items is None else [dict(item) for item in form.items]
    put = await put_parts_order(
        tx, ref, client_id=client.id, unit_id=unit.id, status=form.status, expected_at=form.expected_at, items=items,
        version=form.version, notify=form.notify, clears=_cleared(form),
    )  # fmt: skip
    return Answer(201 if put.created else 200, await _parts_shape(tx, put.order, stale=put.stale))


async def show_parts_order(call: Call) -> Answer:
    """GET /parts-orders/{ref}, with its timeline."""
    async with call.desk.db.read() as reader:
        order = await reading.parts_order_by_ref(reader, known_ref(call))
        if order is None:
            raise Refused("not-found")
        return Answer(200, await _parts_shape(reader, order))


async def _vehicle(tx: Tx, ref: str, form: RepairOrderForm, client: Client) -> Vehicle:
    """The client's vehicle; one that has changed hands since stays with the order it is in already."""
    vehicle = await any_vehicle(tx, form.vehicle_ref, form.vehicle_id)
    if vehicle is None:
        raise invalid("vehicle_ref", "required")
    if vehicle.client_id != client.id:
        known = await reading.order_by_ref(tx, ref)
        if known is None or (known.vehicle_id, known.client_id) != (vehicle.id, client.id):
            raise invalid("vehicle_ref" if form.vehicle_ref else "vehicle_id", "another client's")
    return vehicle


def _cleared(form: RepairOrderForm | PartsOrderForm) -> set[str]:
    return {name for name in form.model_fields_set if getattr(form, name) is None}


def _lines(forms: list[LineForm] | None) -> list[Line] | None:
    if forms is None:
        return None
    return [
        Line(
            form.id, form.title.strip(), form.kind, abs(Decimal(str(form.quantity)).quantize(_THOUSANDTH)), Decimal(form.price.amount),
            form.price.currency, form.minutes, form.danger, form.decision,
        ) for form in forms
    ]  # fmt: skip


def _advice(form: RepairOrderForm) -> list[Recommendation] | None:
    if form.recommendations is None:
        return None
    return [Recommendation(item.id, item.title.strip(), item.danger, item.due_at) for item in form.recommendations]


async def _repair_shape(reader: Reader, order: RepairOrder, *, stale: bool = False) -> shapes.RepairOrder:
    client, vehicle = await client_by_id(reader, order.client_id), await vehicle_by_id(reader, order.vehicle_id)
    lines = await reading.lines_of(reader, order.id)
    total = reading.total(lines)
    return shapes.RepairOrder(
        id=order.public_id, ref=order.ref, client_id=client.public_id, client_ref=client.ref,
        vehicle_id=vehicle.public_id if vehicle else None, vehicle_ref=vehicle.ref if vehicle else None, unit=order.unit_code,
        status=order.status, promised_at=order.promised_at, note=order.note, version=order.version, stale=stale,
        created_at=order.created_at, changed_at=order.changed_at, lines=[_line(line) for line in lines],
        total=_money(*total) if total else None,
        recommendations=[_recommendation(item) for item in await reading.recommendations_of(reader, order.id)],
        timeline=[shapes.RepairStep.model_validate(step, from_attributes=True) for step in await reading.timeline(reader, order.id)],
    )  # fmt: skip


async def _parts_shape(reader: Reader, order: PartsOrder, *, stale: bool = False) -> shapes.PartsOrder:
    client = await client_by_id(reader, order.client_id)
    items: list[dict[str, Any]] = order.items
    steps = await reading.parts_timeline(reader, order.id)
    return shapes.PartsOrder(
        id=order.public_id, ref=order.ref, client_id=client.public_id, client_ref=client.ref, unit=order.unit_code,
        status=order.status, expected_at=order.expected_at, items=items, version=order.version, stale=stale,
        created_at=order.created_at, changed_at=order.changed_at,
        timeline=[
            shapes.PartsStep.model_validate(
                {"at": step.at, "status": step.status, "expected_at": step.promised_at, "expected_before": step.promised_before}
            ) for step in steps
        ],
    )  # fmt: skip


def _line(line: Line) -> shapes.Line:
    quantity = int(line.quantity) if line.quantity == line.quantity.to_integral_value() else float(line.quantity)
    return shapes.Line(
        id=line.id, title=line.title, kind=line.kind, quantity=quantity, price=_money(line.price, line.currency),
        minutes=line.minutes, danger=line.danger, decision=line.decision,
    )  # fmt: skip


def _recommendation(item: Recommendation) -> shapes.Recommendation:
    return shapes.Recommendation(id=item.id, title=item.title, danger=item.danger, due_at=item.due_at)


def _money(amount: Decimal, currency: str) -> shapes.Money:
    return shapes.Money(amount=f"{amount:.2f}", currency=currency)
