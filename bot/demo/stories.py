"""Tells what happened at the demo chain so far: through the services' own functions, each thing at its moment."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.demo.clients import CUSTOMERS, Car, Customer
from bot.demo.orders import DELIVERIES, REPAIRS, Delivery, Repair, Report
from bot.demo.past import Chronicle, Past
from bot.demo.talking import Talking
from bot.demo.talks import TALKS
from bot.demo.visits import VISITS, Coming
from services.booking import visits
from services.booking.availability import available
from services.booking.models import Visit
from services.catalog.queries import works_by_codes
from services.clients.linking import put_client
from services.clients.proofs import Proof
from services.garage.editing import put_vehicle
from services.repairs.orders import put_order
from services.repairs.parts import put_parts_order
from services.units import Unit, all_units

SEARCHED = timedelta(days=6)  # how far from the wanted day a visit may come to lie
BEGINNING = timedelta(days=500)  # when the first customer came
MINUTES = timedelta(minutes=1)


@dataclass
class Stories:
    """Customers, cars and units by what the stories call them."""

    past: Past
    chronicle: Chronicle
    units: dict[str, Unit]
    clients: dict[str, int] = field(default_factory=dict)
    cars: dict[str, int] = field(default_factory=dict)

    async def meet(self, customer: Customer) -> None:
        """The card; the workshop's system knows the number, so the contact button finds it."""
        async with self.past.tx() as tx:
            client, _ = await put_client(
                tx,
                customer.ref,
                name=customer.name,
                phone=customer.phone,
                birthday=None,
                tier=customer.tier,
                proof=Proof("system"),
            )
        self.clients[customer.ref] = client.id
        for car in customer.cars:
            await self.report_car(customer, car, None)

    async def report_car(self, customer: Customer, car: Car, km: int | None) -> None:
        """The workshop's system reports the car, with the odometer where somebody has looked at it."""
        async with self.past.tx() as tx:
            vehicle, _ = await put_vehicle(
                tx, car.ref, client_id=self.clients[customer.ref], make=car.make, model=car.model, year=car.year, vin=car.vin,
                plate=car.plate, mileage_km=km,
            )  # fmt: skip
        self.cars[car.ref] = vehicle.id

    async def book(self, coming: Coming) -> None:
        """The first free time from the wanted one on; what becomes of the visit happens when its time has come."""
        unit = self.units[coming.customer.unit]
        wanted = _wanted(self.past, unit, coming)
        async with self.past.tx() as tx:
            works = await works_by_codes(tx, coming.works)
            slots = await available(tx, unit, works, wanted, wanted + SEARCHED, now=tx.now, staff=True)
            if not slots:
                return
            visit = await visits.book(
                tx, unit=unit, works=works, starts_at=slots[0].starts_at, client_id=self.clients[coming.customer.ref],
                vehicle_id=self.cars[coming.car.ref], comment=coming.comment, source="console", staff=True,
            )  # fmt: skip
        self._follow(coming, visit)

    def _follow(self, coming: Coming, visit: Visit) -> None:
        chronicle = self.chronicle
        if coming.outcome == "done":
            chronicle.at(visit.starts_at + 4 * MINUTES, functools.partial(self._becomes, visit, "arrived"))
            chronicle.at(visit.ends_at, functools.partial(self._becomes, visit, "done"))
        elif coming.outcome == "no_show":
            chronicle.at(visit.starts_at + 30 * MINUTES, functools.partial(self._becomes, visit, "no_show"))
        elif coming.outcome in {"cancelled", "confirmed"}:
            chronicle.at(self.past.clock.at + timedelta(hours=20), functools.partial(self._becomes, visit, coming.outcome))

    async def _becomes(self, visit: Visit, outcome: str) -> None:
        async with self.past.tx() as tx:
            if outcome == "cancelled":
                await visits.cancel(tx, visit, by="source")
            elif outcome == "confirmed":
                await visits.confirm(tx, visit)
            else:
                await visits.set_status(tx, visit, outcome)  # type: ignore[arg-type] # the rest of the outcomes are statuses

    async def report(self, repair: Repair, report: Report) -> None:
        """The workshop's system tells the order as it is then; nobody is pushed about what is past."""
        unit = self.units[repair.customer.unit]
        since = self.past.clock.at if repair.over else self.past.now
        promised = unit.hours.add_working(since, report.promise) if report.promise else None
        async with self.past.tx() as tx:
            await put_order(
                tx, repair.ref, client_id=self.clients[repair.customer.ref], vehicle_id=self.cars[repair.car.ref], unit_id=unit.id,
                status=report.status, promised_at=_half_hour(promised), note=report.note or None, notify=False, lines=repair.lines,
                recommendations=repair.advice,
            )  # fmt: skip

    async def deliver(self, delivery: Delivery, place: int) -> None:
        """The same for parts."""
        unit = self.units[delivery.customer.unit]
        _, status, expected = delivery.reports[place]
        async with self.past.tx() as tx:
            await put_parts_order(
                tx, delivery.ref, client_id=self.clients[delivery.customer.ref], unit_id=unit.id, status=status, notify=False,
                expected_at=None if expected is None else _noon(self.past, unit, expected),
                items=[{"id": str(n), "title": title} for n, title in enumerate(delivery.items, 1)],
            )  # fmt: skip


def _wanted(past: Past, unit: Unit, coming: Coming) -> datetime:
    return past.local(unit, coming.day, coming.hour)


def _noon(past: Past, unit: Unit, days: int) -> datetime:
    day = (past.now + timedelta(days=days)).astimezone(unit.hours.zone)
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


def _half_hour(at: datetime | None) -> datetime | None:
    """Nobody promises 14:07."""
    return at and at + timedelta(seconds=-at.timestamp() % 1800)


async def tell_stories(past: Past) -> None:
    """Everything, in the order of time."""
    async with past.db.read() as reader:
        units = {unit.code: unit for unit in await all_units(reader)}
    chronicle = Chronicle(past)
    stories = Stories(past, chronicle, units)
    _meetings(stories)
    _dealings(stories)
    talking = Talking(past, units, stories.clients)
    for talk in TALKS:
        chronicle.at(past.local(units[talk.customer.unit], talk.day, talk.hour), functools.partial(talking.hold, talk))
    await chronicle.tell()
    await talking.go_home()


def _meetings(stories: Stories) -> None:
    past, chronicle = stories.past, stories.chronicle
    for place, customer in enumerate(CUSTOMERS):
        chronicle.at(past.now - BEGINNING + timedelta(hours=place), functools.partial(stories.meet, customer))
        for car in customer.cars:
            for days, km in car.km:
                chronicle.at(past.now - timedelta(days=days), functools.partial(stories.report_car, customer, car, km))


def _dealings(stories: Stories) -> None:
    past, chronicle = stories.past, stories.chronicle
    for coming in VISITS:
        booked = past.local(stories.units[coming.customer.unit], coming.day - coming.ahead, 12)
        chronicle.at(min(booked, past.now - MINUTES), functools.partial(stories.book, coming))
    for repair in REPAIRS:
        moments = _moments([past.local(stories.units[repair.customer.unit], r.day, r.hour) for r in repair.reports], past.now)
        for moment, report in zip(moments, repair.reports, strict=True):
            chronicle.at(moment, functools.partial(stories.report, repair, report))
    for delivery in DELIVERIES:
        unit = stories.units[delivery.customer.unit]
        moments = _moments([past.local(unit, day, 11) for day, _, _ in delivery.reports], past.now)
        for place, moment in enumerate(moments):
            chronicle.at(moment, functools.partial(stories.deliver, delivery, place))


def _moments(wanted: Sequence[datetime], now: datetime) -> list[datetime]:
    """The same, each later than the one before, also where a day off has pushed some of them together; none after now."""
    moments: list[datetime] = []
    for moment in wanted:
        moments.append(max(moment, moments[-1] + 20 * MINUTES) if moments else moment)
    late = max(timedelta(), moments[-1] - now)
    return [moment - late for moment in moments] if late else moments
