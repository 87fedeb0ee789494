"""Taking back mail whose subject has gone by."""

from services.storage.reader import Reader
from services.storage.tx import OvertakenError, Tx

# What somebody is just taking is in his hands: nobody waits for him.
_DROP = """
WITH waiting AS (
    SELECT id FROM outbox WHERE {about} AND state IN ('queued', 'retry') AND worker IS NULL FOR UPDATE SKIP LOCKED
)
UPDATE outbox AS o SET state = 'dropped', finished_at = clock_timestamp() FROM waiting WHERE o.id = waiting.id
"""
_DROP_ONE = _DROP.format(about="about = $1")
_DROP_ALL = _DROP.format(about="about ^@ $1")


async def drop(tx: Tx, about: str) -> None:
    """Drop what waits about this (`appointment:12:3`); with a colon at the end about everything that begins so (`appointment:12:`).

    What a process has in its hands already may still go. Mail of this transaction is not written yet and stays.
    """
    await tx.execute(_DROP_ALL if about.endswith(":") else _DROP_ONE, about)


async def look_again(tx: Tx, chat_id: int) -> None:
    """What stood at the head of this chat's mail has been dropped while it waited to be repeated: what comes after it need not wait."""
    sql = "UPDATE lane SET ready_at = clock_timestamp() WHERE queue = 'out' AND key = $1 AND worker IS NULL"
    await tx.execute(sql, str(chat_id))


# Mail of the last while is among the last rows: no index is kept for what has been sent.
_SENT = """
SELECT telegram_ids[1] AS telegram_id, worker IS NOT NULL AND state IN ('queued', 'retry') AS in_hand FROM outbox
WHERE id > (SELECT coalesce(max(id), 0) FROM outbox) - 5000 AND about = $1
  AND (state = 'sent' AND telegram_ids IS NOT NULL OR worker IS NOT NULL AND state IN ('queued', 'retry'))
ORDER BY id DESC LIMIT 1
"""


async def sent_as(reader: Reader, about: str) -> int | None:
    """Telegram's id of the newest message about this; None where none has arrived, or not lately.

    Whoever answers faster than we write down that the question was sent comes again: OvertakenError.
    """
    found = await reader.row(_SENT, about)
    if found is not None and found["in_hand"]:
        raise OvertakenError
    return int(found["telegram_id"]) if found is not None else None
