"""/garage: the client's vehicles, by plate, VIN or make and model; mileage; sold. Only ever their own."""

from collections.abc import Awaitable, Callable

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.telegram.dialogues import begin
from handlers.telegram.prompts import asking, prompt
from handlers.telegram.screens import Screen, button
from handlers.telegram.screens import garage as screens
from handlers.telegram.talk import answer_press, pressed_message, redraw, say, settled
from services.clients import people
from services.clients.models import Person
from services.errors import Refused
from services.garage.editing import add_mileage, mark_sold
from services.garage.models import Vehicle, vehicle_title
from services.garage.queries import vehicle_of, vehicles_of
from services.storage.tx import Tx
from services.texts import text
from services.units import leading_unit

router = Router(name="garage")
DIALOGUE = "garage"
_ZONE = "Europe/Moscow"  # of dates, while the chain has no station
Verb = Callable[[CallbackQuery, Tx, Person, Vehicle], Awaitable[None]]


@router.message(Command("garage", ignore_mention=True))
async def show(_message: Message, tx: Tx, person: Person) -> None:
    """The list; whatever was being typed is over."""
    settled(tx, person)
    await _over(tx, person)
    say(tx, person, await list_screen(tx, person))


@router.callback_query(F.data == "m:garage")
async def show_by_button(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The menu's button does what the command does."""
    settled(tx, person)
    answer_press(tx, person, press)
    await _over(tx, person)
    redraw(tx, person, press, await list_screen(tx, person))


@router.callback_query(F.data == "g:list")
async def show_list(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Back to the list, in the same message."""
    answer_press(tx, person, press)
    await _over(tx, person)
    redraw(tx, person, press, await list_screen(tx, person))


@router.callback_query(F.data == "g:add")
async def begin_adding(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The next words describe a vehicle."""
    answer_press(tx, person, press)
    dropped = await begin(tx, person, DIALOGUE, screen=pressed_message(press), asks="add")
    back = button(text(person.language, "garage-back"), "g:list")
    redraw(tx, person, press, prompt(person, "garage-add-prompt", dropped, back=back))


@router.callback_query(F.data.regexp(r"^g:(car|km|edit|sell|sold|unsell):[A-Za-z0-9_-]{8,40}$"))
async def pressed(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Anybody's id may come: only the person's own vehicle is ever looked at."""
    _, verb, public_id = (press.data or "").split(":")
    vehicle = await vehicle_of(tx, public_id, person.client_id)
    if vehicle is None:
        await _gone(press, tx, person)
    else:
        await _VERBS[verb](press, tx, person, vehicle)


@router.callback_query(F.data.regexp(r"^g:sure:[A-Za-z0-9_-]{8,40}:\d{1,7}$"))
async def sure(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """A doubtful reading, confirmed; pressed twice it is one reading."""
    _, _, public_id, km = (press.data or "").split(":")
    vehicle = await vehicle_of(tx, public_id, person.client_id)
    if vehicle is None:
        await _gone(press, tx, person)
        return
    if vehicle.mileage_km != int(km):
        try:
            vehicle = await add_mileage(tx, vehicle, int(km), source="telegram", sure=True)
        except Refused:  # a forged button
            await _gone(press, tx, person)
            return
    await _over(tx, person)
    note = text(person.language, "garage-km-noted", km=screens.kilometres(person.language, int(km)))
    await _show(press, tx, person, await card_of(tx, person, vehicle, note=note))


async def list_screen(tx: Tx, person: Person) -> Screen:
    """The vehicles the client has now."""
    return screens.listed(person.language, await vehicles_of(tx, person.client_id))


async def card_of(tx: Tx, person: Person, vehicle: Vehicle, *, note: str = "") -> Screen:
    """One vehicle; dates are those of the leading station."""
    unit = await leading_unit(tx)
    return screens.card(person.language, vehicle, unit.time_zone if unit else _ZONE, tx.now, note=note)


async def _over(tx: Tx, person: Person) -> None:
    """Nothing is being typed for the garage any more."""
    if person.dialogue == DIALOGUE:
        await people.set_dialogue(tx, person, None)


async def _show(press: CallbackQuery, tx: Tx, person: Person, screen: Screen, note: str = "") -> None:
    answer_press(tx, person, press, note)
    redraw(tx, person, press, screen)


async def _gone(press: CallbackQuery, tx: Tx, person: Person) -> None:
    await _show(press, tx, person, await list_screen(tx, person), text(person.language, "garage-gone"))


async def _card(press: CallbackQuery, tx: Tx, person: Person, vehicle: Vehicle) -> None:
    await _over(tx, person)
    await _show(press, tx, person, await card_of(tx, person, vehicle))


async def _ask_km(press: CallbackQuery, tx: Tx, person: Person, vehicle: Vehicle) -> None:
    await _ask(press, tx, person, vehicle, "km")


async def _ask_anew(press: CallbackQuery, tx: Tx, person: Person, vehicle: Vehicle) -> None:
    if vehicle.ref is not None:  # the service's system knows it; a forged or an old button
        await _card(press, tx, person, vehicle)
    else:
        await _ask(press, tx, person, vehicle, "edit")


async def _ask(press: CallbackQuery, tx: Tx, person: Person, vehicle: Vehicle, what: str) -> None:
    answer_press(tx, person, press)
    dropped = await begin(tx, person, DIALOGUE, screen=pressed_message(press), asks=what, vehicle=vehicle.public_id)
    back = button(text(person.language, "garage-to-car"), f"g:car:{vehicle.public_id}")
    words = f"{vehicle_title(vehicle, person.language)}\n\n{text(person.language, f'garage-{what}-prompt')}"
    redraw(tx, person, press, asking(person, words, dropped, back=back))


async def _sell(press: CallbackQuery, tx: Tx, person: Person, vehicle: Vehicle) -> None:
    if vehicle.sold:
        await _card(press, tx, person, vehicle)
    else:
        await _show(press, tx, person, screens.sell_check(person.language, vehicle))


async def _sold(press: CallbackQuery, tx: Tx, person: Person, vehicle: Vehicle) -> None:
    gone = await mark_sold(tx, vehicle)
    await _over(tx, person)
    await _show(press, tx, person, screens.sold(person.language, gone, await vehicles_of(tx, person.client_id)))


async def _unsell(press: CallbackQuery, tx: Tx, person: Person, vehicle: Vehicle) -> None:
    await _card(press, tx, person, await mark_sold(tx, vehicle, sold=False))


_VERBS: dict[str, Verb] = {
    "car": _card, "km": _ask_km, "edit": _ask_anew, "sell": _sell, "sold": _sold, "unsell": _unsell,
}  # fmt: skip
