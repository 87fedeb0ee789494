"""The clock that ticks: an outage of the database is one line, a bug is seen, the end is quiet."""

import asyncio
import logging

import pytest
from structlog.testing import capture_logs

from schedules.clock import make_clock
from tests.harness import until

SECONDS = 0.01
GONE = ConnectionRefusedError(111, "refused")


class Tick:
    """Raises these in turn, then nothing more."""

    def __init__(self, *errors: Exception | None) -> None:
        self.errors = errors
        self.count = 0

    async def __call__(self) -> None:
        self.count += 1
        if self.count <= len(self.errors) and (error := self.errors[self.count - 1]):
            raise error

    async def done(self) -> bool:
        """Whether it goes well again."""
        return self.count > len(self.errors)


async def test_an_outage_is_one_line_and_a_bug_is_seen(caplog: pytest.LogCaptureFixture) -> None:
    """The next outage is told again; whatever happens, the clock goes on."""
    tick = Tick(GONE, GONE, GONE, None, GONE, ValueError("a bug"))
    clock = make_clock({"requests": (SECONDS, tick)})
    with caplog.at_level(logging.ERROR), capture_logs() as lines:
        clock.start()
        await until(tick.done, "all ticks")
        clock.shutdown(wait=False)
    assert [(line["log_level"], line["tick"]) for line in lines] == [("warning", "requests")] * 2
    assert [record.exc_info and record.exc_info[0] for record in caplog.records] == [ValueError]


async def test_the_end_is_quiet(caplog: pytest.LogCaptureFixture) -> None:
    """A tick that is under way then is no error."""
    began, ended = asyncio.Event(), asyncio.Event()

    async def long() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    clock = make_clock({"cleaning": (SECONDS, long)})
    with caplog.at_level(logging.ERROR):
        clock.start()
        await began.wait()
        clock.shutdown(wait=False)
        await ended.wait()
        await asyncio.sleep(0)
    assert not caplog.records


async def test_the_end_is_quiet_about_a_tick_that_has_not_begun(caplog: pytest.LogCaptureFixture) -> None:
    """It fell due in the very turn of the loop in which the clock was stopped."""
    tick = Tick()
    clock = make_clock({"cleaning": (1e-6, tick)})
    with caplog.at_level(logging.ERROR):
        clock.start()
        clock.shutdown(wait=False)
        clock._process_jobs()  # noqa: SLF001
        for _ in range(3):
            await asyncio.sleep(0)
    assert tick.count == 0
    assert not caplog.records
