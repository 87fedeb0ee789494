"""The connection pool and the only places that open a transaction."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

from services.clock import Clock
from services.storage.ending import stop_if_cancelled
from services.storage.reader import Reader
from services.storage.tx import Tx, Work
from services.storage.wakes import Wakes

# What asyncpg raises while the server is away, restarting or out of connections: the work is repeated, not blamed.
OUTAGES: tuple[type[BaseException], ...] = (
    OSError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.CannotConnectNowError,
    # "cannot switch to state …": the server's farewell has arrived, the end of the connection has not been noticed yet.
    asyncpg.InternalClientError,
)


def is_outage(error: BaseException) -> bool:
    """Whether the database was away; a value that PostgreSQL's protocol cannot carry is a bug, although asyncpg files it there."""
    return isinstance(error, OUTAGES) and not isinstance(error, ValueError)


def is_away(error: BaseException) -> bool:
    """An outage as far as the error alone can tell, where nobody asks further: what names a file is about that file."""
    return is_outage(error) and getattr(error, "filename", None) is None


def is_conflict(error: BaseException) -> bool:
    """Whether PostgreSQL undid a transaction in favour of another one (deadlock, serialization): repeat it at once."""
    return isinstance(error, asyncpg.TransactionRollbackError)


async def _prepare(connection: Any) -> None:
    await connection.set_type_codec("jsonb", encoder=_encode, decoder=json.loads, schema="pg_catalog")


def _encode(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


async def _no_reset(_connection: Any) -> None:
    """Nothing outlives a transaction here, so the pool's reset round trip is saved."""


class Database:
    """PostgreSQL for one process."""

    def __init__(self, pool: Any, clock: Clock, url: str = "") -> None:
        self.pool = pool
        self.clock = clock
        self._url = url
        self.wakes = Wakes()

    @classmethod
    async def open(cls, url: str, clock: Clock, *, size: int = 16) -> "Database":
        """Connect. Raises OSError or asyncpg.PostgresError when there is no server to talk to."""
        pool = await asyncpg.create_pool(
            url, min_size=1, max_size=size, init=_prepare, reset=_no_reset, command_timeout=60,
            server_settings={"application_name": "priyomka", "timezone": "UTC", "jit": "off"},
        )  # fmt: skip
        return cls(pool, clock, url)

    async def dedicated(self) -> asyncpg.Connection:
        """A connection outside the pool, for what lives as long as a session (advisory locks). The caller closes it."""
        return await asyncpg.connect(
            self._url, timeout=5, command_timeout=10, server_settings={"application_name": "priyomka worker", "timezone": "UTC"}
        )

    async def close(self) -> None:
        """Close every connection."""
        await self.pool.close()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        """Reads outside a transaction: each statement sees what is committed at its moment."""
        async with self._connection() as connection:
            yield Reader(connection)

    @asynccontextmanager
    async def tx(self, work: Work | None = None, *, actor: str = "system") -> AsyncIterator[Tx]:
        """One transaction. Leaving the block commits it with its events and mail; an exception undoes everything."""
        async with self._connection() as connection, connection.transaction():
            tx = Tx(connection, self.clock.now(), work)
            tx.actor = actor
            yield tx
            await tx.flush()
        events, mail = tx.left_behind
        if events:
            self.wakes.wake("live")
        if mail:
            self.wakes.wake("out")

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Any]:
        try:
            async with self.pool.acquire() as connection:
                yield connection
        except Exception as error:
            stop_if_cancelled(error)
            raise
