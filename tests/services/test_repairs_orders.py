"""Reports of the workshop's system: whole, repeated, late, out of order."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.errors import Refused
from services.repairs import reading
from services.repairs.models import Line, Recommendation, RepairOrder
from tests.services.garage_world import OTHER, Workshop
from tests.services.world import World

OIL = Line("1", "Замена масла", "work", Decimal("1.000"), Decimal("1250.00"), "RUB", minutes=40)
FILTER = Line("2", "Фильтр", "part", Decimal("2.000"), Decimal("300.50"), "RUB", danger="red", decision="open")
PADS = Recommendation("r1", "Передние колодки", "yellow")


@pytest.fixture
async def workshop(world: World) -> Workshop:
    """With the card of Иван."""
    made = Workshop(world)
    await made.knows()
    return made


def _at(world: World, hours: float) -> datetime:
    return world.clock.now() + timedelta(hours=hours)


async def _steps(world: World, order: RepairOrder) -> list[tuple[str, datetime | None, datetime | None, str]]:
    async with world.db.read() as reader:
        return [
            (step.status, step.promised_at, step.promised_before, step.note)
            for step in await reading.timeline(reader, order.id)
        ]


async def test_a_timeline_grows_by_changes_only(world: World, workshop: Workshop) -> None:
    five, six = _at(world, 5), _at(world, 6)
    put = await workshop.reports("received", promised_at=five)
    assert (put.created, put.stale, put.order.status) == (True, False, "received")
    assert not (await workshop.reports("received", promised_at=five, minutes=5)).created
    await workshop.reports("in_work", minutes=5)
    await workshop.reports("in_work", promised_at=six, note="Пришла не та деталь", minutes=5)
    await workshop.reports("in_work", minutes=5)
    last = await workshop.reports("ready", minutes=5)
    assert await _steps(world, last.order) == [
        ("received", five, None, ""), ("in_work", five, None, ""), ("in_work", six, five, "Пришла не та деталь"), ("ready", six, None, ""),
    ]  # fmt: skip
    events = await world.events(put.order.subject)
    assert events == ["repair_order.created", *["repair_order.changed"] * 3]


async def test_an_older_version_changes_nothing(world: World, workshop: Workshop) -> None:
    await workshop.reports("received", version=5)
    newest = (await workshop.reports("in_work", version=7, lines=[OIL])).order
    late = await workshop.reports("diagnostics", version=6, lines=[])
    assert (late.stale, late.order) == (True, newest)
    async with world.db.read() as reader:
        assert await reading.order_by_ref(reader, "ЗН-1") == newest
        assert await reading.lines_of(reader, newest.id) == [OIL]
    assert len(await _steps(world, newest)) == 2


async def test_the_same_version_again_and_no_version_at_all(workshop: Workshop) -> None:
    first = await workshop.reports("in_work", version=7)
    again = await workshop.reports("in_work", version=7, minutes=3)
    assert (again.stale, again.order) == (False, first.order)
    without = await workshop.reports("ready", minutes=3)
    assert (without.order.status, without.order.version) == ("ready", 7)
    assert (await workshop.reports("issued", version=6)).stale


async def test_what_is_left_out_stays_and_what_is_cleared_goes(world: World, workshop: Workshop) -> None:
    five = _at(world, 5)
    await workshop.reports("paused", promised_at=five, note="Ждём звонка", lines=[OIL], recommendations=[PADS])
    same = (await workshop.reports("paused", minutes=5)).order
    assert (same.promised_at, same.note) == (five, "Ждём звонка")
    other = (await workshop.reports("in_work", minutes=5)).order
    assert (other.promised_at, other.note) == (five, "")  # the note went with its status
    async with world.db.read() as reader:
        assert await reading.lines_of(reader, other.id) == [OIL]
        assert await reading.recommendations_of(reader, other.id) == [PADS]
    cleared = (await workshop.reports("in_work", clears={"promised_at", "lines", "recommendations"}, minutes=5)).order
    assert cleared.promised_at is None
    async with world.db.read() as reader:
        assert await reading.lines_of(reader, other.id) == []
        assert await reading.recommendations_of(reader, other.id) == []


async def test_lines_are_replaced_and_summed(world: World, workshop: Workshop) -> None:
    order = (await workshop.reports("approval", lines=[OIL, FILTER])).order
    async with world.db.read() as reader:
        assert reading.total(await reading.lines_of(reader, order.id)) == (Decimal("1851.00"), "RUB")
    changed = await workshop.reports("approval", lines=[FILTER, replace(OIL, decision="declined")], minutes=5)
    assert changed.order.changed_at > order.changed_at
    async with world.db.read() as reader:
        lines = await reading.lines_of(reader, order.id)
    assert [line.id for line in lines] == ["2", "1"]
    assert reading.total(lines) == (Decimal("601.00"), "RUB")
    assert reading.total([OIL, replace(FILTER, currency="EUR")]) is None
    with pytest.raises(Refused):
        await workshop.reports("approval", lines=[OIL, OIL])


async def test_orders_are_the_clients_own_and_the_open_ones_come_first(world: World, workshop: Workshop) -> None:
    for ref, status in (("1", "in_work"), ("2", "closed"), ("3", "ready"), ("4", "cancelled")):
        await workshop.reports(status, ref)
    await workshop.reports_parts("in_transit")
    stranger = await workshop.knows("crm-2", OTHER)
    async with world.db.read() as reader:
        orders = await reading.orders_of_client(reader, workshop.client_id)
        assert [order.ref for order in orders] == ["3", "1", "4", "2"]
        assert [order.ref for order in await reading.orders_of_client(reader, workshop.client_id, open_only=True)] == ["3", "1"]
        (parts,) = await reading.parts_of_client(reader, workshop.client_id)
        for public_id in (orders[0].public_id, parts.public_id):
            assert await reading.any_order_of(reader, public_id, workshop.client_id)
            assert await reading.any_order_of(reader, public_id, stranger) is None
        assert await reading.orders_of_client(reader, stranger) == []


async def test_parts_orders(world: World, workshop: Workshop) -> None:
    items: list[dict[str, Any]] = [{"title": "Колодки", "quantity": 1}]
    tomorrow, later = _at(world, 24), _at(world, 48)
    put = await workshop.reports_parts("ordered", expected_at=tomorrow, items=items, version=1)
    assert put.created
    again = await workshop.reports_parts("ordered", expected_at=tomorrow, items=items, version=1, minutes=5)
    assert (again.created, again.stale, again.order) == (False, False, put.order)
    await workshop.reports_parts("delayed", expected_at=later, version=3, minutes=5)
    late = await workshop.reports_parts("in_transit", version=2, minutes=5)
    assert (late.stale, late.order.status, late.order.items) == (True, "delayed", items)
    async with world.db.read() as reader:
        steps = await reading.parts_timeline(reader, put.order.id)
    assert [(step.status, step.promised_at, step.promised_before) for step in steps] == [
        ("ordered", tomorrow, None), ("delayed", later, tomorrow),
    ]  # fmt: skip
