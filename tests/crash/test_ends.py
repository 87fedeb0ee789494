"""An orderly end, and answers of Telegram that never come."""

import time

import pytest

from tests.crash.checks import verify
from tests.crash.conftest import MakeStage
from tests.crash.script import Script
from tests.crash.talk import talk
from tests.harness import until

pytestmark = pytest.mark.slow


async def test_sigterm_finishes_the_work_in_hand(stages: MakeStage) -> None:
    """Exit code 0 within 10 s, with slow calls under way; the next start goes on, and nobody gets anything twice."""
    stage = await stages()
    script = Script(stage, seed=4)
    await stage.run()

    async def under_way() -> bool:
        return await stage.faults() < 3

    async with script.running():
        for _ in range(2):
            await script.goes_on(script.dice.randint(30, 50))
            await stage.fault("slow", method="sendMessage", seconds=1.0, times=5)
            await until(under_way, "calls are under way")
            began = time.monotonic()
            assert await stage.products["all"].stop() == 0
            assert time.monotonic() - began < 10
            await stage.run()
            await script.works()
    verdict = await verify(script)
    assert not verdict.problems
    assert (verdict.copies.doubled, verdict.copies.maybe_twice) == ([], 0)


async def test_an_answer_that_never_comes_means_one_repetition(stages: MakeStage) -> None:
    """The message arrived, the answer to the call did not: sent once more after a while, marked, and never again."""
    stage = await stages()
    await stage.run()
    made = await talk(stage, 5001)
    await stage.fault("timeout_after_commit", method="sendMessage", chat_id=5001, seconds=0.2)
    text = "Сегодня после шести"
    await made.answer(text)

    async def waits() -> bool:
        return await made.mail(text) == ("retry", 1, 1, "retry")

    await until(waits, "the message waits for its repetition")
    assert await made.heard(text) == [text]
    await stage.settle()
    assert await made.mail(text) == ("sent", 2, 1, "maybe_twice")
    assert await made.heard(text) == [text] * 2
    _, request = await made.api.call("GET", f"/requests/{made.number}")
    assert [message["delivery"] for message in request["messages"] if message["text"] == text] == ["maybe_twice"]
