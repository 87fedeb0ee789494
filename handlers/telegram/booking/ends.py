"""/cancel and /start while something is being booked or moved: it ends, and what was dropped is said."""

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandStart
from aiogram.types import Message

from handlers.telegram.booking.draft import DIALOGUE, Draft
from handlers.telegram.booking.settle import end
from handlers.telegram.cards import shown_of
from handlers.telegram.screens import Screen
from handlers.telegram.screens import booking as screens
from handlers.telegram.talk import say
from services.booking.reading import visit_of
from services.clients import people
from services.clients.models import Person
from services.storage.tx import Tx
from services.texts import text

router = Router(name="booking-ends")


async def _under_way(_message: Message, person: Person) -> bool:
    return person.dialogue in {DIALOGUE, "move"}


@router.message(Command("cancel", ignore_mention=True), _under_way)
async def cancel(_message: Message, tx: Tx, person: Person) -> None:
    """Nothing is booked; the time that was kept is free again."""
    say(tx, person, await _dropped(tx, person))


@router.message(CommandStart(ignore_mention=True), _under_way)
async def start(_message: Message, tx: Tx, person: Person) -> None:
    """The same, before the greeting."""
    dropped = await _dropped(tx, person)
    say(tx, person, Screen(dropped.text))
    raise SkipHandler


async def _dropped(tx: Tx, person: Person) -> Screen:
    draft, language = Draft.of(person), person.language
    if draft is not None:
        held = await end(tx, person)
        return screens.dropped(language, held=held, chosen=bool(draft.works))
    visit = await visit_of(tx, str(person.dialogue_data.get("visit")), client_id=person.client_id)
    await people.set_dialogue(tx, person, None)
    if visit is None:
        return screens.dropped(language, held=False, chosen=False)
    return Screen(text(language, "visit-move-dropped", when=(await shown_of(tx, person, visit)).when))
