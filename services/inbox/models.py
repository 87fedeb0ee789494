"""Updates on their way in, as data."""

from dataclasses import dataclass, field

BROKEN_LANE = "!"
UNKNOWN_LANE = "?"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came from Telegram, before it is stored. `update_id` None: it is not an update; `error` says why."""

    raw: str
    update_id: int | None
    lane: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """A stored update, its JSON text as it came. `attempts`: failed attempts so far."""

    inbox_id: int
    update_id: int
    raw: str
    attempts: int = 0


@dataclass(slots=True, eq=False)
class Lane:
    """A lane this worker holds, and what it has read of it, by rising update id.

    `version` is the lane's version in the database when that was read. `stale`: read again before going on. `partial`: there is more
    in the database. `touched`: something arrived since the last look. `repeats`: attempts in a row that the database had no hand for.
    """

    key: str
    version: int
    updates: list[Update] = field(default_factory=list)
    stale: bool = False
    partial: bool = False
    touched: bool = False
    repeats: int = 0

    def distrust(self) -> None:
        """Forget what was read: the database knows better."""
        self.updates.clear()
        self.stale = True
