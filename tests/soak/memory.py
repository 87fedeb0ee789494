"""Memory over time: a product that nobody kills, and a bare bot, under the same steady load (goals S9)."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import psutil

from tests.crash.stage import Stage
from tests.harness import Phone, Process, product_process

PRODUCT, BARE = "800001:the-product-nobody-kills", "800002:plain-aiogram"
PEOPLE = range(90001, 90021)
PAUSE = 0.1  # seconds between two updates to each of them
WARM_UP = 10.0
MEASURE = 5.0
MIB = 1 << 20
WORDS = ("/start", "Стучит спереди, когда можно приехать?")


@dataclass
class Watched:
    """A process and its memory, (seconds since the epoch, MiB)."""

    token: str
    process: Process
    samples: list[tuple[float, float]] = field(default_factory=list)

    def measure(self) -> None:
        """Once more."""
        assert self.process.process
        self.samples.append((time.time(), psutil.Process(self.process.process.pid).memory_info().rss / MIB))

    def at(self, share: float) -> float:
        """MiB after that share of the time since it was warm."""
        warm = [mib for at, mib in self.samples if at >= self.samples[0][0] + WARM_UP] or [mib for _, mib in self.samples]
        return warm[min(len(warm) - 1, int(len(warm) * share))]


@dataclass
class Memory:
    """Both of them. `sent`: updates given to each."""

    stage: Stage
    product: Watched
    bare: Watched
    sent: int = 0

    @property
    def ratio(self) -> float:
        """The product's memory at the end over that of the bare bot."""
        return self.product.at(1) / self.bare.at(1)

    async def live(self, stop: asyncio.Event) -> None:
        """Load and measure until told to stop."""
        for watched in (self.product, self.bare):
            await _greet(self.stage, watched.token)
        due = 0.0
        while not stop.is_set():
            await self._write()
            if time.time() >= due:
                due = time.time() + MEASURE
                for watched in (self.product, self.bare):
                    watched.measure()
            await asyncio.sleep(PAUSE)

    async def _write(self) -> None:
        person, words = PEOPLE[self.sent % len(PEOPLE)], WORDS[self.sent // len(PEOPLE) % len(WORDS)]
        for watched in (self.product, self.bare):
            await _phone(self.stage, watched.token, person).write(words)
        self.sent += 1


def _phone(stage: Stage, token: str, person: int) -> Phone:
    return Phone(stage.sessions.direct, stage.sandbox, person, int(token.partition(":")[0]))


async def _greet(stage: Stage, token: str) -> None:
    """The bot is there, and so are its people."""
    async with stage.sessions.direct.get(f"{stage.sandbox}/bot{token}/getMe"):
        pass
    for person in PEOPLE:
        card = {"id": person, "first_name": f"Клиент{person}", "language_code": "ru"}
        async with stage.sessions.direct.post(f"{stage.sandbox}/sim/people", json=card) as response:
            assert response.status in {201, 409}


@asynccontextmanager
async def watched(stage: Stage, database_url: str) -> AsyncIterator[Memory]:
    """Started from the command line like any other; the product has a database of its own."""
    home = stage.home / "watched"
    home.mkdir()
    product = product_process(
        home, database_url=database_url, redis_url=f"{stage.redis_url}?db=15", api_base=stage.sandbox,
        env={"PRIYOMKA_TELEGRAM__TOKEN": PRODUCT},
    )  # fmt: skip
    bare = Process([sys.executable, "-m", "tests.soak.bare", stage.sandbox, BARE], {}, "bare ready", log=home / "bare.log")
    await asyncio.gather(product.start(), bare.start())
    try:
        yield Memory(stage, Watched(PRODUCT, product), Watched(BARE, bare))
    finally:
        await asyncio.gather(product.stop(), bare.stop())


async def everything_done(memory: Memory, database_url: str) -> int:
    """How many of its updates the watched product has done."""
    stage = Stage(
        memory.stage.home, memory.stage.nest, memory.stage.sandbox, database_url, "", {}, memory.stage.sessions, token=PRODUCT
    )
    await stage.settle(120, hurry=False)
    [row] = await stage.rows("SELECT count(*) AS done FROM inbox WHERE done_at IS NOT NULL")
    return int(row["done"])
