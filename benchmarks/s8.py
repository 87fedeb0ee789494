"""S8: the outbox relay, against aiogram sending in a bare loop; and how well it keeps to its limits."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from benchmarks.bench import UNLIMITED, Bench, Wire, bot_arguments, wire
from benchmarks.figures import Ratio, spread, table
from benchmarks.load import FIRST_PERSON
from benchmarks.machine import cpu_seconds
from benchmarks.send_loop import PERSONS, TEXT
from services.clock import ShiftedClock
from services.outbox.models import Mail
from services.outbox.relay import SENDERS
from services.storage.database import Database
from tests.harness import Process

MESSAGES = 4000
LIMITS = ((30.0, 14.0), (300.0, 6.0))
"""Allowed messages a second, and for how many seconds they are watched, the first two not counting."""
SETTLING = 2.0
HEAD = ("", "messages/s", "CPU µs/message")


@dataclass
class Sending:
    """One of the two ways to send."""

    name: str
    process: Process
    go: Callable[[], Awaitable[None]]
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def pid(self) -> int:
        """Of the measured process."""
        assert self.process.process
        return self.process.process.pid

    async def window(self, line: Wire) -> None:
        """One batch; the rate between its first and its last tenth."""
        before = cpu_seconds(self.pid)
        line.begin("arrivals", count=MESSAGES, seconds=60)
        await self.go()
        at = (await line.answer())["at"]
        assert len(at) == MESSAGES, f"{self.name}: {len(at)} of {MESSAGES} messages arrived"
        await asyncio.sleep(0.5)  # results are recorded; nothing is left for the other one's window
        tenth = MESSAGES // 10
        self.rates.append((MESSAGES - 2 * tenth) / (at[-tenth - 1] - at[tenth - 1]))
        self.cpu.append(1e6 * (cpu_seconds(self.pid) - before) / MESSAGES)

    def row(self) -> list[str]:
        """For the table."""
        return [self.name, spread(self.rates), spread(self.cpu)]


async def measure(bench: Bench, wanted: Sequence[str]) -> None:  # noqa: ARG001 - there is but one
    """Without limits first, then with them."""
    url = await bench.database("s8")
    db = await Database.open(url, ShiftedClock(), size=2)
    try:
        async with wire() as line:
            await _unlimited(bench, line, url, db)
            rows, shares, kept = [], [], True
            for rate, seconds in LIMITS:
                at = await _limited(bench, line, url, db, rate=rate, seconds=seconds)
                share, most = _judged(at, rate)
                shares.append(share)
                kept = kept and most <= rate
                rows.append([f"{rate:.0f}/s allowed", f"{share * rate:.1f}", f"{100 * share:.1f}", str(most)])
        table("S8: the relay with limits on", ("", "messages/s", "% of it", "most in any second"), rows)
        print("  target: 95-100 %, and never more than allowed in any second")
        ok = kept and all(0.95 <= share <= 1.0 for share in shares)
        bench.results["S8_limits"] = {"ratio": round(min(shares), 3), "target": 0.95, "ok": ok, "never_exceeded": kept}
        await _check(url)
    finally:
        await db.close()


async def _put(db: Database, count: int, persons: int) -> None:
    """Mail as any service sends it: lanes and all, in one transaction."""
    async with db.tx() as tx:
        for number in range(count):
            tx.send(Mail(FIRST_PERSON + number % persons, "sendMessage", {"text": TEXT}))


async def _unlimited(bench: Bench, line: Wire, url: str, db: Database) -> None:
    async with AsyncExitStack() as stack:
        relay = await stack.enter_async_context(bench.product(url, line.address, role="worker", env=UNLIMITED))
        arguments = (*bot_arguments(line.address)[:2], str(SENDERS), str(MESSAGES))
        loop = await stack.enter_async_context(bench.program("benchmarks.send_loop", *arguments))
        assert loop.process
        pid = loop.process.pid

        async def tell() -> None:
            os.kill(pid, signal.SIGUSR1)

        ways = [
            Sending("product: relay", relay, lambda: _put(db, MESSAGES, PERSONS)),
            Sending("aiogram send_message", loop, tell),
        ]
        for way in ways:
            await way.window(line)
            way.rates.clear()
            way.cpu.clear()
        for number in range(5):
            for way in ways if number % 2 == 0 else reversed(ways):
                await way.window(line)
    ratio = Ratio.of(ways[0].rates, ways[1].rates)
    table(
        f"S8: messages to a local stub, {SENDERS} at once, {MESSAGES} to {PERSONS} chats in each window", HEAD, [way.row() for way in ways],
        "product: rows of the outbox, written in one transaction by another process, are claimed chat by chat, given a slot by Redis",
        "(limits set out of reach), sent in order per chat and recorded. anchor: `await bot.send_message(chat, text)`, nothing stored.",
    )  # fmt: skip
    print(f"  relay / aiogram: {ratio}; target at least 0.8")
    bench.results["S8"] = ratio.entry(least=0.8)


async def _limited(bench: Bench, line: Wire, url: str, db: Database, *, rate: float, seconds: float) -> list[float]:
    """Moments of the messages, with more waiting all the time than may be sent."""
    env = {"PRIYOMKA_DELIVERY__GLOBAL_PER_SECOND": f"{rate:.0f}"}
    count = int(rate * (seconds + 4))
    async with bench.product(url, line.address, role="worker", env=env):
        line.begin("arrivals", count=count, seconds=seconds)
        await _put(db, count, count)
        answer: dict[str, Any] = await line.answer()
    await _forget_the_rest(url)
    moments: list[float] = answer["at"]
    return moments


def _judged(at: Sequence[float], rate: float) -> tuple[float, int]:
    """The share of the allowed rate that was held after the first seconds, and the most messages in any second."""
    assert at, "nothing was sent"
    counted = [moment for moment in at if moment >= at[0] + SETTLING]
    share = (len(counted) - 1) / (counted[-1] - counted[0]) / rate
    first, most = 0, 0
    for last, moment in enumerate(at):
        while moment - at[first] >= 1.0:
            first += 1
        most = max(most, last - first + 1)
    return share, most


async def _forget_the_rest(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("DELETE FROM outbox WHERE state IN ('queued', 'retry')")
    await connection.execute("DELETE FROM lane")
    await connection.close()


async def _check(url: str) -> None:
    connection = await asyncpg.connect(url)
    states = {
        row["state"]: row["n"] for row in await connection.fetch("SELECT state, count(*) AS n FROM outbox GROUP BY state")
    }
    twice = await connection.fetchval("SELECT count(*) FROM outbox WHERE unknown > 0")
    await connection.close()
    print(f"  afterwards in the outbox: {states}, of them perhaps sent twice: {twice}")
