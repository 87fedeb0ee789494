"""One real PostgreSQL and one real Valkey for the whole test session (one pair per xdist worker), and one nest of products.

The session's servers are throwaway ones: no fsync, gone with the session.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

from bot.embedded import Embedded
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from tests.crash.nest import Nest


_TEMPLATE = "new_chain"
_migrated: set[str] = set()


MEMORY, ENOUGH = Path("/dev/shm"), 4 << 30  # noqa: S108 - a directory of its own is made there; bytes


def public_temporary_directory(within: Path | None = None) -> Path:
    """A new directory that the servers' user can enter too, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="priyomka-test-", dir=within))
    path.chmod(0o755)
    return path


def _roomy_memory() -> Path | None:
    """Where files live in memory, if there is room: databases are made and dropped there at a seventh less CPU time than on a disk."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH else None


@pytest.fixture(scope="session")
def servers() -> Iterator[Embedded]:
    """The session's servers."""
    data_dir = public_temporary_directory(_roomy_memory())
    with Embedded.attach(data_dir, want_database=True, want_redis=True, throwaway=True) as embedded:
        yield embedded
    shutil.rmtree(data_dir)


@pytest.fixture(scope="session")
def database_url(servers: Embedded) -> str:
    """Address of an empty database, shared by the session."""
    assert servers.database_url
    return servers.database_url


@pytest.fixture(scope="session")
def redis_url(servers: Embedded) -> str:
    """Address of the session's Valkey."""
    assert servers.redis_url
    return servers.redis_url


@pytest.fixture(scope="session")
async def hen() -> "AsyncIterator[Nest]":
    """Where products come from whose start is not what is tried."""
    from tests.crash.nest import nest  # noqa: PLC0415 - the quick tests need no aiohttp

    async with nest() as made:
        yield made


async def create_database(url: str, name: str, *, template: str = "template0") -> str:
    """Make a further database on the same server, by copying `template`; returns its address."""
    connection = await asyncpg.connect(url, database="postgres")
    try:
        # FILE_COPY: no write-ahead log of the copy; the fastest with fsync off.
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    finally:
        await connection.close()
    return url.replace("/priyomka?", f"/{name}?")


async def new_chain(url: str, name: str) -> str:
    """A further database with the schema and nothing else: a copy of one that is migrated once per server; returns its address."""
    if url not in _migrated:
        await migrate(await create_database(url, _TEMPLATE))
        _migrated.add(url)
    return await create_database(url, name, template=_TEMPLATE)


async def drop_database(url: str, name: str) -> None:
    """Remove it again, whoever is connected."""
    connection = await asyncpg.connect(url, database="postgres")
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    finally:
        await connection.close()
