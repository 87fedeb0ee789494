"""Two of each role on one database: what one of them leaves behind the other takes up within seconds."""

import asyncio
import time

import pytest

from tests.crash.checks import verify
from tests.crash.conftest import MakeStage
from tests.crash.script import Script
from tests.crash.stage import Stage
from tests.harness import until

pytestmark = pytest.mark.slow
SECONDS = 3.0  # two looks of a second each, and the work itself
SLACK = 3.0  # on a machine that does other things too; more where the same work takes long when nobody is killed
ROLES = {"web": "web", "bot2": "bot", "worker1": "worker", "worker2": "worker"}
_WAITING = """
SELECT NOT EXISTS (SELECT FROM inbox WHERE done_at IS NULL AND failed_at IS NULL AND received_at < $1)
   AND NOT EXISTS (SELECT FROM outbox WHERE state IN ('queued', 'retry') AND created_at < $1)
"""


async def _caught_up(stage: Stage) -> float:
    """Seconds until all is done that was there before the call."""
    async with stage.connected() as connection:
        began = await connection.fetchval("SELECT now()")

        async def done() -> bool:
            return bool(await connection.fetchval(_WAITING, began))

        start = time.monotonic()
        await until(done, "the other one has done everything", 60)
        return time.monotonic() - start


@pytest.mark.one_look
@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_other_one_takes_over(stages: MakeStage, mode: str) -> None:
    """kill -9 of a bot that fetches updates, then of a relay, while the web role serves the agents."""
    stage = await stages(mode=mode)
    stage.fix_port()
    await stage.run("bot1", "bot")  # the first: it is the one that polls
    await asyncio.gather(*(stage.run(name, role) for name, role in ROLES.items()))
    script = Script(stage, seed=3, people=8)
    took = {}
    async with script.running():
        await script.goes_on(40)
        usual = await _caught_up(stage)
        for name in ("bot1", "worker1"):
            async with script.broken("kill"):
                await stage.products[name].kill()
                took[name] = await _caught_up(stage)
    verdict = await verify(script)
    assert not verdict.problems
    assert max(took.values()) < SECONDS + SLACK + 3 * usual, (took, usual)
