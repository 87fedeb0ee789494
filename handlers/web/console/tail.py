"""One reader of the event log for all live pages of this process."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from services.events import last_cursor, list_events
from services.requests.board import audience
from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.paging import parse_cursor
from services.storage.reader import Reader, Row

KEPT = 2000  # events; who is further behind reads the log
_BATCH = 200
_STALE = 30.0  # seconds without listeners after which the log is not caught up with but joined anew
_UNSHOWN = frozenset({"request.read", "contact"})
QUEUE = frozenset({
    "request.opened", "request.queued", "request.assigned", "request.overridden", "request.transferred", "request.reopened",
    "request.released", "request.closed", "request.unit", "request.alarm", "request.given_back", "request.lapsed",
    "request.missed", "request.made_good", "request.snoozed", "request.woken",
    "request.handed_over", "request.came", "staff.shift", "staff.withdrawn", "staff.back",
})  # fmt: skip

_GIVEN = frozenset({"request.assigned", "request.overridden", "request.came"})

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with those it concerns."""

    key: Key
    type: str
    subject: str
    number: int | None
    unit_id: int | None = None
    led_by: frozenset[int] = frozenset()
    actor: str = ""
    given_to: str = ""  # the login of whom a request was given to

    @property
    def cursor(self) -> str:
        """Where to go on after it."""
        return f"{self.key[0]}-{self.key[1]}"

    def seen_by(self, staff: Staff) -> bool:
        """Whether the person may know of it."""
        return self.number is not None and staff.reads(self.unit_id, self.led_by)


def key_of(cursor: str) -> Key:
    """A cursor as something to compare. Raises Refused `invalid`."""
    xid, row_id = parse_cursor(cursor)
    return int(xid), row_id


async def happenings(reader: Reader, rows: Sequence[Row]) -> list[Happening]:
    """Events with their audience, in one question for all of them."""
    shown = [row for row in rows if row["type"] not in _UNSHOWN]
    numbers = {row["id"]: _number(row["subject"]) for row in shown}
    concerned = await audience(reader, [n for n in numbers.values() if n is not None]) if any(numbers.values()) else {}
    return [_happening(row, numbers[row["id"]], concerned) for row in shown]


def _number(subject: str) -> int | None:
    kind, _, digits = subject.partition(":")
    return int(digits) if kind == "request" and digits.isdigit() else None


def _happening(row: Row, number: int | None, concerned: dict[int, tuple[int | None, frozenset[int]]]) -> Happening:
    unit_id, led_by = concerned.get(number or 0, (None, frozenset()))
    known = number if number in concerned else None
    given_to = str(row["data"].get("agent") or "") if row["type"] in _GIVEN else ""
    return Happening(
        (int(row["xid"]), row["id"]), row["type"], row["subject"], known, unit_id if known else row["unit_id"], led_by, row["actor"],
        given_to,
    )  # fmt: skip


class Tail:
    """Reads new events when somebody who listens asks, once for everybody who asks at the same time; idle otherwise."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = asyncio.Lock()
        self._recent: deque[Happening] = deque(maxlen=KEPT)
        self._since: Key = (0, 0)  # everything after this is in `_recent`
        self._cursor = ""
        self._read_at = float("-inf")
        self.closing = False

    @property
    def cursor(self) -> Key:
        """How far the log has been read."""
        return key_of(self._cursor)

    async def refresh(self, max_age: float = 0.0) -> None:
        """Have read the log not longer than `max_age` seconds ago."""
        loop = asyncio.get_running_loop()
        wanted = loop.time() - max_age
        async with self._lock:
            if self._read_at >= wanted:
                return
            began = loop.time()
            async with self._db.read() as reader:
                if began - self._read_at > _STALE:
                    await self._join(reader)
                else:
                    await self._catch_up(reader)
            self._read_at = began

    async def _join(self, reader: Reader) -> None:
        self._recent.clear()
        self._cursor = await last_cursor(reader)
        self._since = key_of(self._cursor)

    async def _catch_up(self, reader: Reader) -> None:
        full = True
        while full:
            page = await list_events(reader, Viewer("all"), after=self._cursor, limit=_BATCH)
            full = page.next is not None
            for happening in await happenings(reader, page.rows):
                if len(self._recent) == KEPT:
                    self._since = self._recent[0].key
                self._recent.append(happening)
            if page.rows:
                self._cursor = f"{page.rows[-1]['xid']}-{page.rows[-1]['id']}"

    def after(self, position: Key) -> list[Happening] | None:
        """What came after; None where that is too long ago to be kept here."""
        if position < self._since:
            return None
        found: list[Happening] = []
        for happening in reversed(self._recent):
            if happening.key <= position:
                break
            found.append(happening)
        return found[::-1]

    async def wait(self, *, nudged: bool) -> bool:
        """Until something may have happened. True when nudged.

        Right after a nudge it looks again soon: the event may have been hidden behind an older transaction still running.
        """
        pause = 0.2 if nudged else 1.0
        heard = await self._db.wakes.wait("live", pause)
        if not self.closing:
            await self.refresh(0.0 if heard else pause * 0.9)
        return heard

    def close(self) -> None:
        """Let everybody who waits go."""
        self.closing = True
        self._db.wakes.wake("live", forward=False)
