"""Business time on the sandbox's page: what it is, and buttons that move it forward (contract, "Clock")."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.clock import Clock
from sandbox.host import Act, Step, Texts
from services.clock_store import store_shift
from services.desk import Desk
from services.errors import Refused
from services.texts import LANGUAGES, clock_time, date_words, text
from services.units import leading_unit

STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "days": timedelta(days=5)}
_NEXT = "SELECT min(due_at) FROM reminder WHERE state = 'planned' AND due_at > $1"
_MARGIN = timedelta(seconds=1)  # past the moment, not on it


class BusinessClock(Clock):
    """The stand-in's clock in step with the product's: messages are dated in the time that is being played."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._desk.clock.now().timestamp() + self.shift_seconds

    def stamp(self) -> int:
        """`now` in whole seconds."""
        return int(self.now())


def per_language(key: str) -> Texts:
    """A text of ours in every language of the page."""
    return {language: text(language, key) for language in LANGUAGES}


@dataclass(frozen=True, slots=True)
class TimePanel:
    """The sandbox's host panel."""

    desk: Desk
    intro: Sequence[Step] = ()
    title: Texts = field(default_factory=functools.partial(per_language, "sandbox-time"))

    async def status(self) -> Texts:
        """The present business time, in the leading unit's zone."""
        async with self.desk.db.read() as reader:
            unit = await leading_unit(reader)
        zone, now = unit.time_zone if unit else "UTC", self.desk.clock.now()
        return {
            language: text(
                language, "sandbox-time-now", date=date_words(language, now, zone, now), time=clock_time(now, zone),
                city=unit.named(language)["city"] if unit else zone,
            )
            for language in LANGUAGES
        }  # fmt: skip

    async def acts(self) -> Sequence[Act]:
        """Steps forward, and one to the next planned reminder where there is one."""
        acts = [
            Act(name, per_language(f"sandbox-time-{name}"), functools.partial(self.move, step)) for name, step in STEPS.items()
        ]
        if (due_at := await self._next_reminder()) is not None:
            step = due_at - self.desk.clock.now() + _MARGIN
            acts.append(Act("reminder", per_language("sandbox-time-reminder"), functools.partial(self.move, step)))
        return acts

    async def _next_reminder(self) -> datetime | None:
        async with self.desk.db.read() as reader:
            found: datetime | None = await reader.value(_NEXT, self.desk.clock.now())
        return found

    async def move(self, step: timedelta) -> None:
        """Move business time forward, for all processes. Raises ValueError beyond the end of time."""
        clock = self.desk.shifted
        if clock is None:
            raise ValueError("time cannot be moved here")
        shift = clock.shift + max(step, timedelta())
        try:
            async with self.desk.db.tx(actor="sandbox") as tx:
                await store_shift(tx, shift.total_seconds(), present=clock.shift.total_seconds())
        except Refused as refused:
            raise ValueError(refused.data["errors"][0]["reason"]) from None
        clock.shift = max(clock.shift, shift)
        self.desk.db.wakes.wake("clock")
