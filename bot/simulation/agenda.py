"""What is going to happen, in the order of its time."""

import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import datetime

Happening = Callable[[], Awaitable[None]]


class Agenda:
    """Happenings until the end; those of one moment in the order in which they were entered."""

    def __init__(self, ends: datetime) -> None:
        self.ends = ends
        self._heap: list[tuple[datetime, int, Happening]] = []
        self._places = itertools.count()

    def at(self, moment: datetime, happening: Happening) -> None:
        """Let it happen then; what would be later than the end does not happen."""
        if moment < self.ends:
            heapq.heappush(self._heap, (moment, next(self._places), happening))

    @property
    def next_at(self) -> datetime:
        """When the first of them happens; the end when nothing is left."""
        return self._heap[0][0] if self._heap else self.ends

    def next(self) -> tuple[datetime, Happening] | None:
        """The first of them; None when nothing is left."""
        if not self._heap:
            return None
        moment, _, happening = heapq.heappop(self._heap)
        return moment, happening
