"""The budget of pushes, shared by all processes through Redis; slower, never faster, when that is lost.

Two modes, and an advisory lock that keeps them apart over all processes: whoever uses Redis holds it shared; without Redis one process
holds it alone and sends at half the rate. So nobody sends by himself as long as somebody sees Redis, and the other way round.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError

from services.outbox import metrics
from services.outbox.holds import Holds
from services.outbox.rates import HORIZON, Grant, Pacer, Rates
from services.storage.batch import Start
from services.storage.ending import stop_if_cancelled
from services.storage.workers import PUSHES, Worker

log = structlog.get_logger(__name__)

REDIS_SECONDS = 0.5
LOOK_SECONDS = 1.0
DEBIT_SECONDS = 0.1  # debits are told together
CLOSED_SECONDS = 0.5
_LUA = Path(__file__).with_name("budget.lua")

Mode = Literal["closed", "shared", "alone"]


class Budget:
    """Slots for pushes. `now` is a monotonic clock in seconds. `start()` must have been called."""

    def __init__(
        self,
        redis: Redis,
        worker: Worker,
        rates: Rates,
        now: Callable[[], float] | None = None,
        *,
        name: str = "priyomka:budget",
    ) -> None:
        self.mode: Mode = "closed"
        self.holds = Holds(now or asyncio.get_running_loop().time)
        self.now = now or asyncio.get_running_loop().time
        self._script = redis.register_script(_LUA.read_text(encoding="utf-8"))
        self._name = name
        self._worker = worker
        self._rates = rates
        self._arguments = rates.arguments()
        self._pacer = Pacer(rates, self.now)
        self._pushes = True
        self._reached = False
        self._locked: Literal["shared", "alone"] | None = None
        self._debits: Counter[int] = Counter()
        self._bell = asyncio.Event()
        self._known: tuple[float, float] = (0.0, 0.0)
        worker.on_lost(self._unlocked)

    def start(self, start: Start, *, pushes: bool = True) -> None:
        """Begin, by a function that runs named work in the background for ever. Without `pushes` answers are only counted."""
        self._pushes = pushes
        start("budget", self.run)

    async def take(self, chats: Sequence[int]) -> list[Grant]:
        """Ask for a slot for each of these messages, in this order. Granted waits are debited and at most a second long."""
        if self.mode == "shared" and chats:
            try:
                return [self._unless_held(*pair) for pair in zip(chats, await self._take_shared(chats), strict=True)]
            except (RedisError, OSError) as error:
                self._lost_redis(error)
        if self.mode == "alone":
            return [self._take_alone(chat) for chat in chats]
        return [Grant(granted=False, wait=CLOSED_SECONDS)] * len(chats)

    def debit(self, chat_id: int) -> None:
        """Count a direct answer: it does not wait, pushes do."""
        if self.mode == "alone":
            self._pacer.debit(chat_id)
            return
        self._debits[chat_id] += 1
        if self._reached:
            self._bell.set()

    async def refused(self, chat_id: int, seconds: float) -> None:
        """Telegram wants nothing for this chat for so long; tells the other processes."""
        self.holds.refused(chat_id, seconds)
        if not self._reached:
            return
        try:
            pause = await self._call("refused", str(chat_id), str(int(seconds * 1000) + 1))
        except (RedisError, OSError) as error:
            self._lost_redis(error)
        else:
            self.holds.pause(pause[0] / 1000)

    @property
    def slots(self) -> int:
        """How many slots a second has."""
        return int(HORIZON / self._rates.step)

    def room(self) -> int:
        """How many slots there are within the next second, as far as this process knows."""
        if self.mode == "closed" or self.holds.paused:
            return 0
        step = self._rates.step * (2 if self.mode == "alone" else 1)
        free = HORIZON - self._ahead()
        return int(free / step) + 1 if free > 0 else 0

    def next_room(self, wanted: int) -> float:
        """Seconds until there may be so many slots."""
        if self.mode == "closed":
            return CLOSED_SECONDS
        step = self._rates.step * (2 if self.mode == "alone" else 1)
        return max(self.holds.paused, self._ahead() + (wanted - 1) * step - HORIZON, 0.0)

    async def run(self) -> None:
        """Tell debits, watch Redis, and change modes."""
        while True:
            await self._look()
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._bell.wait()
                    await asyncio.sleep(DEBIT_SECONDS)
            except TimeoutError:
                pass
            self._bell.clear()

    def _ahead(self) -> float:
        if self.mode == "alone":
            return self._pacer.ahead
        ahead, at = self._known
        return max(0.0, ahead - (self.now() - at))

    def _unless_held(self, chat_id: int, grant: Grant) -> Grant:
        """The other processes' refusals come with the grant; our own may be newer."""
        held = self.holds.push(chat_id)
        return Grant(granted=False, wait=held) if held else grant

    def _take_alone(self, chat_id: int) -> Grant:
        held = self.holds.push(chat_id)
        return Grant(granted=False, wait=held) if held else self._pacer.take(chat_id)

    async def _take_shared(self, chats: Sequence[int]) -> list[Grant]:
        answer = await self._call("take", *map(str, chats))
        self._known = (answer[-1] / 1e6, self.now())
        return [
            Grant(granted=wait >= 0, wait=abs(wait) / 1e6, again=again / 1e6)
            for wait, again in zip(answer[0:-1:2], answer[1:-1:2], strict=True)
        ]

    async def _call(self, command: str, *arguments: str) -> list[int]:
        async with asyncio.timeout(REDIS_SECONDS):
            answer: list[int] = await self._script(keys=[self._name], args=[command, *self._arguments, *arguments])
        stop_if_cancelled()
        return answer

    async def _look(self) -> None:
        try:
            await self._tell()
        except (RedisError, OSError) as error:
            self._lost_redis(error)
            if self._pushes:
                await self._stand_alone()
        else:
            metrics.REDIS_DOWN.set(0)
            self._reached = True
            if self._pushes:
                await self._share()

    async def _tell(self) -> None:
        """The debits since the last time; none is a way to ask whether Redis is there."""
        debits, self._debits = self._debits, Counter()
        arguments = [text for chat, count in debits.items() for text in (str(chat), str(count))]
        answer = await self._call("debit", *arguments)
        self._known = (answer[-1] / 1e6, self.now())

    def _lost_redis(self, error: Exception) -> None:
        stop_if_cancelled(error)
        metrics.REDIS_DOWN.set(1)
        self._reached = False
        if isinstance(error, ResponseError):
            log.error("Redis does not do what it should", exc_info=error)
        if self.mode == "shared":
            log.warning("Redis is lost: pushes go slower", error=type(error).__name__)
            self.mode = "closed"
            self._bell.set()

    def _unlocked(self) -> None:
        """The session that held the lock is gone."""
        self._locked = None
        self.mode = "closed"
        self._bell.set()

    async def _stand_alone(self) -> None:
        if self._locked == "shared":
            self._locked = None
            await self._worker.unlock(PUSHES, shared=True)
        if self._locked is None and await self._lock(shared=False):
            self._pacer.restart()
            self.mode = "alone"
            log.warning("this process sends alone, at half the rate")

    async def _share(self) -> None:
        if self._locked == "alone":
            self.mode = "closed"
            await asyncio.sleep(self._pacer.ahead)  # until every slot given away is used
            self._locked = None
            await self._worker.unlock(PUSHES)
        if self._locked is None and await self._lock(shared=True):
            log.info("pushes are paced through Redis")
        if self._locked == "shared":
            self.mode = "shared"

    async def _lock(self, *, shared: bool) -> bool:
        """Try for the lock; a session that was lost meanwhile has none."""
        no = self._worker.no
        if not await self._worker.try_lock(PUSHES, shared=shared) or no != self._worker.no:
            return False
        self._locked = "shared" if shared else "alone"
        return True
