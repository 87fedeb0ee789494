"""S11: searching through a million messages."""

import random
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import asyncpg

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.figures import Ratio, percentile, spread, table
from benchmarks.talk import make_talk
from services.archive import search
from services.clock import ShiftedClock
from services.requests.view import Viewer
from services.staff.accounts import staff_by_login
from services.storage.database import Database

MESSAGES = 1_000_000
CALLS, ROUNDS = 150, 5
MOST_MS = 100.0
HEAD = ("", "p50 ms", "p99 ms", "worst ms")
# What PostgreSQL's handbook says: match, the newest first, a page of them.
_BARE = """
SELECT request_number FROM archive WHERE words @@ websearch_to_tsquery('russian', $1) ORDER BY request_number DESC LIMIT 20
"""

Ask = Callable[[str], Awaitable[Any]]


@dataclass
class Way:
    """One way to search, and how it fared."""

    name: str
    ask: Ask
    lines: Sequence[str]
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    worst: list[float] = field(default_factory=list)

    async def window(self) -> None:
        """Each line once, one after the other."""
        times = []
        for line in self.lines:
            start = time.perf_counter()
            await self.ask(line)
            times.append(1e3 * (time.perf_counter() - start))
        self.p50.append(percentile(times, 0.5))
        self.p99.append(percentile(times, 0.99))
        self.worst.append(max(times))

    def row(self) -> list[str]:
        """For the table."""
        return [self.name, spread(self.p50, 2), spread(self.p99, 2), spread(self.worst, 1)]


def lines_of(words: Sequence[str], dice: random.Random, count: int) -> list[str]:
    """What people look for: a word, two, a phrase, without another one; from the most frequent word to the rarest alike."""

    def word() -> str:
        return words[int(len(words) ** dice.random()) - 1]

    shapes = (word, word, lambda: f"{word()} {word()}", lambda: f'"{word()} {word()}"', lambda: f"{word()} -{word()}")
    return [dice.choice(shapes)() for _ in range(count)]


async def measure(bench: Bench, _wanted: Sequence[str]) -> None:
    """The caller on the measured core, PostgreSQL on the other."""
    url = await bench.database("s11")
    words = await make_talk(url, MESSAGES)
    with machine.on(machine.MEASURED):
        ways = await compare(url, words)
    report(bench, ways, MESSAGES)


async def compare(url: str, words: Sequence[str]) -> list[Way]:
    """In turns; the first round only makes plans."""
    lines = lines_of(words, random.Random(7), CALLS)  # noqa: S311 - the same lines each time
    async with AsyncExitStack() as stack:
        connection = await asyncpg.connect(url, server_settings={"jit": "off"})
        stack.push_async_callback(connection.close)
        db = await Database.open(url, ShiftedClock(), size=1)
        stack.push_async_callback(db.close)
        async with db.read() as reader:
            agent = await staff_by_login(reader, "talk7")
        ways = [
            Way("product: search()", _product(db, Viewer("all")), lines),
            Way("bare full-text query", lambda line: connection.fetch(_BARE, line), lines),
            Way("product, an agent's own requests", _product(db, Viewer("staff", staff=agent)), lines),
            Way("product, a page far back", _product(db, Viewer("all"), after="5000"), lines),
            Way("product, the best first", _product(db, Viewer("all"), order="relevance"), lines),
            Way("product, with a slip in each word", _product(db, Viewer("all")), [_slipped(line) for line in lines]),
        ]
        for number in range(ROUNDS + 1):
            for way in ways if number % 2 == 0 else reversed(ways):
                await way.window()
                if number == 0:
                    for figures in (way.p50, way.p99, way.worst):
                        figures.clear()
    return ways


def _product(db: Database, viewer: Viewer, **options: Any) -> Ask:
    async def ask(line: str) -> Any:
        async with db.read() as reader:
            return await search(reader, viewer, line, **options)

    return ask


def _slipped(line: str) -> str:
    """Two letters of each long word in the wrong order."""
    return " ".join(word[:2] + word[3] + word[2] + word[4:] if len(word) > 5 else word for word in line.split())


def report(bench: Bench, ways: Sequence[Way], messages: int) -> None:
    """The table, the ratio, and the entry of the last line."""
    product, bare, *_ = ways
    ratio = Ratio.of(product.p99, bare.p99)
    table(
        f"S11: searching through {messages:,} messages, {len(product.lines)} lines: words from frequent to rare, pairs, phrases",
        HEAD, [way.row() for way in ways],
        "all through asyncpg, on the same table and index. product: rights, the best place of each request with the words marked, further",
        "hits, and words instead of those that nobody wrote; the bare query gives numbers alone.",
    )  # fmt: skip
    slowest = max(median(way.p99) for way in ways if way is not bare)
    print(f"  product / bare, p99: {ratio}; target at most 1.5; the slowest way {slowest:.1f} ms, target at most {MOST_MS:.0f}")
    entry = ratio.entry(most=1.5, p99_ms=round(slowest, 1))
    bench.results["S11"] = entry | {"ok": entry["ok"] and slowest <= MOST_MS}
