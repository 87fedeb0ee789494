"""What the client hears when their question is handed on: who has it now, and by when they hear (G3).

Decision (telegram.md §8.10, §8.13: a hand-off is visible, corrections edit, a new message is for news): the first hand-over is a message
with a sound. While nobody has said anything since, a further one that keeps the time told before changes that very message: its
reader finds the right name in it, and no telephone rings for a change that asks nothing of anybody. Where the time is another one, that
is news, and a new message says it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from services.outbox.about import drop
from services.outbox.models import Mail
from services.requests.messages import add_message
from services.requests.models import Request
from services.requests.notices import about_message, language_of, reachable
from services.staff.models import Staff
from services.storage.reader import Row
from services.storage.tx import Tx
from services.texts import moment, text
from services.units import Unit

# The last thing the client was told of a hand-over, as long as nobody has spoken after it.
_LAST = """
SELECT h.message_id, h.due_at, m.text FROM hand_over h JOIN message m ON m.id = h.message_id
WHERE h.request_number = $1 AND m.chat_id = $2 AND NOT EXISTS (
    SELECT FROM message n WHERE n.request_number = $1 AND n.id > h.message_id AND n.direction <> 'note')
ORDER BY h.id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where it went. `known`: the person named is at work and will have it; `type`, `unit`: where these were chosen. `due`: by when the
    client hears, told in the time of the station whose `hours` hold."""

    target: Staff | None
    known: bool
    type: str | None
    unit: Unit | None
    due: datetime | None
    hours: Unit | None


async def tell_transfer(tx: Tx, request: Request, hand_over: int, where: Destination) -> None:
    """Tell the client, or mend what they were told. A promise that stands says by when; else what is due."""
    if await reachable(tx, request.chat_id) is not None or request.chat_id is None:
        return
    promised: datetime | None = await tx.value("SELECT promise_due FROM request WHERE number = $1", request.number)
    told = promised or where.due
    words = _words(await language_of(tx, request), request.number, replace(where, due=told), tx.now)
    last = await tx.row(_LAST, request.number, request.chat_id)
    if last is not None and last["due_at"] == told:
        await _mend(tx, request, request.chat_id, last, words)
        message_id = last["message_id"]
    else:
        message_id = await add_message(
            tx, request.number, "system", author="", text=words, chat_id=request.chat_id, delivery="queued"
        )
        _send(tx, request.chat_id, message_id, "sendMessage", text=words)
    await tx.execute("UPDATE hand_over SET message_id = $2, due_at = $3 WHERE id = $1", hand_over, message_id, told)


def _words(language: str, number: int, where: Destination, now: datetime) -> str:
    when, hours = "none", where.hours
    if where.due is not None and hours is not None:
        when = moment(language, where.due, hours.time_zone, hours.named(language)["city"], now, by=True)
    named = where.unit.named(language)["name"] if where.unit else ""
    who = text(language, f"handed-over-to-{where.type.replace('_', '-')}") if where.type else ""
    return text(
        language, "notice-handed-over", number=str(number), to=_to(where), agent=where.target.first_name if where.target else "", who=who,
        unit=named, when=when,
    )  # fmt: skip


def _to(where: Destination) -> str:
    if where.known:
        return "agent"
    if where.type is not None:
        return "both" if where.unit else "type"
    return "unit" if where.unit else "other"


async def _mend(tx: Tx, request: Request, chat_id: int, last: Row, words: str) -> None:
    """Change what was told; what they have read stays on record. What is still waiting to be sent is sent with the new words instead."""
    message_id = last["message_id"]
    if words == last["text"]:
        return
    sent = "SELECT min(telegram_id) FROM message_telegram WHERE message_id = $1 AND chat_id = $2"
    telegram_id = await tx.value(sent, message_id, chat_id)
    if telegram_id is not None:
        await _keep_wording(tx, message_id, last["text"])
        _send(tx, chat_id, message_id, "editMessageText", text=words, message_id=telegram_id)
    else:
        await drop(tx, about_message(message_id))
        _send(tx, chat_id, message_id, "sendMessage", text=words)
    await tx.execute("UPDATE message SET text = $2 WHERE id = $1", message_id, words)
    tx.event("message.changed", request.subject, unit_id=request.unit_id, message=message_id)


async def _keep_wording(tx: Tx, message_id: int, old: str) -> None:
    """The conversation shows that the line was another one, and which."""
    await tx.execute("INSERT INTO message_version (message_id, text, replaced_at) VALUES ($1, $2, $3)", message_id, old, tx.now)
    await tx.execute("UPDATE message SET edited_at = $2 WHERE id = $1", message_id, tx.now)


def _send(tx: Tx, chat_id: int, about: int, method: str, **params: str | int) -> None:
    tx.send(Mail(chat_id, method, dict(params), kind="mirror", message_id=about, about=about_message(about)))
