"""What comes back from Telegram about messages: edits of the client, and what became of ours."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.outbox.models import Mail
from services.requests.albums import words_of_parts
from services.requests.locking import lock_request
from services.requests.messages import add_telegram_files, clean
from services.requests.models import IncomingFile
from services.requests.promises import keep_promise
from services.storage.reader import Row
from services.storage.tx import Tx

_MINE = """
SELECT m.id, m.text, m.at, m.request_number, r.unit_id, t.words,
    (SELECT count(*) FROM message_telegram WHERE message_id = m.id) AS parts
FROM message_telegram t JOIN message m ON m.id = t.message_id JOIN request r ON r.number = m.request_number
WHERE t.chat_id = $1 AND t.telegram_id = $2 AND m.direction = 'in' FOR UPDATE OF m
"""
_ANSWERED_KEPT = 20  # messages that answered a question of the bot's: people correct the last ones


@dataclass(frozen=True, slots=True)
class Edit:
    """A message of this request has changed; `before` and `after`: all its words. `replaced`: there is another file in it."""

    message_id: int
    number: int
    before: str
    after: str
    replaced: bool = False


async def edited(tx: Tx, chat_id: int, telegram_id: int, new_text: str, files: Sequence[IncomingFile] = ()) -> Edit | None:
    """The client edited words, caption or file: the agent sees the new and the old. None when it is none of ours or nothing changed.

    One item of an album changes alone.
    """
    row = await tx.row(_MINE, chat_id, telegram_id)
    if row is None:
        return None
    new_text = clean(new_text)
    old_words = row["words"] if row["words"] is not None or row["parts"] > 1 else row["text"]
    after = row["text"]
    if new_text != (old_words or ""):
        after = await _new_words(tx, row, chat_id, telegram_id, new_text)
    replaced = await _replace_files(tx, row["id"], telegram_id, files)
    if after == row["text"] and not replaced:
        return None
    if after != row["text"]:
        sql = "INSERT INTO message_version (message_id, text, replaced_at) VALUES ($1, $2, $3)"
        await tx.execute(sql, row["id"], row["text"], tx.now)
    await tx.execute("UPDATE message SET text = $2, edited_at = $3 WHERE id = $1", row["id"], after, tx.now)
    tx.event("message.changed", f"request:{row['request_number']}", unit_id=row["unit_id"], message=row["id"])
    return Edit(row["id"], int(row["request_number"]), row["text"], after, replaced)


async def _new_words(tx: Tx, row: Row, chat_id: int, telegram_id: int, new_text: str) -> str:
    sql = "UPDATE message_telegram SET words = $3 WHERE chat_id = $1 AND telegram_id = $2"
    await tx.execute(sql, chat_id, telegram_id, new_text)
    return await words_of_parts(tx, row["id"], row["text"], new_text)


async def _replace_files(tx: Tx, message_id: int, telegram_id: int, files: Sequence[IncomingFile]) -> bool:
    """Another file in the same place: the old one stays on record. False when it is the same."""
    if not files:
        return False
    old = await tx.rows(
        "SELECT f.kind, f.size, f.name, f.telegram_unique_id FROM attachment a JOIN file f ON f.id = a.file_id "
        "WHERE a.message_id = $1 AND a.replaced_at IS NULL AND coalesce(a.telegram_id, $2) = $2",
        message_id, telegram_id,
    )  # fmt: skip
    if len(old) == len(files) and all(map(_is_same, old, files)):
        return False
    await tx.execute(
        "UPDATE attachment SET replaced_at = $3 WHERE message_id = $1 AND replaced_at IS NULL AND coalesce(telegram_id, $2) = $2",
        message_id, telegram_id, tx.now,
    )  # fmt: skip
    await add_telegram_files(tx, message_id, files, telegram_id)
    return True


def _is_same(row: Row, file: IncomingFile) -> bool:
    if row["telegram_unique_id"] is not None:
        return bool(row["telegram_unique_id"] == file.unique_id)
    return (row["kind"], row["size"], row["name"]) == (file.kind, file.size, clean(file.name)[:200])


async def overtaken(tx: Tx, chat_id: int, telegram_id: int, first_text: str) -> int | None:
    """A message that comes after its own edit was the first wording, which the agent sees beside the later one: not a second message.

    Returns the request that has it; None for a message that nobody knows yet.
    """
    row = await tx.look().row(
        "SELECT m.id, m.text, coalesce(t.words, m.text) AS words, m.at, m.request_number, r.unit_id "
        "FROM message_telegram t JOIN message m ON m.id = t.message_id JOIN request r ON r.number = m.request_number "
        "WHERE t.chat_id = $1 AND t.telegram_id = $2 AND m.direction = 'in'",
        chat_id, telegram_id,
    )  # fmt: skip
    if row is None:
        return None
    number, first_text = int(row["request_number"]), clean(first_text)
    if first_text != row["words"]:
        sql = "INSERT INTO message_version (message_id, text, replaced_at) VALUES ($1, $2, $3)"
        await tx.execute(sql, row["id"], first_text, row["at"])
        await tx.execute("UPDATE message SET edited_at = coalesce(edited_at, $2) WHERE id = $1", row["id"], tx.now)
        tx.event("message.changed", f"request:{number}", unit_id=row["unit_id"], message=row["id"])
    return number


async def is_known(tx: Tx, chat_id: int, telegram_id: int) -> bool:
    """Whether the message is part of a conversation: greetings, thanks and commands are not."""
    sql = "SELECT count(*) FROM message_telegram WHERE chat_id = $1 AND telegram_id = $2"
    return bool(await tx.value(sql, chat_id, telegram_id))


async def remember_answered(tx: Tx, chat_id: int, telegram_id: int, words: str) -> None:
    """This message answered a question of the bot's (a plate, a mileage): it is no part of a conversation, nor is a correction of it."""
    await tx.execute(
        "UPDATE chat SET answered = (array_prepend($2::text, answered))[1:$3] WHERE chat_id = $1",
        chat_id, _mark(telegram_id, words), _ANSWERED_KEPT,
    )  # fmt: skip


async def correction_of_answer(tx: Tx, chat_id: int, telegram_id: int, words: str) -> Literal["none", "same", "changed"]:
    """Whether this is an edit of such a message; `same`: Telegram tells of it again, and nothing has changed."""
    marks: list[str] = await tx.value("SELECT answered FROM chat WHERE chat_id = $1", chat_id) or []
    mine = [mark for mark in marks if mark.startswith(f"{telegram_id}:")]
    if not mine:
        return "none"
    return "same" if mine[0] == _mark(telegram_id, words) else "changed"


def _mark(telegram_id: int, words: str) -> str:
    return f"{telegram_id}:{zlib.crc32(words.encode('utf-8', 'replace')):08x}"


async def delivered(tx: Tx, message_id: int) -> None:
    """All parts of a message have reached the client: an agent's answer keeps what was promised before it was written.

    "I'll look it up" and then "you will hear by 15:00" is one breath of an agent: the first must not keep the second (W5). Requests
    without such a promise are not locked. What was taken back while it was on its way is deleted there.
    """
    row = await tx.row(
        "SELECT m.withdrawn_at, p.request_number FROM message m LEFT JOIN promise p ON p.request_number = m.request_number "
        "AND p.state <> 'kept' AND m.id > p.after_message WHERE m.id = $1 AND m.direction = 'out'",
        message_id,
    )
    if row is None:
        return
    if row["withdrawn_at"] is not None:
        await delete_at_clients(tx, message_id)
    elif row["request_number"] is not None:
        await keep_promise(tx, await lock_request(tx, row["request_number"]), by="answer")


async def delete_at_clients(tx: Tx, message_id: int) -> None:
    """Delete whatever of this message has arrived."""
    rows = await tx.rows("DELETE FROM message_telegram WHERE message_id = $1 RETURNING chat_id, telegram_id", message_id)
    for chat_id in {row["chat_id"] for row in rows}:
        parts = sorted(row["telegram_id"] for row in rows if row["chat_id"] == chat_id)
        tx.send(Mail(chat_id, "deleteMessages", {"message_ids": parts}, kind="mirror", message_id=message_id))


async def lock_conversations(tx: Tx, message_ids: Sequence[int]) -> None:
    """Lock the requests of these messages, in the order of their numbers."""
    await tx.execute(
        "SELECT number FROM request WHERE number IN (SELECT request_number FROM message WHERE id = ANY ($1::bigint[])) "
        "ORDER BY number FOR NO KEY UPDATE",
        list(message_ids),
    )
