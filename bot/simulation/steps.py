"""One connection, one transaction for each moment of simulated time.

The services open their own transactions; here these are parts of the moment's. Going on to the next moment commits, begins anew and sets
the clock in one round trip, which halves what transactions cost. Who plays does nothing that is refused: a part that fails ends the play,
so nothing needs to be saved from it.

What never changes while a chain is played is read once, and tables in which nothing is are not asked at all (`knowing.py`): that is nearly
half of all statements. What happened is written down together, when somebody is going to read it.
"""

from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any

from bot.simulation.knowing import Answer, Known, empty_tables, reads
from services.clock import FixedClock
from services.storage.flush import Ending, flush

TOGETHER = 200  # parts whose events are written at once
_TAKEN = frozenset({"request.lapsed", "request.released"})


@dataclass(slots=True)
class _Statement:
    """`prepared`: by the server, once for all; the driver keeps fewer than there are."""

    prepared: Any
    reads_events: bool
    answer: Answer


class Steps:
    """An asyncpg connection as the services use it, and a pool of it. `clock` is moved by `move`; `statements` counts those that went
    to the server. `still`: further tables that never change. `lost`: requests taken from whoever led them, as they fell due."""

    def __init__(self, connection: Any, clock: FixedClock, still: frozenset[str] = frozenset()) -> None:
        self._connection = connection
        self._clock = clock
        self._turned = False  # the transaction is this moment's
        self._open = False
        self._still = still
        self._known: Known | None = None  # from when everything is in its place
        self._met: dict[str, _Statement] = {}
        self._remembered: dict[tuple[str, bool, tuple[Any, ...]], Any] = {}
        self._endings: list[Ending] = []
        self.lost: list[int] = []
        self.statements = 0

    async def remember(self) -> None:
        """Everything is in its place: from now on what stands still is read once."""
        known = Known(self._still, await empty_tables(self))
        for sql in self._met:
            known.fill(sql)
        self._known = known
        self._look_anew(known)

    def write_down(self, ending: Ending) -> None:
        """Keep what happened until it is read."""
        self._endings.append(ending)
        self.lost += [_number(event["subject"]) for event in ending.events if event["type"] in _TAKEN]

    def move(self, moment: datetime) -> None:
        """Go on to this moment; the database follows with the next statement."""
        self._clock.at = moment
        self._turned = False

    async def settle(self) -> None:
        """Commit what there is."""
        await self._end("COMMIT")

    def acquire(self) -> "Steps":
        """As a pool does."""
        return self

    async def __aenter__(self) -> "Steps":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is given back."""

    def transaction(self) -> "Steps":
        """A part of the moment's transaction."""
        return self

    async def start(self) -> None:
        """Begin a part: the moment's transaction begins with its first statement."""

    async def commit(self) -> None:
        """Keep a part: the moment's end commits it."""

    async def rollback(self) -> None:
        """Lose the moment."""
        await self._end("ROLLBACK")

    async def fetch(self, sql: str, *args: Any) -> Any:
        """All rows."""
        return await self._ask(sql, args, rows=True)

    async def fetchrow(self, sql: str, *args: Any) -> Any:
        """The first row."""
        return await self._ask(sql, args, rows=False)

    async def fetchval(self, sql: str, *args: Any) -> Any:
        """The first value."""
        row = await self._ask(sql, args, rows=False)
        return row[0] if row is not None else None

    async def execute(self, sql: str, *args: Any) -> None:
        """A statement; several, where there are no arguments."""
        if args:
            await self._ask(sql, args, rows=True)
            return
        await self._turn()
        await self._connection.execute(sql)

    async def _ask(self, sql: str, args: tuple[Any, ...], *, rows: bool) -> Any:
        one = self._met.get(sql) or await self._meet(sql)
        if one.answer == "asked":
            return await self._answer(one, args, rows=rows)
        if one.answer == "nothing":
            return [] if rows else None
        key = (sql, rows, tuple(map(_hashable, args)) if one.answer == "by arguments" else ())
        if key not in self._remembered:
            self._remembered[key] = await self._answer(one, args, rows=rows)
        return self._remembered[key]

    async def _answer(self, one: _Statement, args: tuple[Any, ...], *, rows: bool) -> Any:
        await self._turn()
        if self._endings and (one.reads_events or len(self._endings) >= TOGETHER):
            await self._write_events()
        return await (one.prepared.fetch(*args) if rows else one.prepared.fetchrow(*args))

    async def _meet(self, sql: str) -> _Statement:
        if self._known is not None and self._known.fill(sql):
            self._look_anew(self._known)
        answer: Answer = "asked" if self._known is None else self._known.answer(sql)
        one = _Statement(await self._connection.prepare(sql), reads(sql, "event"), answer)
        self._met[sql] = one
        return one

    def _look_anew(self, known: Known) -> None:
        for sql, one in self._met.items():
            one.answer = known.answer(sql)
        self._remembered.clear()

    async def _write_events(self) -> None:
        endings, self._endings = self._endings, []
        self.statements += 1
        await flush(self._connection, endings)

    async def _end(self, how: str) -> None:
        if self._endings and how == "COMMIT":
            await self._turn()
            await self._write_events()
        if self._open:
            await self._connection.execute(how)
        self._open = self._turned = False

    async def _turn(self) -> None:
        self.statements += 1
        if self._turned:
            return
        end = "COMMIT; " if self._open else ""
        await self._connection.execute(f"{end}BEGIN; SET priyomka.now = '{self._clock.at.isoformat()}'")
        self._open = self._turned = True


def _number(subject: str) -> int:
    return int(subject.removeprefix("request:"))


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
