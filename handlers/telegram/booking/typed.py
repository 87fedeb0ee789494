"""What is typed at the last steps of a booking: a day, a time, or yes. Anything else is for a person."""

from datetime import datetime, timedelta

from aiogram import F, Router
from aiogram.types import Message

from handlers.telegram.booking.settle import choose_time, confirm
from handlers.telegram.booking.turn import Turn
from handlers.telegram.dialogues import mark, retire
from handlers.telegram.draft import Draft
from handlers.telegram.screens import Screen
from handlers.telegram.screens import booking as screens
from handlers.telegram.screens.days import local_day
from handlers.telegram.talk import say
from handlers.telegram.wanted import Found, find
from services.clients.models import Person
from services.desk import Desk
from services.requests import intake
from services.requests.echoes import remember_answered
from services.requests.words import alarm
from services.storage.tx import Tx
from services.texts import text
from services.understanding.times import Bare, read_time
from services.understanding.typed import as_a_word, vocabulary

router = Router(name="booking-typed")
_BARE: dict[str, Bare] = {"day": "day", "time": "hour", "check": "hour"}
_FRESH = timedelta(minutes=15)  # with an agent in a talk, words of a later time are for the agent


async def _is_for_us(message: Message, tx: Tx, person: Person) -> Draft | None:
    """The dialogue that these words may be an answer to."""
    draft, words = Draft.of(person), message.text or ""
    if draft is None or draft.step not in _BARE or message.forward_origin is not None or alarm(words):
        return None
    fresh = bool(draft.touched) and tx.now - datetime.fromisoformat(draft.touched) <= _FRESH
    return draft if fresh or not await intake.has_open(tx, person) else None


async def _a_time(message: Message, tx: Tx, person: Person) -> bool:
    draft = Draft.of(person)
    if draft is None or read_time(message.text or "", tx.now.date(), bare=_BARE.get(draft.step)) is None:
        return False
    return await _is_for_us(message, tx, person) is not None


@router.message(F.text, _a_time)
async def time_typed(message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    """The dialogue goes on below with what is free then."""
    await remember_answered(tx, person.chat_id, message.message_id, message.text or "")
    turn, sound = await _below(tx, person, desk)
    shown = await _answer(turn, message.text or "") if sound else await turn.screen(text(person.language, "booking-changed"))
    say(tx, person, shown, about=mark(person))


async def _below(tx: Tx, person: Person, desk: Desk) -> tuple[Turn, bool]:
    """The dialogue in a new message; whether what it stands on is still there."""
    draft = Draft.of(person)
    assert draft is not None  # noqa: S101 - see the filters
    await retire(tx, person)
    draft.screen = None
    turn = Turn(tx, person, desk, draft)
    return turn, await turn.load()


async def _answer(turn: Turn, words: str) -> Screen:
    draft, unit = turn.draft, turn.unit
    assert unit is not None  # noqa: S101 - see Turn.load
    wished = read_time(words, local_day(turn.tx.now, unit), bare=_BARE[draft.step])
    assert wished is not None  # noqa: S101 - see the filter
    found = await find(turn.free, unit, turn.tx.now, wished, draft.chosen_day if draft.step != "day" else None)
    if found.at is not None:
        return await choose_time(turn, found.at) or await turn.screen()
    draft.return_to("day")
    return await _shown(turn, found)


async def _shown(turn: Turn, found: Found) -> Screen:
    draft, language = turn.draft, turn.person.language
    note = text(language, found.note) if found.note else ""
    if found.day is not None:
        draft.day = found.day.isoformat()
        draft.go("time")
        return await turn.screen()
    draft.page = 0
    if not found.slots and not found.days:
        return await turn.screen(note)
    await draft.save(turn.tx, turn.person)
    if found.days:
        return screens.days(turn.chosen, found.days, 0, turn.tx.now, more=False, note=note)
    return screens.offers(turn.chosen, found.slots, turn.tx.now, note=note)


async def _says_yes(message: Message, tx: Tx, person: Person) -> bool:
    draft = Draft.of(person)
    if draft is None or draft.step != "check" or await _is_for_us(message, tx, person) is None:
        return False
    return as_a_word(message.text or "") in vocabulary("booking-yes-words")


@router.message(F.text, _says_yes)
async def yes_typed(_message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    """As the button."""
    turn, sound = await _below(tx, person, desk)
    shown = await confirm(turn) if sound else None
    say(tx, person, shown or await turn.screen(text(person.language, "booking-changed")), about=mark(person))
