"""What was done with visits from outside, and what was said of them: all that can be held against the database."""

import time
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LATELY = 40  # visits that are still moved and cancelled


@dataclass(frozen=True, slots=True)
class Booking:
    """One call of another system; `visit` is the id it was answered with, empty where it was refused."""

    comment: str
    visit: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the API has said of a visit, at `at` seconds since the epoch."""

    at: float
    what: str
    visit: str
    version: int
    starts_at: datetime
    status: str


@dataclass
class Diary:
    """`pressed`: person → each button of the booking dialogue and of visits that they pressed; `twice`: presses in a row of the same.

    `patrols`: how often somebody looked for two visits at one place, `clashes`: what they saw.
    """

    bookings: list[Booking] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    pressed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    twice: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    known: deque[str] = field(default_factory=lambda: deque(maxlen=LATELY))
    patrols: int = 0
    clashes: list[str] = field(default_factory=list)

    def tell(self, what: str, visit: dict[str, Any]) -> None:
        """An answer of the API about one visit."""
        if visit["id"] not in self.known:
            self.known.append(visit["id"])
        starts_at = datetime.fromisoformat(visit["starts_at"])
        self.told.append(Told(time.time(), what, visit["id"], visit["version"], starts_at, visit["status"]))
