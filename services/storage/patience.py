"""Waiting for the database to come back."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from services.storage.database import Database, is_conflict, is_outage
from services.storage.ending import stop_if_cancelled

log = structlog.get_logger(__name__)

T = TypeVar("T")
FIRST = 0.1
LONGEST = 2.0


async def patiently(act: Callable[[], Awaitable[T]], what: str) -> T:
    """The result of `act`, repeated with waits of 0.1 to 2 s while the database is away, or undoes it. Other errors are raised.

    `act` must be safe to repeat: its commit may have happened although the answer was lost.
    """
    pause = FIRST
    while True:
        try:
            return await act()
        except Exception as error:
            stop_if_cancelled(error)
            if not (is_outage(error) or is_conflict(error)):
                raise
            if pause == FIRST:
                log.warning("waiting for the database", what=what, error=type(error).__name__)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST)


async def answers(db: Database, seconds: float = 5.0) -> bool:
    """Whether the database answers at all."""
    try:
        async with asyncio.timeout(seconds), db.read() as reader:
            return bool(await reader.value("SELECT 1"))
    except Exception as error:
        if is_outage(error):
            return False
        raise
