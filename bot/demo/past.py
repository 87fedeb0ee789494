"""Telling a past: transactions at moments gone by, all of them parts of one, so that a demo is there as a whole or not at all."""

import heapq
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.clock import FixedClock
from services.storage.database import Database
from services.storage.tx import Tx
from services.units import Unit

Happening = Callable[[], Awaitable[None]]


class _OneConnection:
    """A pool of one: what begins as a transaction becomes a savepoint of the one around it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        """The connection."""
        yield self._connection


@dataclass(frozen=True, slots=True)
class Past:
    """A database whose clock is set by who tells; `now` is when the telling ends."""

    db: Database
    clock: FixedClock
    now: datetime

    def tx(self, actor: str = "demo") -> AbstractAsyncContextManager[Tx]:
        """A transaction at the clock's moment."""
        return self.db.tx(actor=actor)

    def local(self, unit: Unit, days: float, hour: int, minute: int = 0) -> datetime:
        """So many days from today, at that hour there, or when the unit opens next; a past day never comes out in the future."""
        day = (self.now + timedelta(days=days)).astimezone(unit.hours.zone)
        wanted = day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        found = unit.hours.next_opening(wanted) or wanted
        return min(found, self.now) if days < 0 else found


@asynccontextmanager
async def telling(db: Database) -> AsyncIterator[Past]:
    """Tell until the block ends; an exception leaves nothing behind."""
    now = db.clock.now()
    clock = FixedClock(now)
    async with db.pool.acquire() as connection, connection.transaction():
        yield Past(Database(_OneConnection(connection), clock), clock, now)
    for topic in ("live", "out"):
        db.wakes.wake(topic)


class Chronicle:
    """What happens in the order of its time, whoever tells it first; a happening may lead to later ones."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._heap: list[tuple[datetime, int, Happening]] = []
        self._places = itertools.count()

    def at(self, moment: datetime, happening: Happening) -> None:
        """Let it happen then; what would lie in the future does not happen."""
        if moment <= self._past.now:
            heapq.heappush(self._heap, (moment, next(self._places), happening))

    async def tell(self) -> None:
        """Everything, from the oldest on."""
        while self._heap:
            moment, _, happening = heapq.heappop(self._heap)
            self._past.clock.at = moment
            await happening()
        self._past.clock.at = self._past.now
