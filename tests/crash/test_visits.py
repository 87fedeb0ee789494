"""kill -9 while people book and reminders fall due (goals I1, I3, I5)."""

import pytest

from tests.crash.checks import verify
from tests.crash.conftest import MakeStage
from tests.crash.script import Script
from tests.harness import until

pytestmark = pytest.mark.slow
KILLS = 3
_REMINDED = "SELECT count(*) FROM reminder WHERE kind IN ('visit_24h', 'visit_2h') AND state = 'sent'"
_BOTH = "SELECT count(DISTINCT source) = 2 FROM appointment WHERE status <> 'hold' AND source IN ('api', 'telegram')"


async def test_kills_lose_no_visit_and_double_no_reminder(stages: MakeStage) -> None:
    """Booked in the chat and by the API at once while days go by: what was told stands, and who is expected is reminded once."""
    stage = await stages()
    script = Script(stage, seed=11, people=0, visitors=6, systems=2, visit_pace=0.05, hour_pace=0.15)
    await stage.run()

    async def reminded() -> bool:
        return int((await stage.rows(_REMINDED))[0][0]) >= wanted

    async def both() -> bool:
        return bool((await stage.rows(_BOTH))[0][0])

    async with script.running():
        for wanted in range(1, KILLS + 1):
            await until(reminded, f"reminder {wanted} is released", 60)
            await script.kill()
        await until(both, "booked in the chat and by the API", 60)
        await script.works()
    verdict = await verify(script)

    assert not verdict.problems
    assert all(verdict.visits.booked[source] for source in ("api", "telegram"))
