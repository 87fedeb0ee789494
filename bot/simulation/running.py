"""A plan, from its first moment to its figures, in a scratch database."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.simulation.clients import arriving
from bot.simulation.figures import Figures, figures_of
from bot.simulation.furniture import furnish
from bot.simulation.looking import Looking
from bot.simulation.plan import Plan
from bot.simulation.play import Play
from bot.simulation.record import PlayedDatabase
from bot.simulation.rules import checked_rules
from bot.simulation.steps import Steps
from services.clock import FixedClock
from services.storage.database import Database

_ANALYZE_AFTER = (500, 5000)  # happenings: plans that were made for empty tables are made anew
Watching = Callable[[Play], Awaitable[None]]


async def played(url: str, plan: Plan, watching: Watching | None = None) -> Figures:
    """What becomes of the plan in the empty scratch database at `url`. `watching` is called after each happening."""
    began = time.monotonic()
    opened = await Database.open(url, FixedClock(plan.begins), size=1)
    try:
        async with opened.pool.acquire() as connection:
            clock = FixedClock(plan.begins)
            rush = checked_rules(plan).watch.rush.waiting
            steps = Steps(connection, clock, frozenset() if rush else frozenset({"rush"}))
            figures = await _play(PlayedDatabase(steps, clock), steps, plan, watching)
    finally:
        await opened.close()
    return replace(figures, seconds=time.monotonic() - began)


async def _play(db: Database, steps: Steps, plan: Plan, watching: Watching | None) -> Figures:
    matters = arriving(plan)
    rules = checked_rules(plan)
    chain = await furnish(db, plan, rules, len(matters))
    await steps.remember()
    play = Play(db, steps, plan=plan, rules=rules, chain=chain, matters=matters)
    looking = Looking(play)
    happened = 0
    while (happening := play.agenda.next()) is not None:
        moment, happens = happening
        steps.move(moment)
        await happens()
        happened += 1
        if happened in _ANALYZE_AFTER:
            await steps.execute("ANALYZE")
        if watching is not None:
            await watching(play)
    steps.move(plan.ends)
    figures = await figures_of(play, looking.samples)
    await steps.settle()
    return figures
