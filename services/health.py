"""How the product is: can it work, and how much waits. Cheap enough to be asked every few seconds."""

import asyncio

from services.archive import left_out
from services.storage.database import OUTAGES, Database

_COUNTS = """
SELECT 'queued' AS state, count(*) AS number FROM request WHERE state = 'queued'
UNION ALL
SELECT state, count(*) FROM request WHERE agent_id IS NOT NULL AND state <> 'closed' GROUP BY state
"""  # each side has a partial index over open requests alone; closed ones are never counted


async def database_answers(db: Database, seconds: float = 1.0) -> bool:
    """Whether PostgreSQL answers within `seconds`, the wait for a free connection included."""
    try:
        async with asyncio.timeout(seconds), db.read() as reader:
            return bool(await reader.value("SELECT 1"))
    except OUTAGES:  # TimeoutError is one of them
        return False


async def open_requests(db: Database, seconds: float = 1.0) -> dict[str, int] | None:
    """Open requests that are queued, or led by somebody, by state; None when the database does not answer in time."""
    try:
        async with asyncio.timeout(seconds), db.read() as reader:
            return {row["state"]: row["number"] for row in await reader.rows(_COUNTS)}
    except OUTAGES:
        return None


async def unsearchable(db: Database, seconds: float = 1.0) -> int | None:
    """Requests that the search cannot find by their words (services/archive/leaving_out.py); None when there is no answer in time."""
    try:
        async with asyncio.timeout(seconds), db.read() as reader:
            return await left_out(reader)
    except OUTAGES:
        return None
