"""What an agent says: to the client, or among colleagues."""

from collections.abc import Sequence

from services import texts
from services.errors import Refused, invalid
from services.files.access import readable_files
from services.requests.calls import want_call
from services.requests.locking import lock_own, lock_request, may_read
from services.requests.mentions import tell_mentioned
from services.requests.messages import add_message, add_telegram_files, attach_stored, clean
from services.requests.models import MAX_TEXT, CallOutcome, IncomingFile, Request
from services.requests.notices import reachable, send_words
from services.requests.promises import keep_promise
from services.requests.resolution import resume_resolution
from services.scripts.asking import hush
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.watch.missing import ANSWERED, attended, make_good

MAX_DRAFT = 5 * MAX_TEXT  # characters: what is too long to send is not lost while it is being shortened


async def answer(
    tx: Tx, staff: Staff, number: int, *, text: str = "", files: Sequence[str] = (), reply_to: int | None = None,
    received: Sequence[IncomingFile] = (),
) -> tuple[int, str]:  # fmt: skip
    """Send an answer to the client; returns the message's id and its delivery (`queued`, `no_channel`, `blocked`).

    `received`: files that the agent sent by Telegram, which has them already.

    Only the owner may. A client with nothing but a phone gets a call task instead. Raises Refused `not-found`, `closed`,
    `not-owner`, `invalid`.
    """
    request = await lock_own(tx, staff, number)
    body = _checked(text, [*files, *received])
    stored = await readable_files(tx, staff, files)
    quote = await _quote(tx, request, reply_to)
    obstacle = await reachable(tx, request.chat_id)
    delivery = obstacle or "queued"
    message_id = await add_message(
        tx, number, "out", author=staff.first_name, staff_id=staff.id, text=body, reply_to=reply_to,
        chat_id=request.chat_id, delivery=delivery,
    )  # fmt: skip
    await attach_stored(tx, message_id, [row["id"] for row in stored])
    await add_telegram_files(tx, message_id, received)
    if obstacle is None and request.chat_id is not None:
        await send_words(
            tx, request.chat_id, message_id, author=staff.first_name, body=body, reply_to=quote,
            files=[(row["kind"], row["public_id"]) for row in stored] + [(f.kind, f"tg:{f.telegram_file_id}") for f in received],
        )  # fmt: skip
    else:
        await want_call(tx, request, body)
    await answered(tx, staff, request)
    await tx.execute("DELETE FROM draft WHERE request_number = $1 AND staff_id = $2", number, staff.id)
    tx.event("message.out", request.subject, unit_id=request.unit_id, message=message_id, delivery=delivery)
    return message_id, delivery


async def note(
    tx: Tx, staff: Staff, number: int, *, text: str, files: Sequence[str] = (), received: Sequence[IncomingFile] = (), present: bool = False
) -> int:  # fmt: skip
    """An internal note: everybody who may read the request may leave one; the client never sees it. Who is named (`@login`) is told.

    `received`: as in `answer`. `present`: they have the conversation before them in the unit's group, whoever leads it.
    """
    request = await lock_request(tx, number)
    if not present and not await may_read(tx, staff, request):
        raise Refused("not-found")
    body = _checked(text, [*files, *received])
    stored = await readable_files(tx, staff, files)
    message_id = await add_message(tx, number, "note", author=staff.name, staff_id=staff.id, text=body)
    await attended(tx, number, staff.id)
    await attach_stored(tx, message_id, [row["id"] for row in stored])
    await add_telegram_files(tx, message_id, received)
    named = await tell_mentioned(tx, staff, request, message_id, body)
    tx.event("message.note", request.subject, unit_id=request.unit_id, message=message_id, named=named)
    return message_id


def _checked(text: str, files: Sequence[object]) -> str:
    body = clean(text).strip()
    if not body and not files:
        raise invalid("text", "required")
    if len(body) > MAX_TEXT:
        raise invalid("text", f"longer than {MAX_TEXT} characters")
    return body


async def _quote(tx: Tx, request: Request, reply_to: int | None) -> int | None:
    """Telegram's id of the message answered to, in the request's own chat."""
    if reply_to is None:
        return None
    owner = await tx.value("SELECT request_number FROM message WHERE id = $1", reply_to)
    if owner != request.number:
        raise invalid("reply_to", "unknown")
    sql = "SELECT min(telegram_id) FROM message_telegram WHERE message_id = $1 AND chat_id = $2"
    found = await tx.value(sql, reply_to, request.chat_id)
    return int(found) if found is not None else None


async def answered(tx: Tx, staff: Staff, request: Request) -> None:
    """The ball is with the client; the waiting is over. Somebody promised keeps the promise's state until it is delivered."""
    await tx.execute(
        "UPDATE request SET state = 'waiting_client', waiting_since = NULL, next_answer_due = NULL, handoff_due = NULL, "
        "danger_due = NULL, last_agent_at = $2, answered_at = coalesce(answered_at, $2), "
        "resolve_paused_at = CASE WHEN resolve_due IS NOT NULL THEN coalesce(resolve_paused_at, $2) END WHERE number = $1",
        request.number, tx.now,
    )  # fmt: skip
    await hush(tx, request)
    await make_good(tx, request.number, staff.id, ANSWERED)


async def record_call(tx: Tx, staff: Staff, number: int, *, outcome: CallOutcome, note_text: str = "") -> None:
    """The outcome of a call to the client: it is a contact, it ends the call task, and it keeps a promise (W5).

    Where the call was owed and the client was not reached, the matter does not fall silent with it: the request is the agent's to answer
    again, with the client waiting.
    """
    request = await lock_own(tx, staff, number)
    if outcome not in {"reached", "no_answer", "wrong_number"}:
        raise invalid("outcome", "unknown")
    owed = await tx.rows(
        "UPDATE call_task SET done_at = $2, done_by = $3, outcome = $4 WHERE request_number = $1 AND done_at IS NULL RETURNING id",
        number, tx.now, staff.id, outcome,
    )  # fmt: skip
    said = texts.text(staff.language or "ru", f"call-{outcome.replace('_', '-')}")
    await add_message(tx, number, "note", author=staff.name, staff_id=staff.id, text=f"☎ {said} {note_text}".strip())
    tx.event("call.made", request.subject, unit_id=request.unit_id, outcome=outcome)
    await attended(tx, number, staff.id)
    await keep_promise(tx, request, by="call")
    if outcome == "reached":
        await answered(tx, staff, request)
    elif owed:
        await _still_ours(tx, request)


async def _still_ours(tx: Tx, request: Request) -> None:
    """What the client was to hear they have not heard."""
    await tx.execute(
        "UPDATE request SET state = 'assigned', waiting_since = $2, attended_at = real_now() "
        "WHERE number = $1 AND state = 'waiting_client'",
        request.number, tx.now,
    )  # fmt: skip
    await resume_resolution(tx, request.number)


async def save_draft(tx: Tx, staff: Staff, number: int, text: str) -> None:
    """What the agent has typed so far survives a reload."""
    if text.strip():
        await tx.execute(
            "INSERT INTO draft (request_number, staff_id, text, updated_at) SELECT number, $2, $3, $4 FROM request WHERE number = $1 "
            "AND agent_id = $2 ON CONFLICT (request_number, staff_id) DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at",
            number, staff.id, clean(text)[:MAX_DRAFT], tx.now,
        )  # fmt: skip
        await attended(tx, number, staff.id)
    else:
        await tx.execute("DELETE FROM draft WHERE request_number = $1 AND staff_id = $2", number, staff.id)


async def read_draft(reader: Reader, staff: Staff, number: int) -> str:
    """What the person has typed and not sent."""
    found = await reader.value("SELECT text FROM draft WHERE request_number = $1 AND staff_id = $2", number, staff.id)
    return str(found or "")
