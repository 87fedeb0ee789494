"""People who answer: what they have in hand as they see it, and what they do next. They choose among what they lead, never in the queue."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from bot.simulation.clients import Matter
from bot.simulation.furniture import Shift
from bot.simulation.plan import Team
from services.staff.models import Staff

Task = Literal["answer", "wrap up"]


@dataclass(slots=True)
class Held:
    """A request in hand. `waits`: its client waits, since `since`; `quiet_at`: when it is settled, if the client says nothing more;
    `promised_at`: when its promise is looked after."""

    matter: Matter
    since: datetime
    waits: bool = True
    quiet_at: datetime | None = None
    promised_at: datetime | None = None


@dataclass(slots=True)
class Agent:
    """Somebody who answers, one request at a time. `wish`: where they go as soon as they have finished what they are at."""

    staff: Staff
    team: Team
    shift: Shift
    hand: dict[int, Held] = field(default_factory=dict)
    at_work: bool = False
    wish: Literal["away", "off"] | None = None
    in_line: bool = False
    worked: timedelta = timedelta()
    taken: int = 0
    answers: int = 0
    most_held: int = 0

    @property
    def on(self) -> bool:
        """Whether they are there, and not on a break."""
        return self.staff.shift == "on"

    def take(self, matter: Matter, now: datetime) -> None:
        """They have been handed this."""
        self.in_line = False
        self.hand[matter.number] = Held(matter, now)
        self.taken += 1
        self.most_held = max(self.most_held, len(self.hand))

    def task(self, now: datetime, *, blocked: bool = False) -> tuple[Held, Task] | None:
        """What is to be done of what they lead: promises first, then clients who wait, then what is settled. `blocked`: Next was refused
        for a broken promise, which is why it is looked after now, whenever it was going to be."""
        held = self.hand.values()
        promised = [one for one in held if one.promised_at is not None and (blocked or one.promised_at <= now)]
        if promised:
            return min(promised, key=_promised), "answer"
        waiting = [one for one in held if one.waits]
        if waiting:
            return min(waiting, key=_since), "answer"
        settled = [one for one in held if one.quiet_at is not None and one.quiet_at <= now]
        return (min(settled, key=_quiet), "wrap up") if settled else None


def _since(held: Held) -> tuple[datetime, int]:
    return held.since, held.matter.number


def _promised(held: Held) -> tuple[datetime, int]:
    return held.promised_at or held.since, held.matter.number


def _quiet(held: Held) -> tuple[datetime, int]:
    return held.quiet_at or held.since, held.matter.number
