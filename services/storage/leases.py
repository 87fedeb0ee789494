"""Connections at hand: the driver's pool with a stock in front of it.

Giving a connection back to the pool starts a task and looks it over, which costs as much as a statement. A connection that did its work
without an error needs none of that, so it stays here for whoever comes next; every other goes back to the pool, which knows what to do
about cancelled statements, open transactions and servers that went away.
"""

from types import TracebackType
from typing import Any

import asyncpg


class Leases:
    """A pool with a stock. `acquire()` works as the pool's own: `async with leases.acquire() as connection`."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._stock: list[Any] = []
        self._waiting = 0

    def acquire(self) -> "Lease":
        """A connection for a block. Raises what the driver raises when there is no server to talk to."""
        return Lease(self)

    async def close(self) -> None:
        """Close every connection; waits for those in use."""
        while self._stock:
            await self._pool.release(self._stock.pop())
        await self._pool.close()

    def terminate(self) -> None:
        """Hang up at once."""
        self._stock.clear()
        self._pool.terminate()

    async def take(self) -> Any:
        """For `Lease`."""
        while self._stock:
            connection = self._stock.pop()
            if _lives(connection):
                return connection
            await self._pool.release(connection)  # nothing, where it has left already
        self._waiting += 1
        try:
            return await self._pool.acquire()
        finally:
            self._waiting -= 1

    async def give_back(self, connection: Any, *, well: bool) -> None:
        """For `Lease`. Whoever waits in the pool must not wait for ever behind a full stock."""
        if well and not self._waiting and _lives(connection) and not self._pool.is_closing():
            self._stock.append(connection)
        else:
            await self._pool.release(connection)


def _lives(connection: Any) -> bool:
    """A connection that broke has left for the pool by itself, and its stand-in answers nothing any more."""
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:
        return False


class Lease:
    """One use of a connection. A class and no generator: this is entered several times for every update."""

    __slots__ = ("_connection", "_leases")

    def __init__(self, leases: Leases) -> None:
        self._leases = leases

    async def __aenter__(self) -> Any:
        self._connection = await self._leases.take()
        return self._connection

    async def __aexit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._leases.give_back(self._connection, well=kind is None)
