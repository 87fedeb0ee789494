"""The roads in and out on real servers."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import structlog
from aiohttp import ClientSession
from redis.asyncio import Redis

from bot.telegram import polling
from bot.telegram.client import Client
from bot.telegram.sender import Sender
from sandbox.app import create_app
from sandbox.world import World
from services.clock import FixedClock
from services.outbox import budget
from services.storage import patience, workers
from services.storage.database import Database
from tests.inout.gate import Gate
from tests.inout.station import Station
from tests.sandbox.desk import PNG, TOKEN, Desk, Hand, serve
from tests.servers import new_chain, public_temporary_directory

CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
REDIS_DB = 9
_TABLES = "lane, inbox, outbox, message_telegram, message, request, chat, client, unit, event"

MakeStation = Callable[..., Awaitable[Station]]
MakeGate = Callable[[], Awaitable[tuple[Gate, Database]]]


@pytest.fixture(scope="session")
async def inout_url(database_url: str) -> str:
    """A database for these tests."""
    return await new_chain(database_url, "inout")


@pytest.fixture(scope="session")
async def inout_database(inout_url: str) -> AsyncIterator[Database]:
    """The tests' own way to it."""
    database = await Database.open(inout_url, CLOCK, size=16)
    yield database
    await database.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody looks more often than in life."""
    monkeypatch.setattr(workers, "TICK", 0.1)
    monkeypatch.setattr(budget, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(budget, "CLOSED_SECONDS", 0.05)
    monkeypatch.setattr(polling, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(polling, "LEADER_PAUSE", 0.05)
    monkeypatch.setattr(patience, "FIRST", 0.02)
    monkeypatch.setattr(patience, "LONGEST", 0.1)


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """Failures are what these tests are about: no tracebacks of them."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture
async def db(inout_database: Database) -> Database:
    """An empty database."""
    async with inout_database.pool.acquire() as connection:
        await connection.execute("; ".join(f"DELETE FROM {table}" for table in _TABLES.split(", ")))
    return Database(inout_database.pool, CLOCK, inout_database._url)  # noqa: SLF001 - fresh nudges on the same pool


@pytest.fixture
async def redis(redis_url: str) -> AsyncIterator[Redis]:
    """Redis as after some hours: nothing in it, and its first minute over."""
    async with Redis.from_url(f"{redis_url}?db={REDIS_DB}") as client:
        await client.flushdb()
        await client.hset("priyomka:budget", "born", "1")
        yield client


@pytest.fixture
async def stations(db: Database, redis: Redis) -> AsyncIterator[MakeStation]:
    """Makes stations; keyword arguments are their fields, and those of `start`."""
    made: list[Station] = []

    async def make(*, inbox: bool = True, relay: bool = True, **fields: Any) -> Station:
        station = Station(**{"db": db, "redis": redis, **fields})
        made.append(station)
        return await station.start(inbox=inbox, relay=relay)

    yield make
    for station in made:
        await station.die()


@pytest.fixture
async def station(stations: MakeStation) -> Station:
    """One station at work."""
    return await stations()


@pytest.fixture
async def make_gate(inout_url: str) -> AsyncIterator[MakeGate]:
    """Makes ways to the database, each behind a gate of its own."""
    [host] = parse_qs(urlsplit(inout_url).query)["host"]
    [socket] = await asyncio.to_thread(lambda: list(Path(host).glob(".s.PGSQL.*[0-9]")))
    made: list[tuple[Path, Gate, Database]] = []

    async def make() -> tuple[Gate, Database]:
        directory = public_temporary_directory()
        gate = Gate(directory / socket.name, socket)
        await gate.open()
        database = await Database.open(inout_url.replace(host, str(directory)), CLOCK, size=16)
        made.append((directory, gate, database))
        return gate, database

    yield make
    for directory, gate, database in made:
        await gate.cut()
        database.pool.terminate()
        shutil.rmtree(directory)


@pytest.fixture
async def database_gate(make_gate: MakeGate) -> tuple[Gate, Database]:
    """A database behind a gate."""
    return await make_gate()


@pytest.fixture
async def redis_gate(redis: Redis, redis_url: str) -> AsyncIterator[tuple[Gate, Redis]]:
    """Redis behind a gate."""
    directory = public_temporary_directory()
    own = directory / "gate"
    gate = Gate(own, Path(urlsplit(redis_url).path))
    await gate.open()
    async with Redis.from_url(f"unix://{own}?db={REDIS_DB}") as client:
        yield gate, client
    await gate.cut()
    shutil.rmtree(directory)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A sandbox."""
    world = World(retry_scale=0.0)
    runner, base = await serve(create_app(world=world))
    async with ClientSession() as http:
        yield Desk(base, world, http)
    await runner.cleanup()


@pytest.fixture
async def client(desk: Desk, tmp_path: Path) -> AsyncIterator[Client]:
    """Our client, with one stored file."""
    (tmp_path / "photo1").write_bytes(PNG)

    async def open_file(public_id: str) -> tuple[Path, str, str]:
        if public_id != "photo1":
            raise FileNotFoundError(public_id)
        return tmp_path / public_id, "Фото.png", "image/png"

    async with Client(TOKEN, desk.base, open_file=open_file) as made:
        yield made


@pytest.fixture
async def send(client: Client) -> Sender:
    """What the outbox sends with."""
    return Sender(client)


@pytest.fixture
async def person(desk: Desk) -> Hand:
    """Somebody to write to."""
    return await desk.person()
