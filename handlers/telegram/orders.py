"""/status: this person's visits, repair and parts orders, and each by itself. The phone alone is enough (V3); only ever their own."""

from typing import Any

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.telegram.ask import in_words
from handlers.telegram.dialogues import begin, mark
from handlers.telegram.prompts import asking
from handlers.telegram.screens import Screen, order_card
from handlers.telegram.screens import orders as screens
from handlers.telegram.start import outdated
from handlers.telegram.talk import answer_press, redraw, say, settled
from services.clients.models import Person
from services.desk import Desk
from services.garage.queries import vehicle_by_id
from services.matters import matters_of
from services.repairs.models import PartsOrder, RepairOrder
from services.repairs.reading import any_order_of, lines_of, parts_timeline, recommendations_of, timeline
from services.storage.tx import Tx
from services.units import unit_by_id

router = Router(name="orders")


@router.message(Command("status", ignore_mention=True))
async def status(message: Message, command: CommandObject, tx: Tx, person: Person, desk: Desk) -> None:
    """`/status` shows everything; `/status words` is for a person to read."""
    if command.args:
        await in_words(message, command.args, tx, person, desk, request_type="repair_status")
    else:
        await show_status(tx, person)


@router.callback_query(F.data == "m:status")
async def status_by_button(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The menu's button does what the command does."""
    answer_press(tx, person, press)
    await show_status(tx, person, press)


async def show_status(tx: Tx, person: Person, press: CallbackQuery | None = None) -> None:
    """All there is, in the place of what was pressed. Who is not known by a phone yet is asked for it first: the number is enough."""
    settled(tx, person)
    matters = await matters_of(tx, person.client_id, tx.now)
    if not matters.any and person.phone is None:
        await ask_contact(tx, person, "status")
        return
    shown = screens.overview(person.language, matters, tx.now, phone=person.phone)
    if press is not None:
        redraw(tx, person, press, shown)
    else:
        say(tx, person, shown)


async def ask_contact(tx: Tx, person: Person, then: str, *, key: str = "orders-contact", link: str | None = None) -> None:
    """Ask for the own contact; what was wanted comes right after it. A booking that is being made is not dropped for this."""
    if person.dialogue in {None, "contact", "ask", "garage", "script"}:
        wanted = {"then": then, "link": link} if link else {"then": then}
        await begin(tx, person, "contact", **dict[str, Any](wanted))
    say(tx, person, screens.contact(person.language, key))


@router.callback_query(F.data == "o:list")
async def show_list(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Back to everything, in the same message."""
    answer_press(tx, person, press)
    matters = await matters_of(tx, person.client_id, tx.now)
    redraw(tx, person, press, screens.overview(person.language, matters, tx.now, phone=person.phone))


@router.callback_query(F.data.regexp(r"^o:[A-Za-z0-9_-]{8,40}(:(show|ask))?$"))
async def pressed(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Anybody's id may come: only the person's own order is ever looked at."""
    _, public_id, verb = f"{press.data}:".split(":")[:3]
    order = await any_order_of(tx, public_id, person.client_id)
    if order is None:
        return outdated(press, tx, person)
    answer_press(tx, person, press)
    if verb == "ask":
        kind = "order_eta" if isinstance(order, PartsOrder) else "repair_status"
        dropped = await begin(tx, person, "ask", type=kind, order=order.public_id)
        say(tx, person, asking(person, screens.ask_words(person.language, order), dropped), about=mark(person))
    else:  # a notice becomes the card, which tells all that it told
        settled(tx, person)
        redraw(tx, person, press, await card_of(tx, person, order))
    return None


async def card_of(tx: Tx, person: Person, order: RepairOrder | PartsOrder) -> Screen:
    """The card of one order of this person's."""
    unit = await unit_by_id(tx, order.unit_id)
    assert unit is not None  # noqa: S101 - a foreign key
    if isinstance(order, PartsOrder):
        return order_card.parts_card(person.language, order, unit, await parts_timeline(tx, order.id), tx.now)
    vehicle = await vehicle_by_id(tx, order.vehicle_id)
    seen = order_card.Seen(
        order, unit, vehicle if vehicle is not None and vehicle.client_id == person.client_id else None, await lines_of(tx, order.id),
        await recommendations_of(tx, order.id), await timeline(tx, order.id),
    )  # fmt: skip
    return order_card.repair_card(person.language, seen, tx.now)
