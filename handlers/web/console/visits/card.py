"""What the client's card tells besides the person: vehicles, visits, repair and parts orders (P2: nobody asks for it again)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.web.console.visits.shown import Shown, shown
from handlers.web.console.words import Words, place_of
from services.booking.models import Visit
from services.booking.reading import visits_of_client
from services.garage.models import Vehicle, vehicle_title
from services.garage.plates import shown_plate
from services.garage.queries import vehicles_of
from services.repairs.models import PartsOrder, RepairOrder
from services.repairs.reading import orders_of_client, parts_of_client
from services.repairs.sayings import status_name
from services.storage.reader import Reader, Row
from services.units import Unit, all_units

_PAST = 3  # visits shown that are over
_ORDERS = 6


@dataclass(frozen=True, slots=True)
class Car:
    """A vehicle: its name, and what an agent is asked for. `about`: the request is about it."""

    title: str
    vin: str
    mileage: str
    sold: bool
    about: bool


@dataclass(frozen=True, slots=True)
class Order:
    """A repair or parts order: its number, state and by when."""

    ref: str
    status: str
    due: str
    late: bool
    vehicle: str
    about: bool


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about, by ids; nothing where the card stands for itself."""

    vehicle: int | None = None
    repair_order: int | None = None
    parts_order: int | None = None

    @classmethod
    def of(cls, row: Row) -> "About":
        """Of a request's row."""
        return cls(row["vehicle_id"], row["repair_order_id"], row["parts_order_id"])


async def belongings(reader: Reader, client_id: int, about: About, words: Words) -> dict[str, Any]:
    """For the client's card, beside a request or alone."""
    units = {unit.id: unit for unit in await all_units(reader)}
    cars = {car.id: car for car in await vehicles_of(reader, client_id, sold=True)}
    coming = await visits_of_client(reader, client_id, now=words.now)
    known = {visit.id for visit in coming}
    past = [
        visit for visit in await visits_of_client(reader, client_id, open_only=False, now=words.now) if visit.id not in known
    ]
    repairs = await orders_of_client(reader, client_id, limit=_ORDERS)
    parts = await parts_of_client(reader, client_id, limit=_ORDERS)
    return {
        "cars": [_car(car, about, words) for car in cars.values()],
        "coming": [_visit(visit, units, cars, words) for visit in coming],
        "past": [_visit(visit, units, cars, words) for visit in past[:_PAST]],
        "repairs": [_repair(order, units, cars, about, words) for order in repairs],
        "parts": [_parts(order, units, about, words) for order in parts],
        "bookable": bool(units),
    }  # fmt: skip


def _car(car: Vehicle, about: About, words: Words) -> Car:
    name = " ".join(filter(None, (car.make, car.model)))
    title = ", ".join(filter(None, (name, str(car.year or ""), shown_plate(car.plate) if car.plate else "")))
    mileage = words("card-mileage", km=f"{car.mileage_km:,}".replace(",", "\u00a0")) if car.mileage_km is not None else ""
    return Car(title or vehicle_title(car, words.language), car.vin or "", mileage, car.sold, car.id == about.vehicle)


def _visit(visit: Visit, units: Mapping[int, Unit], cars: Mapping[int, Vehicle], words: Words) -> Shown:
    return shown(visit, units.get(visit.unit_id), cars.get(visit.vehicle_id or 0), None, words)


def _repair(
    order: RepairOrder, units: Mapping[int, Unit], cars: Mapping[int, Vehicle], about: About, words: Words
) -> Order:  # fmt: skip
    status = words("card-order-approval") if order.status == "approval" else status_name(words.language, order)
    due = order.promised_at if order.open else None
    car = cars.get(order.vehicle_id or 0)
    return Order(
        order.ref, status, words.moment(due, place_of(units.get(order.unit_id), words.language), by=True) if due else "",
        bool(due and due < words.now and order.status != "ready"), vehicle_title(car, words.language) if car else "",
        order.id == about.repair_order,
    )  # fmt: skip


def _parts(order: PartsOrder, units: Mapping[int, Unit], about: About, words: Words) -> Order:
    due = order.expected_at if order.open and order.status != "arrived" else None
    return Order(
        order.ref, status_name(words.language, order),
        words.moment(due, place_of(units.get(order.unit_id), words.language), by=True) if due else "",
        bool(due and due < words.now), "", order.id == about.parts_order,
    )  # fmt: skip
