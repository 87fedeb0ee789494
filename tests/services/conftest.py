"""A database of the area's own, and two ways to use it: rolled back after the test, or really committed and emptied."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from argon2 import PasswordHasher

from services.clock import FixedClock
from services.staff import accounts
from services.storage.database import Database
from tests.servers import new_chain
from tests.services.invariants import violations
from tests.services.world import World

NAME = "services_area"
NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # Monday, 12:00 in Moscow
# Far quicker than TRUNCATE, which makes new files for every table and index.
_EMPTY = """
CREATE FUNCTION empty_all() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
BEGIN {} INSERT INTO policy DEFAULT VALUES; ALTER SEQUENCE request_number_seq RESTART; END $$
"""


class OneConnection:
    """A pool that always hands out the same connection: what begins as a transaction becomes a savepoint."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        """The connection."""
        yield self.connection


@pytest.fixture(scope="session")
async def services_url(database_url: str) -> str:
    """Address of a migrated database."""
    url = await new_chain(database_url, NAME)
    connection = await asyncpg.connect(url)
    await connection.execute(f"ALTER DATABASE {NAME} SET deadlock_timeout = '100ms'")
    tables = await connection.fetch(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    )
    await connection.execute(_EMPTY.format("".join(f"DELETE FROM {table['tablename']};" for table in tables)))
    await connection.close()
    return url


@pytest.fixture(scope="session")
async def pooled(services_url: str) -> AsyncIterator[Database]:
    """A real pool."""
    db = await Database.open(services_url, FixedClock(NOON), size=24)
    yield db
    await db.close()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed for the sake of the account, not of the test."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
async def world(pooled: Database) -> AsyncIterator[World]:
    """One unit that is always open; nothing of the test remains."""
    async with pooled.pool.acquire() as connection:
        undo = connection.transaction()
        await undo.start()
        made = World(Database(OneConnection(connection), FixedClock(NOON)))
        await made.unit("msk", leading=True)
        yield made
        assert not await violations(connection)
        await undo.rollback()


@pytest.fixture
async def street(pooled: Database) -> AsyncIterator[World]:
    """The same with real commits, for what happens at the same time."""
    clock = FixedClock(NOON)
    made = World(Database(pooled.pool, clock))
    await made.unit("msk", leading=True)
    yield made
    async with pooled.pool.acquire() as connection:
        broken = await violations(connection)
        await connection.execute("SELECT empty_all()")
    assert not broken
