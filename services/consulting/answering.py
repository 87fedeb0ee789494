"""Answering a colleague's question: the answer returns into the request, and who leads it hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.consulting.asking import locked, settle_missed
from services.consulting.models import LONGEST, Question
from services.consulting.reading import may_answer
from services.consulting.telling import close_letters
from services.errors import Refused, invalid
from services.files.access import readable_files
from services.requests.locking import lock_request
from services.requests.messages import add_message, add_telegram_files, attach_stored, clean
from services.requests.models import Incoming
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.watch.notices import notify


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as it came: words with uploaded `files`, or a message of Telegram's from this chat."""

    text: str = ""
    files: Sequence[str] = ()
    chat_id: int | None = None
    incoming: Incoming | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not (self.text.strip() or self.files or (self.incoming and self.incoming.files))


async def answer(tx: Tx, staff: Staff, question_id: int, written: Written) -> int:
    """The first answer settles it: a note of the conversation that answers the question's. Returns the note's id.

    Whoever leads the request by now is told, and has time to look again: their silence is counted from here. The client's clocks go on.
    Raises Refused `not-found`, `forbidden`, `closed` (somebody was first: `by`; or it was taken back), `invalid`.
    """
    question = await locked(tx, staff, question_id, manage=False)
    if not may_answer(staff, question):
        raise Refused("forbidden")
    if not question.open:
        raise Refused("closed", by=question.settled_by or "", state=question.state)
    note_id = await _note(tx, staff, question, written)
    sql = "UPDATE question SET state = 'answered', settled_at = $2, settled_by = $3, answer_id = $4 WHERE id = $1"
    await tx.execute(sql, question_id, tx.now, staff.id, note_id)
    tx.event(
        "question.answered", f"request:{question.number}", unit_id=question.unit_id, question=question_id, agent=staff.login,
        late=question.standing(tx.now) == "overdue",
    )  # fmt: skip
    await settle_missed(tx, question.number, staff.id)
    await _tell_owner(tx, staff, question)
    await close_letters(tx, question, "answered", by=staff)
    return note_id


async def add_to_answer(tx: Tx, staff: Staff, question_id: int, written: Written) -> bool:
    """An afterthought of who has answered: a further note. False where it is not theirs to add to."""
    question = await locked(tx, staff, question_id, manage=False)
    mine = "SELECT settled_by = $2 AND state = 'answered' FROM question WHERE id = $1"
    if question.request_state == "closed" or not await tx.value(mine, question_id, staff.id):
        return False
    note_id = await _note(tx, staff, question, written)
    await tx.execute("UPDATE question SET seen_at = NULL WHERE id = $1", question_id)
    tx.event("message.note", f"request:{question.number}", unit_id=question.unit_id, message=note_id)
    return True


async def album_answered(reader: Reader, staff: Staff, chat_id: int, album: str | None) -> int | None:
    """The note that the first picture of this album became, where it was an answer of theirs."""
    sql = "SELECT id FROM message WHERE chat_id = $1 AND media_group = $2 AND direction = 'note' AND staff_id = $3"
    found = await reader.value(sql, chat_id, album, staff.id) if album else None
    return int(found) if found is not None else None


async def add_of_album(tx: Tx, note_id: int, incoming: Incoming) -> None:
    """The next picture of an album whose first one was an answer (`album_answered`)."""
    number = int(await tx.value("SELECT request_number FROM message WHERE id = $1", note_id))
    request = await lock_request(tx, number)
    await add_telegram_files(tx, note_id, incoming.files, incoming.telegram_id)
    tx.event("message.note", request.subject, unit_id=request.unit_id, message=note_id)


async def _note(tx: Tx, staff: Staff, question: Question, written: Written) -> int:
    body = clean(written.text).strip()
    if written.empty:
        raise invalid("text", "required")
    if len(body) > LONGEST:
        raise invalid("text", f"longer than {LONGEST} characters")
    stored = await readable_files(tx, staff, written.files)
    came = written.incoming
    note_id = await add_message(
        tx, question.number, "note", author=staff.name, staff_id=staff.id, text=body, reply_to=question.message_id,
        chat_id=written.chat_id if came and came.album else None, album=came.album if came else None,
        details={**(came.details if came else {}), "question": "answered", **_update(tx)},
    )  # fmt: skip
    await attach_stored(tx, note_id, [row["id"] for row in stored])
    if came is not None:
        await add_telegram_files(tx, note_id, came.files, came.telegram_id)
    return note_id


def _update(tx: Tx) -> dict[str, int]:
    """Which update of Telegram's it came by: that is forgotten with the client, whoever sent it."""
    return {"inbox": tx.work.inbox_id} if tx.work else {}


async def _tell_owner(tx: Tx, staff: Staff, question: Question) -> None:
    if question.agent_id is None:
        return
    await notify(tx, [question.agent_id], "question_answered", question.number, by=staff.name)
    await tx.execute("UPDATE request SET attended_at = real_now() WHERE number = $1", question.number)


async def see_answers(tx: Tx, staff: Staff, number: int) -> None:
    """Who leads the request has opened it, and so seen the answers that came."""
    await tx.execute(
        "UPDATE question q SET seen_at = $2 FROM request r WHERE q.request_number = $1 AND r.number = $1 AND r.agent_id = $3 "
        "AND q.state = 'answered' AND q.seen_at IS NULL",
        number, tx.now, staff.id,
    )  # fmt: skip


async def has_news(reader: Reader, staff: Staff, number: int) -> bool:
    """Whether an answer came to a request of theirs that they have not seen."""
    sql = (
        "SELECT EXISTS (SELECT FROM question q JOIN request r ON r.number = q.request_number WHERE q.request_number = $1 "
        "AND r.agent_id = $2 AND q.state = 'answered' AND q.seen_at IS NULL)"
    )
    return bool(await reader.value(sql, number, staff.id))
