"""The clock that ticks. Ticks carry no state: a missed one is made good by the next (coalesce, no misfire limit)."""

import asyncio
from collections.abc import Awaitable, Callable
from types import TracebackType

import structlog
from apscheduler.executors.asyncio import AsyncIOExecutor
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from services.storage.database import is_away, is_conflict

log = structlog.get_logger(__name__)
Tick = Callable[[], Awaitable[None]]
AT_ONCE = 3  # ticks: they fall due together, and each that has to wait a moment is a connection to the database less


def make_clock(ticks: dict[str, tuple[float, Tick]]) -> AsyncIOScheduler:
    """A stopped scheduler of `{name: (seconds, tick)}`; no tick overlaps itself."""
    scheduler = AsyncIOScheduler(
        timezone="UTC",
        executors={"default": _Executor()},
        job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
    )
    turns = asyncio.Semaphore(AT_ONCE)
    for name, (seconds, tick) in ticks.items():
        scheduler.add_job(_Patient(name, tick, turns).run, "interval", seconds=seconds, id=name, name=name)
    return scheduler


class _Executor(AsyncIOExecutor):  # type: ignore[misc]  # APScheduler 3 has no types
    """Quiet about a tick that the end of the clock caught before its first step; `_Patient` is about those under way."""

    def _run_job_error(self, job_id: str, exc: BaseException, traceback: TracebackType | None = None) -> None:
        if not isinstance(exc, asyncio.CancelledError):
            super()._run_job_error(job_id, exc, traceback)


class _Patient:
    """A tick that the next one makes good when the database is away, or has undone it: one line per outage, no traceback."""

    def __init__(self, name: str, tick: Tick, turns: asyncio.Semaphore) -> None:
        self._name = name
        self._tick = tick
        self._turns = turns
        self._away = False

    async def run(self) -> None:
        try:
            async with self._turns:
                await self._tick()
        except asyncio.CancelledError:
            pass  # the clock is being shut down; APScheduler would report it as an error of the tick
        except Exception as error:
            if not (is_away(error) or is_conflict(error)):
                raise
            if not self._away:
                log.warning("a tick waits for the database", tick=self._name, error=f"{type(error).__name__}: {error}")
            self._away = True
        else:
            self._away = False
