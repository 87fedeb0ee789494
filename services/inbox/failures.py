"""What becomes of an update that could not be handled."""

from collections.abc import Awaitable, Callable

import asyncpg
import structlog

from services.inbox import metrics, queries
from services.inbox.book import Book
from services.inbox.models import Lane, Update
from services.storage.database import Database, is_conflict, is_outage
from services.storage.patience import answers, patiently
from services.storage.tx import Tx
from services.storage.workers import Worker

log = structlog.get_logger(__name__)

PAUSES = (1.0, 4.0)  # seconds before the second and the third attempt: three within 10 s
REPEATS = 3  # in a row that count as no attempt, when the database is there
ERROR_LENGTH = 300

OnDead = Callable[[Tx, Update], Awaitable[None]]


class SlowHandlerError(Exception):
    """The handler did not end in time."""


def first_line(error: BaseException) -> str:
    """An error's type and first line, at most 300 characters: what an operator may see. Details can hold people's data."""
    lines = str(error).strip().splitlines()
    text = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[:ERROR_LENGTH]


class Failures:
    """Three attempts within 10 s, then the dead-letter list. An outage of the database is nobody's fault and counts as nothing."""

    def __init__(
        self, db: Database, worker: Worker, book: Book, on_dead: OnDead, hopeless: Callable[[BaseException], bool]
    ) -> None:
        self._db = db
        self._worker = worker
        self._book = book
        self._on_dead = on_dead
        self._hopeless = hopeless

    async def failed(self, lane: Lane, update: Update, error: Exception) -> None:
        """Try again at once, wait for the database, park the lane, or make the update a dead letter."""
        if is_conflict(error) and lane.repeats < REPEATS:
            lane.repeats += 1
            lane.distrust()
            return
        if is_outage(error) and not await self._to_blame(lane, error):
            log.warning("an update waits for the database", error=type(error).__name__)
            lane.distrust()
            self._worker.renounce()
            await patiently(self._probe, "handle an update")
            return
        worker = self._worker.no
        if worker is None:
            lane.distrust()
        elif self._hopeless(error) or update.attempts >= len(PAUSES):
            log.error("an update is given up", attempts=update.attempts + 1, exc_info=error)
            await patiently(lambda: self._bury(lane, worker, update, first_line(error)), "bury an update")
        else:
            log.warning("an update failed", attempts=update.attempts + 1, exc_info=error)
            await patiently(lambda: self._park(lane, worker, update, first_line(error)), "park a lane")

    async def _to_blame(self, lane: Lane, error: Exception) -> bool:
        """An OSError while the database answers is the handler's own; asyncpg's errors are believed a few times."""
        if not await answers(self._db):
            lane.repeats = 0
            return False
        lane.repeats += 1
        return not isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError) or lane.repeats >= REPEATS

    async def _probe(self) -> None:
        async with self._db.read() as reader:
            await reader.value("SELECT 1")

    async def _park(self, lane: Lane, worker: int, update: Update, error: str) -> None:
        async with self._db.read() as reader:
            await queries.park(reader, worker, lane.key, update, error=error, seconds=PAUSES[update.attempts])
        self._book.forget(lane)
        metrics.RETRIED.inc()

    async def _bury(self, lane: Lane, worker: int, update: Update, error: str) -> None:
        try:
            buried = await self._bury_and_tell(worker, update, error)
        except Exception as failure:
            if is_outage(failure):
                raise
            log.exception("nobody could be told of a dead letter")
            async with self._db.tx() as tx:
                buried = await queries.bury(tx, worker, update, error)
        if buried:
            metrics.DEAD.inc()
        else:
            lane.distrust()

    async def _bury_and_tell(self, worker: int, update: Update, error: str) -> bool:
        async with self._db.tx() as tx:
            buried = await queries.bury(tx, worker, update, error)
            if buried:
                await self._on_dead(tx, update)
        return buried
