"""Reading questions: those of a request, those put to somebody, and what is still open for heads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.consulting.models import QUESTIONS, Question, as_question
from services.staff.models import Staff
from services.storage.reader import Reader, Row

LISTED = 100
ANSWERED = 20  # of those somebody has answered, the newest
# What a specialist has to know of the matter: the car and the works, never the person.
_MATTERS = """
SELECT r.number, coalesce(nullif(trim(concat_ws(' ', v.make, v.model)), ''),
        trim(concat_ws(' ', r.vehicle ->> 'make', r.vehicle ->> 'model'))) AS car,
    coalesce(v.year::text, r.vehicle ->> 'year') AS year, coalesce(v.plate, r.vehicle ->> 'plate') AS plate,
    coalesce(v.vin, r.vehicle ->> 'vin') AS vin,
    ARRAY(SELECT coalesce(w.title ->> $2, w.title ->> 'ru') FROM appointment_work aw JOIN work w ON w.id = aw.work_id
        WHERE aw.appointment_id = r.appointment_id ORDER BY aw.position) AS works,
    ARRAY(SELECT l.title FROM repair_order_line l WHERE l.order_id = r.repair_order_id AND l.kind = 'work' ORDER BY l.position) AS lines,
    o.ref AS order_ref
FROM request r LEFT JOIN repair_order o ON o.id = r.repair_order_id
LEFT JOIN appointment t ON t.id = r.appointment_id
LEFT JOIN vehicle v ON v.id = coalesce(r.vehicle_id, o.vehicle_id, t.vehicle_id) AND v.client_id = r.client_id
WHERE r.number = ANY ($1::bigint[])
"""
_FILES = """
SELECT t.message_id, f.public_id AS id, f.kind, f.name, f.mime, f.size, f.state FROM attachment t JOIN file f ON f.id = t.file_id
WHERE t.message_id = ANY ($1::bigint[]) AND t.replaced_at IS NULL ORDER BY t.message_id, t.position
"""
# Which requests in hand have questions: how many open, how many overdue, and whether an answer came that was not seen.
_IN_HAND = """
SELECT q.request_number AS number, count(*) FILTER (WHERE q.state = 'open') AS open,
    count(*) FILTER (WHERE q.state = 'open' AND q.due_at <= $2) AS overdue,
    count(*) FILTER (WHERE q.state = 'answered' AND q.seen_at IS NULL) AS news
FROM request r JOIN question q ON q.request_number = r.number
WHERE r.agent_id = $1 AND r.state <> 'closed' AND (q.state = 'open' OR (q.state = 'answered' AND q.seen_at IS NULL))
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about. Anything may be unknown."""

    car: str = ""
    year: str = ""
    plate: str = ""
    vin: str = ""
    works: tuple[str, ...] = ()
    order: str = ""


async def question_by_id(reader: Reader, question_id: int) -> Question | None:
    """Whoever asks must check who may see it."""
    row = await reader.row(f"{QUESTIONS} WHERE q.id = $1", question_id)
    return as_question(row) if row else None


async def questions_of(reader: Reader, *numbers: int) -> dict[int, list[Question]]:
    """The questions of these requests, oldest first. Check visibility before."""
    found: dict[int, list[Question]] = {number: [] for number in numbers}
    for row in await reader.rows(f"{QUESTIONS} WHERE q.request_number = ANY ($1::bigint[]) ORDER BY q.id", list(numbers)):
        found[row["number"]].append(as_question(row))
    return found


async def put_to(reader: Reader, staff: Staff) -> list[Question]:
    """Open questions put to this person, the one that falls due first before the others."""
    sql = f"{QUESTIONS} WHERE q.state = 'open' AND $1 = ANY (q.asked_ids) ORDER BY q.due_at NULLS LAST, q.id LIMIT $2"
    return [as_question(row) for row in await reader.rows(sql, staff.id, LISTED)]


async def waiting_on(reader: Reader, staff_id: int) -> int:
    """How many open questions are put to this person."""
    sql = "SELECT count(*) FROM question WHERE state = 'open' AND $1 = ANY (asked_ids)"
    return int(await reader.value(sql, staff_id))


async def answered_by(reader: Reader, staff: Staff) -> list[Question]:
    """What this person has answered lately, the newest first."""
    sql = f"{QUESTIONS} WHERE q.state = 'answered' AND q.settled_by = $1 ORDER BY q.id DESC LIMIT $2"
    return [as_question(row) for row in await reader.rows(sql, staff.id, ANSWERED)]


async def open_in(reader: Reader, condition: str, args: Sequence[Any], limit: int = LISTED) -> list[Question]:
    """Open questions of requests for which `condition` over `r` holds, with parameters from $2: for the heads' board."""
    sql = f"{QUESTIONS} WHERE q.state = 'open' AND {condition} ORDER BY q.due_at NULLS LAST, q.id LIMIT $1"
    return [as_question(row) for row in await reader.rows(sql, limit, *args)]


async def in_hand(reader: Reader, staff_id: int, now: Any) -> dict[int, Row]:
    """Of the requests this person leads: `open`, `overdue` and `news` counted, where there is anything."""
    return {row["number"]: row for row in await reader.rows(_IN_HAND, staff_id, now)}


async def matters_asked_about(reader: Reader, language: str, *numbers: int) -> dict[int, Matter]:
    """The car and the works of these requests."""
    rows = await reader.rows(_MATTERS, list(numbers), language)
    return {row["number"]: _matter(row) for row in rows}


def _matter(row: Row) -> Matter:
    works = tuple(dict.fromkeys(title for title in (*row["works"], *row["lines"]) if title))
    return Matter(row["car"] or "", row["year"] or "", row["plate"] or "", row["vin"] or "", works, row["order_ref"] or "")


async def files_of(reader: Reader, *message_ids: int) -> dict[int, list[Row]]:
    """The files of questions and answers, by message."""
    found: dict[int, list[Row]] = {message_id: [] for message_id in message_ids}
    for row in await reader.rows(_FILES, list(message_ids)):
        found[row["message_id"]].append(row)
    return found


def may_answer(staff: Staff, question: Question) -> bool:
    """Those asked, and heads who may read the request; never who leads it: that would be no answer of anybody's."""
    if staff.id == question.agent_id or not staff.active:
        return False
    return staff.id in question.asked_ids or (staff.may_override and staff.reads(question.unit_id))


def may_manage(staff: Staff, question: Question) -> bool:
    """Who takes a question back or reminds of it: who leads the request now, and heads who may read it."""
    return staff.id == question.agent_id or (staff.may_override and staff.reads(question.unit_id))


def may_see(staff: Staff, question: Question) -> bool:
    """Whether the question alone is shown to them, without the request."""
    return staff.id in question.asked_ids or may_manage(staff, question)
