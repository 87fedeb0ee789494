"""S6: listing the free slots of two weeks."""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median

import asyncpg

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.figures import Ratio, percentile, spread, table
from benchmarks.slots import DAILY, Station, station, take, tomorrow
from services.booking.availability import available
from services.clock import ShiftedClock
from services.storage.database import Database

DAYS, CREW = 14, 10
CALLS, ROUNDS = 200, 7
SMALL, LARGE = 1_000, 1_000_000
HEAD = ("", "p50 ms", "p99 ms", "client CPU ms", "starts")

# What is taken by resource as a multirange, then every half hour against it.
_MULTIRANGES = """
WITH busy AS MATERIALIZED (
    SELECT r.kind, coalesce(range_agg(o.period), '{}') AS taken
    FROM resource r LEFT JOIN occupation o ON o.resource_id = r.id AND o.period && tstzrange($2, $3)
    WHERE r.unit_id = $1 GROUP BY r.id
)
SELECT at FROM generate_series($2::timestamptz + interval '6 hours', $3, interval '1 day') AS day
    CROSS JOIN LATERAL generate_series(day, day + interval '11 hours', interval '30 minutes') AS at
    CROSS JOIN LATERAL (SELECT tstzrange(at + interval '5 minutes', at + interval '60 minutes') AS bay,
        tstzrange(at + interval '10 minutes', at + interval '50 minutes') AS technician) AS needed
WHERE EXISTS (SELECT FROM busy WHERE kind = 'bay' AND NOT taken && needed.bay)
    AND EXISTS (SELECT FROM busy WHERE kind = 'technician' AND NOT taken && needed.technician)
"""
# What is taken by resource as numbers of five minutes, then bits.
_NUMBERS = """
SELECT r.kind, array_agg((date_part('epoch', lower(o.period) - $2) / 300)::integer) AS starts,
    array_agg(ceil(date_part('epoch', upper(o.period) - $2) / 300)::integer) AS ends
FROM resource r LEFT JOIN occupation o ON o.resource_id = r.id AND o.period && tstzrange($2, $3)
WHERE r.unit_id = $1 GROUP BY r.id
"""


@dataclass
class Way:
    """One way to list, and how it fared."""

    name: str
    listing: Callable[[], Awaitable[list[datetime]]]
    found: list[datetime] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    async def window(self) -> None:
        """So many calls, one after the other."""
        times = []
        cpu = time.process_time()
        for _ in range(CALLS):
            start = time.perf_counter()
            self.found = await self.listing()
            times.append(1e3 * (time.perf_counter() - start))
        self.cpu.append(1e3 * (time.process_time() - cpu) / CALLS)
        self.p50.append(percentile(times, 0.5))
        self.p99.append(percentile(times, 0.99))

    def row(self) -> list[str]:
        """For the table."""
        return [self.name, spread(self.p50, 2), spread(self.p99, 2), spread(self.cpu, 2), str(len(self.found))]


async def measure(bench: Bench, _wanted: Sequence[str]) -> None:
    """The caller on the measured core, PostgreSQL on the other."""
    with machine.on(machine.MEASURED):
        async with AsyncExitStack() as stack:
            ways = await _ways(stack, bench)
            await _in_turns(ways)
    _report(bench, ways)


async def _ways(stack: AsyncExitStack, bench: Bench) -> list[Way]:
    """The full station and one with a thousand intervals among a million; the latter alone in a database."""
    large, small = await bench.database("s6_large"), await bench.database("s6_small")
    connection = await _emptied(stack, large)
    full, quiet = await _station(large, "full"), await _station(large, "quiet")
    stored = await take(connection, [full.unit.id], tomorrow(), DAYS) + await take(
        connection, [quiet.unit.id], tomorrow(), DAYS, SMALL
    )
    await _past(connection, [full, quiet, *[await _station(large, f"other{number}") for number in range(20)]], LARGE - stored)
    other = await _emptied(stack, small)
    alone = await _station(small, "quiet")
    await take(other, [alone.unit.id], tomorrow(), DAYS, SMALL)
    await other.execute("VACUUM (ANALYZE)")
    return [
        await _product(stack, "product: available()", large, full),
        Way("multiranges", lambda: _by_multiranges(connection, full)),
        Way("bits", lambda: _by_bits(connection, full)),
        await _product(stack, f"product, {SMALL:,} of {LARGE:,} stored", large, quiet),
        await _product(stack, f"product, {SMALL:,} of {SMALL:,} stored", small, alone),
    ]


async def _station(url: str, code: str) -> Station:
    return await station(url, code, crew=CREW, hours=DAILY, grid=30)


async def _emptied(stack: AsyncExitStack, url: str) -> asyncpg.Connection:
    """Without the demo chain's visits."""
    connection = await asyncpg.connect(url, command_timeout=300)
    stack.push_async_callback(connection.close)
    await connection.execute("DELETE FROM appointment; DELETE FROM occupation")
    return connection


async def _past(connection: asyncpg.Connection, stations: Sequence[Station], count: int) -> None:
    """So many intervals before today."""
    days = count // (len(stations) * 2 * CREW * 8) + 1
    stored = await take(connection, [each.unit.id for each in stations], tomorrow() - timedelta(days=days), days, count)
    assert stored > 0.9 * count, stored
    await connection.execute("VACUUM (ANALYZE)")


async def _product(stack: AsyncExitStack, name: str, url: str, place: Station) -> Way:
    """What the API and the bot call."""
    db = await Database.open(url, ShiftedClock(), size=1)
    stack.push_async_callback(db.close)

    async def listing() -> list[datetime]:
        async with db.read() as reader:
            slots = await available(
                reader, place.unit, place.works, tomorrow(), tomorrow() + timedelta(days=DAYS), now=db.clock.now()
            )  # fmt: skip
        return [slot.starts_at for slot in slots]

    return Way(name, listing)


async def _by_multiranges(connection: asyncpg.Connection, place: Station) -> list[datetime]:
    since = tomorrow()
    rows = await connection.fetch(_MULTIRANGES, place.unit.id, since, since + timedelta(days=DAYS))
    return [row["at"] for row in rows]


async def _by_bits(connection: asyncpg.Connection, place: Station) -> list[datetime]:
    """Bits of five minutes; a bay is needed for eleven of them, a technician for eight."""
    since = tomorrow()
    taken: dict[str, list[int]] = {"bay": [], "technician": []}
    for row in await connection.fetch(_NUMBERS, place.unit.id, since, since + timedelta(days=DAYS)):
        bits = 0
        for begin, end in zip(row["starts"], row["ends"], strict=True):
            if begin is not None:
                bits |= ((1 << (end - begin)) - 1) << begin
        taken[row["kind"]].append(bits)
    starts = [day * 288 + 72 + 6 * half for day in range(DAYS) for half in range(23)]
    return [
        since + timedelta(minutes=5 * at) for at in starts
        if any(not bits >> at + 1 & 0x7FF for bits in taken["bay"]) and any(not bits >> at + 2 & 0xFF for bits in taken["technician"])
    ]  # fmt: skip


async def _in_turns(ways: Sequence[Way]) -> None:
    for way in ways:  # statements are prepared, plans are made
        await way.window()
        for figures in (way.p50, way.p99, way.cpu):
            figures.clear()
    assert ways[0].found == ways[1].found == ways[2].found, [len(way.found) for way in ways]
    for number in range(ROUNDS):
        for way in ways if number % 2 == 0 else reversed(ways):
            await way.window()


def _report(bench: Bench, ways: Sequence[Way]) -> None:
    product, *anchors, many, few = ways
    fastest = min(anchors, key=lambda way: median(way.p99))
    ratio = Ratio.of(product.p99, fastest.p99)
    growth = Ratio.of(many.p50, few.p50)
    table(
        f"S6: free slots of {DAYS} days × {2 * CREW} resources, {CALLS} calls a round", HEAD, [way.row() for way in ways],
        "all through asyncpg, and with the same answer. product: hours with their zone, plan, lead time, horizon, holds included.",
    )  # fmt: skip
    print(f"  p99, product / {fastest.name}: {ratio}; target at most 1.5")
    print(f"  p50, {LARGE:,} / {SMALL:,} stored intervals: {growth}; target at most 1.3")
    bench.results["S6"] = ratio.entry(most=1.5, growth=round(growth.mid, 3), growth_target=1.3, growth_ok=growth.mid <= 1.3)
