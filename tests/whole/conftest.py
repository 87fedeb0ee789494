"""One emulator and two products, one that polls and one with a webhook; each test has people of its own."""

import os
from collections.abc import AsyncIterator

import aiohttp
import pytest
from argon2 import PasswordHasher

from services.staff import accounts
from tests.crash.nest import Nest
from tests.fleet import Alone, Fleet
from tests.harness import Process, sandbox_process, session
from tests.whole.chain import Chain
from tests.whole.products import Ground, chains

# Both ways of delivery and both languages in two runs of each test.
WAYS = [pytest.param(("polling", "ru"), id="polling-ru"), pytest.param(("webhook", "en"), id="webhook-en")]
_OVER = """
UPDATE request SET state = 'closed', agent_id = NULL, outcome = 'spam', summary = 'the test is over',
    closed_at = coalesce(closed_at, now()), waiting_since = NULL WHERE state <> 'closed'
"""


@pytest.fixture(scope="session")
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """For everybody in these tests."""
    async with session() as made:
        yield made


@pytest.fixture(scope="session")
async def emulator() -> AsyncIterator[Process]:
    """Telegram."""
    process = sandbox_process(0)
    await process.start()
    yield process
    await process.stop()


@pytest.fixture(scope="session")
def ground(hen: Nest, emulator: Process, database_url: str, redis_url: str, http: aiohttp.ClientSession) -> Ground:
    """What products stand on."""
    return Ground(hen, emulator, database_url, redis_url, http)


@pytest.fixture(scope="session")
async def products(ground: Ground) -> AsyncIterator[dict[str, Chain]]:
    """The product that fetches its updates, and the one that Telegram calls; with FLEET=1 each is six processes (`make fleet`)."""
    make = Fleet if os.environ.get("FLEET") == "1" else Alone
    async with chains(ground, "whole", 3, make) as products:
        yield products


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody signs in here: the honest cost of argon2 is not needed."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(params=WAYS)
def product(request: pytest.FixtureRequest, products: dict[str, Chain]) -> Chain:
    """One of the two."""
    mode, language = request.param
    made = products[mode]
    made.language, made.other = language, "en" if language == "ru" else "ru"
    return made


@pytest.fixture
async def chain(product: Chain) -> AsyncIterator[Chain]:
    """A product at work, with nothing in its queue."""
    yield product
    async with product.session.delete(f"{product.sandbox}/sim/faults"):
        pass
    async with product.desk.db.tx() as tx:
        await tx.execute(_OVER)
        await tx.execute("UPDATE staff SET active = false")
        await tx.execute("UPDATE unit SET active = code IN ('north', 'east')")
