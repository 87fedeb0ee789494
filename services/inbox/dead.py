"""The dead-letter list: what could not be handled, or was not an update at all."""

from collections.abc import Sequence

from services.errors import Refused, invalid
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

_LIST = """
SELECT id, bot_id, update_id, lane, received_at, failed_at, attempts, error FROM inbox
WHERE failed_at IS NOT NULL AND done_at IS NULL ORDER BY id LIMIT $1
"""

_SHOW = """
SELECT id, bot_id, update_id, lane, received_at, failed_at, attempts, error, raw FROM inbox
WHERE id = $1 AND failed_at IS NOT NULL AND done_at IS NULL
"""

_REPLAY = """
WITH revived AS (
    UPDATE inbox SET failed_at = NULL, attempts = 0, error = NULL
    WHERE id = $1 AND failed_at IS NOT NULL AND done_at IS NULL AND update_id IS NOT NULL
    RETURNING lane
)
INSERT INTO lane AS l (queue, key) SELECT 'in', lane FROM revived
ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1
RETURNING key
"""


async def list_dead(reader: Reader, limit: int = 50) -> Sequence[Row]:
    """The oldest dead letters: id, bot_id, update_id (None: not an update), lane, received_at, failed_at, attempts, error."""
    return await reader.rows(_LIST, limit)


async def show(reader: Reader, letter: int) -> Row:
    """One dead letter, with `raw`: what came, word for word. Refused: `not-found`."""
    row = await reader.row(_SHOW, letter)
    if row is None:
        raise Refused("not-found")
    return row


async def replay(tx: Tx, letter: int) -> None:
    """Let it be handled again, with three new attempts, within a second of the commit.

    Refused: `not-found`; `invalid` (`id`, `not_an_update`) for what has no update id and cannot be handled.
    """
    row = await show(tx, letter)
    if row["update_id"] is None:
        raise invalid("id", "not_an_update")
    await tx.rows(_REPLAY, letter)
