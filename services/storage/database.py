"""The connection pool and the only places that open a transaction."""

import json
from types import TracebackType
from typing import Any

import asyncpg

from services.clock import Clock
from services.storage.connection import Connection
from services.storage.ending import stop_if_cancelled
from services.storage.leases import Leases
from services.storage.reader import PageReader, Reader
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
    """PostgreSQL for one process. `tx_class`: what its transactions are; a played chain has its own."""

    tx_class: type[Tx] = Tx

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
            connection_class=Connection.of_a_pool(),
            server_settings={"application_name": "priyomka", "timezone": "UTC", "jit": "off"},
        )  # fmt: skip
        return cls(Leases(pool), clock, url)

    async def dedicated(self) -> asyncpg.Connection:
        """A connection outside the pool, for what lives as long as a session (advisory locks). The caller closes it."""
        return await asyncpg.connect(
            self._url, timeout=5, command_timeout=10, server_settings={"application_name": "priyomka worker", "timezone": "UTC"}
        )

    async def close(self) -> None:
        """Close every connection."""
        await self.pool.close()

    def read(self) -> "_Reading":
        """Reads outside a transaction: each statement sees what is committed at its moment."""
        return _Reading(self)

    def page(self) -> "_Reading":
        """Reads for one page that is made at once: what several of its parts ask is asked of the database once."""
        return _Reading(self, PageReader)

    def tx(self, work: Work | None = None, *, actor: str = "system") -> "_Transacting":
        """One transaction. Leaving the block commits it with its events and mail; an exception undoes everything."""
        return _Transacting(self, work, actor)

    def committed(self, events: bool, mail: bool) -> None:
        """A commit has left these behind."""
        if events:
            self.wakes.wake("live")
        if mail:
            self.wakes.wake("out")


class _Reading:
    """A class, as below: what is entered for every update is no generator, which costs twice as much."""

    __slots__ = ("_kind", "_lease")

    def __init__(self, db: Database, kind: type[Reader] = Reader) -> None:
        self._lease = db.pool.acquire()
        self._kind = kind

    async def __aenter__(self) -> Reader:
        return self._kind(await _taken(self._lease))

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await _given_back(self._lease, kind, error, trace)


class _Transacting:
    __slots__ = ("_actor", "_db", "_lease", "_tx", "_work")

    def __init__(self, db: Database, work: Work | None, actor: str) -> None:
        self._db = db
        self._lease = db.pool.acquire()
        self._work = work
        self._actor = actor

    async def __aenter__(self) -> Tx:
        connection = await _taken(self._lease)
        self._tx = self._db.tx_class(connection, self._db.clock.now(), self._work)
        self._tx.actor = self._actor
        return self._tx

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await (self._tx.commit() if error is None else self._tx.rollback())
        except BaseException as other:
            await _given_back(self._lease, type(other), other, other.__traceback__)
            raise
        await _given_back(self._lease, kind, error, trace)
        if error is None and not (self._work and self._work.ending):
            self._db.committed(*self._tx.left_behind)


async def _taken(lease: Any) -> Any:
    try:
        return await lease.__aenter__()
    except Exception as error:
        stop_if_cancelled(error)
        raise


async def _given_back(
    lease: Any, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
) -> None:
    try:
        await lease.__aexit__(kind, error, trace)
    except Exception as other:
        if other is not error:  # a generator's lease passes on what it is given
            stop_if_cancelled(other)
            raise
    if isinstance(error, Exception):
        stop_if_cancelled(error)
