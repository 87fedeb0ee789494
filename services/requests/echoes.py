"""What comes back from Telegram about messages: edits of the client, and what became of ours."""

from collections.abc import Sequence

from services.requests.locking import lock_request
from services.requests.messages import clean
from services.requests.promises import keep_promise
from services.storage.tx import Tx


async def edited(tx: Tx, chat_id: int, telegram_id: int, new_text: str) -> bool:
    """The client edited a message: the agent sees the new text and the old one. False when it is none of ours or nothing changed."""
    row = await tx.row(
        "SELECT m.id, m.text, m.request_number, r.unit_id FROM message_telegram t JOIN message m ON m.id = t.message_id "
        "JOIN request r ON r.number = m.request_number WHERE t.chat_id = $1 AND t.telegram_id = $2 AND m.direction = 'in' FOR UPDATE OF m",
        chat_id, telegram_id,
    )  # fmt: skip
    new_text = clean(new_text)
    if row is None or row["text"] == new_text:
        return False
    await tx.execute(
        "INSERT INTO message_version (message_id, text, replaced_at) VALUES ($1, $2, $3)", row["id"], row["text"], tx.now
    )
    await tx.execute("UPDATE message SET text = $2, edited_at = $3 WHERE id = $1", row["id"], new_text, tx.now)
    tx.event("message.changed", f"request:{row['request_number']}", unit_id=row["unit_id"], message=row["id"])
    return True


async def overtaken(tx: Tx, chat_id: int, telegram_id: int, first_text: str) -> int | None:
    """A message that comes after its own edit was the first wording, which the agent sees beside the later one: not a second message.

    Returns the request that has it; None for a message that nobody knows yet.
    """
    row = await tx.row(
        "SELECT m.id, m.text, m.at, m.request_number, r.unit_id FROM message_telegram t JOIN message m ON m.id = t.message_id "
        "JOIN request r ON r.number = m.request_number WHERE t.chat_id = $1 AND t.telegram_id = $2 AND m.direction = 'in'",
        chat_id, telegram_id,
    )  # fmt: skip
    if row is None:
        return None
    number, first_text = int(row["request_number"]), clean(first_text)
    if first_text != row["text"]:
        sql = "INSERT INTO message_version (message_id, text, replaced_at) VALUES ($1, $2, $3)"
        await tx.execute(sql, row["id"], first_text, row["at"])
        await tx.execute("UPDATE message SET edited_at = coalesce(edited_at, $2) WHERE id = $1", row["id"], tx.now)
        tx.event("message.changed", f"request:{number}", unit_id=row["unit_id"], message=row["id"])
    return number


async def is_known(tx: Tx, chat_id: int, telegram_id: int) -> bool:
    """Whether the message is part of a conversation: greetings, thanks and commands are not."""
    sql = "SELECT count(*) FROM message_telegram WHERE chat_id = $1 AND telegram_id = $2"
    return bool(await tx.value(sql, chat_id, telegram_id))


async def delivered(tx: Tx, message_id: int) -> None:
    """All parts of a message have reached the client: an agent's answer keeps what was promised before it was written.

    "I'll look it up" and then "you will hear by 15:00" is one breath of an agent: the first must not keep the second (W5). Requests
    without such a promise are not locked.
    """
    number = await tx.value(
        "SELECT m.request_number FROM message m JOIN promise p ON p.request_number = m.request_number AND p.state <> 'kept' "
        "WHERE m.id = $1 AND m.direction = 'out' AND m.id > p.after_message",
        message_id,
    )
    if number is not None:
        await keep_promise(tx, await lock_request(tx, number), by="answer")


async def lock_conversations(tx: Tx, message_ids: Sequence[int]) -> None:
    """Lock the requests of these messages, in the order of their numbers."""
    await tx.execute(
        "SELECT number FROM request WHERE number IN (SELECT request_number FROM message WHERE id = ANY ($1::bigint[])) "
        "ORDER BY number FOR NO KEY UPDATE",
        list(message_ids),
    )
