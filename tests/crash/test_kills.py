"""kill -9 of the product in the middle of a busy day (goals I1, I2, I4, I5)."""

import pytest

from tests.crash.checks import verify
from tests.crash.conftest import MakeStage
from tests.crash.script import Script

pytestmark = pytest.mark.slow
KILLS = 5
IN_FLIGHT = 2.0  # seconds from Telegram's receipt to our record, on a machine that does other things too


@pytest.mark.parametrize(("mode", "seed"), [("polling", 1), ("webhook", 2)])
async def test_ten_kills_lose_nothing(stages: MakeStage, mode: str, seed: int) -> None:
    """Five in each mode: every message and answer once and in order, every due message received, copies only where in flight."""
    stage = await stages(mode=mode)
    script = Script(stage, seed)
    await stage.run()
    async with script.running():
        await stage.fault("duplicate_update", times=20)
        for _ in range(KILLS):
            # A dead worker's lanes are free after two seconds: some kills find the product at work, some just taking over.
            await script.goes_on(script.dice.randint(10, 110))
            await script.kill()
        await script.works()
    verdict = await verify(script)
    assert not verdict.problems
    assert verdict.copies.seconds < IN_FLIGHT, "a copy of a message that was sent long before the kill"
    pushes = [n for (_chat, kind, _storm), n in verdict.copies.at_once.items() if kind == "pushes"]
    assert max(pushes, default=0) <= 1, "the relay sends a chat's next message when the last one is recorded"
