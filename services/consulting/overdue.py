"""Questions that nobody has answered in time: written down as missed, told, and passed on up the chain (P5, U2)."""

from services.consulting.models import QUESTIONS, Question, as_question
from services.requests.deadlines import clocks_of
from services.requests.models import Limits
from services.storage.tx import Tx
from services.watch.missing import Missed, record_missed
from services.watch.notices import notify

# The request first, as everybody locks them; who is just answering is not waited for.
_DUE = """
SELECT q.id FROM question q JOIN request r ON r.number = q.request_number
WHERE q.state = 'open' AND q.overdue_at IS NULL AND q.due_at <= $1 ORDER BY r.number, q.due_at LIMIT 100
FOR NO KEY UPDATE OF r SKIP LOCKED
"""
_MARK = (
    "UPDATE question SET overdue_at = $2 WHERE id = ANY ($1::bigint[]) AND state = 'open' AND overdue_at IS NULL RETURNING id"
)


async def notice_overdue(tx: Tx, limits: Limits) -> int:
    """Tell heads, those asked and who leads the request; returns how many questions were looked at.

    Who was asked by name is named; of several nobody is. The owner's silence is counted from here: until now they had reason to wait.
    """
    due = [row["id"] for row in await tx.rows(_DUE, tx.now)]
    marked = [row["id"] for row in await tx.rows(_MARK, due, tx.now)] if due else []
    rows = (
        await tx.rows(f"{QUESTIONS} WHERE q.id = ANY ($1::bigint[]) ORDER BY q.request_number, q.id", marked) if marked else []
    )
    for row in rows:
        await _tell(tx, as_question(row), limits)
    return len(marked)


async def _tell(tx: Tx, question: Question, limits: Limits) -> None:
    if question.due_at is None:
        return
    clocks = await clocks_of(tx, question.unit_id, limits)
    whose = question.asked_ids[0] if len(question.asked_ids) == 1 else None
    await record_missed(
        tx, Missed(question.number, "question", question.unit_id, whose, question.due_at), clocks.watch, clocks.unit
    )
    tx.event("question.overdue", f"request:{question.number}", unit_id=question.unit_id, question=question.id)
    told = {*question.asked_ids, *([question.agent_id] if question.agent_id is not None else [])} - {whose}
    await notify(
        tx, told, "question_overdue", question.number, to=", ".join(question.asked), due_at=question.due_at.isoformat()
    )
    if question.agent_id is not None:
        await tx.execute("UPDATE request SET attended_at = real_now() WHERE number = $1", question.number)
