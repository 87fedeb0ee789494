"""A question reaches a person: /ask, free text and everything else a client may send."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.telegram.incoming import incoming_of, is_unreadable, typed_phone
from handlers.telegram.screens import CONTACT_REMOVE, Screen, conversation, welcome
from handlers.telegram.start import outdated
from handlers.telegram.subjects import subject_of
from handlers.telegram.talk import answer_press, redraw, say, settled
from services.clients import linking, people
from services.clients.models import Person
from services.desk import Desk
from services.requests import closing, intake
from services.requests.models import Accepted, Incoming
from services.requests.placing import unit_for
from services.storage.tx import Tx
from services.texts import text
from services.units import all_units, leading_unit, unit_by_id

router = Router(name="ask")
_DROPPED = {"booking": "booking", "repair_status": "status", "order_eta": "status"}
_COMMAND = r"^/[A-Za-z][A-Za-z0-9_]{0,31}(@[A-Za-z0-9_]+)?(\s|$)"


@router.message(Command("ask", ignore_mention=True))
async def begin(message: Message, command: CommandObject, tx: Tx, person: Person, desk: Desk) -> None:
    """`/ask`, then any text, opens a new request; `/ask text` does so at once."""
    if command.args:
        await in_words(message, command.args, tx, person, desk)
        return
    await people.set_dialogue(tx, person, "ask", type="other")
    say(tx, person, welcome.plain(person.language, "ask-prompt"))


async def in_words(message: Message, words: str, tx: Tx, person: Person, desk: Desk, *, request_type: str = "other") -> None:
    """A command with words behind it: they are for a person to read."""
    await people.set_dialogue(tx, person, None)
    incoming = replace(incoming_of(message, person.language), text=words)
    await reply(tx, person, await intake.open_request(tx, person, incoming, desk.limits, request_type=request_type), incoming)


@router.callback_query(F.data == "m:ask")
async def begin_by_button(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The menu's button does what the command does."""
    await people.set_dialogue(tx, person, "ask", type="other")
    answer_press(tx, person, press)
    say(tx, person, welcome.plain(person.language, "ask-prompt"))


@router.message(Command("cancel", ignore_mention=True))
async def cancel(_message: Message, tx: Tx, person: Person) -> None:
    """Works in any state and says what was dropped."""
    dropped = await _dropped(tx, person)
    await people.set_dialogue(tx, person, None)
    say(tx, person, welcome.without_keyboard(person.language, "cancelled", what=dropped))


async def _dropped(tx: Tx, person: Person) -> str:
    if person.dialogue == "ask":
        return _DROPPED.get(str(person.dialogue_data.get("type")), "ask")
    if person.dialogue in {"contact", "garage"}:
        return person.dialogue
    return "open" if await intake.has_open(tx, person) else "nothing"


@router.message(Command("help", ignore_mention=True))
async def show_help(_message: Message, tx: Tx, person: Person) -> None:
    """What there is."""
    settled(tx, person)
    say(tx, person, await help_screen(tx, person))


async def help_screen(tx: Tx, person: Person) -> Screen:
    """What the bot can do, with the telephone of the person's own station, else of the leading one."""
    units = await all_units(tx)
    own = await unit_for(tx, person, units)
    mine = next((unit for unit in units if unit.id == own and unit.phone), None)
    return welcome.help_screen(person.language, mine or await leading_unit(tx))


@router.message(F.text.regexp(_COMMAND))
async def unknown_command(_message: Message, tx: Tx, person: Person) -> None:
    """Not "I don't understand" but what there is."""
    say(tx, person, welcome.menu(person.language, "unknown-command"))


@router.message()
async def anything(message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    """Text, photo, voice, document, place, album: it becomes part of a request; nobody needs a menu or a phone for that."""
    incoming = incoming_of(message, person.language)
    if incoming.text or incoming.files:
        await reply(tx, person, await _take(tx, person, incoming, desk), incoming)
    elif is_unreadable(message):
        settled(tx, person)
        say(tx, person, welcome.plain(person.language, "unreadable"))


async def _take(tx: Tx, person: Person, incoming: Incoming, desk: Desk) -> Accepted:
    if (typed := typed_phone(incoming.text)) is not None:
        await linking.keep_unverified_phone(tx, person, typed)
    if person.dialogue == "ask" and not await intake.album_known(tx, person, incoming):
        request_type, about = str(person.dialogue_data.get("type", "other")), await subject_of(tx, person)
        await people.set_dialogue(tx, person, None)
        return await intake.open_request(tx, person, incoming, desk.limits, request_type=request_type, about=about)
    if person.dialogue == "garage":  # what was asked there has not been answered
        await people.set_dialogue(tx, person, None)
    return await intake.take_message(tx, person, incoming, desk.limits)


async def reply(tx: Tx, person: Person, taken: Accepted, incoming: Incoming) -> None:
    """What the person is told about a message that was taken: often nothing."""
    if any(file.size is not None and file.size > intake.TELEGRAM_DOWNLOAD_LIMIT for file in incoming.files):
        say(tx, person, welcome.plain(person.language, "file-too-large"))
    unit = None
    if taken.number is not None:  # a greeting is answered without a unit
        unit = await unit_by_id(tx, taken.unit_id) if taken.unit_id is not None else await leading_unit(tx)
    units = await all_units(tx) if not taken.unit_known else ()
    screen = conversation.accepted(person.language, taken, unit, units, tx.now)
    if screen is None:
        return
    if person.dialogue == "contact" and not screen.buttons:  # the question was more urgent: the contact keyboard goes
        await people.set_dialogue(tx, person, None)
        screen = replace(screen, reply_keyboard=CONTACT_REMOVE)
    say(tx, person, screen)


@router.callback_query(F.data.regexp(r"^u:\d{1,18}:\d{1,9}$"))
async def choose_unit(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """The one question about the station; the request has long been in the queue."""
    _, number, unit_id = (press.data or "").split(":")
    chosen = next((unit for unit in await all_units(tx) if unit.id == int(unit_id)), None)
    if chosen is None and unit_id != "0":
        return outdated(press, tx, person)
    taken = await intake.choose_unit(tx, person, int(number), chosen.id if chosen else None, desk.limits)
    if taken is None:
        return outdated(press, tx, person)
    answer_press(tx, person, press)
    redraw(tx, person, press, conversation.unit_settled(person.language, taken, chosen or await leading_unit(tx), tx.now))
    return None


@router.callback_query(F.data.regexp(r"^r:\d{1,18}:\d{1,4}:[1-5]$"))
async def rate(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """One to five; one and two open the request again."""
    _, number, round_, mark = (press.data or "").split(":")
    outcome = await closing.rate(tx, person.chat_id, int(number), round_=int(round_), mark=int(mark), limits=desk.limits)
    if outcome == "stale":
        answer_press(tx, person, press, text(person.language, "rated-stale"))
        return
    answer_press(tx, person, press)
    redraw(tx, person, press, conversation.rated(person.language, number, mark, reopened=outcome == "reopened"))


@router.callback_query()
async def forgotten_button(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Every press is answered, also of buttons nobody knows."""
    outdated(press, tx, person)
