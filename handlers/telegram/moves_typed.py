"""Another time for a visit, typed while it is being moved."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.types import Message

from handlers.telegram import dialogues
from handlers.telegram.cards import shown_of
from handlers.telegram.openings import Free, slots_of_day
from handlers.telegram.screens import Screen
from handlers.telegram.screens import visits as screens
from handlers.telegram.screens.days import local_day
from handlers.telegram.screens.visits import Shown
from handlers.telegram.talk import say
from handlers.telegram.wanted import Found, find
from services.booking import visits
from services.booking.availability import available
from services.booking.models import Slot
from services.booking.reading import visit_of, works_of_visit
from services.clients import people
from services.clients.models import Person
from services.requests import intake
from services.requests.words import alarm
from services.storage.tx import Tx
from services.texts import text
from services.understanding.times import Wished, read_time

router = Router(name="moves-typed")


async def _meant(message: Message, tx: Tx, person: Person) -> dict[str, Shown] | bool:
    """Only of a visit that may still be moved; in a talk with an agent these words are for the agent."""
    words = message.text or ""
    if (
        person.dialogue != "move"
        or message.forward_origin is not None
        or alarm(words)
        or read_time(words, tx.now.date()) is None
    ):
        return False
    visit = await visit_of(tx, str(person.dialogue_data.get("visit")), client_id=person.client_id)
    if visit is None or await intake.has_open(tx, person):
        return False
    shown = await shown_of(tx, person, visit)
    movable = visits.can_change(visit, shown.unit, tx.now) and visit.moves < shown.unit.moves_limit
    return {"shown": shown} if movable else False


@router.message(F.text, _meant)
async def typed(message: Message, tx: Tx, person: Person, shown: Shown) -> None:
    """The dialogue goes on below with what is free then."""
    wished = read_time(message.text or "", local_day(tx.now, shown.unit))
    assert wished is not None  # noqa: S101 - see the filter
    await dialogues.retire(tx, person)
    await people.set_dialogue(tx, person, "move", id=person.dialogue_data.get("id", ""), visit=shown.visit.public_id)
    say(tx, person, await _screen(tx, shown, wished), about=dialogues.mark(person))


async def _screen(tx: Tx, shown: Shown, wished: Wished) -> Screen:
    free = await _free(tx, shown)
    found = await find(free, shown.unit, tx.now, wished, None)
    if found.at is not None:
        return screens.move_check(shown, found.at)
    if found.day is not None:
        return screens.move_times(shown, found.day, await slots_of_day(free, shown.unit, found.day), 0)
    return _choice(tx, shown, found)


async def _free(tx: Tx, shown: Shown) -> Free:
    works = await works_of_visit(tx, shown.visit)

    async def free(since: datetime, until: datetime) -> Sequence[Slot]:
        return await available(tx, shown.unit, works, since, until, now=tx.now, moving=shown.visit.id)

    return free


def _choice(tx: Tx, shown: Shown, found: Found) -> Screen:
    note = text(shown.language, found.note) if found.note else ""
    if found.slots:
        return screens.move_offers(shown, found.slots, tx.now, note=note)
    return screens.move_days(shown, found.days, 0, tx.now, more=not found.days, note=note)
