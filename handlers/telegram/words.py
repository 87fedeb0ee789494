"""Words of the menu, typed: they do what the button does, in any state (telegram.md §8.4). Said to an agent, they are for the agent."""

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from aiogram import F, Router
from aiogram.types import Message

from handlers.telegram import garage, orders, privacy, reminders
from handlers.telegram.ask import begin_asking, cancel_all, help_screen, parts_prompt
from handlers.telegram.booking.begin import opening
from handlers.telegram.dialogues import leave, mark
from handlers.telegram.screens import places, welcome
from handlers.telegram.screens.menu import with_menu
from handlers.telegram.talk import say, settled
from services.clients.models import Person
from services.desk import Desk
from services.requests import intake
from services.storage.tx import Tx
from services.understanding.typed import as_a_word, vocabulary
from services.units import all_units

router = Router(name="words")
_WAYS_OUT = frozenset({"menu", "cancel"})  # after /ask any other words are the question
_LONGEST = 40


async def _meant(message: Message, tx: Tx, person: Person) -> dict[str, Any] | bool:
    said = message.text or ""
    if len(said) > _LONGEST or message.forward_origin is not None or message.reply_to_message is not None:
        return False
    word = _words().get(as_a_word(said))
    if word is None or (person.dialogue == "ask" and word not in _WAYS_OUT):
        return False
    if person.dialogue in {None, "script"} and await intake.has_open(tx, person):
        return False
    return {"word": word}


@cache
def _words() -> dict[str, str]:
    """Lower-case words in both languages → what they mean."""
    return {said: word for word in _DOES for said in vocabulary(f"menu-words-{word}")}


@router.message(F.text, _meant)
async def said(message: Message, tx: Tx, person: Person, desk: Desk, word: str) -> None:
    """As the button or the command."""
    await _DOES[word](message, tx, person, desk)


async def _book(_message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    screen = await opening(tx, person, desk)
    say(tx, person, screen, about=mark(person))


async def _status(_message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    await orders.show_status(tx, person)


async def _garage(message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    await garage.show(message, tx, person)


async def _ask(_message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    await begin_asking(tx, person)


async def _parts(_message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    shown = await parts_prompt(tx, person, desk)
    say(tx, person, shown, about=mark(person))


async def _menu(_message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    dropped = await leave(tx, person)
    settled(tx, person)
    say(tx, person, welcome.menu(person.language, said=dropped))


async def _cancel(_message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    settled(tx, person)
    await cancel_all(tx, person)


async def _help(_message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    settled(tx, person)
    say(tx, person, await help_screen(tx, person))


async def _places(_message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    settled(tx, person)
    say(tx, person, with_menu(person.language, places.places(person.language, await all_units(tx), tx.now)))


async def _reminders(message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    await reminders.show(message, tx, person)


async def _privacy(message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    await privacy.show(message, tx, person)


async def _language(_message: Message, tx: Tx, person: Person, _desk: Desk) -> None:
    settled(tx, person)
    say(tx, person, welcome.language_choice(person.language))


_DOES: dict[str, Callable[[Message, Tx, Person, Desk], Awaitable[None]]] = {
    "book": _book, "status": _status, "garage": _garage, "ask": _ask, "parts": _parts, "menu": _menu, "cancel": _cancel, "help": _help,
    "places": _places, "reminders": _reminders, "privacy": _privacy, "language": _language,
}  # fmt: skip
