"""/reminders: what a client is told without asking. The reminders' own buttons belong to the visit (`v:…`)."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.telegram.screens import reminders
from handlers.telegram.start import outdated
from handlers.telegram.talk import answer_press, redraw, say
from services.clients.models import Person
from services.reminders.switches import SWITCHES, switch, switches_of
from services.requests.intake import contact
from services.storage.tx import Tx

router = Router(name="reminders")


@router.message(Command("reminders", ignore_mention=True))
async def show(_message: Message, tx: Tx, person: Person) -> None:
    """The switches."""
    contact(tx, person.subject, "telegram", "bot", tag=person.source_tag)
    say(tx, person, reminders.switches(person.language, await switches_of(tx, person.client_id)))


@router.callback_query(F.data == "m:reminders")
async def show_by_button(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The menu's button does what the command does."""
    answer_press(tx, person, press)
    redraw(tx, person, press, reminders.switches(person.language, await switches_of(tx, person.client_id)))


@router.callback_query(F.data.regexp(r"^n:[a-z_]{1,32}:(on|off)$"))
async def set_switch(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Sets what the button says, however often it is pressed."""
    _, kind, state = (press.data or "").split(":")
    if kind not in SWITCHES:
        return outdated(press, tx, person)
    await switch(tx, person, kind, on=state == "on")
    answer_press(tx, person, press, reminders.switched(person.language, kind, on=state == "on"))
    redraw(tx, person, press, reminders.switches(person.language, await switches_of(tx, person.client_id)))
    return None
