"""S1 again, in a database with years of a large chain in it, against an empty one.

GROWTH=1.0 makes the whole of it: a million clients, ten million messages, a hundred thousand open requests (minutes, 9 GiB). The
default is a tenth.
"""

import asyncio
import os
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import asyncpg

from benchmarks.bench import Bench, Wire, wire
from benchmarks.crowd import fill_crowd
from benchmarks.figures import Ratio, table
from benchmarks.load import FIRST_PERSON
from benchmarks.s1 import HEAD, INFLIGHT, PERSONS, Side, unfinished

SCALE = float(os.environ.get("GROWTH", "0.1"))
SILENT = 10  # every tenth person has an open request: the agent answers, not the bot
STRANGERS = 6_000_000_000  # persons nobody has seen before, a new one with each update
HOW = {"inflight": INFLIGHT, "connections": INFLIGHT}
REDIS = {"empty": 1, "filled": 2}  # the two sides, and the Redis database of each


@dataclass(frozen=True, slots=True)
class Mix:
    """Who writes in a window."""

    name: str
    what: str
    how: dict[str, Any]
    rounds: int


KNOWN = Mix("S1_growth", "known persons, every tenth with an open request", {**HOW, "silent": SILENT}, 5)
UNKNOWN = Mix("S1_growth_unknown", "new persons only", {**HOW, "first": STRANGERS, "persons": 1_000_000_000}, 3)

_OPEN = """
INSERT INTO request (client_id, chat_id, type, state, source, language, created_at, waiting_since, last_client_at, queue_key)
SELECT client_id, chat_id, 'other', 'queued', 'telegram', 'ru', now(), now(), now(), now() FROM chat
WHERE chat_id >= $1 AND chat_id < $1 + $2 AND chat_id % $3 = 0
"""


async def measure(bench: Bench, wanted: Sequence[str]) -> None:
    """Two products on two databases, windows in turns: known persons, every tenth with an open request; then new ones only."""
    assert "GROWTH" in wanted
    began = time.monotonic()
    urls = [await bench.database("growth_empty"), await bench.database("growth_filled")]
    sizes = await fill_crowd(urls[1], SCALE)
    print(f"\n  filled in {time.monotonic() - began:.0f} s: {', '.join(f'{count:,} {what}' for what, count in sizes.items())}")
    async with AsyncExitStack() as stack:
        line = await stack.enter_async_context(wire())
        sides = [await _side(stack, bench, line, name, url) for name, url in zip(REDIS, urls, strict=True)]
        for side, url in zip(sides, urls, strict=True):
            await side.run(2.0, **HOW)  # everybody of the known has been here
            await _open_requests(url)
            await side.run(1.0, **KNOWN.how)
        await asyncio.sleep(1.0)
        for mix in (KNOWN, UNKNOWN):
            await _windows(bench, sides, mix)
    for url in urls:
        await unfinished(url)


async def _side(stack: AsyncExitStack, bench: Bench, line: Wire, name: str, url: str) -> Side:
    """A product of its own, with a directory and a Redis database of its own."""
    own = replace(bench, data_dir=bench.data_dir / name, redis_url=f"{bench.redis_url}?db={REDIS[name]}")
    own.data_dir.mkdir()
    process = await stack.enter_async_context(own.product(url, line.address))
    return Side(name, process, line, bench.data_dir)


async def _open_requests(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(_OPEN, FIRST_PERSON, PERSONS, SILENT)
    await connection.execute("VACUUM (ANALYZE) request")
    await connection.close()


async def _windows(bench: Bench, sides: Sequence[Side], mix: Mix) -> None:
    for side in sides:
        side.windows.clear()
    for number in range(mix.rounds):
        for side in sides if number % 2 == 0 else reversed(sides):
            await side.measure(3.0, **mix.how)
    empty, filled = sides
    table(f"{mix.name}: the way of an update at {SCALE:g} of the whole size, {mix.what}", HEAD, [side.row() for side in sides])
    rate = Ratio.of(empty.column("rate"), filled.column("rate"))
    cost = Ratio.of(_cost(filled), _cost(empty))
    print(f"  CPU time of an update, process, PostgreSQL and Valkey, filled / empty: {cost}; target at most 1.2")
    print(f"  time of an update (by the rate), filled / empty: {rate}; it is the other load on the machine that spreads it")
    bench.results[mix.name] = cost.entry(most=1.2, by_rate=round(rate.mid, 3), scale=SCALE)


def _cost(side: Side) -> list[float]:
    return [process + servers for process, servers in zip(side.cost("process"), side.cost("servers"), strict=True)]
