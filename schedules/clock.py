"""The clock that ticks. Ticks carry no state: a missed one is made good by the next (coalesce, no misfire limit)."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Tick = Callable[[], Awaitable[None]]


def make_clock(ticks: dict[str, tuple[float, Tick]]) -> AsyncIOScheduler:
    """A stopped scheduler of `{name: (seconds, tick)}`; no tick overlaps itself."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    for name, (seconds, tick) in ticks.items():
        scheduler.add_job(tick, "interval", seconds=seconds, id=name, name=name)
    return scheduler
