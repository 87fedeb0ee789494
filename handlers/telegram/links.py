"""Links to an order (`o_`) or a visit (`a_`), and what was wanted before the own contact was shared. They navigate, never authorise."""

from dataclasses import replace
from typing import Any

from aiogram import F, Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import Message

from handlers.telegram.cards import card_by_id
from handlers.telegram.dialogues import leave
from handlers.telegram.orders import ask_contact, card_of, show_status
from handlers.telegram.screens import Screen
from handlers.telegram.screens import orders as screens
from handlers.telegram.start import greet
from handlers.telegram.talk import say, settled
from services.clients import people
from services.clients.models import Person
from services.matters import matters_of
from services.repairs.reading import any_order_of
from services.storage.tx import Tx

router = Router(name="links")
_LINK = r"^[oa]_[A-Za-z0-9_-]{8,40}$"


@router.message(CommandStart(deep_link=True, ignore_mention=True, magic=F.args.regexp(_LINK)))
async def follow(_message: Message, command: CommandObject, tx: Tx, person: Person) -> None:
    """The person's own thing is shown; whoever is not known yet may say who they are. Nothing tells whether the id exists."""
    link = command.args or ""
    if person.dialogue == "contact":  # asked again below, or not needed
        await people.set_dialogue(tx, person, None)
    dropped = await leave(tx, person)
    screen = await _own(tx, person, link)
    if screen is None and person.phone is None:
        await greet(tx, person, dropped)
        await ask_contact(tx, person, "link", key="orders-link-contact", link=link)
        return
    settled(tx, person)
    shown = screen or await _nothing_there(tx, person)
    say(tx, person, replace(shown, text=f"{dropped}\n\n{shown.text}") if dropped else shown)


async def _own(tx: Tx, person: Person, link: str) -> Screen | None:
    kind, _, public_id = link.partition("_")
    if kind == "a":
        return await card_by_id(tx, person, public_id)
    order = await any_order_of(tx, public_id, person.client_id)
    return await card_of(tx, person, order) if order else None


async def _nothing_there(tx: Tx, person: Person) -> Screen:
    matters = await matters_of(tx, person.client_id, tx.now)
    return screens.overview(person.language, matters, tx.now, phone=person.phone, key="orders-link-none")


async def go_on(tx: Tx, person: Person, wanted: dict[str, Any]) -> None:
    """The person is known now: what they had wanted (`then` of the contact dialogue)."""
    match wanted:
        case {"then": "status"}:
            await show_status(tx, person)
        case {"then": "link", "link": str(link)}:
            settled(tx, person)
            say(tx, person, await _own(tx, person, link) or await _nothing_there(tx, person))
