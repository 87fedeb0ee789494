"""Rising numbers: messages, updates, files, people, events that must not repeat after a restart."""

from sandbox.store import LEAP, Store


class Ids:
    """Counters by name, each reserved from the store in leaps."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._next: dict[str, int] = {}
        self._end: dict[str, int] = {}

    def take(self, name: str, first: int = 1) -> int:
        """The next number of the counter; `first` is where a new counter begins."""
        number = self._next.get(name, 0)
        if number >= self._end.get(name, 0):
            number = self._store.reserve(name, max(first, number))
            self._end[name] = number + LEAP
        self._next[name] = number + 1
        return number

    def pass_by(self, name: str, number: int) -> None:
        """Make later numbers of the counter greater than `number`."""
        if number >= self._next.get(name, 0):
            self._next[name] = number + 1
            self._end[name] = 0
