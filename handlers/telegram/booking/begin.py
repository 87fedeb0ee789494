"""/book and the menu's button: the dialogue begins, as far on as what is known allows (P1)."""

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.telegram.ask import in_words
from handlers.telegram.booking.draft import Draft
from handlers.telegram.booking.turn import Turn, bookable_units
from handlers.telegram.screens import Screen, welcome
from handlers.telegram.talk import answer_press, say, settled
from services.booking.holds import drop_hold
from services.clients import people
from services.clients.models import Person
from services.desk import Desk
from services.garage.queries import vehicles_of
from services.requests.placing import unit_for
from services.storage.tx import Tx

router = Router(name="booking-begin")


async def opening(tx: Tx, person: Person, desk: Desk) -> Screen:
    """Start the dialogue anew and show its first question. Where nothing can be booked by itself, a person is asked in words."""
    await drop_hold(tx, person.chat_id)
    settled(tx, person)
    units = await bookable_units(tx, person)
    if not units:
        await people.set_dialogue(tx, person, "ask", type="booking")
        return welcome.plain(person.language, "book-prompt")
    turn = Turn(tx, person, desk, Draft.new())
    known = await unit_for(tx, person, units)
    if len(units) == 1 or units[0].id == known:
        await choose_unit(turn, units[0].id, asked=len(units) > 1)
    return await turn.screen()


async def choose_unit(turn: Turn, unit_id: int, *, asked: bool = True) -> None:
    """The station is known; on to the vehicle, and past it where there is only one."""
    draft = turn.draft
    draft.unit = unit_id
    garage = await vehicles_of(turn.tx, turn.person.client_id)
    draft.go("car" if garage else "plate")
    if not asked:
        draft.trail.clear()
    if len(garage) == 1 and draft.car is None:
        draft.car = garage[0].public_id
        draft.go("works")
    await turn.load()


@router.message(Command("book", ignore_mention=True))
async def book(message: Message, command: CommandObject, tx: Tx, person: Person, desk: Desk) -> None:
    """`/book` opens the dialogue; `/book words` is for a person to read."""
    if command.args:
        await in_words(message, command.args, tx, person, desk, request_type="booking")
        return
    say(tx, person, await opening(tx, person, desk))


@router.callback_query(F.data == "m:book")
async def book_by_button(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """The menu's button does what the command does."""
    answer_press(tx, person, press)
    say(tx, person, await opening(tx, person, desk))
