"""The sandbox's time: the machine's, shifted by `POST /sim/clock`."""

import time


class Clock:
    """Seconds since the epoch. Dates of messages and lives of presses follow it; retries and waits do not."""

    def __init__(self, shift_seconds: float = 0.0) -> None:
        self.shift_seconds = shift_seconds

    def now(self) -> float:
        """Shifted seconds since the epoch."""
        return time.time() + self.shift_seconds

    def stamp(self) -> int:
        """`now` as the whole seconds Telegram writes into `date`."""
        return int(time.time() + self.shift_seconds)
