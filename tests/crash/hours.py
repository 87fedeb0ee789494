"""Business time, which somebody moves forward step by step while everything else goes on."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.crash.caller import Caller
from tests.crash.stage import AWAY

FOLLOWED = 5.0  # seconds until every process has followed, on a machine that does other things too
FARTHEST = 6 * 3600.0  # seconds in one step
STEPS = (300, 2400, 7200, 18000)  # seconds: the contract's 5 minutes and 5 hours, and what lies between
_NEXT = "SELECT min(due_at) FROM reminder WHERE state = 'planned' AND due_at > $1"


@dataclass(frozen=True, slots=True)
class Step:
    """Asked for at `begin`, acknowledged at `end` (seconds since the epoch): from then on time is ahead by so many seconds."""

    begin: float
    end: float
    shift: int


@dataclass
class Hours:
    """The clock's hand; `pace`: mean seconds between two steps, 0: time is left alone."""

    caller: Caller
    pace: float
    steps: list[Step] = field(default_factory=list)

    @property
    def shift(self) -> int:
        """Seconds by which the product's clock is ahead."""
        return self.steps[-1].shift if self.steps else 0

    def now(self) -> datetime:
        """Business time."""
        return datetime.now(UTC) + timedelta(seconds=self.shift)

    async def live(self, stop: asyncio.Event) -> None:
        """Move until told to stop."""
        while self.pace and not stop.is_set():
            await self.move(await self._seconds())
            await asyncio.sleep(self.caller.dice.expovariate(1 / self.pace))

    async def move(self, seconds: float) -> None:
        """One step."""
        begin, shift = time.time(), self.shift + int(seconds)
        status, answer = await self.caller.call("PUT", "/clock", {"shift_seconds": shift})
        if status != 200:
            self.caller.surprised("clock", status, answer)
        self.steps.append(Step(begin, time.time(), shift))

    async def _seconds(self) -> float:
        """More often than not to the moment at which the next reminder falls due."""
        if self.caller.dice.random() < 0.6:
            try:
                [row] = await self.caller.stage.rows(_NEXT, self.now())
            except AWAY:
                row = [None]
            if row[0] is not None:
                return min(FARTHEST, float((row[0] - self.now()).total_seconds()) + 1)
        return float(self.caller.dice.choice(STEPS))

    def real(self, business: datetime) -> float:
        """The latest moment, in seconds since the epoch, at which a process may have thought it was this time."""
        found = [at for shift, since, until in self._reigns() if since <= (at := business.timestamp() - shift) <= until]
        return max(found, default=business.timestamp() - self.shift)

    def _reigns(self) -> Iterator[tuple[int, float, float]]:
        """Each shift with the moments between which some process may have gone by it."""
        began, shift = 0.0, 0
        for step in self.steps:
            yield shift, began, step.end + FOLLOWED
            began, shift = step.begin, step.shift
        yield shift, began, float("inf")
