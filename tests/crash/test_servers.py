"""PostgreSQL and Valkey die under the product, which runs them itself, and are started again (goals I7)."""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import redis.asyncio

from bot.embedded import Embedded
from tests.crash.checks import verify
from tests.crash.conftest import TEMPLATE, MakeStage
from tests.crash.script import Script
from tests.crash.stage import Stage, found_chain
from tests.crash.talk import talk
from tests.harness import until
from tests.servers import create_database, drop_database, public_temporary_directory

pytestmark = pytest.mark.slow
OWN = "priyomka"


@pytest.fixture(scope="session")
async def mortal() -> AsyncIterator[tuple[Embedded, Path, dict[str, str]]]:
    """Servers that may be killed, with a database to copy, and the agents' tokens."""
    data_dir = public_temporary_directory()
    embedded = await asyncio.to_thread(Embedded.attach, data_dir, want_database=True, want_redis=True, throwaway=True)
    assert embedded.database_url
    yield embedded, data_dir, await found_chain(await create_database(embedded.database_url, TEMPLATE), data_dir)
    await asyncio.to_thread(embedded.close)
    shutil.rmtree(data_dir)


@pytest.fixture
async def own(stages: MakeStage, mortal: tuple[Embedded, Path, dict[str, str]]) -> Stage:
    """A stage whose product runs these servers itself. It uses the one database that they are for, so each test gets that anew."""
    embedded, data_dir, tokens = mortal
    assert embedded.database_url
    await drop_database(embedded.database_url, OWN)
    await create_database(embedded.database_url, OWN, template=TEMPLATE)
    return await stages(database_url=embedded.database_url, redis_url=embedded.redis_url, embedded=data_dir, tokens=tokens)


async def _postmaster(stage: Stage) -> int:
    assert stage.embedded
    return int((stage.embedded / "postgres/postmaster.pid").read_text(encoding="ascii").split()[0])


async def _valkey(stage: Stage) -> int:
    async with redis.asyncio.from_url(stage.redis_url) as client:
        return int((await client.info())["process_id"])


async def _end(pid: int, sign: signal.Signals) -> None:
    """Until that process is gone, or is only waited for by its parent."""
    os.kill(pid, sign)

    async def gone() -> bool:
        try:
            return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return True

    await until(gone, "the server is gone")


async def test_servers_die_and_come_back(own: Stage) -> None:
    """kill -9 of PostgreSQL, an orderly restart of it, kill -9 of Valkey: the product goes on by itself; nothing is lost or doubled."""
    script = Script(own, seed=6)
    await own.run()
    async with script.running():
        await script.goes_on(40)
        for find, sign in ((_postmaster, signal.SIGKILL), (_valkey, signal.SIGKILL), (_postmaster, signal.SIGINT)):
            async with script.broken("server"):
                await _end(await find(own), sign)
                await own.answers()
            await script.works()
    verdict = await verify(script)
    assert not verdict.problems
    assert own.products["all"].code is None
    assert not verdict.copies.doubled, "the process lived, so it knew what it had sent"


async def test_order_survives_a_crash_of_postgresql(own: Stage) -> None:
    """A slow call is under way when PostgreSQL is killed: what was written later still arrives later."""
    await own.run()
    made = await talk(own, 5001)
    await own.fault("slow", method="sendMessage", chat_id=5001, seconds=5.0)
    first, second = "Сначала диагностика", "Потом сход-развал"
    await made.answer(first)

    async def under_way() -> bool:
        return not await own.faults()

    await until(under_way, "the first answer is being sent")
    await made.answer(second)
    await _end(await _postmaster(own), signal.SIGKILL)
    await own.answers()
    await own.settle()
    assert await made.heard(first, second) == [first, second]
