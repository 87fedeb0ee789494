"""The products that conversations are held with: one process each, or fleets with two of each role (`make fleet`)."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from services.clock import ShiftedClock
from services.desk import Desk
from services.files import FileStore
from services.requests.models import Limits
from services.storage.database import Database
from services.tokens import add_token
from services.units.chain import name_chain
from tests.crash.nest import Nest
from tests.fleet import Alone, Fleet, Place
from tests.harness import Process, until
from tests.servers import new_chain, public_temporary_directory
from tests.whole.chain import ALWAYS, CHAIN, CITIES, EAST, LEADING_PHONE, NAMES, NORTH, Agent, Chain, add_unit, telegram_token

QUICK = {  # budgets are for tests/inout; here they would only mean waiting
    "PRIYOMKA_DELIVERY__GLOBAL_PER_SECOND": "1000",
    "PRIYOMKA_DELIVERY__CHAT_PER_SECOND": "100",
    "PRIYOMKA_DELIVERY__CHAT_BURST": "20",
    "PRIYOMKA_DELIVERY__GROUP_PER_MINUTE": "6000",
}
Make = Callable[[Nest, Place], Alone | Fleet]


@dataclass(frozen=True)
class Ground:
    """The session's servers, where products come from, and a session for everybody in these tests."""

    hen: Nest
    emulator: Process
    database_url: str
    redis_url: str
    http: aiohttp.ClientSession


@asynccontextmanager
async def chain_of(ground: Ground, mode: str, name: str, number: int, make: Make) -> AsyncIterator[Chain]:
    """One that fetches its updates or that Telegram calls; `number` is of its bot and of its Redis database."""
    url = await new_chain(ground.database_url, f"{name}_{mode}")
    made = await _chain(ground, mode, url, number, make)
    yield made
    await made.desk.db.close()
    assert await made.product.stop() == 0
    await asyncio.to_thread(shutil.rmtree, made.data_dir)


async def _chain(ground: Ground, mode: str, url: str, number: int, make: Make) -> Chain:
    bot, home = 424240 + number, public_temporary_directory()
    env = {"PRIYOMKA_TELEGRAM__TOKEN": telegram_token(bot), **QUICK}
    product = make(ground.hen, Place(home, url, f"{ground.redis_url}?db={number}", ground.emulator.url, mode, env))
    await product.start()
    clock = ShiftedClock()
    desk = Desk(await Database.open(url, clock, size=4), clock, Limits(), FileStore(home / "files"), shifted=clock)
    admin = await _found(desk, ground.http, product.url)
    chain = Chain(mode, bot, ground.emulator.url, product, desk, ground.http, admin, home)
    await until(lambda: _connected(chain), "the bot is known to Telegram")
    return chain


async def _found(desk: Desk, http: aiohttp.ClientSession, url: str) -> Agent:
    """Two stations, a name, and somebody who may do everything."""
    await add_unit(
        desk, NORTH, NAMES[NORTH], CITIES[NORTH], zone="Europe/Moscow", hours=ALWAYS, leading=True, phone=LEADING_PHONE
    )
    await add_unit(desk, EAST, NAMES[EAST], CITIES[EAST], zone="Asia/Novosibirsk", hours=ALWAYS)
    async with desk.db.tx() as tx:
        await name_chain(tx, CHAIN)
        return Agent(http, url, await add_token(tx, "admin", "admin"))


async def _connected(chain: Chain) -> bool:
    """Whether Telegram knows the bot, and how to reach it."""
    async with chain.session.get(f"{chain.sandbox}/sim/bots") as response:
        bots = (await response.json())["bots"]
    return any(bot["id"] == chain.bot and bool(bot["webhook"]) == (chain.mode == "webhook") for bot in bots)
