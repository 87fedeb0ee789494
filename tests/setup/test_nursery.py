"""Background work: failures are seen, work is started again, stopping is complete."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.nursery import Backoff, Nursery


class Waits:
    """Stands in for asyncio.sleep: notes how long it should have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


async def test_failing_work_is_started_again_with_growing_waits() -> None:
    waits, calls = Waits(), 0

    async def work() -> None:
        nonlocal calls
        calls += 1
        if calls < 5:
            raise ValueError("not yet")

    nursery = Nursery(Backoff(first=1, longest=3), waits)
    with capture_logs() as lines:
        await nursery.start("work", work)
    assert calls == 5
    assert waits.seconds == [1, 2, 3, 3]
    assert [line["failures"] for line in lines] == [1, 2, 3, 4]
    assert nursery.names == []


async def test_work_that_must_not_be_repeated() -> None:
    async def work() -> None:
        raise ValueError("once")

    waits = Waits()
    nursery = Nursery(sleep=waits)
    with capture_logs() as lines:
        await nursery.start("work", work, restart=False)
    assert waits.seconds == []
    assert lines[0]["event"] == "background work failed"


async def test_an_outage_of_the_database_is_one_line() -> None:
    """However long it is; then the work goes on soon. The next one is told again, and so is what only looks like one."""
    waits, calls = Waits(), 0
    gone, unlucky = ConnectionRefusedError(111, "refused"), FileNotFoundError(2, "No such file", "/a/photo")

    async def work() -> None:
        nonlocal calls
        calls += 1
        if calls in {1, 2, 3, 4, 5, 6, 8}:
            raise gone
        if calls == 7:
            raise unlucky

    nursery = Nursery(Backoff(first=1, longest=30), waits)
    with capture_logs() as lines:
        await nursery.start("work", work)
    assert [(line["log_level"], "exc_info" in line) for line in lines] == [
        ("warning", False),
        ("error", True),
        ("warning", False),
    ]
    assert waits.seconds == [1, 2, 2, 2, 2, 2, 30, 2]


async def test_stop_ends_everything_and_lets_it_tidy_up() -> None:
    tidied: list[str] = []

    async def work(name: str) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidied.append(name)

    nursery = Nursery()
    nursery.start("a", lambda: work("a"))
    nursery.start("b", lambda: work("b"))
    await asyncio.sleep(0)
    assert nursery.names == ["a", "b"]
    assert await nursery.stop() == []
    assert sorted(tidied) == ["a", "b"]
    with pytest.raises(RuntimeError, match="after the stop"):
        nursery.start("c", lambda: work("c"))


async def test_stop_ends_what_has_lost_its_cancellation() -> None:
    """As `asyncio.wait_for` of Python 3.11 does when the result comes at the same moment."""
    lost = asyncio.Event()

    async def forgetful() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            lost.set()
        await asyncio.Event().wait()

    nursery = Nursery()
    nursery.start("forgetful", forgetful)
    await asyncio.sleep(0)
    assert await nursery.stop(0.02) == []
    assert lost.is_set()


async def test_stop_names_what_does_not_end() -> None:
    let_go = asyncio.Event()

    async def stubborn() -> None:
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue

    nursery = Nursery()
    task = nursery.start("stubborn", stubborn)
    await asyncio.sleep(0)
    with capture_logs() as lines:
        assert await nursery.stop(0.01) == ["stubborn"]
    assert lines[0]["names"] == ["stubborn"]
    let_go.set()
    await task
