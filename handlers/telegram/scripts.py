"""Answers to a script's questions: typed, sent as a picture, or pressed. Whatever is said is also said to the agent: nothing is lost."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from handlers.telegram.ask import reply
from handlers.telegram.asking import (
    DIALOGUE,
    dialogue_of,
    farewell,
    number_of,
    remember,
    say_question,
    shown,
    silence,
    take_keyboard,
)
from handlers.telegram.incoming import incoming_of, typed_phone
from handlers.telegram.screens import Screen
from handlers.telegram.screens import asking as screens
from handlers.telegram.talk import answer_press, is_genuine, pressed_message, redraw, say, strip
from services.clients import linking, people
from services.clients.models import Person
from services.desk import Desk
from services.errors import Refused
from services.garage.queries import vehicle_of
from services.requests import intake
from services.requests.locking import lock_request
from services.requests.models import Incoming, Request
from services.requests.words import gratitude
from services.scripts.asking import LeftAs, Question, current_question, end_asking, go_on
from services.scripts.correcting import filled_from
from services.scripts.filling import choose_vehicle, fill_field
from services.scripts.models import spoken_in
from services.storage.tx import Tx
from services.texts import text
from services.understanding.typed import as_a_word, vocabulary

router = Router(name="scripts")
_SEEN = frozenset({"photo", "document", "video"})  # what shows something
_UNSEEN = frozenset({"phone", "choice"})  # no picture answers these
_EXACT = frozenset(
    {"vin", "plate", "mileage", "phone", "order", "photo", "vehicle", "choice"}
)  # a question in return is no answer to these


@dataclass(frozen=True, slots=True)
class _Turn:
    """One step of the questions: the request is locked."""

    tx: Tx
    person: Person
    request: Request
    question: Question


def _asked(message: Message, person: Person) -> bool:
    """Whether questions are under way; commands are commands."""
    return person.dialogue == DIALOGUE and not (message.text or "").startswith("/")


@router.message(_asked)
async def answered(message: Message, tx: Tx, person: Person, desk: Desk) -> None:
    """The words become part of the conversation as always; where they answer the question they fill the field besides."""
    incoming = incoming_of(message, person.language)
    turn = await _turn(tx, person)
    if turn is None:
        await people.set_dialogue(tx, person, None)
    if turn is None or not (incoming.text or incoming.files):
        raise SkipHandler
    if (phone := typed_phone(incoming.text)) is not None:
        await linking.keep_unverified_phone(tx, person, phone)
    taken = await intake.take_message(tx, person, incoming, desk.limits)
    if taken.alarm is not None:
        await silence(tx, person)
    await reply(tx, person, taken, incoming)
    if (
        taken.alarm is None
        and taken.number == turn.request.number
        and taken.outcome != "album"
        and message.forward_origin is None
        and _may_answer(incoming)
    ):
        await _read(turn, incoming)


def _may_answer(incoming: Incoming) -> bool:
    """A sticker, a place, somebody's contact and a game tell the agent something, and name no car."""
    if any(incoming.details.get(name) for name in ("place", "contact", "dice", "poll")):
        return False
    return any(map(str.isalnum, incoming.text)) or any(file.kind != "sticker" for file in incoming.files)


async def _turn(tx: Tx, person: Person) -> _Turn | None:
    """What is being asked now; None: an agent has answered meanwhile, or the request is closed."""
    try:
        request = await lock_request(tx, number_of(person))
    except Refused:
        return None
    question = await current_question(tx, request, dialogue_of(person)) if request.chat_id == person.chat_id else None
    return _Turn(tx, person, request, question) if question is not None else None


async def _read(turn: _Turn, incoming: Incoming) -> None:
    said, field = incoming.text.strip(), turn.question.field
    if (way := _ways().get(as_a_word(said))) is not None and not incoming.files:
        await _on(turn, "skipped", enough=way == "enough")
    elif incoming.files and (not said or field.kind == "photo"):
        await _shown_something(turn, incoming)
    elif not (gratitude(said) or ("?" in said and field.kind in _EXACT)):  # else it is for the agent, and the question stands
        await _fill(turn, said, incoming)


async def _shown_something(turn: _Turn, incoming: Incoming) -> None:
    """A picture, a voice: people read it. Where a photo is wanted, only what can be seen is one."""
    if turn.question.field.kind == "photo" and not any(file.kind in _SEEN for file in incoming.files):
        await _unclear(turn, 0)
        return
    if turn.question.field.kind in _UNSEEN and all(file.kind in _SEEN for file in incoming.files):
        await _asked_still(turn)
        return
    left: LeftAs = "answered" if turn.question.field.kind == "photo" else "sent"
    await _on(turn, left, lead=text(turn.person.language, "script-looked"))


async def _asked_still(turn: _Turn) -> None:
    """The picture is for the agent, and the question stands: said once below the first of them."""
    tx, person, code = turn.tx, turn.person, turn.question.field.code
    if person.dialogue_data.get("stands") != code:
        await take_keyboard(tx, person)
        await remember(tx, person, stands=code, got=True)
        await say_question(tx, person, turn.question, text(person.language, "script-looked"))


async def _fill(turn: _Turn, said: str, incoming: Incoming) -> None:
    if turn.question.field.kind == "photo":
        await _unclear(turn, 0)
        return
    try:
        async with turn.tx.attempt():
            value = await fill_field(turn.tx, turn.request, turn.question.field, said, by="client")
    except Refused as refused:
        if incoming.files:
            await _on(turn, "sent", lead=text(turn.person.language, "script-looked"))
        else:
            await _unclear(turn, int(refused.data.get("errors", [{}])[0].get("length", 0)))
    else:
        await filled_from(turn.tx, turn.request, turn.question.field.code, incoming.telegram_id)
        await _on(turn, "answered", lead=screens.noted(turn.person.language, turn.question, value))


async def _unclear(turn: _Turn, length: int) -> None:
    """Told once, kindly; then it is taken as it is: the agent reads it."""
    tx, person, field = turn.tx, turn.person, turn.question.field
    if person.dialogue_data.get("tried") == field.code:
        await _on(turn, "unclear", lead=text(person.language, "script-noted"))
        return
    await take_keyboard(tx, person)
    await remember(tx, person, tried=field.code)
    screen = await shown(tx, person, turn.question, choose=False)
    said = screens.hint(person.language, turn.question, length=length)
    say(tx, person, Screen(said, screen.buttons), about=f"dialogue:{dialogue_of(person)}")


async def _on(
    turn: _Turn, left_as: LeftAs, *, lead: str = "", enough: bool = False, press: CallbackQuery | None = None
) -> None:
    """To the next question, or to the end. What was pressed is edited; words are answered below."""
    tx, person = turn.tx, turn.person
    if left_as in {"answered", "sent", "unclear"}:
        await remember(tx, person, got=True)
    following = None
    if enough:
        await end_asking(tx, turn.request.number, left_as)
    else:
        following = await go_on(tx, turn.request, turn.question, dialogue_of(person), left_as)
    if press is None:
        await take_keyboard(tx, person)
    if following is None:
        screen = await farewell(tx, person, turn.request)
        await people.set_dialogue(tx, person, None)
        redraw(tx, person, press, screen) if press is not None else say(tx, person, screen)
    elif press is not None:
        redraw(tx, person, press, await shown(tx, person, following, lead))
    else:
        await say_question(tx, person, following, lead)


@cache
def _ways() -> dict[str, str]:
    """Words that do what the buttons do, in both languages."""
    return {word: way for way in ("skip", "enough") for word in vocabulary(f"script-{way}-words")}


@router.callback_query(F.data.regexp(r"^s:[A-Za-z0-9_-]{8}:[a-z0-9_-]{1,32}:(skip|enough|other|c\d|v[A-Za-z0-9_-]{8,32})$"))
async def pressed(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """Buttons of a question that is not being asked any more say so and go."""
    _, dialogue, code, verb = (press.data or "").split(":")
    mine = person.dialogue == DIALOGUE and dialogue == dialogue_of(person)
    turn = await _turn(tx, person) if mine else None
    if turn is not None and turn.question.field.code != code:
        answer_press(tx, person, press)  # a second tap: the message has become the next question by now, and keeps its keyboard
    elif turn is None or not await _pressed(turn, verb, press):
        answer_press(tx, person, press, text(person.language, "script-over"), alone=True)
        if turn is None and is_genuine(press) and (message_id := pressed_message(press)) is not None:
            strip(tx, person, message_id)


async def _pressed(turn: _Turn, verb: str, press: CallbackQuery) -> bool:
    """Whether this button means anything here."""
    tx, person, field = turn.tx, turn.person, turn.question.field
    known: dict[str, Any] = {"skip": False, "enough": True}
    if verb in known:
        answer_press(tx, person, press)
        await _on(turn, "skipped", enough=known[verb], press=press)
    elif verb == "other" and field.kind == "vehicle":
        answer_press(tx, person, press)
        redraw(tx, person, press, await shown(tx, person, turn.question, choose=False))
    elif (said := await _chosen(turn, verb)) is not None:
        answer_press(tx, person, press)
        label = spoken_in(field.label, person.language)
        await _on(turn, "answered", lead=text(person.language, "script-noted-value", label=label, value=said), press=press)
    else:
        return False
    return True


async def _chosen(turn: _Turn, verb: str) -> str | None:
    """A vehicle of the person's own, or one of the choices, is stored; its name. None: there is none such."""
    tx, person, field = turn.tx, turn.person, turn.question.field
    if verb.startswith("v") and field.kind == "vehicle":
        vehicle = await vehicle_of(tx, verb[1:], person.client_id)
        if vehicle is not None and not vehicle.sold:
            return await choose_vehicle(tx, turn.request, vehicle, code=field.code)
    if verb.startswith("c") and field.kind == "choice" and int(verb[1:]) < len(field.choices):
        choice = field.choices[int(verb[1:])]
        await fill_field(tx, turn.request, field, choice.code, by="client")
        return spoken_in(choice.label, person.language)
    return None


async def told_otherwise(tx: Tx, person: Person, code_kind: str) -> None:
    """What is asked for became known by another way (the contact button): on to the next question."""
    turn = await _turn(tx, person) if person.dialogue == DIALOGUE else None
    if turn is not None and turn.question.field.kind == code_kind:
        await _on(turn, "answered", lead=text(person.language, "script-noted"))
