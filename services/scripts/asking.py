"""The bot asks what is missing, one question at a time. Its state is a row that is written under the request's lock only.

It never talks over people: an answer of an agent, closing, and an alarm end it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.outbox.about import sent_as
from services.outbox.models import Mail
from services.requests.models import Request
from services.scripts.known import known_of
from services.scripts.models import Field, Script
from services.scripts.reading import script_of
from services.storage.reader import Reader, Row
from services.storage.tx import OvertakenError, Tx

LeftAs = Literal["answered", "sent", "skipped", "unclear", "ended"]
_KNOWN = """
INSERT INTO script_field (request_number, code, known) SELECT $1, unnest($2::text[]), true
ON CONFLICT (request_number, code) DO UPDATE SET known = true
"""
_ASK = """
INSERT INTO script_field (request_number, code, asked_at) VALUES ($1, $2, $3)
ON CONFLICT (request_number, code) DO UPDATE SET asked_at = excluded.asked_at
"""
_ASKING = """
INSERT INTO asking (request_number, chat_id, dialogue, code) VALUES ($1, $2, $3, $4)
ON CONFLICT (request_number) DO UPDATE SET chat_id = excluded.chat_id, dialogue = excluded.dialogue, code = excluded.code
"""
_LEFT = "UPDATE script_field SET left_as = $3 WHERE request_number = $1 AND code = $2"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked now. `left`: how many questions there are still, this one included."""

    script: Script
    field: Field
    left: int


def about_questions(dialogue: str) -> str:
    """What the bot's messages with these questions are marked with on their way out."""
    return f"dialogue:{dialogue}"


async def begin_asking(tx: Tx, request: Request, dialogue: str) -> Question | None:
    """The first question of a request that has just been opened; None: there is nothing to ask. `dialogue` marks the bot's messages.

    What is known beforehand is written down for the figures.
    """
    script = await script_of(tx, request.type, request.unit_id)
    if not script.fields:
        return None
    known = await known_of(tx, request.number, script, now=tx.now)
    if known:
        await tx.execute(_KNOWN, request.number, list(known))
    if not script.asks or request.chat_id is None or request.alarm is not None or request.state == "closed":
        return None
    return await _ask(tx, request, script, set(known), dialogue)


async def asked_now(reader: Reader, number: int) -> Row | None:
    """`chat_id`, `dialogue`, `code` of what the bot is asking about this request; None: it is not."""
    return await reader.row("SELECT chat_id, dialogue, code FROM asking WHERE request_number = $1", number)


async def current_question(tx: Tx, request: Request, dialogue: str) -> Question | None:
    """What is being asked in this dialogue; None: nothing any more."""
    row = await asked_now(tx, request.number)
    if row is None or row["dialogue"] != dialogue or request.state == "closed":
        return None
    script = await script_of(tx, request.type, request.unit_id)
    field = script.field(row["code"])
    return Question(script, field, 1) if field is not None else None


async def go_on(tx: Tx, request: Request, question: Question, dialogue: str, left_as: LeftAs) -> Question | None:
    """The question is left; answers the next one, None: that was all."""
    await tx.execute(_LEFT, request.number, question.field.code, left_as)
    known = await known_of(tx, request.number, question.script, now=tx.now)
    following = await _ask(tx, request, question.script, set(known), dialogue)
    if following is None:
        await tx.execute("DELETE FROM asking WHERE request_number = $1", request.number)
    return following


async def answer_due(reader: Reader, number: int) -> datetime | None:
    """By when the client has been promised an answer."""
    found: datetime | None = await reader.value("SELECT next_answer_due FROM request WHERE number = $1", number)
    return found


async def end_asking(tx: Tx, number: int, left_as: LeftAs = "ended") -> str | None:
    """The bot asks no more; answers the dialogue that ends, None: there was none."""
    row = await tx.row("DELETE FROM asking WHERE request_number = $1 RETURNING chat_id, dialogue, code", number)
    if row is None:
        return None
    await tx.execute(_LEFT, number, row["code"], left_as)
    return str(row["dialogue"])


async def hush(tx: Tx, request: Request) -> None:
    """A person speaks now: the bot's question loses its buttons and waits for nothing."""
    dialogue = await end_asking(tx, request.number)
    if dialogue is None or request.chat_id is None:
        return
    try:
        message_id = await sent_as(tx, about_questions(dialogue))
    except OvertakenError:  # it is just being sent: a press on it will be told that it is over
        return
    if message_id is not None:
        params = {"message_id": message_id, "reply_markup": {"inline_keyboard": []}}
        tx.send(Mail(request.chat_id, "editMessageReplyMarkup", params))


async def _ask(tx: Tx, request: Request, script: Script, known: set[str], dialogue: str) -> Question | None:
    """The next question that was not asked yet."""
    sql = "SELECT code FROM script_field WHERE request_number = $1 AND asked_at IS NOT NULL"
    done = known | {row["code"] for row in await tx.rows(sql, request.number)}
    open_ = [field for field in script.fields if field.code not in done and any(field.ask.values())]
    if not open_:
        return None
    await tx.execute(_ASK, request.number, open_[0].code, tx.now)
    await tx.execute(_ASKING, request.number, request.chat_id, dialogue, open_[0].code)
    return Question(script, open_[0], len(open_))
