"""What agents say in a topic: only its owner's words reach the client, everybody else's are notes for colleagues."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from services.answers import check_braces, holes, unknown_braces
from services.errors import Refused
from services.groups.models import Group, Topic
from services.requests import amending, answers
from services.requests.messages import clean
from services.requests.models import Incoming, Limits
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import OvertakenError, Tx

# It stands in the topic itself; not in one that is being made anew at this moment, which will show it like everything else.
_STANDS = """
INSERT INTO group_message (chat_id, telegram_id, topic_id, messages, staff_id)
SELECT $1, $2, id, $4, $5 FROM group_topic WHERE id = $3 AND thread_id = $6 FOR NO KEY UPDATE ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of somebody's words: `answer` or `note`. `delivery` of an answer that cannot reach the client; `meant`: it was meant
    as an answer, and they do not lead the request."""

    kind: str
    delivery: str = ""
    meant: bool = False


async def hear(
    tx: Tx, group: Group, topic: Topic, staff: Staff, incoming: Incoming, *, parts: Sequence[int], answer: bool, owner: bool
) -> Heard:  # fmt: skip
    """Take what somebody of the unit has written in a topic. `parts`: Telegram's ids of the messages that it came in.

    Raises Refused as `answers.answer` does.
    """
    if answer and owner:
        quoted = await quoted_message(tx, topic, incoming.reply_to, str(incoming.details.get("quote") or ""))
        message_id, delivery = await answers.answer(
            tx, staff, topic.request_number, text=incoming.text, reply_to=quoted, received=incoming.files
        )
        heard = Heard("answer", "" if delivery == "queued" else delivery)
    else:
        message_id = await answers.note(
            tx, staff, topic.request_number, text=incoming.text, received=incoming.files, present=True
        )
        heard = Heard("note", meant=answer)
    for part in parts:
        await tx.execute(_STANDS, group.chat_id, part, topic.id, [message_id], staff.id, topic.thread_id)
    return heard


async def held(tx: Tx, topic: Topic, staff: Staff, text: str) -> Refused | None:
    """Why an answer does not go out like this (`check_braces`). The very same words written once more are meant as they stand."""
    try:
        check_braces(text)
    except Refused as refused:
        unfilled = refused.data["errors"][0]["field"] == "text"
        mark = hashlib.sha256(text.encode()).hexdigest()[:16]
        return refused if unfilled or await once(tx, topic.chat_id, staff.id, f"braces:{topic.id}:{mark}") else None
    return None


async def leads(reader: Reader, topic: Topic, staff: Staff) -> bool:
    """Whether this person leads the request of the topic, and it is open."""
    sql = "SELECT agent_id = $2 AND state <> 'closed' FROM request WHERE number = $1"
    return bool(await reader.value(sql, topic.request_number, staff.id))


async def quoted_message(reader: Reader, topic: Topic, telegram_id: int | None, marked: str = "") -> int | None:
    """The message of the conversation that is answered to; of several in one, that which holds the words that were marked."""
    if telegram_id is None:
        return None
    found: list[int] | None = await reader.value(
        "SELECT messages FROM group_message WHERE chat_id = $1 AND telegram_id = $2 AND topic_id = $3",
        topic.chat_id,
        telegram_id,
        topic.id,
    )
    if not found:
        found = await _just_shown(reader, topic, telegram_id)
    if not found:
        return None
    among = await reader.rows(
        "SELECT id, text FROM message WHERE id = ANY ($1::bigint[]) AND direction IN ('in', 'out', 'system') ORDER BY id", found
    )
    if len(among) == 1:
        return int(among[0]["id"])
    holding = [row["id"] for row in among if marked and marked in row["text"]]
    return int(holding[0]) if len(holding) == 1 else None


async def _just_shown(reader: Reader, topic: Topic, telegram_id: int) -> list[int] | None:
    """What was sent a moment ago and is not written down yet. Whoever answers faster than that comes again: OvertakenError."""
    rows = await reader.rows(
        "SELECT p.messages, o.telegram_ids, o.worker IS NOT NULL AND o.state IN ('queued', 'retry') AS in_hand FROM group_post p "
        "JOIN outbox o ON o.about = 'group:' || p.id AND o.about LIKE 'group:%' WHERE p.topic_id = $1 AND p.kind = 'said' ORDER BY p.id",
        topic.id,
    )
    for row in rows:
        if telegram_id in (row["telegram_ids"] or ()):
            return list(row["messages"])
    if any(row["in_hand"] for row in rows):
        raise OvertakenError
    return None


async def own_message(reader: Reader, topic: Topic, telegram_id: int, staff: Staff) -> tuple[int, str] | None:
    """The message that this person's words became, and its direction."""
    row = await reader.row(
        "SELECT m.id, m.direction FROM group_message g JOIN message m ON m.id = g.messages[1] "
        "WHERE g.chat_id = $1 AND g.telegram_id = $2 AND g.topic_id = $3 AND g.staff_id = $4",
        topic.chat_id, telegram_id, topic.id, staff.id,
    )  # fmt: skip
    return (row["id"], row["direction"]) if row else None


async def mend(tx: Tx, topic: Topic, staff: Staff, telegram_id: int, text: str) -> str | None:
    """Their own words were edited: so are the client's copy, or the note. What it was; None for what is none of ours.

    Raises Refused as `amending.edit_answer` does, and `invalid`: `text` `new braces`.
    """
    found = await own_message(tx, topic, telegram_id, staff)
    if found is None:
        return None
    message_id, direction = found
    if direction == "out":
        await _check_edit(tx, message_id, text)
        await amending.edit_answer(tx, staff, topic.request_number, message_id, text=text)
    elif direction == "note":
        await _mend_note(tx, topic, message_id, clean(text).strip())
    return direction


async def _check_edit(reader: Reader, message_id: int, text: str) -> None:
    """Braces that are new to the words; those that went out before were meant."""
    old = str(await reader.value("SELECT text FROM message WHERE id = $1", message_id))
    new = ", ".join((*holes(text, old), *unknown_braces(text, old)))
    if new:
        raise Refused("invalid", errors=[{"field": "text", "reason": "new braces", "braces": new}])


async def _mend_note(tx: Tx, topic: Topic, message_id: int, body: str) -> None:
    old = await tx.value("SELECT text FROM message WHERE id = $1 FOR UPDATE", message_id)
    if old == body or not body:
        return
    await tx.execute("INSERT INTO message_version (message_id, text, replaced_at) VALUES ($1, $2, $3)", message_id, old, tx.now)
    await tx.execute("UPDATE message SET text = $2, edited_at = $3 WHERE id = $1", message_id, body, tx.now)
    unit_id = await tx.value("SELECT unit_id FROM request WHERE number = $1", topic.request_number)
    tx.event("message.changed", f"request:{topic.request_number}", unit_id=unit_id, message=message_id)


async def react(tx: Tx, topic: Topic, staff: Staff, telegram_id: int, emoji: str | None) -> None:
    """A reaction to what a client wrote reaches the client, where it is one of those that agents may use; the owner's only."""
    message_id = await quoted_message(tx, topic, telegram_id)
    if message_id is None or (emoji is not None and emoji not in amending.REACTIONS):
        return
    try:
        async with tx.attempt():
            await amending.react(tx, staff, topic.request_number, message_id, emoji)
    except Refused:
        return  # not theirs, closed, or nobody to show it to: a nod needs no word about that


async def take_back(tx: Tx, topic: Topic, staff: Staff, telegram_id: int, limits: Limits) -> bool:
    """Take back what these words became; False where they are no answer of theirs. Raises Refused as `amending.withdraw` does."""
    found = await own_message(tx, topic, telegram_id, staff)
    if found is None or found[1] != "out":
        return False
    await amending.withdraw(tx, staff, topic.request_number, found[0], limits)
    return True


async def once(tx: Tx, chat_id: int, user_id: int, what: str) -> bool:
    """Whether they have not been told this here today: who comes back, or writes under another role, must not be left in the belief
    that it has arrived."""
    sql = (
        "INSERT INTO group_told AS g (chat_id, user_id, what) VALUES ($1, $2, $3) ON CONFLICT (chat_id, user_id, what) DO UPDATE "
        "SET at = excluded.at WHERE g.at < excluded.at - interval '1 day' RETURNING 1"
    )
    return await tx.value(sql, chat_id, user_id, what) is not None
