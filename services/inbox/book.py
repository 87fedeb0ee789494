"""The lanes this worker holds, in memory. Everything here may be thrown away at any moment: the database has it too."""

from bisect import insort
from collections.abc import Iterable

from services.inbox.models import Lane, Update
from services.inbox.queries import READ_AHEAD

MOST_LANES = 1000


def _by_id(update: Update) -> int:
    return update.update_id


class Book:
    """Lanes by key."""

    def __init__(self) -> None:
        self._lanes: dict[str, Lane] = {}

    @property
    def room(self) -> int:
        """How many lanes more may be taken."""
        return max(0, MOST_LANES - len(self._lanes))

    def holds(self, lane: Lane) -> bool:
        """Whether it is still ours as far as we know."""
        return self._lanes.get(lane.key) is lane

    def forget(self, lane: Lane) -> None:
        """It is not ours any more."""
        if self.holds(lane):
            del self._lanes[lane.key]

    def clear(self) -> None:
        """None is ours any more."""
        self._lanes.clear()

    def claimed(self, lanes: Iterable[Lane]) -> list[Lane]:
        """Lanes just taken with what waits in them; returns those that were not known before."""
        return [lane for lane in lanes if self._is_new(lane)]

    def arrived(self, arrival: Lane) -> bool:
        """Updates just stored in a lane that is ours; True when the lane was not known before."""
        if self._is_new(arrival):
            # A lane older than these updates may hold earlier ones.
            arrival.stale = arrival.version > 0
            arrival.updates.sort(key=_by_id)
            return True
        self._append(self._lanes[arrival.key], arrival)
        return False

    def reread(self, lane: Lane, found: Lane) -> None:
        """Take over what the database says."""
        lane.version, lane.updates, lane.partial, lane.stale = found.version, found.updates, found.partial, False

    def _is_new(self, lane: Lane) -> bool:
        known = self._lanes.setdefault(lane.key, lane)
        if known is not lane:
            known.touched = True
        return known is lane

    def _append(self, lane: Lane, arrival: Lane) -> None:
        """In order. What is left out here is found later, for the lane's version in the database is not the known one any more."""
        if lane.stale or lane.partial:
            return
        if arrival.version not in {lane.version + 1, 0} or len(lane.updates) >= READ_AHEAD:
            lane.stale = True  # another process stored something in between, or it gets too much
            return
        lane.version = arrival.version
        for update in arrival.updates:
            insort(lane.updates, update, key=_by_id)
