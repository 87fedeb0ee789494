"""/book and the menu's button: the dialogue begins, as far on as what is known allows (P1)."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.telegram.ask import in_words
from handlers.telegram.booking.turn import Turn, bookable_units
from handlers.telegram.dialogues import begin, leave, mark
from handlers.telegram.draft import Draft
from handlers.telegram.prompts import prompt
from handlers.telegram.screens import Screen
from handlers.telegram.talk import answer_press, pressed_message, redraw, say, settled
from services.booking.holds import drop_hold
from services.clients.models import Person
from services.desk import Desk
from services.garage.queries import vehicle_of, vehicles_of
from services.requests.placing import unit_for
from services.storage.tx import Tx

router = Router(name="booking-begin")


async def opening(tx: Tx, person: Person, desk: Desk, *, screen: int | None = None, car: str = "") -> Screen:
    """Start the dialogue anew and show its first question. Where nothing can be booked by itself, a person is asked in words.

    `screen`: the message that will show it, where it is one that was pressed; `car`: the vehicle (its public id) that it was begun from.
    """
    dropped = await leave(tx, person, keep=screen)
    await drop_hold(tx, person.chat_id)
    settled(tx, person)
    units = await bookable_units(tx, person)
    if not units:
        await begin(tx, person, "ask", screen=screen, type="booking")
        return prompt(person, "book-prompt", dropped)
    turn = Turn(tx, person, desk, Draft.new())
    turn.draft.screen, turn.draft.car = screen, car or None
    known = await unit_for(tx, person, units)
    if len(units) == 1 or units[0].id == known:
        await choose_unit(turn, units[0].id, asked=len(units) > 1)
    return await turn.screen(dropped)


async def choose_unit(turn: Turn, unit_id: int, *, asked: bool = True) -> None:
    """The station is known; on to the vehicle, and past it where there is only one."""
    draft = turn.draft
    draft.unit = unit_id
    garage = await vehicles_of(turn.tx, turn.person.client_id)
    draft.go("car" if garage else "plate")
    if not asked:
        draft.trail.clear()
    if draft.car is None and len(garage) == 1:
        draft.car = garage[0].public_id
    if draft.car in {vehicle.public_id for vehicle in garage}:
        draft.go("works")
    await turn.load()


@router.message(Command("book", ignore_mention=True))
async def book(message: Message, command: CommandObject, tx: Tx, person: Person, desk: Desk) -> None:
    """`/book` opens the dialogue; `/book words` is for a person to read."""
    if command.args:
        await in_words(message, command.args, tx, person, desk, request_type="booking")
        return
    screen = await opening(tx, person, desk)
    say(tx, person, screen, about=mark(person))


@router.callback_query(F.data.in_({"m:book", "m:book:new"}))
async def book_by_button(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """The menu becomes the dialogue; what tells of a visit (`new`) stays as it is, and the dialogue begins below."""
    answer_press(tx, person, press)
    if press.data == "m:book:new":
        screen = await opening(tx, person, desk)
        say(tx, person, screen, about=mark(person))
    else:
        redraw(tx, person, press, await opening(tx, person, desk, screen=pressed_message(press)))


@router.callback_query(F.data.regexp(r"^g:book:[A-Za-z0-9_-]{8,40}$"))
async def book_for_car(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """From a vehicle's card: nobody is asked which one (P1)."""
    vehicle = await vehicle_of(tx, (press.data or "").rsplit(":", 1)[1], person.client_id)
    known = vehicle.public_id if vehicle is not None and not vehicle.sold else ""
    answer_press(tx, person, press)
    redraw(tx, person, press, await opening(tx, person, desk, screen=pressed_message(press), car=known))
