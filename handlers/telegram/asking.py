"""What is missing is asked right after a request was opened, one question at a time (P1): begun, shown, ended.

The dialogue `script` keeps `id`, the `number` of the request, `due` (what the receipt promised), `tried` (the field that was not readable
once) and `got` (something was told). What is asked now stands in the database, under the request's lock: `services/scripts/asking.py`.
"""

import secrets
from datetime import datetime
from typing import Any

from handlers.telegram.screens import Screen
from handlers.telegram.screens import asking as screens
from handlers.telegram.talk import say, strip
from services.clients import people
from services.clients.models import Person
from services.garage.models import Vehicle
from services.garage.queries import vehicles_of
from services.outbox.about import sent_as
from services.requests.deadlines import unit_of
from services.requests.locking import lock_request
from services.requests.models import Accepted, Request
from services.scripts.asking import Question, about_questions, answer_due, begin_asking, end_asking
from services.scripts.correcting import filled_from_opening
from services.scripts.filling import take_words
from services.scripts.reading import script_of
from services.storage.tx import Tx
from services.texts import moment, text

DIALOGUE = "script"
_ID_BYTES = 6  # eight characters
_GOES_ON = frozenset({"book", "move"})  # a booking that is being made is not interrupted


async def begin_questions(tx: Tx, person: Person, taken: Accepted, words: str = "", *, asks: bool = True) -> None:
    """After the receipt of a request that has just been opened with these words. `asks` False: what they tell is kept, nothing is asked.

    Which station it is comes first where that is not known; in danger there is nothing to ask.
    """
    if taken.number is None:
        return
    script = await script_of(tx, taken.request_type, taken.unit_id)
    if not script.fields:
        return
    request = await lock_request(tx, taken.number)
    if words.strip():
        await take_words(tx, request, script, words)
        await filled_from_opening(tx, request)
    if not asks or not taken.unit_known or taken.alarm is not None or person.dialogue in _GOES_ON:
        return
    if person.dialogue == DIALOGUE:
        await silence(tx, person)
    dialogue = secrets.token_urlsafe(_ID_BYTES)
    if (question := await begin_asking(tx, request, dialogue)) is None:
        return
    due = {"due": taken.due_at.isoformat()} if taken.due_at else {}
    await people.set_dialogue(tx, person, DIALOGUE, id=dialogue, number=request.number, **due)
    await say_question(tx, person, question, screens.lead(person.language, question))


async def say_question(tx: Tx, person: Person, question: Question, lead: str) -> None:
    """The question in a new message."""
    say(tx, person, await shown(tx, person, question, lead), about=about_questions(dialogue_of(person)))


async def shown(tx: Tx, person: Person, question: Question, lead: str = "", *, choose: bool = True) -> Screen:
    """The question as a screen. `choose` False: no vehicles to choose from, another one is meant."""
    garage: list[Vehicle] = []
    if question.field.kind == "vehicle" and choose:
        garage = await vehicles_of(tx, person.client_id)
    return screens.question_screen(person.language, question, dialogue_of(person), lead=lead, garage=garage)


def dialogue_of(person: Person) -> str:
    """The id of the questions under way."""
    return str(person.dialogue_data.get("id", ""))


def number_of(person: Person) -> int:
    """The request they are about."""
    return int(person.dialogue_data.get("number", 0))


async def remember(tx: Tx, person: Person, **more: Any) -> None:
    """Something more about the questions under way."""
    await people.set_dialogue(tx, person, DIALOGUE, **{**person.dialogue_data, **more})


async def silence(tx: Tx, person: Person) -> None:
    """The person has gone on to something else: the questions end without a word, the request stays open."""
    await lock_request(tx, number_of(person))
    await end_asking(tx, number_of(person))
    await take_keyboard(tx, person)
    await people.set_dialogue(tx, person, None)


async def take_keyboard(tx: Tx, person: Person) -> None:
    """The question is settled: its message loses the buttons."""
    message_id = await sent_as(tx, about_questions(dialogue_of(person)))
    if message_id is not None:
        strip(tx, person, message_id)


async def farewell(tx: Tx, person: Person, request: Request) -> Screen:
    """The end, quietly: by when is told only where it is not what the receipt said."""
    if not person.dialogue_data.get("got"):
        return Screen(text(person.language, "script-done-nothing"))
    return Screen(text(person.language, "script-done", due=await _new_due(tx, person, request)))


async def _new_due(tx: Tx, person: Person, request: Request) -> str:
    due, unit = await answer_due(tx, request.number), await unit_of(tx, request.unit_id)
    told = person.dialogue_data.get("due")
    if due is None or due <= tx.now or unit is None or (told and datetime.fromisoformat(told) == due):
        return "none"
    return moment(person.language, due, unit.time_zone, unit.named(person.language)["city"], tx.now, by=True)
