"""Asking a colleague from inside a request: a person, or whoever knows about something at a unit (P5, W8)."""

from collections.abc import Sequence
from datetime import timedelta

from services.consulting.models import LONGEST, MOST, PAUSE_MINUTES, QUESTIONS, Question, as_question
from services.consulting.reading import may_manage, may_see
from services.consulting.telling import close_letters, send_letters
from services.errors import Refused, invalid
from services.files.access import readable_files
from services.requests.deadlines import clocks_of
from services.requests.locking import lock_own, lock_request
from services.requests.messages import add_message, attach_stored, clean
from services.requests.models import TYPES, Limits, Request
from services.staff.accounts import staff_by_login
from services.staff.models import Staff
from services.storage.tx import Tx
from services.units import unit_by_code
from services.watch.missing import attended, make_good
from services.watch.notices import notify

# Who knows about it there: those whose skill it is; where that is nobody's, whoever takes everything.
_ABLE = """
SELECT id, p_skill = ANY (skills) AS named FROM staff, (SELECT $1::text AS p_skill) AS wanted
WHERE active AND role <> 'qa' AND id <> $3 AND (skills = '{}' OR p_skill = ANY (skills))
    AND (unit_ids = '{}' OR $2::integer IS NULL OR $2 = ANY (unit_ids)) ORDER BY id
"""


async def ask(
    tx: Tx, staff: Staff, number: int, limits: Limits, *, text: str, agent: str | None = None, skill: str | None = None,
    unit: str | None = None, files: Sequence[str] = (),
) -> int:  # fmt: skip
    """Put a question to a colleague (`agent`), or to whoever knows about `skill` at `unit` (the request's, where it is left out).

    It is a note of the conversation; those asked see the question, the car and the works, and not the client. It falls due in the unit's
    working time (`handoff_minutes`). It frees no place under the limit and stops no clock of the client's; while it is open and not due
    the request is not taken from its silent owner. Returns its id. Raises Refused `invalid`, besides what `lock_own` raises.
    """
    request = await lock_own(tx, staff, number)
    body = _checked(text)
    stored = await readable_files(tx, staff, files)
    unit_id = await _unit_id(tx, unit, request)
    asked = await _whom(tx, staff, agent, skill, unit_id)
    if await tx.value("SELECT count(*) FROM question WHERE request_number = $1 AND state = 'open'", number) >= MOST:
        raise invalid("text", f"more than {MOST} open questions")
    clocks = await clocks_of(tx, unit_id, limits)
    message_id = await add_message(tx, number, "note", author=staff.name, staff_id=staff.id, text=body)
    await attach_stored(tx, message_id, [row["id"] for row in stored])
    question_id = int(
        await tx.value(
            "INSERT INTO question (request_number, asked_by, asked_ids, to_skill, to_unit_id, message_id, asked_at, due_at) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
            number, staff.id, asked, skill, unit_id if skill else None, message_id, tx.now, clocks.handoff(tx.now),
        )
    )  # fmt: skip
    await attended(tx, number, staff.id)
    question = await _read(tx, question_id)
    details = {"question": "asked", "to": ", ".join(question.asked) if agent else "", "skill": skill or ""}
    await tx.execute("UPDATE message SET details = $2 WHERE id = $1", message_id, details)
    tx.event("question.asked", request.subject, unit_id=request.unit_id, question=question_id, skill=skill, agent=agent)
    await _tell_asked(tx, question, "asked", staff)
    return question_id


def _checked(text: str) -> str:
    body = clean(text).strip()
    if not body:
        raise invalid("text", "required")
    if len(body) > LONGEST:
        raise invalid("text", f"longer than {LONGEST} characters")
    return body


async def _unit_id(tx: Tx, code: str | None, request: Request) -> int | None:
    if code is None:
        return request.unit_id
    unit = await unit_by_code(tx, code)
    if unit is None:
        raise invalid("unit", "unknown")
    return unit.id


async def _whom(tx: Tx, staff: Staff, agent: str | None, skill: str | None, unit_id: int | None) -> list[int]:
    if (agent is None) == (skill is None):
        raise invalid("to", "one of agent, skill is required")
    if agent is not None:
        person = await staff_by_login(tx, agent)
        if person is None or not person.active:
            raise invalid("agent", "unknown")
        if person.id == staff.id:
            raise invalid("agent", "is yourself")
        return [person.id]
    if skill not in TYPES:
        raise invalid("skill", "unknown")
    able = await tx.rows(_ABLE, skill, unit_id, staff.id)
    found = [row["id"] for row in able if row["named"]] or [row["id"] for row in able]
    if not found:
        raise invalid("skill", "nobody knows")
    return found


async def remind(tx: Tx, staff: Staff, question_id: int) -> None:
    """Tell those asked once more. Raises Refused `not-found`, `forbidden`, `closed` (it is settled), `invalid` on `question`: they were
    told only lately."""
    question = await locked(tx, staff, question_id)
    if not question.open:
        raise Refused("closed")
    lately = tx.now - timedelta(minutes=PAUSE_MINUTES)
    if max(question.reminded_at or question.asked_at, question.asked_at) > lately:
        raise invalid("question", "reminded lately")
    await tx.execute("UPDATE question SET reminded_at = $2 WHERE id = $1", question_id, tx.now)
    await attended(tx, question.number, staff.id)
    tx.event("question.reminded", f"request:{question.number}", unit_id=question.unit_id, question=question_id)
    await _tell_asked(tx, question, "question_reminded", staff)


async def withdraw(tx: Tx, staff: Staff, question_id: int) -> None:
    """Take it back, with word to those asked. One that is settled stays as it is. Raises Refused `not-found`, `forbidden`."""
    question = await locked(tx, staff, question_id)
    if question.open:
        await _withdraw(tx, question, staff.id)
        await attended(tx, question.number, staff.id)
        await settle_missed(tx, question.number, staff.id)


async def withdraw_all(tx: Tx, number: int, staff_id: int | None) -> None:
    """The request is closed, or its client forgotten: nobody has to answer any more. The request must be locked."""
    for row in await tx.rows(f"{QUESTIONS} WHERE q.request_number = $1 AND q.state = 'open' ORDER BY q.id", number):
        await _withdraw(tx, as_question(row), staff_id)
    await tx.execute(
        "UPDATE question SET seen_at = $2 WHERE request_number = $1 AND state = 'answered' AND seen_at IS NULL", number, tx.now
    )


async def _withdraw(tx: Tx, question: Question, staff_id: int | None) -> None:
    sql = "UPDATE question SET state = 'withdrawn', settled_at = $2, settled_by = $3 WHERE id = $1"
    await tx.execute(sql, question.id, tx.now, staff_id)
    tx.event("question.withdrawn", f"request:{question.number}", unit_id=question.unit_id, question=question.id)
    await notify(tx, question.asked_ids, "question_withdrawn", question.number, by=question.asker)
    await close_letters(tx, question, "withdrawn")


async def settle_missed(tx: Tx, number: int, staff_id: int | None) -> None:
    """Where no question of the request is overdue any more, what was missed is made good."""
    overdue = "SELECT count(*) FROM question WHERE request_number = $1 AND state = 'open' AND overdue_at IS NOT NULL"
    if not await tx.value(overdue, number):
        await make_good(tx, number, staff_id, ("question",))


async def locked(tx: Tx, staff: Staff, question_id: int, *, manage: bool = True) -> Question:
    """The question, under the lock of its request: every change begins here. Raises Refused `not-found` where they may not see it,
    `forbidden` where `manage` and they may only answer."""
    number = await tx.value("SELECT request_number FROM question WHERE id = $1", question_id)
    if number is None:
        raise Refused("not-found")
    await lock_request(tx, number)
    question = await _read(tx, question_id)
    if not may_see(staff, question):
        raise Refused("not-found")
    if manage and not may_manage(staff, question):
        raise Refused("forbidden")
    return question


async def _read(tx: Tx, question_id: int) -> Question:
    return as_question(await tx.row(f"{QUESTIONS} WHERE q.id = $1", question_id))


async def _tell_asked(tx: Tx, question: Question, what: str, staff: Staff) -> None:
    due = question.due_at.isoformat() if question.due_at else ""
    await notify(tx, question.asked_ids, what, question.number, by=staff.name, due_at=due)
    await send_letters(tx, question, what)
