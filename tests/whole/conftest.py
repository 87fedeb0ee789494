"""One emulator and two products, one that polls and one with a webhook; each test has people of its own.

Each test can be held in two ways: with the product that polls, in Russian, and with the one that has a webhook, in English. Both ways
of everything take four minutes, and beyond the way in and the words it is the same code. So in `make test` (WAYS=one) each case is
held in one of the two, drawn by its name and so always the same; what is about delivery or language itself is marked `both_ways`
and held in both. `make test WAYS=all`, `make fleet` and pytest without the variable hold everything in both.
"""

import os
from collections.abc import AsyncIterator

import aiohttp
import pytest
from argon2 import PasswordHasher

from services.staff import accounts
from tests.crash.nest import Nest
from tests.fleet import Alone, Fleet
from tests.harness import Process, sandbox_process, session
from tests.ways import ONE, drawn
from tests.whole.chain import Chain
from tests.whole.products import Ground, Make, chain_of

WAYS = [pytest.param(("polling", "ru"), id="polling-ru"), pytest.param(("webhook", "en"), id="webhook-en")]
_OVER = """
UPDATE request SET state = 'closed', agent_id = NULL, outcome = 'spam', summary = 'the test is over',
    closed_at = coalesce(closed_at, now()), waiting_since = NULL WHERE state <> 'closed'
"""


def pytest_configure(config: pytest.Config) -> None:
    """The mark of this directory."""
    config.addinivalue_line("markers", "both_ways: held in both ways also where each conversation is held in one (WAYS=one)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the other way of each test."""
    if ONE and os.environ.get("FLEET") != "1":
        others = {item for item in items if _in_the_other_way(item)}
        config.hook.pytest_deselected(items=list(others))
        items[:] = [item for item in items if item not in others]


def _in_the_other_way(item: pytest.Item) -> bool:
    way = getattr(item, "callspec", None) and item.callspec.params.get("product")
    if not way or item.get_closest_marker("both_ways"):
        return False
    ids = [str(param.id) for param in WAYS]
    mine = ids[("polling", "webhook").index(way[0])]
    return ids[drawn(item.nodeid.replace(mine, ""), len(ids))] != mine


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


def _make() -> Make:
    """With FLEET=1 a product is six processes (`make fleet`)."""
    return Fleet if os.environ.get("FLEET") == "1" else Alone


@pytest.fixture(scope="session")
async def polling(ground: Ground) -> AsyncIterator[Chain]:
    """The product that fetches its updates."""
    async with chain_of(ground, "polling", "whole", 3, _make()) as made:
        yield made


@pytest.fixture(scope="session")
async def webhook(ground: Ground) -> AsyncIterator[Chain]:
    """The product that Telegram calls."""
    async with chain_of(ground, "webhook", "whole", 4, _make()) as made:
        yield made


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody signs in here: the honest cost of argon2 is not needed."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(params=WAYS)
def product(request: pytest.FixtureRequest) -> Chain:
    """One of the two; the other is not started before somebody asks for it."""
    mode, language = request.param
    made: Chain = request.getfixturevalue(mode)
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
