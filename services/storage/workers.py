"""A worker: one process's right to hold lanes and mail, bound to a database session that lives as long as the process does.

Its number comes from a sequence, and it holds the advisory lock (1, number) on a connection of its own. Whoever is killed loses the
lock with the connection, and the others free what it held. Nobody's clock is trusted.
"""

import asyncio
from collections.abc import Callable, Mapping

import asyncpg
import structlog

from services.storage import lanes
from services.storage.database import Database, is_outage
from services.storage.ending import stop_if_cancelled
from services.storage.patience import patiently

log = structlog.get_logger(__name__)

ALIVE = 1  # classes of advisory locks
PUSHES = 2
POLLING = 3

TICK = 1.0
PROBE_SECONDS = 5.0
LOST_SECONDS = 90.0  # longer than any statement may take (60 s): an answer that old does not come any more
REBUILD_SECONDS = 10.0
REBUILD_SHARE = 0.01  # of the time at most
# A host that vanishes without a word is noticed within 15 s. Without effect on local sockets.
_KEEPALIVE = "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3"


class Worker:
    """`no` is the number while it holds, else None. Whoever keeps lanes in memory drops them in an `on_lost` callback."""

    def __init__(self, db: Database) -> None:
        self.no: int | None = None
        self.in_hand: Callable[[], Mapping[int, str | None]] = dict
        """Mail being sent now: outbox id → key of the lane held for it, None for a direct answer."""
        self._db = db
        self._connection: asyncpg.Connection | None = None
        self._in_use = asyncio.Lock()
        self._lost = asyncio.Event()
        self._registered = asyncio.Event()
        self._callbacks: list[Callable[[], None]] = []
        self._former: int | None = None
        self._suspects: set[int] = set()
        self._rebuild_at = 0.0

    def on_lost(self, callback: Callable[[], None]) -> None:
        """Call when the number is given up; everything held under it may be somebody else's from then on."""
        self._callbacks.append(callback)

    async def number(self) -> int:
        """The number; waits for the next one when there is none."""
        while self.no is None:
            await self._registered.wait()
        return self.no

    def renounce(self) -> None:
        """Give the number up and take a new one: after a commit whose answer was lost nobody knows what the old one holds."""
        self._lost.set()

    async def register(self) -> None:
        """Take a number. Raises what `services.storage.database.OUTAGES` names."""
        connection = await self._db.dedicated()
        try:
            no = await self._enter(connection)
        except BaseException:
            connection.terminate()
            raise
        connection.add_termination_listener(self._broken)
        former, self._connection = self._connection, connection
        self._lost.clear()
        self.no = self._former = no
        self._registered.set()
        if former:
            former.terminate()
        log.info("worker registered", no=no)

    async def run(self) -> None:
        """Hold a number, sweep up after the dead, and register again whenever the session breaks."""
        while True:
            if self.no is None:
                await patiently(self.register, "register a worker")
            await self._watch()
            self._give_up()

    async def close(self) -> None:
        """Leave; what is still held is free at once."""
        self._give_up()
        connection, self._connection = self._connection, None
        if connection and not connection.is_closed():
            connection.remove_termination_listener(self._broken)
            try:
                await connection.close(timeout=2)
            except Exception as error:
                if not is_outage(error):
                    raise

    async def try_lock(self, kind: int, *, shared: bool = False) -> bool:
        """Try for the advisory lock (kind, 0) of this session: one holder, or any number of shared ones. False while away."""
        return await self._call(f"SELECT pg_try_advisory_lock{'_shared' * shared}($1, 0)", kind)

    async def unlock(self, kind: int, *, shared: bool = False) -> None:
        """Let the lock go again."""
        await self._call(f"SELECT pg_advisory_unlock{'_shared' * shared}($1, 0)", kind)

    async def _call(self, sql: str, kind: int) -> bool:
        if self.no is None or self._connection is None:
            return False
        try:
            async with self._in_use:
                return bool(await self._connection.fetchval(sql, kind))
        except Exception as error:
            stop_if_cancelled(error)
            if not is_outage(error):
                raise
            self._lost.set()
            return False

    async def _enter(self, connection: asyncpg.Connection) -> int:
        await connection.execute(_KEEPALIVE)
        no = int(await connection.fetchval("SELECT nextval('worker_no')"))
        await connection.execute("SELECT pg_advisory_lock($1, $2)", ALIVE, no)
        if self._former is not None:
            await lanes.adopt(connection, self._former, no, self.in_hand())
        elif await lanes.is_alone(connection, no):
            await self._inherit(connection)
        await lanes.rebuild(connection)
        return no

    async def _inherit(self, connection: asyncpg.Connection) -> None:
        """At the start of a process, with nobody else there: what the dead hold is free at once.

        So a process that lives for a moment only, again and again, gets on all the same. Where others live they sweep, and give each
        other time to come back.
        """
        if gone := await lanes.dead_workers(connection):
            log.info("taking over from dead workers", numbers=sorted(gone))
            await lanes.free(connection, gone)

    def _broken(self, connection: object) -> None:
        if connection is self._connection:
            self._lost.set()

    def _give_up(self) -> None:
        self.no = None
        self._registered.clear()
        for callback in self._callbacks:
            callback()

    async def _watch(self) -> None:
        """Until the session is lost."""
        while True:
            try:
                async with asyncio.timeout(TICK):
                    await self._lost.wait()
            except TimeoutError:
                if await self._tick():
                    continue
            return

    async def _tick(self) -> bool:
        """Probe the session and sweep; False when it is gone."""
        try:
            async with asyncio.timeout(PROBE_SECONDS), self._in_use:
                await self._sweep()
        except Exception as error:
            stop_if_cancelled(error)
            if not is_outage(error):
                raise
            log.warning("the worker's session is lost", no=self.no, error=type(error).__name__)
            return False
        return True

    async def _sweep(self) -> None:
        """Free what dead workers hold. They are looked at twice, so that a process whose session broke can adopt its own mail."""
        connection = self._connection
        if connection is None or self.no is None:
            return
        dead = set(await lanes.dead_workers(connection))
        if gone := sorted(dead & self._suspects):
            log.warning("taking over from dead workers", numbers=gone)
            await lanes.free(connection, gone)
        self._suspects = dead
        await self._mend(connection, self.no)
        if gone:
            self._db.wakes.wake("in")
            self._db.wakes.wake("out")

    async def _mend(self, connection: asyncpg.Connection, no: int) -> None:
        """Every 10 s, less often when it takes long: missing lanes, and mail nobody knows of."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        if began < self._rebuild_at:
            return
        await lanes.rebuild(connection)
        await lanes.free_lost(connection, no, LOST_SECONDS, self.in_hand())
        took = loop.time() - began
        self._rebuild_at = began + max(REBUILD_SECONDS, took / REBUILD_SHARE)
