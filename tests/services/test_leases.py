"""The stock of connections in front of the pool: nobody waits for ever, nothing of the last user is met, nothing is left open."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from services.clock import FixedClock
from services.storage import leases
from services.storage.database import Database
from services.storage.tx import Tx
from tests.harness import until
from tests.services.conftest import NOON

SIZE = 3


@pytest.fixture
async def db(services_url: str) -> AsyncIterator[Database]:
    """A small pool of the test's own."""
    made = await Database.open(services_url, FixedClock(NOON), size=SIZE)
    yield made
    async with asyncio.timeout(10):
        await made.close()


async def _all(db: Database) -> set[int]:
    """Take every connection at once: who they are."""
    together = asyncio.Barrier(SIZE)

    async def one() -> int:
        async with db.read() as reader:
            await together.wait()
            assert not reader.connection.is_in_transaction()
            return int(await reader.value("SELECT pg_backend_pid()"))

    async with asyncio.timeout(10):
        return set(await asyncio.gather(*(one() for _ in range(SIZE))))


async def test_a_crowd(db: Database) -> None:
    """More than there are connections, some of whom give up at any moment: the others are served, and all connections come back."""

    async def one(number: int) -> None:
        async with db.tx() as tx:
            await tx.value("SELECT pg_sleep(0.002)")
            if number % 5 == 0:
                raise ValueError

    tasks = [asyncio.get_running_loop().create_task(one(number)) for number in range(120)]
    for number, task in enumerate(tasks):
        if number % 3 == 0:
            asyncio.get_running_loop().call_later(number / 2000, task.cancel)
    async with asyncio.timeout(20):
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert sum(end is None for end in ended) >= 60
    assert {type(end) for end in ended} <= {type(None), ValueError, asyncio.CancelledError}
    assert len(await _all(db)) == SIZE


async def test_given_up_inside(db: Database) -> None:
    """A statement is cancelled, its user goes on as if nothing had been: whoever has the connection next notices nothing."""
    for _ in range(10):
        async with db.read() as reader:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.005):
                    await reader.value("SELECT pg_sleep(5)")
        async with db.read() as reader:
            assert await reader.value("SELECT 1 FROM pg_sleep(0.002)") == 1


@pytest.mark.parametrize("steps", range(12))
async def test_cancelled_at_any_step(db: Database, steps: int) -> None:
    """Begin, statement, commit: all or nothing, and no open transaction in the stock."""

    async def one(tx: Tx) -> None:
        await tx.execute("INSERT INTO form_key (staff_id, key) SELECT 1, '' WHERE false")

    async def whole() -> None:
        async with db.tx() as tx:
            await one(tx)

    await whole()
    task = asyncio.get_running_loop().create_task(whole())
    for _ in range(steps):
        await asyncio.sleep(0.0001)
    task.cancel()
    await asyncio.wait([task])
    assert len(await _all(db)) == SIZE


async def test_server_hangs_up(db: Database) -> None:
    """Connections that died in the stock are not handed out."""
    before = await _all(db)
    async with db.read() as reader:
        mine = await reader.value("SELECT pg_backend_pid()")
        assert await reader.value("SELECT count(pg_terminate_backend(p)) FROM unnest($1::int[]) p", list(before - {mine})) == 2

    async def known() -> bool:
        return sum(map(leases._lives, db.pool._stock)) <= 1  # noqa: SLF001 - nobody else is told

    await until(known, "the news of their end has come")
    assert await _all(db) & before == {mine}


async def test_closed_while_in_use(services_url: str) -> None:
    """Closing waits for whoever is at work, and nothing is kept."""
    db = await Database.open(services_url, FixedClock(NOON), size=SIZE)
    await _all(db)
    async with db.read() as reader:
        closing = asyncio.get_running_loop().create_task(db.close())
        await asyncio.sleep(0.05)
        assert not closing.done()
        assert await reader.value("SELECT 1") == 1
    async with asyncio.timeout(5):
        await closing
