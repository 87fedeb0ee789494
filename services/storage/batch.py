"""Natural micro-batching: while one write is under way the next ones pile up, and then go together. Nothing waits for company."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, Generic, TypeVar

import structlog

from services.storage.database import is_outage

log = structlog.get_logger(__name__)

Start = Callable[[str, Callable[[], Coroutine[Any, Any, object]]], object]
"""Runs named work in the background for ever (`Nursery.start`)."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Batcher(Generic[Item, Result]):
    """Collects items and hands them to `flush` in lists of at most `size`; it answers with one result per item, in order.

    An error of a batch reaches everybody in it. Unless the database was away, the items are first tried one by one, so that
    a single bad one harms nobody else. `run()` must be running.
    """

    def __init__(self, name: str, flush: Callable[[list[Item]], Awaitable[Sequence[Result]]], *, size: int = 500) -> None:
        self._name = name
        self._flush = flush
        self._size = size
        self._waiting: deque[tuple[Item, asyncio.Future[Result] | None]] = deque()
        self._arrived = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    async def add(self, item: Item) -> Result:
        """Wait for the item's own result; raises what its flush raised."""
        answer: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._push(item, answer)
        return await answer

    def put(self, item: Item) -> None:
        """Hand in an item nobody waits for; an error is logged."""
        self._push(item, None)

    async def drained(self) -> None:
        """Until nothing is waiting or under way."""
        await self._idle.wait()

    async def run(self) -> None:
        """Write batches for ever."""
        while True:
            while self._waiting:
                await self._next()
            self._idle.set()
            self._arrived.clear()
            await self._arrived.wait()

    def _push(self, item: Item, answer: asyncio.Future[Result] | None) -> None:
        self._waiting.append((item, answer))
        self._idle.clear()
        self._arrived.set()

    async def _next(self) -> None:
        batch = [self._waiting.popleft() for _ in range(min(self._size, len(self._waiting)))]
        try:
            await self._write(batch)
        except asyncio.CancelledError:
            for _, answer in batch:
                if answer:
                    answer.cancel()
            raise

    async def _write(self, batch: list[tuple[Item, asyncio.Future[Result] | None]]) -> None:
        try:
            results = await self._flush([item for item, _ in batch])
        except Exception as error:  # noqa: BLE001 - it goes to those who wait for the result
            if len(batch) > 1 and not is_outage(error):
                for entry in batch:
                    await self._write([entry])
            else:
                self._failed(batch, error)
        else:
            for (_, answer), result in zip(batch, results, strict=True):
                if answer and not answer.done():
                    answer.set_result(result)

    def _failed(self, batch: list[tuple[Item, asyncio.Future[Result] | None]], error: Exception) -> None:
        for _, answer in batch:
            if answer is None:
                log.error("a write is lost", batch=self._name, exc_info=error)
            elif not answer.done():
                answer.set_exception(error)
