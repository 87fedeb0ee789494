"""An emulator, and a stage for each test."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import count
from typing import Any

import pytest

from bot.embedded import Embedded
from tests.crash.nest import Nest
from tests.crash.stage import Sessions, Stage, found_chain, open_sessions
from tests.harness import Process, sandbox_process
from tests.servers import create_database, public_temporary_directory

pytestmark = pytest.mark.slow
MakeStage = Callable[..., Awaitable[Stage]]
_numbers = count(1)
TEMPLATE = "crash_chain"
REDIS_DBS = range(10, 16)


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
async def founded(servers: Embedded, tmp_path_factory: pytest.TempPathFactory) -> tuple[Embedded, dict[str, str]]:
    """The session's servers with a database to copy: schema, chain, agents; and the agents' tokens."""
    assert servers.database_url
    url = await create_database(servers.database_url, TEMPLATE)
    return servers, await found_chain(url, tmp_path_factory.mktemp("chain"))


@pytest.fixture
async def stages(
    hen: Nest, telegram: Process, sessions: Sessions, founded: tuple[Embedded, dict[str, str]], request: pytest.FixtureRequest
) -> AsyncIterator[MakeStage]:
    """Makes stages, each with a bot, a database and people of its own; keyword arguments are fields of `Stage`."""
    made: list[Stage] = []
    servers, tokens = founded

    async def make(**fields: Any) -> Stage:
        number, home = next(_numbers), public_temporary_directory()
        url = await create_database(str(servers.database_url), f"crash_{number}", template=TEMPLATE)
        redis_url = f"{servers.redis_url}?db={REDIS_DBS[number % len(REDIS_DBS)]}"
        own = {"database_url": url, "redis_url": redis_url, "tokens": tokens, "token": f"{500 + number}:crash"}
        made.append(Stage(home, hen, telegram.url, sessions=sessions, **{**own, **fields}))
        return made[-1]

    yield make
    for stage in made:
        await stage.end()
        if not request.session.testsfailed:  # else the logs are worth reading
            shutil.rmtree(stage.home)
