"""Taking back mail whose subject has gone by."""

from services.storage.tx import Tx

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
