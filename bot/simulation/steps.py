"""One connection, one transaction for each moment of simulated time.

The services open their own transactions; here these are parts of the moment's. Going on to the next moment commits, begins anew and sets
the clock in one round trip, which halves what transactions cost. Who plays does nothing that is refused: a part that fails ends the play,
so nothing needs to be saved from it.

What never changes while a chain is played is read once: units, chats, cards, rules. That is a quarter of all reads.
"""

import re
from datetime import datetime
from types import TracebackType
from typing import Any

from services.clock import FixedClock

_TABLES = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+)")
_STILL = frozenset({"unit", "chat", "client", "policy", "watch_policy"})
_Asked = tuple[str, tuple[Any, ...]]


class Steps:
    """An asyncpg connection as the services use it, and a pool of it. `clock` is moved by `move`; `statements` counts those that went
    to the server. `still`: further tables that never change."""

    def __init__(self, connection: Any, clock: FixedClock, still: frozenset[str] = frozenset()) -> None:
        self._connection = connection
        self._clock = clock
        self._turned = False  # the transaction is this moment's
        self._open = False
        self._still = _STILL | still
        self._is_still: dict[str, bool] = {}
        self._remembered: dict[_Asked, Any] = {}
        self.remembers = False  # from when everything is in its place
        self.statements = 0

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
        await self._turn()
        return await self._connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: Any) -> Any:
        """The first row."""
        if not self._stands_still(sql):
            await self._turn()
            return await self._connection.fetchrow(sql, *args)
        if (sql, args) not in self._remembered:
            await self._turn()
            self._remembered[sql, args] = await self._connection.fetchrow(sql, *args)
        return self._remembered[sql, args]

    async def fetchval(self, sql: str, *args: Any) -> Any:
        """The first value."""
        if not self._stands_still(sql):
            await self._turn()
            return await self._connection.fetchval(sql, *args)
        row = await self.fetchrow(sql, *args)
        return row[0] if row is not None else None

    async def execute(self, sql: str, *args: Any) -> Any:
        """A statement."""
        await self._turn()
        return await self._connection.execute(sql, *args)

    def _stands_still(self, sql: str) -> bool:
        found = self._is_still.get(sql)
        if found is None:
            tables = _TABLES.findall(sql)
            found = sql.lstrip().startswith("SELECT") and bool(tables) and self._still.issuperset(tables)
            self._is_still[sql] = found
        return found and self.remembers

    async def _end(self, how: str) -> None:
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
