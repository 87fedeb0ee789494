"""Business time. Leases, retries, sessions and rate limits do not use it: they run on real time (contract, "Clock")."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells business time."""

    def now(self) -> datetime:
        """The present moment, aware, UTC."""
        ...


class ShiftedClock:
    """Real time plus a shift that only grows; every process follows the stored shift within a second."""

    def __init__(self, shift_seconds: float = 0) -> None:
        self.shift = timedelta(seconds=shift_seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.shift


class FixedClock:
    """A clock for tests: it stands still until it is told to move."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> datetime:
        """Move forward by a `timedelta`'s arguments (`minutes=15`); returns the new moment."""
        self.at += timedelta(**delta)
        return self.at
