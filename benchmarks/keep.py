"""KEEP: what storing updates costs while a million old ones are cleaned away, against the same without cleaning."""

import asyncio
import time
from collections.abc import Awaitable, Sequence

import asyncpg

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.figures import Ratio, percentile, spread, table
from services.clock import ShiftedClock
from services.files import FileStore
from services.housekeeping import clean_up
from services.inbox.models import Arrival
from services.inbox.queries import store
from services.storage.database import Database

ROWS = 1_000_000
PIECE = 200_000  # old rows of one round
WRITERS = 4
_OLD = """
INSERT INTO inbox (bot_id, update_id, lane, raw, received_at, done_at)
SELECT 1, n, 'u' || n, repeat('x', 400), at, at FROM generate_series($1::integer, $2::integer) AS n,
    (SELECT clock_timestamp() - interval '20 days' AS at) AS moment
"""


class Storing:
    """Updates are stored one by one, each with its commit."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._number = 10 * ROWS
        self.p50: list[float] = []
        self.p99: list[float] = []
        self.rates: list[float] = []

    async def until(self, done: asyncio.Event) -> None:
        """One window."""
        times: list[float] = []
        began = time.perf_counter()

        async def write() -> None:
            while not done.is_set():
                self._number += 1
                start = time.perf_counter()
                async with self._db.read() as reader:
                    await store(reader, 1, None, [Arrival("x" * 400, self._number, f"u{self._number}")])
                times.append(time.perf_counter() - start)

        await asyncio.gather(*(write() for _ in range(WRITERS)))
        self.rates.append(len(times) / (time.perf_counter() - began))
        self.p50.append(1e3 * percentile(times, 0.5))
        self.p99.append(1e3 * percentile(times, 0.99))

    def row(self, name: str) -> list[str]:
        """For the table."""
        return [name, spread(self.rates), spread(self.p50, 2), spread(self.p99, 2)]


async def measure(bench: Bench, _wanted: Sequence[str]) -> None:
    """In turns: a window with cleaning, which lasts as long as there is something to clean, and one as long without."""
    url = await bench.database("keep")
    with machine.on(machine.MEASURED):
        db = await Database.open(url, ShiftedClock())
        quiet, cleaning, took = Storing(db), Storing(db), 0.0
        for start in range(0, ROWS, PIECE):
            await _old(url, start)
            seconds = await _window(cleaning, _cleaned(db, bench))
            took += seconds
            await _window(quiet, asyncio.sleep(seconds))
        await db.close()
    table(
        f"KEEP: storing updates, {WRITERS} writers, while {ROWS:,} old ones are cleaned away", ("", "stored/s", "p50 ms", "p99 ms"),
        [cleaning.row("while cleaning"), quiet.row("without")],
        f"cleaned at {ROWS / took:,.0f} rows/s, in pieces with rests of the same length between them",
    )  # fmt: skip
    p99 = Ratio.of(cleaning.p99, quiet.p99)
    print(f"  p50, while cleaning / without: {Ratio.of(cleaning.p50, quiet.p50)}; p99: {p99}")
    bench.results["KEEP"] = Ratio.of(cleaning.p50, quiet.p50).entry(most=1.5, p99=round(p99.mid, 2))


async def _cleaned(db: Database, bench: Bench) -> None:
    gone = await clean_up(db, FileStore(bench.data_dir / "keep"))
    assert gone == PIECE, f"{gone} of {PIECE} rows went"


async def _window(storing: Storing, work: Awaitable[None]) -> float:
    done = asyncio.Event()
    began = time.perf_counter()

    async def run() -> None:
        await work
        done.set()

    await asyncio.gather(run(), storing.until(done))
    return time.perf_counter() - began


async def _old(url: str, start: int) -> None:
    connection = await asyncpg.connect(url, command_timeout=300)
    await connection.execute("TRUNCATE inbox, lane")  # rows come in the order of time
    await connection.execute(_OLD, start + 1, start + PIECE)
    await connection.execute("VACUUM (ANALYZE) inbox")
    await connection.execute("CHECKPOINT")
    await connection.close()
