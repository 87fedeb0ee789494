"""Questions among colleagues. Every rule is in `services.consulting`; the person behind the token acts."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from handlers.web.api import shapes, shapes_questions
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms import AnswerForm, Nothing, QuestionForm
from services.consulting import asking
from services.consulting.answering import Written, answer
from services.consulting.models import Question
from services.consulting.reading import (
    Matter,
    files_of,
    matters_asked_about,
    open_in,
    put_to,
    question_by_id,
    questions_of,
)
from services.errors import Refused
from services.requests.view import Viewer
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

_ID = re.compile(r"[1-9][0-9]{0,17}")


async def ask(call: Call, tx: Tx, form: QuestionForm) -> Answer:
    """POST /requests/{number}/questions (P5)."""
    question_id = await asking.ask(
        tx, call.staff, call.number, call.desk.limits, text=form.text, agent=form.agent, skill=form.skill, unit=form.unit,
        files=form.attachments or (),
    )  # fmt: skip
    return await _shown(tx, question_id, 201)


async def give_answer(call: Call, tx: Tx, form: AnswerForm) -> Answer:
    """POST /questions/{id}/answer."""
    question_id = _question_id(call)
    await answer(tx, call.staff, question_id, Written(form.text or "", form.attachments or ()))
    return await _shown(tx, question_id)


async def remind(call: Call, tx: Tx, _form: Nothing) -> Answer:
    """POST /questions/{id}/remind."""
    await asking.remind(tx, call.staff, _question_id(call))
    return await _shown(tx, _question_id(call))


async def withdraw(call: Call, tx: Tx, _form: Nothing) -> Answer:
    """POST /questions/{id}/withdraw."""
    await asking.withdraw(tx, call.staff, _question_id(call))
    return await _shown(tx, _question_id(call))


async def list_questions(call: Call) -> Answer:
    """GET /questions: those put to the person behind the token; for a machine that reads all, all."""
    now, staff = call.desk.clock.now(), call.token.staff
    async with call.desk.db.read() as reader:
        found = await (put_to(reader, staff) if staff else open_in(reader, "true", ()))
        matters = await matters_asked_about(reader, call.language, *{one.number for one in found})
        files = await _files(reader, found)
    items = [
        shapes_questions.QuestionPut.model_validate(_facts(one, files, now) | _matter(matters.get(one.number, Matter())))
        for one in found
    ]
    return Answer(200, shapes_questions.Questions(items=items, next=None))


async def question_shapes(
    reader: Reader, numbers: Sequence[int], viewer: Viewer, now: datetime
) -> dict[int, list[shapes.Question]]:
    """Of these requests; as notes, they are not for the source of a request."""
    if not viewer.reads_notes or not numbers:
        return {number: [] for number in numbers}
    found = await questions_of(reader, *numbers)
    files = await _files(reader, [one for group in found.values() for one in group])
    return {
        number: [shapes.Question.model_validate(_facts(one, files, now)) for one in group] for number, group in found.items()
    }


async def _files(reader: Reader, questions: Sequence[Question]) -> dict[int, list[Row]]:
    wanted = {message for one in questions for message in (one.message_id, one.answer_id) if message is not None}
    return await files_of(reader, *wanted) if wanted else {}


def _matter(matter: Matter) -> dict[str, object]:
    return asdict(matter) | {"works": list(matter.works)}


async def _shown(tx: Tx, question_id: int, status: int = 200) -> Answer:
    question = await question_by_id(tx, question_id)
    assert question is not None  # noqa: S101 - just changed, in this transaction
    return Answer(status, shapes.Question.model_validate(_facts(question, await _files(tx, [question]), tx.now)))


def _facts(one: Question, files: dict[int, list[Row]], now: datetime) -> dict[str, object]:
    return {
        "id": str(one.id), "request": one.number, "asker": one.asker, "asked": list(one.asked), "skill": one.to_skill,
        "unit": one.to_unit_code, "text": one.text, "attachments": _attachments(files.get(one.message_id, ())), "asked_at": one.asked_at,
        "due_at": one.due_at, "state": one.standing(now), "answer": one.answer,
        "answer_attachments": _attachments(files.get(one.answer_id or 0, ())), "settled_at": one.settled_at,
        "settled_by": one.settled_by,
    }  # fmt: skip


def _attachments(rows: Sequence[Row]) -> list[dict[str, object]]:
    return [{name: row[name] for name in ("id", "name", "mime", "size", "kind", "state")} for row in rows]


def _question_id(call: Call) -> int:
    """The question in the path. Raises Refused `not-found` for what cannot be one."""
    public_id = call.http.match_info["id"]
    if not _ID.fullmatch(public_id):
        raise Refused("not-found")
    return int(public_id)
