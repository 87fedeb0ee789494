"""One emulator and two products, one that polls and one with a webhook; each test has people of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator

import aiohttp
import pytest
from argon2 import PasswordHasher

from services.clock import ShiftedClock
from services.desk import Desk
from services.files import FileStore
from services.requests.models import Limits
from services.staff import accounts
from services.storage.database import Database
from services.storage.migrate import migrate
from services.tokens import add_token
from services.units.chain import name_chain
from tests.harness import Process, product_process, sandbox_process, session, until
from tests.servers import create_database, public_temporary_directory
from tests.whole.chain import ALWAYS, CHAIN, CITIES, EAST, LEADING_PHONE, NAMES, NORTH, Agent, Chain, add_unit

TOKENS = {"polling": "424242:whole-product-tests", "webhook": "424243:whole-product-tests"}
# Both ways of delivery and both languages in two runs of each test.
WAYS = [pytest.param(("polling", "ru"), id="polling-ru"), pytest.param(("webhook", "en"), id="webhook-en")]
QUICK = {  # budgets are for tests/inout; here they would only mean waiting
    "PRIYOMKA_DELIVERY__GLOBAL_PER_SECOND": "1000",
    "PRIYOMKA_DELIVERY__CHAT_PER_SECOND": "100",
    "PRIYOMKA_DELIVERY__CHAT_BURST": "20",
}
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


async def _chain(mode: str, url: str, emulator: Process, redis_url: str, http: aiohttp.ClientSession) -> Chain:
    data_dir = public_temporary_directory()
    token = TOKENS[mode]
    product = product_process(
        data_dir, database_url=url, redis_url=f"{redis_url}?db={3 if mode == 'polling' else 4}", api_base=emulator.url, mode=mode,
        env={"PRIYOMKA_TELEGRAM__TOKEN": token, **QUICK},
    )  # fmt: skip
    await product.start()
    clock = ShiftedClock()
    desk = Desk(await Database.open(url, clock, size=4), clock, Limits(), FileStore(data_dir / "files"), shifted=clock)
    await add_unit(
        desk, NORTH, NAMES[NORTH], CITIES[NORTH], zone="Europe/Moscow", hours=ALWAYS, leading=True, phone=LEADING_PHONE
    )
    await add_unit(desk, EAST, NAMES[EAST], CITIES[EAST], zone="Asia/Novosibirsk", hours=ALWAYS)
    async with desk.db.tx() as tx:
        await name_chain(tx, CHAIN)
        admin = Agent(http, product.url, await add_token(tx, "admin", "admin"))
    chain = Chain(mode, int(token.partition(":")[0]), emulator.url, product, desk, http, admin, data_dir)
    await until(lambda: _connected(chain), "the bot is known to Telegram")
    return chain


@pytest.fixture(scope="session")
async def products(
    emulator: Process, database_url: str, redis_url: str, http: aiohttp.ClientSession
) -> AsyncIterator[dict[str, Chain]]:  # fmt: skip
    """The product that fetches its updates, and the one that Telegram calls."""
    urls = {mode: await create_database(database_url, f"whole_{mode}") for mode in TOKENS}
    for url in urls.values():
        await migrate(url)
    made = await asyncio.gather(*(_chain(mode, url, emulator, redis_url, http) for mode, url in urls.items()))
    chains = {chain.mode: chain for chain in made}
    yield chains
    await asyncio.gather(*map(_end, chains.values()))


async def _connected(chain: Chain) -> bool:
    """Whether Telegram knows the bot, and how to reach it."""
    async with chain.session.get(f"{chain.sandbox}/sim/bots") as response:
        bots = (await response.json())["bots"]
    return any(bot["id"] == chain.bot and bool(bot["webhook"]) == (chain.mode == "webhook") for bot in bots)


async def _end(chain: Chain) -> None:
    await chain.desk.db.close()
    assert await chain.product.stop() == 0
    await asyncio.to_thread(shutil.rmtree, chain.data_dir)


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
