"""What a question is about, when it was begun at an order or a visit: the agent sees it, nobody has to tell it (P1)."""

from handlers.telegram.cards import shown_of
from handlers.telegram.screens import orders as screens
from handlers.telegram.screens import visits
from services.booking.reading import visit_of
from services.clients.models import Person
from services.garage.queries import vehicle_by_id
from services.repairs.models import PartsOrder, RepairOrder
from services.repairs.reading import any_order_of
from services.requests.models import About
from services.storage.tx import Tx
from services.units import unit_by_id


async def subject_of(tx: Tx, person: Person) -> About | None:
    """From the dialogue's data (`order` or `appointment`: public ids); None where there is none, or it is not this person's."""
    match person.dialogue_data:
        case {"order": str(public_id)}:
            order = await any_order_of(tx, public_id, person.client_id)
            return await about_order(tx, person, order) if order else None
        case {"appointment": str(public_id)}:
            visit = await visit_of(tx, public_id, client_id=person.client_id)
            if visit is None:
                return None
            note = visits.request_note(await shown_of(tx, person, visit), "ask")
            return About(unit_id=visit.unit_id, vehicle_id=visit.vehicle_id, appointment_id=visit.id, note=note)
    return None


async def about_order(tx: Tx, person: Person, order: RepairOrder | PartsOrder) -> About:
    """A repair or parts order of this person's."""
    unit = await unit_by_id(tx, order.unit_id)
    assert unit is not None  # noqa: S101 - a foreign key
    if isinstance(order, PartsOrder):
        note = screens.about_note(person.language, order, None, unit, tx.now)
        return About(unit_id=unit.id, parts_order_id=order.id, fields={"parts_order": order.ref}, note=note)
    vehicle = await vehicle_by_id(tx, order.vehicle_id)
    own = vehicle if vehicle is not None and vehicle.client_id == person.client_id else None
    return About(
        unit_id=unit.id, vehicle_id=own.id if own else None, repair_order_id=order.id, fields={"repair_order": order.ref},
        note=screens.about_note(person.language, order, own, unit, tx.now),
    )  # fmt: skip
