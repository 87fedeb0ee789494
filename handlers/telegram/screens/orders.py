"""What a client sees of their repair and parts orders: everything at once, and each by itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.telegram.screens import Button, Rows, Screen, button
from handlers.telegram.screens.welcome import contact_keyboard
from services.booking.models import Visit
from services.garage.models import Vehicle, vehicle_title
from services.matters import Matters
from services.repairs.models import PartsOrder, RepairOrder
from services.texts import date_words, moment, text
from services.units import Unit

_LABEL = 60  # characters on a button


def at(language: str, when: datetime, unit: Unit, now: datetime, *, by: bool = False) -> str:
    """The moment in the station's time, with weekday and city."""
    return moment(language, when, unit.time_zone, unit.named(language)["city"], now, by=by)


def car_title(language: str, vehicle: Vehicle | None) -> str:
    """`Lada Vesta, А123ВС 77`; `Ваша машина` where the workshop named none."""
    return vehicle_title(vehicle, language) if vehicle else text(language, "orders-a-car")


def overview(language: str, matters: Matters, now: datetime, *, phone: str | None, key: str = "orders-head") -> Screen:
    """`/status`: all that is open, with a button for each; or that there is nothing."""
    if not matters.any:
        said = text(language, "orders-nothing-known", phone=phone) if phone else text(language, "orders-nothing")
        return Screen(said, (*_way_on(language), (button(text(language, "button-menu"), "m:menu"),)))
    parts = [
        text(language, key),
        *(_repair_lines(language, order, matters, now) for order in matters.orders),
        *(_parts_lines(language, order, matters, now) for order in matters.parts),
        *(
            text(language, "orders-line-visit", when=at(language, v.starts_at, matters.units[v.unit_id], now))
            for v in matters.visits
        ),
    ]
    return Screen("\n\n".join(parts), (*_rows(language, matters, now), *_way_on(language)))


def _repair_lines(language: str, order: RepairOrder, matters: Matters, now: datetime) -> str:
    car = car_title(language, matters.vehicles.get(order.vehicle_id or 0))
    line = text(language, "orders-line-repair", car=car, status=status_words(language, order.status))
    return "\n".join([line, *promised(language, order, matters.units[order.unit_id], now, prefix="orders-line")])


def _parts_lines(language: str, order: PartsOrder, matters: Matters, now: datetime) -> str:
    line = text(language, "orders-line-parts", ref=order.ref, status=status_words(language, order.status, parts=True))
    unit = matters.units[order.unit_id]
    return "\n".join([line, *expected(language, order, unit, now, prefix="orders-line")])


def _rows(language: str, matters: Matters, now: datetime) -> Rows:
    rows: list[tuple[Button, ...]] = []
    for order in matters.orders:
        label = text(language, "orders-button-repair", car=car_title(language, matters.vehicles.get(order.vehicle_id or 0)))
        rows.append((button(label[:_LABEL], f"o:{order.public_id}:show"),))
    for parts in matters.parts:
        label = text(language, "orders-button-parts", ref=parts.ref)
        rows.append((button(label[:_LABEL], f"o:{parts.public_id}:show"),))
    rows += [(_visit_button(language, visit, matters, now),) for visit in matters.visits]
    return tuple(rows)


def _visit_button(language: str, visit: Visit, matters: Matters, now: datetime) -> Button:
    day = date_words(language, visit.starts_at, matters.units[visit.unit_id].time_zone, now)
    return button(text(language, "orders-button-visit", day=day), f"v:{visit.public_id}")


def _way_on(language: str) -> Rows:
    return ((button(text(language, "button-book"), "m:book"), button(text(language, "button-ask"), "m:ask")),)


def status_words(language: str, status: str, *, parts: bool = False) -> str:
    """`В работе`; of a parts order `В пути`."""
    return text(language, f"repairs-{'parts-' if parts else ''}status-{status.replace('_', '-')}")


def promised(language: str, order: RepairOrder, unit: Unit, now: datetime, *, prefix: str = "orders") -> list[str]:
    """The line about the promised time, while it matters; one that has passed is owned up to."""
    if order.promised_at is None or not order.open or order.status == "ready":
        return []
    key = f"{prefix}-late" if order.promised_at < now else f"{prefix}-promised"
    return [text(language, key, when=at(language, order.promised_at, unit, now, by=True))]


def expected(language: str, order: PartsOrder, unit: Unit, now: datetime, *, prefix: str = "orders") -> list[str]:
    """The line about when the parts are expected, while it matters."""
    if order.expected_at is None or not order.open or order.status == "arrived":
        return []
    key = f"{prefix}-expected-late" if order.expected_at < now else f"{prefix}-expected"
    return [text(language, key, when=at(language, order.expected_at, unit, now, by=True))]


def contact(language: str, key: str = "orders-contact") -> Screen:
    """Who asks must be known: the number is enough (V3)."""
    return Screen(text(language, key), reply_keyboard=contact_keyboard(language))


def ask_words(language: str, order: RepairOrder | PartsOrder) -> str:
    """What is written next is about this order."""
    kind = "parts" if isinstance(order, PartsOrder) else "repair"
    return text(language, "orders-ask-prompt", kind=kind, ref=order.ref)


def with_person(language: str, screen: Screen, kind: str, reply_to: int | None) -> Screen:
    """An answer to free text: as a reply to it, with a way to a person beside it."""
    rows: Sequence[tuple[Button, ...]] = (*screen.buttons, (button(text(language, "button-person"), f"m:person:{kind}"),))
    return replace(screen, buttons=tuple(rows), reply_to=reply_to)


def about_note(language: str, order: RepairOrder | PartsOrder, vehicle: Vehicle | None, unit: Unit, now: datetime) -> str:
    """What the agent reads above the question: which order, how it stands, what was promised (P1)."""
    if isinstance(order, PartsOrder):
        lines = [text(language, "orders-about-parts", ref=order.ref, status=status_words(language, order.status, parts=True))]
        due, key = order.expected_at, "orders-about-expected"
    else:
        car = car_title(language, vehicle)
        lines = [text(language, "orders-about-repair", ref=order.ref, car=car, status=status_words(language, order.status))]
        due, key = order.promised_at, "orders-about-promised"
    if due is not None and order.open:
        lines.append(text(language, key, when=at(language, due, unit, now, by=True)))
    return " ".join(lines)
