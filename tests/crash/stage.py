"""One chain on a database of its own: an emulator, products that come and go, and a way to look behind the scenes."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp
import asyncpg
import redis.asyncio
from argon2 import PasswordHasher

from bot.demo.fill import fill
from services.clock import ShiftedClock
from services.staff import accounts
from services.storage.database import OUTAGES, Database
from services.storage.migrate import migrate
from services.tokens import add_token
from tests.crash.nest import Hatched, Nest
from tests.harness import TOKEN, product_process, session, until

LOGINS = ("anna", "vera", "gleb", "dina")
PROGRAMS = {"workshop": "source", "admin": "admin"}
QUICK = {  # budgets are not what is tried here: as much as possible is to be in flight
    "PRIYOMKA_DELIVERY__GLOBAL_PER_SECOND": "2000",
    "PRIYOMKA_DELIVERY__CHAT_PER_SECOND": "1000",
    "PRIYOMKA_DELIVERY__CHAT_BURST": "100",
}
# What whoever asks the servers themselves gets while these are away.
AWAY: tuple[type[BaseException], ...] = (*OUTAGES, asyncpg.PostgresError, redis.exceptions.RedisError)
BUSINESS_NOW = "(now() + make_interval(secs => coalesce((SELECT value::float8 FROM setting WHERE key = 'clock_shift'), 0)))"
_LEFT = f"""
SELECT 'updates not done' AS what, count(*) AS n FROM inbox WHERE done_at IS NULL AND failed_at IS NULL
UNION ALL SELECT 'mail not sent', count(*) FROM outbox WHERE state IN ('queued', 'retry')
UNION ALL SELECT 'lanes', count(*) FROM lane
UNION ALL SELECT 'files', count(*) FROM file WHERE state = 'pending'
UNION ALL SELECT 'reminders due', count(*) FROM reminder WHERE state = 'planned' AND due_at <= {BUSINESS_NOW}
UNION ALL SELECT 'calls about groups', count(*) FROM group_post
UNION ALL SELECT 'albums of groups', count(*) FROM group_album
UNION ALL SELECT 'panels', count(*) FROM unit_group WHERE chat_id IS NOT NULL AND panel_due
UNION ALL SELECT 'topics behind', count(*) FROM group_topic WHERE NOT retired
    AND (talk_due OR (card_due AND card_id IS NOT NULL) OR (changed <> '{{}}' AND thread_id IS NOT NULL))
UNION ALL SELECT 'events groups do not know', count(*) FROM event, group_cursor
    WHERE (event.xid::text::bigint, event.id) > (split_part(cursor, '-', 1)::bigint, split_part(cursor, '-', 2)::bigint)
UNION ALL SELECT 'holds run out', count(*) FROM appointment WHERE status = 'hold' AND expires_at <= {BUSINESS_NOW}
"""
_HURRY = """
UPDATE outbox SET due_at = now() WHERE state IN ('queued', 'retry') AND worker IS NULL AND due_at > now();
UPDATE lane SET ready_at = now() WHERE worker IS NULL AND ready_at > now();
UPDATE file SET due_at = now() WHERE state = 'pending' AND due_at > now();
"""


async def found_chain(url: str, data_dir: Path) -> dict[str, str]:
    """The schema, the demo chain and four agents in an empty database; login → API token, also of two programs.

    People may book as often as they like: the limits are not what is tried here.
    """
    await migrate(url)
    db = await Database.open(url, ShiftedClock(), size=2)
    # Nobody signs in here: the honest cost of argon2 is not needed.
    with patch.object(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)):
        await fill(db, data_dir)
        async with db.tx() as tx:
            for login in LOGINS[1:]:
                await accounts.add_staff(tx, login, name=login.title(), role="agent")
            tokens = {login: await add_token(tx, login, f"agent:{login}") for login in LOGINS}
            tokens |= {name: await add_token(tx, name, scope) for name, scope in PROGRAMS.items()}
            await tx.execute("UPDATE unit SET visits_limit = 50, moves_limit = 50")
    await db.close()
    return tokens


@dataclass(frozen=True)
class Sessions:
    """`direct` talks to the emulator on kept connections, `fresh` opens one per call, for products that may die."""

    direct: aiohttp.ClientSession
    fresh: aiohttp.ClientSession


@asynccontextmanager
async def open_sessions() -> AsyncIterator[Sessions]:
    """Both."""
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as direct, session() as fresh:
        yield Sessions(direct, fresh)


@dataclass
class Stage:
    """`home` gets a directory per product."""

    home: Path
    nest: Nest
    sandbox: str
    database_url: str
    redis_url: str
    tokens: dict[str, str]
    sessions: Sessions
    mode: str = "polling"
    token: str = TOKEN
    env: dict[str, str] = field(default_factory=dict)
    embedded: Path | None = None
    """Set: the product runs its own servers there instead of being given addresses."""
    products: dict[str, Hatched] = field(default_factory=dict)

    @property
    def bot(self) -> int:
        """The bot's id."""
        return int(self.token.partition(":")[0])

    async def run(self, name: str = "all", role: str = "all", **env: str) -> Hatched:
        """Start a product, or start it again, and wait until it is ready."""
        product = self.products[name] = await self.begin(name, role, **env)
        await product.ready()
        return product

    async def begin(self, name: str, role: str = "all", **env: str) -> Hatched:
        """Start a product without waiting."""
        home = self.embedded or self.home / name
        settings = product_process(
            home, database_url="" if self.embedded else self.database_url, redis_url="" if self.embedded else self.redis_url,
            api_base=self.sandbox, mode=self.mode, env={"PRIYOMKA_TELEGRAM__TOKEN": self.token, **QUICK, **self.env, **env},
        ).env  # fmt: skip
        return await self.nest.hatch(home, settings, role)

    def fix_port(self) -> None:
        """One address for whoever serves: with roles, the bots must know where the web role is."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.env |= {"PRIYOMKA_HTTP__PORT": str(port), "PRIYOMKA_HTTP__PUBLIC_URL": f"http://127.0.0.1:{port}"}

    async def end(self) -> None:
        """Kill whatever runs."""
        for product in self.products.values():
            await product.kill()

    @property
    def url(self) -> str:
        """Where the API is now; empty while nobody serves it."""
        served = (p.url for name, p in self.products.items() if name.startswith(("all", "web")) and p.url and p.code is None)
        return next(served, "")

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[asyncpg.Connection]:
        """A connection to the database for a moment."""
        connection = await asyncpg.connect(self.database_url, timeout=5)
        try:
            yield connection
        finally:
            await connection.close()

    async def rows(self, sql: str, *args: Any) -> list[Any]:
        """Ask the database."""
        async with self.connected() as connection:
            return list(await connection.fetch(sql, *args))

    async def answers(self, seconds: float = 30) -> None:
        """Until PostgreSQL and Valkey answer."""

        async def look() -> bool:
            try:
                async with redis.asyncio.from_url(self.redis_url) as client:
                    return bool(await self.rows("SELECT 1")) and bool(await client.ping())
            except AWAY:
                return False

        await until(look, "the servers answer", seconds)

    async def fault(self, kind: str, **more: Any) -> int:
        """Order a fault for this bot; its number."""
        async with self.sessions.direct.post(
            f"{self.sandbox}/sim/faults", json={"kind": kind, "bot": self.bot, **more}
        ) as response:
            assert response.status == 201, await response.text()
            return int((await response.json())["id"])

    async def faults(self) -> int:
        """How many of this bot's faults are still to come."""
        async with self.sessions.direct.get(f"{self.sandbox}/sim/faults") as response:
            orders = (await response.json())["faults"]
        return sum(order["times"] or 0 for order in orders if order["bot"] == self.bot)

    async def relent(self, number: int) -> None:
        """Take a fault back, used up or not."""
        async with self.sessions.direct.delete(f"{self.sandbox}/sim/faults/{number}"):
            pass

    async def pending(self) -> int:
        """Updates that the emulator still has."""
        async with self.sessions.direct.get(f"{self.sandbox}/sim/bots") as response:
            bots = (await response.json())["bots"]
        return sum(bot["pending"] for bot in bots if bot["id"] == self.bot)

    async def left(self, connection: asyncpg.Connection) -> dict[str, int]:
        """What is still to be done, and how much of it; empty at rest."""
        rows = [(row["what"], row["n"]) for row in await connection.fetch(_LEFT)]
        return {what: n for what, n in [("updates not fetched", await self.pending()), *rows] if n}

    async def everything_left(self) -> dict[str, int]:
        """`left`, by a connection of its own."""
        async with self.connected() as connection:
            return await self.left(connection)

    async def settle(self, seconds: float = 20, *, hurry: bool = True) -> None:
        """Until nothing is left to be done. `hurry`: as if the pauses before repetitions were over."""
        left: dict[str, int] = {}

        async def at_rest() -> bool:
            if hurry:
                await connection.execute(_HURRY)
            left.clear()
            left.update(await self.left(connection))
            return not left

        async with self.connected() as connection:
            try:
                await until(at_rest, "everything is done", seconds)
            except AssertionError:
                raise AssertionError(f"not done within {seconds} s: {left}") from None
