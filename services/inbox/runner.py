"""Handling what is stored: one update at a time per lane, lanes in parallel."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog

from services.inbox import metrics, queries
from services.inbox.book import Book
from services.inbox.failures import Failures, OnDead, SlowHandlerError
from services.inbox.models import Lane, Update
from services.inbox.parsing import person_of
from services.outbox.models import StoredMail
from services.storage.batch import Batcher, Start
from services.storage.database import Database, is_outage
from services.storage.flush import Ending, flush
from services.storage.patience import patiently
from services.storage.tx import OvertakenError, StaleWorkError, Tx, Work
from services.storage.workers import Worker

log = structlog.get_logger(__name__)

LOOPS = 32
TRANSACTIONS = 10  # at once: less than the connections of the pool; a loop that waits for Telegram needs none
OVERTAKEN = 5  # times that somebody else may be quicker, until that is a failure like others
OVERTAKEN_SECONDS = 0.02  # more before each further time
TURN = 10  # updates of one lane before another lane has its turn
CLAIM = 100
LOOK_SECONDS = 0.5
MEASURE_SECONDS = 10.0
HANDLER_SECONDS = 30.0

Handle = Callable[[Tx, Update, Work], Awaitable[None]]
SendAnswers = Callable[[Sequence[StoredMail]], Awaitable[None]]


class Runner:
    """Takes lanes and works them off.

    `handle(tx, update, work)` does everything an update causes in its transaction; what it sends to `work.chat_id` (set here for
    private chats) is given to `send_answers` after the commit. `on_dead(tx, update)` tells people about an update that was given up.
    `hopeless(error)`: repeating cannot help.
    """

    def __init__(
        self, db: Database, worker: Worker, *, handle: Handle, send_answers: SendAnswers, on_dead: OnDead,
        hopeless: Callable[[BaseException], bool] = lambda _: False,
    ) -> None:  # fmt: skip
        self._db = db
        self._worker = worker
        self._handle = handle
        self._send_answers = send_answers
        self._book = Book()
        self._failures = Failures(db, worker, self._book, on_dead, hopeless)
        self._queue: asyncio.Queue[Lane] = asyncio.Queue()
        self._settling: Batcher[Lane, None] = Batcher("inbox lanes", self._settle)
        self._finishing: Batcher[Ending, list[int] | None] = Batcher("inbox endings", self._finish)
        self._transactions = asyncio.Semaphore(TRANSACTIONS)
        self._bell = db.wakes.bell("in")
        self._claiming = asyncio.Lock()
        self._stopping = False
        self._busy = 0
        self._quiet = asyncio.Event()
        worker.on_lost(self._book.clear)

    def start(self, start: Start) -> None:
        """Begin, by a function that runs named work in the background for ever."""
        start("inbox lanes", self._settling.run)
        start("inbox endings", self._finishing.run)
        start("inbox claim", self._claim_loop)
        start("inbox figures", self._measure_loop)
        for number in range(LOOPS):
            start(f"inbox {number}", self._loop)

    async def stop(self) -> None:
        """Finish the updates in hand and free the lanes. The background work may be cancelled afterwards."""
        self._stopping = True
        while self._busy:
            self._quiet.clear()
            await self._quiet.wait()
        async with self._claiming:
            pass
        await self._settling.drained()
        self._book.clear()
        if self._worker.no is not None:
            await self._free_all(self._worker.no)

    async def _free_all(self, worker: int) -> None:
        """So that others need not wait until they see that this worker is gone."""
        try:
            async with self._db.read() as reader:
                await queries.free_all(reader, worker)
        except Exception as error:
            if not is_outage(error):
                raise

    def taker(self) -> int | None:
        """The worker number under which newly stored updates may be taken at once, None when there is no room."""
        return None if self._stopping or not self._book.room else self._worker.no

    def arrived(self, worker: int, lanes: Sequence[Lane]) -> None:
        """Updates that were just stored in lanes which `worker` holds."""
        if worker == self._worker.no:
            for lane in lanes:
                if self._book.arrived(lane):
                    self._next(lane)

    def doubt(self) -> None:
        """A statement that may have taken lanes was not answered: begin anew, under a new number."""
        self._worker.renounce()

    async def _loop(self) -> None:
        while True:
            lane = await self._queue.get()
            self._busy += 1
            try:
                await self._turn(lane)
            finally:
                self._busy -= 1
                self._quiet.set()

    async def _turn(self, lane: Lane) -> None:
        try:
            for _ in range(TURN):
                if self._stopping or lane.stale or not lane.updates or not self._book.holds(lane):
                    break
                await self._attempt(lane, lane.updates.pop(0))
        except Exception:
            log.exception("a lane's turn failed", lane=lane.key)
            lane.distrust()
        self._next(lane)

    def _next(self, lane: Lane) -> None:
        """A lane that is held is always somewhere: queued, in its turn, or being settled."""
        if self._stopping or not self._book.holds(lane):
            return
        if lane.updates and not lane.stale:
            self._queue.put_nowait(lane)
        else:
            self._settling.put(lane)

    async def _attempt(self, lane: Lane, update: Update) -> None:
        worker = self._worker.no
        if worker is None:
            lane.distrust()
            return
        structlog.contextvars.bind_contextvars(update_id=update.update_id)
        work = Work(update.inbox_id, lane.key, worker, person_of(lane.key), may_wait=True)
        try:
            async with self._transactions:
                await self._until_done(update, work)
            if work.ending:
                work.settle(await self._finishing.add(work.ending))
        except StaleWorkError:
            lane.distrust()
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is a failed attempt
            await self._failures.failed(lane, update, error)
        else:
            lane.repeats = 0
            metrics.HANDLED.inc()
            # With another number by now, what the commit gave to the old one has been freed for the relay: see `lanes.adopt`.
            if work.answers and worker == self._worker.no:
                await self._send_answers(work.answers)

    async def _until_done(self, update: Update, work: Work) -> None:
        """Again, when something was changed under our eyes: at once, then a little later."""
        for time_ in range(OVERTAKEN):
            try:
                await self._transact(update, work)
            except OvertakenError:
                if time_ + 1 == OVERTAKEN:
                    raise
                await asyncio.sleep(time_ * OVERTAKEN_SECONDS)
            else:
                return

    async def _transact(self, update: Update, work: Work) -> None:
        began = time.perf_counter()
        async with self._db.tx(work) as tx:
            try:
                async with asyncio.timeout(HANDLER_SECONDS) as limit:
                    await self._handle(tx, update, work)
            except TimeoutError:
                if limit.expired():
                    raise SlowHandlerError(f"no end after {HANDLER_SECONDS:.0f} s") from None
                raise
        metrics.SECONDS.observe(time.perf_counter() - began)

    async def _finish(self, endings: list[Ending]) -> list[list[int] | None]:
        """Most updates change nothing besides: their endings are written together."""
        async with self._db.read() as reader:
            settled = await flush(reader.connection, endings)
        left = [ending.left_behind for ending in endings]
        self._db.committed(any(events for events, _ in left), any(mail for _, mail in left))
        return settled

    async def _claim_loop(self) -> None:
        while True:
            async with self._claiming:
                more = await patiently(self._claim, "claim lanes")
            if not more:
                await self._bell.wait(LOOK_SECONDS)

    async def _claim(self) -> bool:
        """Take free lanes; whether there may be more of them."""
        worker = self.taker()
        if worker is None:
            return False
        limit = min(CLAIM, self._book.room)
        try:
            async with self._db.read() as reader:
                lanes = await queries.claim(reader, worker, limit)
        except Exception as error:
            if is_outage(error):
                self.doubt()
            raise
        if worker == self._worker.no:
            for lane in self._book.claimed(lanes):
                self._next(lane)
        return len(lanes) == limit

    async def _settle(self, lanes: list[Lane]) -> list[None]:
        """Remove the lanes that are empty, read those that are not."""
        try:
            await patiently(lambda: self._settle_now(lanes), "settle lanes")
        except Exception:
            if len(lanes) > 1:
                raise  # one by one, then
            log.exception("a lane cannot be settled", lane=lanes[0].key)
            self.doubt()
        return [None] * len(lanes)

    async def _settle_now(self, lanes: Sequence[Lane]) -> None:
        worker = self._worker.no
        held = [lane for lane in lanes if self._book.holds(lane)]
        if worker is None or not held:
            return
        for lane in held:
            lane.touched = False
        async with self._db.read() as reader:
            empty = [lane for lane in held if not lane.updates and not lane.stale]
            removed = await queries.remove(reader, worker, empty) if empty else set()
            rest = [lane.key for lane in held if lane.key not in removed]
            read = {lane.key: lane for lane in await queries.read(reader, worker, rest)} if rest else {}
        for lane in held:
            self._settled(lane, read.get(lane.key), removed=lane.key in removed)

    def _settled(self, lane: Lane, found: Lane | None, *, removed: bool) -> None:
        """A lane that is gone, or not ours any more, is forgotten unless something has arrived in it anew."""
        if not self._book.holds(lane):
            return
        if found:
            self._book.reread(lane, found)
        elif not lane.touched:
            self._book.forget(lane)
        elif not (removed and lane.updates):
            lane.distrust()
        self._next(lane)

    async def _measure_loop(self) -> None:
        while True:
            async with self._db.read() as reader:
                waiting, lag = await queries.backlog(reader)
            metrics.WAITING.set(waiting)
            metrics.LAG.set(lag)
            await asyncio.sleep(MEASURE_SECONDS)
