"""Free text that is plainly a wish the bot can grant: booking, how the repair or the parts are, where and when we are open."""

from aiogram.types import Message

from handlers.telegram.ask import reply
from handlers.telegram.booking.begin import opening
from handlers.telegram.dialogues import mark
from handlers.telegram.incoming import incoming_of
from handlers.telegram.orders import ask_contact, card_of
from handlers.telegram.screens import Screen, places, welcome
from handlers.telegram.screens import orders as screens
from handlers.telegram.talk import say, settled
from services.clients.models import Person
from services.desk import Desk
from services.garage.models import Vehicle
from services.matters import Matters, matters_of
from services.repairs.models import PartsOrder, RepairOrder
from services.requests import intake
from services.requests.models import Incoming
from services.requests.placing import unit_for
from services.storage.tx import Tx
from services.understanding import rules
from services.understanding.rules import Wish
from services.units import all_units

# What a request is when the bot's answer was not enough.
REQUEST_TYPES = {"booking": "booking", "status": "repair_status", "parts": "order_eta", "place": "other"}


async def wish_of(tx: Tx, person: Person, desk: Desk, message: Message) -> Wish | None:
    """What the bot may answer: only while nothing is open, and nothing was closed a short while ago (contract, "Joining")."""
    if message.forward_origin is not None or person.dialogue == "ask":
        return None
    wish = rules.understand(message.text or "")
    if wish is None or (wish.kind == "booking" and person.dialogue not in {None, "contact", "garage"}):
        return None
    return None if await intake.would_join(tx, person, incoming_of(message, person.language), desk.limits) else wish


async def answer(tx: Tx, person: Person, desk: Desk, incoming: Incoming, wish: Wish) -> None:
    """Answer at once, with a way to a person beside it; what cannot be answered becomes a request at once (W1)."""
    if wish.kind == "booking":
        note = welcome.plain(person.language, "menu-booking-note")
        say(tx, person, screens.with_person(person.language, note, wish.kind, incoming.telegram_id))
        shown = await opening(tx, person, desk)
        say(tx, person, shown, about=mark(person))
    elif wish.kind == "place":
        settled(tx, person)
        shown = await places_screen(tx, person)
        say(tx, person, screens.with_person(person.language, shown, wish.kind, incoming.telegram_id))
    elif (found := await _about_orders(tx, person, wish)) is not None:
        settled(tx, person)
        say(tx, person, screens.with_person(person.language, found, wish.kind, incoming.telegram_id))
    else:
        await to_person(tx, person, desk, incoming, wish.kind, asks=person.phone is not None)
        if person.phone is None:  # known, they could have been answered at once
            await ask_contact(tx, person, "status", key="orders-contact-also")


async def to_person(tx: Tx, person: Person, desk: Desk, incoming: Incoming, kind: str, *, asks: bool = True) -> None:
    """The same words as a request. `asks` False: the number is asked for, which tells more than any answer (V3)."""
    taken = await intake.open_request(tx, person, incoming, desk.limits, request_type=REQUEST_TYPES.get(kind, "other"))
    await reply(tx, person, taken, incoming, asks=asks)


async def places_screen(tx: Tx, person: Person) -> Screen:
    """The station that is this person's, else all of them."""
    units = await all_units(tx)
    own = await unit_for(tx, person, units)
    mine = [unit for unit in units if unit.id == own]
    return places.places(person.language, mine or units, tx.now, more=bool(mine) and len(units) > 1)


async def _about_orders(tx: Tx, person: Person, wish: Wish) -> Screen | None:
    """The order that is asked about, or all of them; None where nothing here answers the question."""
    matters = await matters_of(tx, person.client_id, tx.now)
    asked = _asked(matters, wish)
    if not asked:
        return None
    if len(asked) == 1:
        return await card_of(tx, person, asked[0])
    return screens.overview(person.language, matters, tx.now, phone=person.phone)


def _asked(matters: Matters, wish: Wish) -> list[RepairOrder | PartsOrder]:
    """Repair orders, or parts on order and orders that wait for parts; those that were named, where any was."""
    found: list[RepairOrder | PartsOrder] = list(matters.orders)
    if wish.kind == "parts":
        found = [*matters.parts, *(order for order in matters.orders if order.status == "parts_wait")]
    return [item for item in found if rules.concerns(wish.marks, *_marks(item, matters))]


def _marks(item: RepairOrder | PartsOrder, matters: Matters) -> list[str | None]:
    """What people call this order by."""
    vehicle: Vehicle | None = matters.vehicles.get(item.vehicle_id or 0) if isinstance(item, RepairOrder) else None
    return [item.ref, *((vehicle.plate, vehicle.vin, str(vehicle.year or "")) if vehicle else ())]
