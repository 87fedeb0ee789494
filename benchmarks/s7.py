"""S7: due reminders are claimed, looked at again, put into words and handed to the outbox; against a bare batch claim in SQL.

S7_DUE=1000000 is the whole size; the default is a tenth.
"""

import os
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import asyncpg

from benchmarks import machine
from benchmarks.bench import Bench
from benchmarks.figures import Ratio, spread, table
from services.clock import FixedClock
from services.reminders.release import BATCH, release
from services.storage.database import Database

DUE = int(os.environ.get("S7_DUE", "100000"))
ROUNDS = 5
BATCHES = 10  # of one window
NOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # outside quiet hours, everywhere the demo chain is
_BARE = """
UPDATE reminder SET state = 'sent', settled_at = $1 WHERE (kind, subject, occurrence) IN (
    SELECT kind, subject, occurrence FROM reminder WHERE state = 'planned' AND due_at <= $1 AND kind = 'visit_24h'
    ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED)
"""
# Everybody has a visit tomorrow, in one of the units.
_FILL = """
INSERT INTO client (id, public_id, name, created_at) OVERRIDING SYSTEM VALUE
SELECT 1000000 + n, 'due' || n, 'Анна', $2 FROM generate_series(1, $1::integer) AS n;
INSERT INTO chat (chat_id, client_id, created_at) SELECT 4000000000 + n, 1000000 + n, $2 FROM generate_series(1, $1::integer) AS n;
INSERT INTO appointment (id, public_id, unit_id, client_id, starts_at, ends_at, status, source, chat_id, created_at) OVERRIDING SYSTEM VALUE
SELECT 1000000 + n, 'due' || n, u.id, 1000000 + n, at, at + interval '1 hour', 'booked', 'telegram', 4000000000 + n, $2
FROM generate_series(1, $1::integer) AS n
    CROSS JOIN LATERAL (SELECT $2::timestamptz + interval '1 day' + n % 12 * interval '30 minutes' AS at) AS moment
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM unit) AS u ON u.place = n % (SELECT count(*) FROM unit)
ORDER BY n;
INSERT INTO appointment_work (appointment_id, position, work_id, minutes)
SELECT 1000000 + n, 0, (SELECT min(id) FROM work WHERE bookable), 40 FROM generate_series(1, $1::integer) AS n;
INSERT INTO reminder (kind, subject, occurrence, client_id, unit_id, due_at, planned_at)
SELECT 'visit_24h', 'appointment:' || public_id, version, client_id, unit_id, $2::timestamptz - id % 1000 * interval '1 second', $2
FROM appointment WHERE id BETWEEN 1000001 AND 1000000 + $1::integer
"""
HEAD = ("", "reminders/s", "client CPU µs/reminder")


class Way:
    """One way to take reminders; each call takes a batch and says how many there were."""

    def __init__(self, name: str, take: Callable[[], Awaitable[int]]) -> None:
        self.name = name
        self._take = take
        self.rates: list[float] = []
        self.cpu: list[float] = []

    async def window(self) -> None:
        """So many batches."""
        cpu, began = time.process_time(), time.perf_counter()
        for _ in range(BATCHES):
            taken = await self._take()
            assert taken == BATCH, f"{self.name}: {taken} were due"
        rows = BATCH * BATCHES
        self.rates.append(rows / (time.perf_counter() - began))
        self.cpu.append(1e6 * (time.process_time() - cpu) / rows)

    def row(self) -> list[str]:
        """For the table."""
        return [self.name, spread(self.rates), spread(self.cpu, 1)]


async def measure(bench: Bench, _wanted: Sequence[str]) -> None:
    """One claimer each, in turns, on the same table."""
    assert 2 * (ROUNDS + 1) * BATCHES * BATCH <= DUE, "too few are due"
    url = await bench.database("s7")
    await _fill(url)
    with machine.on(machine.MEASURED):
        db = await Database.open(url, FixedClock(NOON), size=1)
        bare = await asyncpg.connect(url)
        ways = [Way("product: release()", partial(_released, db)), Way("bare claim of a batch", partial(_claimed, bare))]
        for way in ways:  # statements are prepared
            await way.window()
            way.rates.clear()
            way.cpu.clear()
        for number in range(ROUNDS):
            for way in ways if number % 2 == 0 else reversed(ways):
                await way.window()
        written = await bare.fetchval("SELECT count(*) FROM outbox WHERE about LIKE 'appointment:due%'")
        assert written == (ROUNDS + 1) * BATCHES * BATCH, f"{written} reminders are in the outbox"
        await bare.close()
        await db.close()
    ratio = Ratio.of(ways[0].rates, ways[1].rates)
    table(f"S7: due reminders, {DUE:,} due, batches of {BATCH}, one claimer", HEAD, [way.row() for way in ways])
    print(f"  product / bare: {ratio}; target at least 0.1")
    bench.results["S7"] = ratio.entry(least=0.1, due=DUE)


async def _released(db: Database) -> int:
    async with db.tx() as tx:
        return await release(tx)


async def _claimed(connection: Any) -> int:
    status: str = await connection.execute(_BARE, NOON, BATCH)
    return int(status.split()[1])


async def _fill(url: str) -> None:
    connection = await asyncpg.connect(url, command_timeout=3600)
    await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    await connection.execute("DELETE FROM reminder")
    for statement in _FILL.split(";\n"):
        await connection.execute(statement, *([DUE, NOON] if "$2" in statement else [DUE]))
    await connection.execute("VACUUM (ANALYZE)")
    await connection.execute("CHECKPOINT")
    await connection.close()
