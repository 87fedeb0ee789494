"""A question reaches a person: /ask, free text and everything else a client may send."""

from dataclasses import replace

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.telegram import dialogues
from handlers.telegram.asking import DIALOGUE as QUESTIONS
from handlers.telegram.asking import begin_questions
from handlers.telegram.incoming import incoming_of, is_unreadable, typed_phone
from handlers.telegram.prompts import prompt
from handlers.telegram.screens import CONTACT_REMOVE, Screen, conversation, welcome
from handlers.telegram.start import outdated
from handlers.telegram.stations import station_to_call
from handlers.telegram.subjects import subject_of
from handlers.telegram.talk import answer_press, pressed_message, redraw, say, settled
from services.clients import linking, people
from services.clients.models import Person
from services.desk import Desk
from services.requests import closing, intake
from services.requests.albums import size_was_told
from services.requests.deadlines import unit_of
from services.requests.locking import lock_request
from services.requests.messages import too_large
from services.requests.models import Accepted, Incoming
from services.scripts.asking import answer_due
from services.storage.tx import Tx
from services.texts import moment, text
from services.units import all_units, leading_unit, unit_by_id

router = Router(name="ask")
_COMMAND = r"^/[A-Za-z][A-Za-z0-9_]{0,31}(@[A-Za-z0-9_]+)?(\s|$)"


@router.message(Command("ask", ignore_mention=True))
async def begin(message: Message, command: CommandObject, tx: Tx, person: Person, desk: Desk) -> None:
    """`/ask`, then any text, opens a new request; `/ask text` does so at once."""
    if command.args:
        await in_words(message, command.args, tx, person, desk)
        return
    await begin_asking(tx, person)


async def begin_asking(tx: Tx, person: Person) -> None:
    """As /ask."""
    dropped = await dialogues.begin(tx, person, "ask", type="other")
    say(tx, person, prompt(person, "ask-prompt", dropped), about=dialogues.mark(person))


async def in_words(message: Message, words: str, tx: Tx, person: Person, desk: Desk, *, request_type: str = "other") -> None:
    """A command with words behind it: they are for a person to read. A booking that is being made goes on."""
    if person.dialogue == "ask":
        await _without_a_word(tx, person)
    elif person.dialogue == QUESTIONS:
        await dialogues.leave(tx, person)
    incoming = replace(incoming_of(message, person.language), text=words)
    await reply(tx, person, await intake.open_request(tx, person, incoming, desk.limits, request_type=request_type), incoming)


@router.callback_query(F.data == "m:parts")
async def begin_parts(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """Parts (V9): what is needed, in any form; the rest is asked after it."""
    answer_press(tx, person, press)
    redraw(tx, person, press, await parts_prompt(tx, person, desk, screen=pressed_message(press)))


async def parts_prompt(tx: Tx, person: Person, desk: Desk, *, screen: int | None = None) -> Screen:
    """What is written next is a parts request."""
    dropped = await dialogues.begin(tx, person, "ask", screen=screen, type="parts_selection")
    return prompt(person, "parts-prompt", dropped, minutes=desk.limits.parts_answer_minutes)


@router.callback_query(F.data.in_({"m:ask", "m:ask:new"}))
async def begin_by_button(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The menu becomes the question; a notice (`new`) stays as it is."""
    answer_press(tx, person, press)
    if press.data == "m:ask:new":
        await begin_asking(tx, person)
    else:
        dropped = await dialogues.begin(tx, person, "ask", screen=pressed_message(press), type="other")
        redraw(tx, person, press, prompt(person, "ask-prompt", dropped))


@router.message(Command("cancel", ignore_mention=True))
async def cancel(_message: Message, tx: Tx, person: Person) -> None:
    """Works in any state and says what was dropped."""
    await cancel_all(tx, person)


async def cancel_all(tx: Tx, person: Person) -> None:
    """As /cancel."""
    under_way, number = person.dialogue, str(person.dialogue_data.get("number", ""))
    if said := await dialogues.leave(tx, person):
        say(tx, person, welcome.menu(person.language, said=said))
    elif under_way == QUESTIONS:
        say(tx, person, Screen(text(person.language, "script-stopped", number=number)))
    elif under_way is None:
        what = "open" if await intake.has_open(tx, person) else "nothing"
        say(tx, person, welcome.without_keyboard(person.language, "cancelled", what=what))


async def _without_a_word(tx: Tx, person: Person) -> None:
    """What was asked for has come, or the person has gone on to something else by themselves: its Cancel goes."""
    if person.dialogue in {"ask", "garage"}:
        await dialogues.retire(tx, person)
    await people.set_dialogue(tx, person, None)


@router.message(Command("help", ignore_mention=True))
async def show_help(_message: Message, tx: Tx, person: Person) -> None:
    """What there is."""
    settled(tx, person)
    say(tx, person, await help_screen(tx, person))


async def help_screen(tx: Tx, person: Person) -> Screen:
    """What the bot can do, with the telephone of the person's own station, else of the leading one."""
    return welcome.help_screen(person.language, await station_to_call(tx, person))


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
        await _without_a_word(tx, person)
        return await intake.open_request(tx, person, incoming, desk.limits, request_type=request_type, about=about)
    if person.dialogue == "garage" and not incoming.files:  # a story instead of an answer; a photo may go with one
        await _without_a_word(tx, person)
    return await intake.take_message(tx, person, incoming, desk.limits)


async def reply(tx: Tx, person: Person, taken: Accepted, incoming: Incoming, *, asks: bool = True) -> None:
    """What the person is told about a message that was taken: often nothing. `asks`: what is missing may be asked below the receipt."""
    if any(map(too_large, incoming.files)) and not await size_was_told(tx, person, incoming):
        say(tx, person, welcome.plain(person.language, "file-too-large"))
    unit = None
    if taken.number is not None:  # a greeting is answered without a unit
        unit = await unit_by_id(tx, taken.unit_id) if taken.unit_id is not None else await leading_unit(tx)
    units = await all_units(tx) if not taken.unit_known else ()
    if taken.outcome == "aside":
        await _kept_aside(tx, person, first=taken.first)
        return
    screen = conversation.accepted(person.language, taken, unit, units, tx.now)
    if screen is None:
        return
    if person.dialogue == "contact" and not screen.buttons:  # the question was more urgent: the contact keyboard goes
        await people.set_dialogue(tx, person, None)
        screen = replace(screen, reply_keyboard=CONTACT_REMOVE)
    say(tx, person, screen)
    if taken.outcome == "opened":
        await begin_questions(tx, person, taken, incoming.text, asks=asks)


async def _kept_aside(tx: Tx, person: Person, *, first: bool) -> None:
    """Said once: a client who was taken for somebody else says who they are, and is heard."""
    if first:
        await people.set_dialogue(tx, person, "contact")
        screen = welcome.ask_contact(person.language)
        say(tx, person, replace(screen, text=text(person.language, "answering-aside-told")))


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
    if taken.due_at is not None:  # nobody has answered yet
        await begin_questions(tx, person, taken)
    return None


@router.callback_query(F.data.regexp(r"^r:\d{1,18}:\d{1,4}:[1-5]$"))
async def rate(press: CallbackQuery, tx: Tx, person: Person, desk: Desk) -> None:
    """One to five; one and two open the request again."""
    _, number, round_, mark = (press.data or "").split(":")
    outcome = await closing.rate(tx, person.chat_id, int(number), round_=int(round_), mark=int(mark), limits=desk.limits)
    if outcome == "stale":
        answer_press(tx, person, press, text(person.language, "rated-stale"), alone=True)
        return
    answer_press(tx, person, press)
    due = await _told_due(tx, person, int(number)) if outcome == "reopened" else "none"
    redraw(tx, person, press, conversation.rated(person.language, number, mark, reopened=outcome == "reopened", due=due))


async def _told_due(tx: Tx, person: Person, number: int) -> str:
    """By when somebody answers this request, in the time of its station."""
    due, unit = await answer_due(tx, number), await unit_of(tx, (await lock_request(tx, number)).unit_id)
    if due is None or unit is None:
        return "none"
    return moment(person.language, due, unit.time_zone, unit.named(person.language)["city"], tx.now, by=True)


@router.callback_query()
async def forgotten_button(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Every press is answered, also of buttons nobody knows."""
    outdated(press, tx, person)
