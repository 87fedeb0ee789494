"""Helpers for the tests of the embedded servers."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest

from bot.embedded import Embedded
from tests.servers import public_temporary_directory


class Attach(Protocol):
    """Attach to a data directory's servers; left again at the end of the test."""

    async def __call__(self, data_dir: Path, *, database: bool = True, redis: bool = True) -> Embedded: ...


Holder = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def data_dir() -> Iterator[Path]:
    path = public_temporary_directory()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def stack(data_dir: Path) -> Iterator[ExitStack]:
    """Closed before the data directory goes."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def attach(stack: ExitStack) -> Attach:
    async def attach(data_dir: Path, *, database: bool = True, redis: bool = True) -> Embedded:
        embedded = await asyncio.to_thread(Embedded.attach, data_dir, want_database=database, want_redis=redis, throwaway=True)
        return stack.enter_context(embedded)

    return attach


@pytest.fixture
def holder(stack: ExitStack) -> Holder:
    """Start another process that uses the servers; it leaves when its input is closed."""

    def start(data_dir: Path, *arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.setup.holder", str(data_dir), *map(str, arguments)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
        return stack.enter_context(process)

    return start


async def ask(url: str | None, sql: str) -> object:
    """One value out of the database."""
    assert url
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()
