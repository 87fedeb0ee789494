"""A colleague's question is answered where it was read: by a reply to it, or by its button and the next message.

Staff meet the bot as clients do, in a private chat. What answers a question is for the colleague who asked and opens nothing; everything
else they write is a client's, as of anybody.
"""

from dataclasses import dataclass
from typing import Any

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from handlers.telegram import dialogues
from handlers.telegram.incoming import incoming_of
from handlers.telegram.prompts import prompt
from handlers.telegram.screens import welcome
from handlers.telegram.start import outdated
from handlers.telegram.talk import answer_press, is_genuine, pressed_message, say, strip
from services.clients import people
from services.clients.models import Person
from services.consulting.answering import Written, add_of_album, add_to_answer, album_answered, answer
from services.consulting.models import Question
from services.consulting.reading import may_answer, question_by_id
from services.consulting.telling import told_by
from services.errors import Refused
from services.requests.echoes import remember_answered
from services.requests.models import Incoming
from services.staff.accounts import staff_by_telegram
from services.staff.models import Staff
from services.storage.tx import Tx
from services.texts import text

router = Router(name="questions")
DIALOGUE = "question"


@dataclass(frozen=True, slots=True)
class Meant:
    """A message of a colleague's: the answer to a question, or (`note_id`) the next picture of one."""

    member: Staff
    incoming: Incoming
    question_id: int = 0
    note_id: int | None = None


async def _meant(message: Message, tx: Tx, person: Person) -> dict[str, Any] | bool:
    """Nobody else pays for it: without a reply, a dialogue or an album there is nothing to look up."""
    if (message.text or "").startswith("/"):
        return False
    asks = person.dialogue == DIALOGUE
    if not (asks or message.reply_to_message or message.media_group_id):
        return False
    reader = tx.look()
    question_id = int(person.dialogue_data.get("question", 0)) if asks else 0
    if not question_id and message.reply_to_message is not None:
        question_id = await told_by(reader, person.chat_id, message.reply_to_message.message_id) or 0
    if not (question_id or message.media_group_id):
        return False
    member = await staff_by_telegram(reader, person.chat_id)
    if member is None:
        return False
    note_id = await album_answered(reader, member, person.chat_id, message.media_group_id)
    if not question_id and note_id is None:
        return False
    return {"meant": Meant(member, incoming_of(message, person.language), question_id, note_id)}


@router.message(_meant)
async def answered(message: Message, tx: Tx, person: Person, meant: Meant) -> None:
    """Into the request it is about; they are told what became of it."""
    tx.actor = meant.member.actor
    if meant.note_id is not None:
        await add_of_album(tx, meant.note_id, meant.incoming)
        return
    said = await _deliver(tx, person, meant)
    if person.dialogue == DIALOGUE and said != "question-answer-empty":
        await dialogues.retire(tx, person)
        await people.set_dialogue(tx, person, None)
    await remember_answered(tx, person.chat_id, message.message_id, meant.incoming.text)


async def _deliver(tx: Tx, person: Person, meant: Meant) -> str:
    """Returns the key of what was said."""
    question = await question_by_id(tx, meant.question_id)
    key, args = "question-answer-not-yours", dict[str, str]()
    if question is not None:
        try:
            async with tx.attempt():
                written = Written(meant.incoming.text, chat_id=person.chat_id, incoming=meant.incoming)
                key, args = await _pass_on(tx, meant.member, question, written)
        except Refused as refused:
            key, args = _why(refused, question)
    say(tx, person, welcome.plain(meant.member.language or person.language, key, **args))
    return key


async def _pass_on(tx: Tx, member: Staff, question: Question, written: Written) -> tuple[str, dict[str, str]]:
    number = {"number": str(question.number)}
    if question.state == "answered" and not written.empty and await add_to_answer(tx, member, question.id, written):
        return "question-answer-added", number
    await answer(tx, member, question.id, written)
    return "question-answer-taken", number


def _why(refused: Refused, question: Question) -> tuple[str, dict[str, str]]:
    match refused.code:
        case "closed":
            state = str(refused.data.get("state") or question.state)
            return "question-answer-late", {"state": state, "by": str(refused.data.get("by", ""))}
        case "invalid":
            long = any("longer" in error["reason"] for error in refused.data["errors"])
            return f"question-answer-{'long' if long else 'empty'}", {}
    return "question-answer-not-yours", {}


@router.callback_query(F.data.regexp(r"^qa:\d{1,18}$"))
async def begin(press: CallbackQuery, tx: Tx, person: Person) -> None:
    """The next message is the answer."""
    member = await staff_by_telegram(tx, person.chat_id)
    question = await question_by_id(tx, int((press.data or "").removeprefix("qa:")))
    if member is None or question is None or not may_answer(member, question):
        return outdated(press, tx, person)
    if not question.open:
        language = member.language or person.language
        late = text(language, "question-answer-late", state=question.state, by=question.settled_by or "")
        answer_press(tx, person, press, late, alone=True)
        if is_genuine(press) and (shown := pressed_message(press)) is not None:
            strip(tx, person, shown)
        return None
    answer_press(tx, person, press)
    dropped = await dialogues.begin(tx, person, DIALOGUE, question=question.id)
    asked = prompt(person, "question-answer-prompt", dropped, number=str(question.number))
    say(tx, person, asked, about=dialogues.mark(person))
    return None
