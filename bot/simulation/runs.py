"""One plan and what is compared with it: each run in a scratch database, side by side in processes of their own."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import Sequence

from pydantic import TypeAdapter

from bot.sections import Section
from bot.simulation.figures import Figures
from bot.simulation.plan import Plan
from bot.simulation.reading import changed
from bot.simulation.running import played
from bot.simulation.scratch import scratch_databases
from bot.simulation.tables import Run
from services.errors import Refused

FIGURES = TypeAdapter(Figures)


class Order(Section):
    """What another process is told to play, and where."""

    url: str
    plan: Plan


def new_loop() -> asyncio.AbstractEventLoop:
    """uvloop where there is one: a fifth less time."""
    try:
        import uvloop  # noqa: PLC0415 - there is none for Windows
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def all_runs(url: str, plan: Plan, *, compare: bool) -> tuple[list[Run], Run | None]:
    """The file as it stands, then each change of it; and the run that the changes are compared with (None: nothing is)."""
    plans = [("", plan)]
    if compare and plan.compare:
        sample = plan.model_copy(update={"days": min(plan.compare_days or plan.days, plan.days)})
        plans += [("", sample)] if sample.days < plan.days else []
        plans += [(change.name, changed(sample, change)) for change in plan.compare]
    async with scratch_databases(url, len(plans)) as urls:
        found = await _figures(urls, [one for _, one in plans])
    runs = [Run(name, one, figures) for (name, one), figures in zip(plans, found, strict=True)]
    base = [run for run in runs if not run.name][-1] if len(runs) > 1 else None
    return [runs[0], *(run for run in runs if run.name)], base


async def _figures(urls: Sequence[str], plans: Sequence[Plan]) -> list[Figures]:
    if len(plans) == 1:
        return [await played(urls[0], plans[0])]
    free = asyncio.Semaphore(os.cpu_count() or 1)
    return await asyncio.gather(*(_elsewhere(free, url, plan) for url, plan in zip(urls, plans, strict=True)))


async def _elsewhere(free: asyncio.Semaphore, url: str, plan: Plan) -> Figures:
    """In a process of its own (`__main__.py`). Ctrl-C is for us, and ends it."""
    async with free:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.simulation", stdin=PIPE, stdout=PIPE, stderr=PIPE, start_new_session=True
        )
        try:
            said, errors = await process.communicate(Order(url=url, plan=plan).model_dump_json().encode())
        except BaseException:
            process.kill()
            await process.wait()
            raise
    if process.returncode:
        last = errors.decode(errors="replace").strip().splitlines()[-1:]
        raise Refused("unavailable", line=f"a run broke off: {last[0] if last else f'exit code {process.returncode}'}")
    return FIGURES.validate_json(said)
