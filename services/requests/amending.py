"""What an agent does with messages that are there already: mend an own answer, take it back, react to the client's."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from services.errors import Refused, invalid
from services.outbox.about import drop
from services.outbox.models import Mail
from services.requests.deadlines import clocks_of
from services.requests.echoes import delete_at_clients
from services.requests.layout import TEXT_PART, caption_params, fits_caption, split_text, text_params
from services.requests.locking import lock_own
from services.requests.messages import clean
from services.requests.models import MAX_TEXT, Limits, Request
from services.requests.notices import about_message, reachable
from services.requests.resolution import resume_resolution
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

TAKE_BACK = timedelta(hours=48)  # telegram.md §1, deleteMessage
REACTIONS = ("👍", "👌", "🙏", "❤", "🤝", "👀")  # some of those that the Bot API allows
_ARRIVED = frozenset({"sent", "maybe_twice"})


async def edit_answer(tx: Tx, staff: Staff, number: int, message_id: int, *, text: str) -> None:
    """New words for an own answer that has arrived: changed in the client's chat, the old ones stay on record.

    Raises Refused `not-found`, `not-owner`, `closed`, `too-late` (taken back), `invalid`: `message` `not delivered`, or `text`.
    """
    request = await lock_own(tx, staff, number)
    row = await _own(tx, staff, request, message_id)
    if row["withdrawn_at"] is not None:
        raise Refused("too-late")
    if row["delivery"] not in _ARRIVED:
        raise invalid("message", "not delivered")
    body = clean(text).strip()
    if len(body) > MAX_TEXT:
        raise invalid("text", f"longer than {MAX_TEXT} characters")
    if body == row["text"]:
        return
    await _rewrite(tx, row, body)
    await tx.execute(
        "INSERT INTO message_version (message_id, text, replaced_at) VALUES ($1, $2, $3)", message_id, row["text"], tx.now
    )
    sql = "UPDATE message SET text = $2, edited_at = $3, delivery = 'queued' WHERE id = $1"
    await tx.execute(sql, message_id, body, tx.now)
    tx.event("message.changed", request.subject, unit_id=request.unit_id, message=message_id)


async def own_answer(reader: Reader, staff: Staff, number: int, message_id: int) -> str | None:
    """The words of an answer that this person gave in a request they lead; None for anything else, and for what was taken back."""
    said: str | None = await reader.value(
        "SELECT m.text FROM message m JOIN request r ON r.number = m.request_number WHERE m.id = $1 AND r.number = $2 "
        "AND m.direction = 'out' AND m.staff_id = $3 AND m.withdrawn_at IS NULL AND r.agent_id = $3 AND r.state <> 'closed'",
        message_id, number, staff.id,
    )  # fmt: skip
    return said


async def _own(tx: Tx, staff: Staff, request: Request, message_id: int) -> Row:
    row = await tx.row(
        "SELECT m.id, m.text, m.at, m.author, m.delivery, m.withdrawn_at, m.chat_id, m.details, "
        "EXISTS (SELECT FROM attachment WHERE message_id = m.id) AS files FROM message m "
        "WHERE m.id = $1 AND m.request_number = $2 AND m.direction = 'out' AND m.staff_id = $3 FOR UPDATE OF m",
        message_id, request.number, staff.id,
    )  # fmt: skip
    if row is None:
        raise Refused("not-found")
    return row


async def _rewrite(tx: Tx, row: Row, body: str) -> None:
    """Change the Telegram messages that carry the words."""
    ids = [r["telegram_id"] for r in await tx.rows(
        "SELECT telegram_id FROM message_telegram WHERE message_id = $1 AND chat_id = $2 ORDER BY telegram_id", row["id"], row["chat_id"]
    )]  # fmt: skip
    parts: Sequence[str] = row["details"].get("parts") or (() if row["files"] else ["text"] * len(ids))
    if not ids or len(parts) != len(ids):
        raise invalid("text", "cannot be changed")  # not all of it arrived, or sent before its parts were kept on record
    texts = [at for at, part in zip(ids, parts, strict=True) if part == "text"]
    caption = next((at for at, part in zip(ids, parts, strict=True) if part == "caption"), None)
    if texts:
        await _rewrite_texts(tx, row, texts, body)
    elif caption is None:
        raise invalid("text", "cannot be changed")
    elif not fits_caption(row["author"], body):
        raise invalid("text", "too long to be changed")
    else:
        params = {"message_id": caption, **caption_params(row["author"], body)}
        _send(tx, row, "editMessageCaption", params)


async def _rewrite_texts(tx: Tx, row: Row, ids: Sequence[int], body: str) -> None:
    if not body:
        raise invalid("text", "required")
    pieces = split_text(body, TEXT_PART)
    if len(pieces) > len(ids):
        raise invalid("text", "too long to be changed")
    if len(pieces) < len(ids) and tx.now - row["at"] > TAKE_BACK:
        raise Refused("too-late")
    for place, (telegram_id, piece) in enumerate(zip(ids, pieces, strict=False)):
        author = row["author"] if place == 0 else None
        _send(tx, row, "editMessageText", {"message_id": telegram_id, **text_params(author, piece)})
    if surplus := list(ids[len(pieces) :]):
        await tx.execute(
            "DELETE FROM message_telegram WHERE chat_id = $1 AND telegram_id = ANY ($2::bigint[])", row["chat_id"], surplus
        )
        left = [part for part in row["details"].get("parts") or () if part != "text"]
        kept = {"parts": ["text"] * len(pieces) + left}
        await tx.execute("UPDATE message SET details = details || $2 WHERE id = $1", row["id"], kept)
        _send(tx, row, "deleteMessages", {"message_ids": surplus})


def _send(tx: Tx, row: Row, method: str, params: dict[str, Any]) -> None:
    tx.send(Mail(row["chat_id"], method, params, kind="mirror", message_id=row["id"], about=about_message(row["id"])))


async def withdraw(tx: Tx, staff: Staff, number: int, message_id: int, limits: Limits) -> None:
    """Take an own answer back, within 48 hours: it goes from the client's chat and stays here, marked. If it was the only answer to
    what the client wrote, the client waits again.

    Raises Refused `not-found`, `not-owner`, `closed`, `too-late`.
    """
    request = await lock_own(tx, staff, number)
    row = await _own(tx, staff, request, message_id)
    if row["withdrawn_at"] is not None:
        return
    if tx.now - row["at"] > TAKE_BACK:
        raise Refused("too-late")
    await drop(tx, about_message(message_id))
    await tx.execute("UPDATE message SET withdrawn_at = $2 WHERE id = $1", message_id, tx.now)
    await delete_at_clients(tx, message_id)
    await _wait_again(tx, request, limits)
    tx.event("message.withdrawn", request.subject, unit_id=request.unit_id, message=message_id)


async def _wait_again(tx: Tx, request: Request, limits: Limits) -> None:
    since = await tx.value(
        "SELECT min(at) FROM message WHERE request_number = $1 AND direction = 'in' AND id > coalesce("
        "(SELECT max(id) FROM message WHERE request_number = $1 AND direction = 'out' AND withdrawn_at IS NULL), 0)",
        request.number,
    )
    if since is None or request.state != "waiting_client":
        return
    clocks = await clocks_of(tx, request.unit_id, limits)
    await tx.execute(
        "UPDATE request SET state = 'assigned', waiting_since = $2, next_answer_due = $3, attended_at = real_now(), "
        "noticed_at = NULL WHERE number = $1",
        request.number, since, clocks.next_answer(since, request.type),
    )  # fmt: skip
    await resume_resolution(tx, request.number, clocks.unit)


async def react(tx: Tx, staff: Staff, number: int, message_id: int, emoji: str | None) -> None:
    """React to a message of the client's, or take the reaction back (None).

    Raises Refused `not-found`, `not-owner`, `closed`, `invalid`: `emoji` `unknown`, `message` `not delivered` (nothing reaches the client).
    """
    request = await lock_own(tx, staff, number)
    if emoji is not None and emoji not in REACTIONS:
        raise invalid("emoji", "unknown")
    row = await tx.row(
        "SELECT m.agent_reaction, t.chat_id, t.telegram_id FROM message m JOIN message_telegram t ON t.message_id = m.id "
        "WHERE m.id = $1 AND m.request_number = $2 AND m.direction = 'in' ORDER BY t.telegram_id LIMIT 1",
        message_id, number,
    )  # fmt: skip
    if row is None:
        raise Refused("not-found")
    if await reachable(tx, row["chat_id"]) is not None:
        raise invalid("message", "not delivered")
    if row["agent_reaction"] == emoji:
        return
    await tx.execute("UPDATE message SET agent_reaction = $2 WHERE id = $1", message_id, emoji)
    reaction = [{"type": "emoji", "emoji": emoji}] if emoji else []
    params = {"message_id": row["telegram_id"], "reaction": reaction}
    tx.send(Mail(row["chat_id"], "setMessageReaction", params, kind="mirror"))
    tx.event("message.reaction", request.subject, unit_id=request.unit_id, message=message_id, emoji=emoji)
