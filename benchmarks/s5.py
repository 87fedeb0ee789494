"""S5: booking, where many want the same slot and where everybody wants another one."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.figures import Ratio, percentile, spread, table
from benchmarks.slots import ALWAYS, Station, station, tomorrow
from services.booking.visits import book
from services.clients.people import new_public_id
from services.clock import ShiftedClock
from services.errors import Refused
from services.storage.database import Database

WRITERS, SLOTS, FREE = 16, 50, 1600
ROUNDS, REPEATS = 5, 3
HEAD = ("", "tries/s", "p50 ms", "p99 ms", "client CPU µs/try")

_WHO = "SELECT id, name FROM client WHERE id = $1"
_VISIT = """
INSERT INTO appointment (public_id, unit_id, client_id, starts_at, ends_at, status, source, created_at)
VALUES ($1, $2, $3, $4, $5, 'booked', 'api', $6) RETURNING id
"""
_TAKEN = """
INSERT INTO occupation (resource_id, period, appointment_id)
SELECT resource_id, tstzrange($2, $3), $1 FROM unnest($4::integer[]) AS resource_id ON CONFLICT DO NOTHING RETURNING 1
"""
_CLIENTS = "INSERT INTO client (public_id, name, created_at) SELECT 'bench' || n, 'B', now() FROM generate_series(1, 16) AS n RETURNING id"
_EMPTY = (
    "DELETE FROM reminder; DELETE FROM event; DELETE FROM appointment; "
    "VACUUM reminder, event, appointment, appointment_work, occupation"
)

Try = Callable[[int, datetime], Awaitable[bool]]
"""One writer's try for one slot: whether it was won."""


@dataclass
class Way:
    """One way to book, and how it fared."""

    name: str
    attempt: Try
    won: Callable[[], Awaitable[int]]
    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def window(self, shares: Sequence[Sequence[datetime]], *, winners: int) -> None:
        """Every writer tries for their slots in order; exactly so many are won, here and in the database."""
        times: list[float] = []
        wins = 0
        cpu, began = time.process_time(), time.perf_counter()

        async def write(writer: int) -> None:
            nonlocal wins
            for slot in shares[writer]:
                start = time.perf_counter()
                won = await self.attempt(writer, slot)
                wins += won
                times.append(time.perf_counter() - start)

        await asyncio.gather(*(write(number) for number in range(WRITERS)))
        took, spent = time.perf_counter() - began, time.process_time() - cpu
        assert wins == await self.won() == winners, f"{self.name}: {wins} winners instead of {winners}"
        self.rates.append(len(times) / took)
        self.p50.append(1e3 * percentile(times, 0.5))
        self.p99.append(1e3 * percentile(times, 0.99))
        self.cpu.append(1e6 * spent / len(times))

    def forget(self) -> None:
        """What was only for warming up."""
        for figures in (self.rates, self.p50, self.p99, self.cpu):
            figures.clear()

    def row(self) -> list[str]:
        """For the table."""
        return [self.name, spread(self.rates), spread(self.p50, 2), spread(self.p99, 2), spread(self.cpu)]


async def measure(bench: Bench, _wanted: Sequence[str]) -> None:
    """Writers on the measured core, PostgreSQL on the other."""
    with machine.on(machine.MEASURED):
        async with AsyncExitStack() as stack:
            url = await bench.database("s5")
            place = await station(url, "bench", crew=1, hours=ALWAYS, grid=60)
            admin = await asyncpg.connect(url, command_timeout=300)
            stack.push_async_callback(admin.close)
            await admin.execute("DELETE FROM appointment")  # the demo chain's
            clients = [row["id"] for row in await admin.fetch(_CLIENTS)]
            ways = [await _product(stack, url, place, clients, admin), await _minimal(stack, url, place, clients, admin)]
            await _contended(bench, ways, admin)
            await _free(bench, ways, admin)


async def _product(stack: AsyncExitStack, url: str, place: Station, clients: Sequence[int], admin: Any) -> Way:
    """What the API and the bot call."""
    db = await Database.open(url, ShiftedClock(), size=WRITERS)
    stack.push_async_callback(db.close)

    async def attempt(writer: int, slot: datetime) -> bool:
        try:
            async with db.tx() as tx:
                await book(tx, unit=place.unit, works=place.works, starts_at=slot, client_id=clients[writer], source="api")
        except Refused as refused:
            if refused.code != "slot-taken":
                raise
            return False
        return True

    return Way("product: book()", attempt, lambda: _booked(admin))


async def _booked(admin: asyncpg.Connection) -> int:
    """Visits that have what they need."""
    return int(
        await admin.fetchval(
            "SELECT count(*) FROM (SELECT FROM occupation GROUP BY appointment_id HAVING count(*) = 2) AS whole"
        )
    )


async def _minimal(stack: AsyncExitStack, url: str, place: Station, clients: Sequence[int], admin: asyncpg.Connection) -> Way:
    """Three statements on the same tables: who, the visit, a bay and a technician known beforehand."""
    writers = [await asyncpg.connect(url) for _ in range(WRITERS)]
    for connection in writers:
        stack.push_async_callback(connection.close)
    resources = [
        row["id"] for row in await admin.fetch("SELECT id FROM resource WHERE unit_id = $1 ORDER BY id", place.unit.id)
    ]

    async def attempt(writer: int, slot: datetime) -> bool:
        connection, client = writers[writer], clients[writer]
        end = slot + timedelta(minutes=60)
        undo = connection.transaction()
        await undo.start()
        await connection.fetchrow(_WHO, client)
        visit = await connection.fetchval(_VISIT, new_public_id(), place.unit.id, client, slot, end, slot)
        if len(await connection.fetch(_TAKEN, visit, slot, end, resources)) < len(resources):
            await undo.rollback()
            return False
        await undo.commit()
        return True

    return Way("minimal transaction", attempt, lambda: _booked(admin))


async def _in_turns(ways: Sequence[Way], admin: Any, shares: Sequence[Sequence[datetime]], winners: int, repeats: int) -> None:
    async def window(way: Way) -> None:
        for _ in range(repeats):
            await way.window(shares, winners=winners)
            for statement in _EMPTY.split("; "):
                await admin.execute(statement)

    for way in ways:  # statements are prepared, plans are made
        await window(way)
        way.forget()
    for number in range(ROUNDS):
        for way in ways if number % 2 == 0 else reversed(ways):
            await window(way)


async def _contended(bench: Bench, ways: Sequence[Way], admin: Any) -> None:
    slots = [tomorrow() + timedelta(hours=number) for number in range(SLOTS)]
    await _in_turns(ways, admin, [slots] * WRITERS, SLOTS, REPEATS)
    product, minimal = ways
    ratio = Ratio.of(minimal.rates, product.rates)
    table(
        f"S5: {WRITERS * SLOTS} tries of {WRITERS} writers on {SLOTS} slots, one winner each", HEAD, [way.row() for way in ways],
        "all through asyncpg. product: opening hours, one bay and one technician found, reminders planned, the client told, events;",
        "minimal: three statements on the same tables: who, the visit, two intervals by INSERT … ON CONFLICT DO NOTHING; no questions.",
    )  # fmt: skip
    print(f"  time, product / minimal: {ratio}; target at most 4")
    bench.results["S5"] = ratio.entry(most=4.0)


async def _free(bench: Bench, ways: Sequence[Way], admin: Any) -> None:
    slots = [tomorrow() + timedelta(hours=number) for number in range(FREE)]
    random.Random(5).shuffle(slots)  # noqa: S311 - people want this day or that
    for way in ways:
        way.forget()
    await _in_turns(ways, admin, [slots[writer::WRITERS] for writer in range(WRITERS)], FREE, 1)
    product, minimal = ways
    ratio = Ratio.of(product.rates, minimal.rates)
    table(f"S5_free: {FREE:,} free slots, {WRITERS} writers", HEAD, [way.row() for way in ways])
    print(f"  bookings/s, product / minimal: {ratio}; target at least 0.4")
    bench.results["S5_free"] = ratio.entry(least=0.4)
