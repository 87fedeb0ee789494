"""The only place that starts background work.

A task started anywhere else is forgotten at shutdown, and its failure is seen by nobody (Python keeps only a weak
reference to it, asyncio docs, "create_task").
"""

import asyncio
import math
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog

from services.storage.database import is_away

log = structlog.get_logger(__name__)
OUTAGE_PAUSE = 2.0  # seconds at most until work is tried again that the database has failed

Work = Callable[[], Coroutine[Any, Any, object]]


@dataclass(frozen=True)
class Backoff:
    """Waits between a failure and the next start, seconds: doubling, and from the beginning after a good while."""

    first: float = 0.5
    longest: float = 30.0
    good_while: float = 60.0

    def after(self, failures: int) -> float:
        """The wait after so many failures in a row."""
        return min(self.longest, self.first * 2.0 ** min(failures - 1, 30))


class Nursery:
    """Runs named pieces of background work until it is stopped."""

    def __init__(self, backoff: Backoff = Backoff(), sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._backoff = backoff
        self._sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    @property
    def names(self) -> list[str]:
        """What is running now."""
        return sorted(task.get_name() for task in self._tasks)

    def start(self, name: str, work: Work, *, restart: bool = True) -> asyncio.Task[None]:
        """Run `work` in the background, with `worker=name` on its log lines.

        A failure is logged and, with `restart`, `work` is called again after a growing wait; an outage of the database is one line,
        however often it is tried meanwhile. Work that returns is done. The task never raises anything but cancellation.
        """
        if self._stopping:
            raise RuntimeError(f"{name} is started after the stop")
        task = asyncio.get_running_loop().create_task(self._run(name, work, restart=restart), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self, seconds: float = 10.0) -> list[str]:
        """Cancel everything and wait; the names of what has not ended after `seconds`, which are logged too.

        What still runs after half of the time is cancelled once more: `asyncio.wait_for` of Python 3.11 loses a cancellation that
        comes with the result it waits for.
        """
        self._stopping = True
        late = set(self._tasks)
        for _ in range(2):
            for task in late:
                task.cancel()
            if late:
                _, late = await asyncio.wait(late, timeout=seconds / 2)
        names = sorted(task.get_name() for task in late)
        if names:
            log.error("background work does not end", names=names, seconds=seconds)
        return names

    async def _run(self, name: str, work: Work, *, restart: bool) -> None:
        structlog.contextvars.bind_contextvars(worker=name)
        loop = asyncio.get_running_loop()
        failures = 0
        away = False
        while True:
            began = loop.time()
            try:
                await work()
            except Exception as error:
                lasted = loop.time() - began
                failures = 1 if lasted > self._backoff.good_while else failures + 1
                told = away and lasted < OUTAGE_PAUSE
                away = restart and is_away(error)
                if not away:
                    log.exception("background work failed", failures=failures, restart=restart)
                elif not told:
                    log.warning("background work waits for the database", error=f"{type(error).__name__}: {error}")
                if not restart:
                    return
                await self._sleep(min(self._backoff.after(failures), OUTAGE_PAUSE if away else math.inf))
            else:
                return
