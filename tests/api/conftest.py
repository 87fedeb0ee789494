"""The API on a real PostgreSQL, served over a real socket."""

import itertools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, TCPConnector, web
from argon2 import PasswordHasher

from handlers.web.api import add_api
from handlers.web.health import add_health
from handlers.web.keys import DESK
from services.clock import FixedClock
from services.desk import Desk
from services.files import FileStore
from services.requests.models import Limits
from services.staff import accounts
from services.storage.database import Database
from tests.api.shop import NOON, Caller, Shop
from tests.servers import drop_database, new_chain

_numbers = itertools.count()


@pytest.fixture(scope="module")
async def api_url(database_url: str) -> AsyncIterator[str]:
    """One database for the tests of a file; each test makes its own unit, people and tokens in it.

    Not one for all: the more units and people there are, the more there is to do for each further one (who may take what).
    """
    name = f"api_{next(_numbers)}"
    yield await new_chain(database_url, name)
    await drop_database(database_url, name)


@pytest.fixture(scope="module")
async def api_database(api_url: str) -> AsyncIterator[Database]:
    """Its pool."""
    database = await Database.open(api_url, FixedClock(NOON), size=24)
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def web_session() -> AsyncIterator[ClientSession]:
    """For all callers."""
    async with ClientSession(connector=TCPConnector(limit=0)) as session:
        yield session


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody signs in here: the honest cost of argon2 is not needed."""
    monkeypatch.setattr(accounts, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
async def shop(api_database: Database, web_session: ClientSession, tmp_path: Path) -> AsyncIterator[Shop]:
    """A shop with one unit, at noon."""
    clock = FixedClock(NOON)
    desk = Desk(Database(api_database.pool, clock), clock, Limits(), FileStore(tmp_path))
    async for made in serve(desk, web_session, clock):
        made.unit = await made.add_unit()
        yield made


async def serve(desk: Desk, session: ClientSession, clock: FixedClock) -> AsyncIterator[Shop]:
    """The application on a free port."""
    app = web.Application()
    app[DESK] = desk
    add_api(app)
    add_health(app)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    yield Shop(desk, session, f"http://127.0.0.1:{port}/api/v1", clock)
    await runner.cleanup()


@pytest.fixture
async def source(shop: Shop) -> Caller:
    """Another system."""
    return await shop.token("source")


@pytest.fixture
async def agent(shop: Shop) -> Caller:
    """An agent of the unit, on shift."""
    return await shop.agent()


@pytest.fixture
async def reader(shop: Shop) -> Caller:
    """A token that reads everything."""
    return await shop.token("read")


@pytest.fixture
async def admin(shop: Shop) -> Caller:
    """A token that may do everything that needs no person."""
    return await shop.token("admin")
