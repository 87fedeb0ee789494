"""Requests of which no rows can be made: they are left out and told of, and all others go on.

Such a request keeps the rows that it had, and has one more, without words, by which it is known. It is tried again whenever something
happens in it, and every hour: a newer version may know how.
"""

from collections.abc import Sequence

import asyncpg
import structlog

from services.archive import making
from services.archive.pieces import FAILED, Change
from services.storage.database import Database, is_conflict, is_outage
from services.storage.reader import Reader
from services.storage.tx import Tx

AGAIN = 100  # of one round
_LEFT_OUT = "words @@ '''#failed'''"  # by the index
_LEAVE = (
    f"INSERT INTO archive (request_number, part, words, upto) VALUES ($1, {FAILED}, array_to_tsvector(ARRAY['#failed']), 0) "
    "ON CONFLICT DO NOTHING RETURNING true"
)
log = structlog.get_logger(__name__)


async def make_or_leave(tx: Tx, changes: Sequence[Change]) -> None:
    """Make all of them at once; where that fails, one by one, without those that fail."""
    if await _made(tx, changes) is None:
        return
    for change in changes:
        error = await _made(tx, [change])
        if error is not None and await tx.value(_LEAVE, change.number):
            code = getattr(error, "sqlstate", None)  # never the message: it may quote what people wrote
            log.error("request cannot be searched", request=change.number, error=type(error).__name__, sqlstate=code)


async def left_out(reader: Reader) -> int:
    """How many requests cannot be found by what was said in them."""
    return int(await reader.value(f"SELECT count(*) FROM archive WHERE {_LEFT_OUT}"))


async def try_again(db: Database) -> None:
    """Those that were left out, each in a transaction of its own; what makes rows otherwise waits meanwhile."""
    sql = f"SELECT request_number AS number FROM archive WHERE {_LEFT_OUT} ORDER BY random() LIMIT $1"
    async with db.read() as reader:
        numbers = [row["number"] for row in await reader.rows(sql, AGAIN)]
    for number in numbers:
        async with db.tx() as tx:
            await tx.execute("SELECT FROM archive_progress FOR UPDATE")
            await make_or_leave(tx, [Change(number, whole=True)])


async def _made(tx: Tx, changes: Sequence[Change]) -> Exception | None:
    """What was in the way, when it came of what is in these requests; anything else is raised."""
    try:
        async with tx.attempt():
            await making.make(tx, changes)
    except Exception as error:
        if _is_ours(error):
            raise  # the next round does it again
        return error
    return None


def _is_ours(error: Exception) -> bool:
    """Whether it would be the same with any other request. What takes too long does so alone: the savepoint's end was answered."""
    away = is_outage(error) and not isinstance(error, TimeoutError)
    return away or is_conflict(error) or isinstance(error, asyncpg.SyntaxOrAccessError)
