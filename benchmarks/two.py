"""TWO: the way of S1 with one and with two bot processes on one database, beside one web process that takes the webhook's calls in.

First as fast as the machine goes, with the share of the cores that everybody had: more than the cores have no design can give. Then
with a Telegram that takes its time: there a bot process is at its limit of calls under way long before any core is, so that only
the design could keep two of them from doing twice as much.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from benchmarks import machine
from benchmarks.bench import SECRET, Bench, Wire, wire
from benchmarks.figures import Ratio, spread, table
from benchmarks.s1 import INFLIGHT, PERSONS, Window, unfinished
from tests.harness import Process, product_process

ROUNDS, WARM, SECONDS = 3, 1.0, 4.0
LATENCY = 0.25  # seconds that the slow Telegram takes for a call
MANY = 256  # updates under way, so that nobody waits for the generator
LEAST = 1.6
HEAD = ("bots", "updates/s", "p50 ms", "p99 ms", "bots %", "web %", "PG+Valkey %", "stub+gen. %", "both cores %")


@dataclass
class Shares:
    """CPU time since the machine started, seconds."""

    bots: float
    web: float
    servers: float
    cores: float

    @classmethod
    def now(cls, bots: Sequence[int], web: int, servers: Sequence[int]) -> "Shares":
        """Of these processes, and of both cores whatever they did."""
        cores = sum(machine.busy_seconds(core) for core in range(os.cpu_count() or 1))
        return cls(sum(map(machine.cpu_seconds, bots)), machine.cpu_seconds(web), sum(map(machine.cpu_seconds, servers)), cores)


@dataclass
class Formation:
    """So many bots beside one web process."""

    bots: int
    windows: list[Window] = field(default_factory=list)

    def column(self, key: str, factor: float = 1.0) -> list[float]:
        """A figure of every window."""
        return [window[key] * factor for window in self.windows]

    def row(self) -> list[str]:
        """For the table."""
        shares = [f"{median(self.column(key)):.0f}" for key in ("bots", "web", "servers", "own", "cores")]
        return [
            str(self.bots),
            spread(self.column("rate")),
            spread(self.column("p50", 1e3)),
            spread(self.column("p99", 1e3)),
            *shares,
        ]


@dataclass
class Site:
    """One web process and one bot, which stay; a second bot comes and goes."""

    bench: Bench
    line: Wire
    url: str
    web: Process
    bot: Process

    async def measure(self, formation: Formation, **how: Any) -> None:
        """One window with as many bots as the formation says."""
        async with _bots(self, formation.bots - 1) as more:
            pids = [_pid(bot) for bot in (self.bot, *more)]
            order = self.line.order(
                "load", data_dir=str(self.bench.data_dir), url=f"{self.web.url}/telegram/webhook", secret=SECRET, persons=PERSONS,
                pid=pids[0], cores=machine.PLACES, seconds=SECONDS, **how,
            )  # fmt: skip
            window, shares = await asyncio.gather(order, self._shares(pids))
        assert not window["refused"], f"{window['refused']} updates were refused"
        assert not window["lost"], f"{window['lost']} updates were never answered"
        own = 100 * window["cpu"]["own"] / window["seconds"]
        formation.windows.append({**window, **shares, "own": own, "rate": window["done"] / window["seconds"]})

    async def _shares(self, bots: Sequence[int]) -> dict[str, float]:
        """Shares of one core, %, over the window."""
        await asyncio.sleep(WARM)
        who = bots, _pid(self.web), machine.servers_of(str(self.bench.data_dir))
        before = Shares.now(*who)
        await asyncio.sleep(SECONDS)
        after = Shares.now(*who)
        return {
            name: 100 * (getattr(after, name) - getattr(before, name)) / SECONDS for name in ("bots", "web", "servers", "cores")
        }


async def measure(bench: Bench, wanted: Sequence[str]) -> None:  # noqa: ARG001 - there is but one
    """Both formations in turns, first at full speed, then against a slow Telegram."""
    async with wire() as line, _site(bench, line) as site:
        await site.measure(Formation(1), inflight=INFLIGHT, connections=INFLIGHT)  # everybody has been here before
        fast = await _in_turns(site, inflight=INFLIGHT, connections=INFLIGHT)
        slow = await _in_turns(site, inflight=MANY, connections=MANY, latency=LATENCY)
        left = await unfinished(site.url)
    full = Ratio.of(fast[1].column("rate"), fast[0].column("rate"))
    table("TWO: the way of S1 through one web process and one or two bots", HEAD, [one.row() for one in fast])
    busy = median(fast[0].column("cores"))
    allowed = 100 * (os.cpu_count() or 1) / busy
    print(f"  rate, two bots / one: {full}; one bot leaves the cores {busy:.0f} % busy: they allow {allowed:.2f} at most")
    waits = Ratio.of(slow[1].column("rate"), slow[0].column("rate"))
    table(
        f"  the same with a Telegram that takes {LATENCY:.2f} s for a call, {MANY} under way", HEAD, [one.row() for one in slow]
    )
    print(f"  rate, two bots / one: {waits}; target at least {LEAST}")
    print(f"  afterwards in the database: {left}")
    bench.results["TWO"] = waits.entry(
        least=LEAST, at_full_speed=round(full.mid, 2), cores_allow=round(allowed, 2), unfinished=left
    )


async def _in_turns(site: Site, **how: Any) -> tuple[Formation, Formation]:
    one, two = Formation(1), Formation(2)
    for number in range(ROUNDS):
        for formation in (one, two) if number % 2 == 0 else (two, one):
            await site.measure(formation, **how)
    return one, two


@asynccontextmanager
async def _site(bench: Bench, line: Wire) -> AsyncIterator[Site]:
    url = await bench.database("two")
    async with _running(bench, url, line, "web") as web, _running(bench, url, line, "bot") as bot:
        yield Site(bench, line, url, web, bot)


@asynccontextmanager
async def _bots(site: Site, number: int) -> AsyncIterator[list[Process]]:
    if not number:
        yield []
        return
    async with _running(site.bench, site.url, site.line, "bot", "bot2") as bot:
        yield [bot]


@asynccontextmanager
async def _running(bench: Bench, url: str, line: Wire, role: str, name: str = "") -> AsyncIterator[Process]:
    """`priyomka run --role …` on whichever core is free."""
    home = bench.data_dir / f"two-{name or role}"
    home.mkdir(exist_ok=True)
    process = product_process(
        home, database_url=url, redis_url=bench.redis_url, api_base=line.address, mode="webhook", role=role,
        env={"PRIYOMKA_TELEGRAM__WEBHOOK_SECRET": SECRET},
    )  # fmt: skip
    await process.start()
    try:
        yield process
    finally:
        await process.stop()


def _pid(process: Process) -> int:
    assert process.process
    return process.process.pid
