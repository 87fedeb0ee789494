"""S3 and S4: handing out the next request."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import asyncpg

from benchmarks import machine
from benchmarks.backlog import Backlog, Jobs
from benchmarks.bench import Bench
from benchmarks.figures import Ratio, percentile, spread, table
from services.clock import ShiftedClock
from services.requests.models import Limits
from services.requests.queue import next_request
from services.staff.accounts import staff_by_id
from services.staff.models import Staff
from services.storage.database import Database
from tests.servers import create_database

WORKERS = 8
BACKLOG = 100_000
SECONDS = 2.5
BURST = 400  # claims of S4: less than the smaller backlog
_BARE = """
UPDATE request SET state = 'assigned', agent_id = $1, assigned_at = now() WHERE number = (
    SELECT number FROM request WHERE state = 'queued' ORDER BY queue_key, number LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING number
"""
_FETCH = (
    "SELECT id, status, task_name, priority, lock, queueing_lock, args, scheduled_at, queue_name, attempts, worker_id "
    "FROM procrastinate_fetch_job_v2(NULL::varchar[], $1)"
)
HEAD = ("", "claims/s", "p50 ms", "p99 ms", "client CPU µs/claim")

Claim = Callable[[int], Awaitable[object]]
"""Claim once, as the worker of this number; what is None or false was no claim."""


@dataclass
class Way:
    """One way to claim, and how it fared."""

    name: str
    claim: Claim
    settle: Callable[[], Awaitable[int]]
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def window(self, seconds: float = 0.0, claims: int = 0) -> None:
        """All workers at once, for so long or until there were so many claims; then the queue is as it was."""
        times: list[float] = []
        cpu, began = time.process_time(), time.perf_counter()

        async def work(worker: int) -> None:
            while time.perf_counter() < began + seconds if seconds else len(times) < claims:
                start = time.perf_counter()
                claimed = await self.claim(worker)
                assert claimed, f"{self.name}: nothing to claim"
                times.append(time.perf_counter() - start)

        await asyncio.gather(*(work(number) for number in range(WORKERS)))
        took, spent = time.perf_counter() - began, time.process_time() - cpu
        settled = await self.settle()
        assert settled == len(times), f"{self.name}: {len(times)} claims were answered, {settled} were made"
        self.rates.append(len(times) / took)
        self.p50.append(1e3 * percentile(times, 0.5))
        self.p99.append(1e3 * percentile(times, 0.99))
        self.cpu.append(1e6 * spent / len(times))

    def row(self) -> list[str]:
        """For the table."""
        return [self.name, spread(self.rates), spread(self.p50, 2), spread(self.p99, 2), spread(self.cpu)]


class Agents:
    """Everybody has their own agents to claim for, one after the other: nobody gets over the limit of five."""

    def __init__(self, staff: Sequence[Staff]) -> None:
        self._slices = [staff[number::WORKERS] for number in range(WORKERS)]
        self._turns = [0] * WORKERS

    def next(self, worker: int) -> Staff:
        """Whose turn it is."""
        own = self._slices[worker]
        self._turns[worker] = (self._turns[worker] + 1) % len(own)
        return own[self._turns[worker]]


async def measure(bench: Bench, wanted: Sequence[str]) -> None:
    """Clients on the measured core, PostgreSQL on the other."""
    with machine.on(machine.MEASURED):
        if "S3" in wanted:
            await _claims(bench)
        if "S4" in wanted:
            await _growth(bench)


async def product_way(stack: AsyncExitStack, name: str, url: str, backlog: Backlog) -> Way:
    """What the console and the API call."""
    db = await Database.open(url, ShiftedClock())
    stack.push_async_callback(db.close)
    async with db.read() as reader:
        staff = [found for number in backlog.agents if (found := await staff_by_id(reader, number))]
    agents, limits = Agents(staff), Limits()

    async def settle() -> int:
        await backlog.check()
        return await backlog.settle()

    return Way(name, lambda worker: next_request(db, agents.next(worker), limits), settle)


async def _connections(stack: AsyncExitStack, url: str) -> list[Any]:
    found = [await asyncpg.connect(url) for _ in range(WORKERS)]
    for connection in found:
        stack.push_async_callback(connection.close)
    return found


async def _claims(bench: Bench) -> None:
    async with AsyncExitStack() as stack:
        url = await bench.database("s3")
        backlog = await Backlog.made(url, BACKLOG)
        stack.push_async_callback(backlog.close)
        bare = await _connections(stack, url)
        jobs_url = await create_database(bench.database_url, "s3_jobs")
        jobs = await Jobs.made(jobs_url, BACKLOG, WORKERS)
        stack.push_async_callback(jobs.close)
        fetching = await _connections(stack, jobs_url)
        numbers = backlog.agents
        ways = [
            await product_way(stack, "product: next_request()", url, backlog),
            Way("bare SKIP LOCKED", lambda w: bare[w].fetchval(_BARE, numbers[w]), backlog.settle),
            Way("procrastinate's fetch", lambda w: fetching[w].fetchrow(_FETCH, jobs.workers[w]), jobs.settle),
        ]
        await _in_turns(ways, 5, seconds=SECONDS)
    _report(bench, ways)


async def _in_turns(ways: Sequence[Way], rounds: int, **window: Any) -> None:
    for way in ways:  # statements are prepared, plans are made
        await way.window(claims=200)
        for figures in (way.rates, way.p50, way.p99, way.cpu):
            figures.clear()
    for number in range(rounds):
        for way in ways if number % 2 == 0 else reversed(ways):
            await way.window(**window)


def _report(bench: Bench, ways: Sequence[Way]) -> None:
    product, bare, jobs = ways
    to_bare, to_jobs = Ratio.of(product.rates, bare.rates), Ratio.of(product.rates, jobs.rates)
    table(
        f"S3: handing out the next request, {WORKERS} workers, backlog {BACKLOG:,}", HEAD, [way.row() for way in ways],
        "all through asyncpg. product: skills, units, overdue promises, limit of five, reservation, reason and event included; each",
        "worker serves its share of 4,000 agents, so the limit is on and nobody reaches it. After each window: what was claimed is",
        "closed and replaced, and the number of claims made in the database equals the number of answers.",
    )  # fmt: skip
    print(f"  product / bare: {to_bare}; target at least 0.6")
    print(f"  product / procrastinate: {to_jobs}; target at least 1.0")
    bench.results["S3"] = to_bare.entry(least=0.6)
    bench.results["S3_procrastinate"] = to_jobs.entry(least=1.0)


async def _growth(bench: Bench) -> None:
    sizes = (1_000, 1_000_000)
    async with AsyncExitStack() as stack:
        ways = []
        for size in sizes:
            url = await bench.database(f"s4_{size}")
            backlog = await Backlog.made(url, size)
            stack.push_async_callback(backlog.close)
            ways.append(await product_way(stack, f"backlog {size:,}", url, backlog))
        await _in_turns(ways, 15, claims=BURST)
    small, large = ways
    ratio = Ratio.of([1 / rate for rate in large.rates], [1 / rate for rate in small.rates])
    table(
        f"S4: the same at other lengths, {WORKERS} workers, bursts of {BURST} claims, queue filled up in between", HEAD,
        [way.row() for way in ways],
    )  # fmt: skip
    print(
        f"  cost of a claim, 1,000,000 / 1,000: {ratio}, medians {median(small.rates) / median(large.rates):.2f}; target at most 1.3"
    )
    bench.results["S4"] = ratio.entry(most=1.3)
