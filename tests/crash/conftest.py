"""A nest of products, an emulator, and a stage for each test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from typing import Any

import pytest

from bot.embedded import Embedded
from tests.crash.nest import Nest, nest
from tests.crash.stage import Sessions, Stage, found_chain, open_sessions
from tests.harness import Process, sandbox_process
from tests.servers import create_database, public_temporary_directory

pytestmark = pytest.mark.slow
MakeStage = Callable[..., Awaitable[Stage]]
_numbers = count(1)


@pytest.fixture(scope="session")
async def hen() -> AsyncIterator[Nest]:
    """Where this session's products come from."""
    async with nest() as made:
        yield made


@pytest.fixture(scope="session")
async def telegram() -> AsyncIterator[Process]:
    """An emulator that outlives every kill."""
    process = sandbox_process(0)
    await process.start()
    yield process
    await process.stop()


@pytest.fixture(scope="session")
async def sessions() -> AsyncIterator[Sessions]:
    """For everybody in these tests."""
    async with open_sessions() as made:
        yield made


@pytest.fixture(scope="session")
async def founded(database_url: str) -> tuple[str, dict[str, str]]:
    """A database to copy: schema, chain, agents; and their tokens."""
    await create_database(database_url, "crash_chain")
    return "crash_chain", await found_chain(database_url.replace("/priyomka?", "/crash_chain?"), public_temporary_directory())


@pytest.fixture
async def stages(
    hen: Nest, telegram: Process, sessions: Sessions, founded: tuple[str, dict[str, str]], servers: Embedded
) -> AsyncIterator[MakeStage]:
    """Makes stages, each with a bot, a database and people of its own; keyword arguments are fields of `Stage`."""
    made: list[Stage] = []
    template, tokens = founded
    assert servers.database_url

    async def make(**fields: Any) -> Stage:
        number, home = next(_numbers), public_temporary_directory()
        url = await create_database(str(servers.database_url), f"crash_{number}", template=template)
        own = {
            "database_url": url,
            "redis_url": f"{servers.redis_url}?db={number}",
            "tokens": tokens,
            "token": f"{500 + number}:crash",
        }
        made.append(Stage(home, hen, telegram.url, sessions=sessions, **{**own, **fields}))
        return made[-1]

    yield make
    for stage in made:
        await stage.end()
