"""S1 and S2: the whole way of a text update, against the stock aiogram echo that knows no database."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg

from benchmarks import machine
from benchmarks.bench import SECRET, Bench, Wire, bot_arguments, wire
from benchmarks.figures import Ratio, spread, table
from tests.harness import Process

INFLIGHT = 64
PERSONS = 3000  # so many that nobody writes faster than people do: the bot no longer answers each message then (services/flood)
WHAT = (
    'product: "привет" of a known person without an open request: stored and acknowledged; one transaction recognises the person, looks',
    "for an open or lately closed request, records the contact event, writes the answer to the outbox and marks the update done; the",
    "answer is sent by an API call and its result recorded. anchor: aiogram SimpleRequestHandler, `await message.answer(message.text)`.",
)
Window = dict[str, Any]


class Side:
    """One of the two bots."""

    def __init__(self, name: str, process: Process, line: Wire, data_dir: Path) -> None:
        self.name = name
        self._data_dir = data_dir
        self.windows: list[Window] = []
        self._process = process
        self._line = line

    @property
    def pid(self) -> int:
        """Of the measured process."""
        assert self._process.process
        return self._process.process.pid

    async def run(self, seconds: float, **how: Any) -> Window:
        """One window."""
        return await self._line.order(
            "load", **{
                "data_dir": str(self._data_dir), "url": f"{self._process.url}/telegram/webhook", "secret": SECRET, "persons": PERSONS,
                "pid": self.pid, "cores": machine.PLACES, "seconds": seconds, **how,
            }
        )  # fmt: skip

    async def measure(self, seconds: float, **how: Any) -> None:
        """One window that counts."""
        window = await self.run(seconds, **how)
        assert not window["refused"], f"{self.name}: {window['refused']} updates were refused"
        assert not window["lost"], f"{self.name}: {window['lost']} updates were never answered"
        self.windows.append({**window, "rate": window["done"] / window["seconds"]})

    def column(self, key: str, factor: float = 1.0) -> list[float]:
        """A figure of every window."""
        return [window[key] * factor for window in self.windows]

    def share(self, key: str, less: str | None = None) -> list[float]:
        """A CPU time of every window as a share of its length, %."""
        return [100 * (w["cpu"][key] - (w["cpu"][less] if less else 0)) / w["seconds"] for w in self.windows]

    def cost(self, key: str) -> list[float]:
        """CPU time of every window per update, µs."""
        return [1e6 * w["cpu"][key] / max(1, w["done"]) for w in self.windows]

    def row(self) -> list[str]:
        """For the table."""
        return [
            self.name, spread(self.column("rate")), spread(self.column("p50", 1e3), 1), spread(self.column("p99", 1e3), 1),
            spread(self.cost("process")), spread(self.cost("servers")), f"{median(self.share('process')):.0f}",
            f"{median(self.share('measured_core', 'process')):.0f}", f"{median(self.share('other_core')):.0f}",
            f"{median(self.share('own')):.0f}", f"{machine.resident_mib(self.pid):.0f}",
        ]  # fmt: skip


HEAD = (
    "", "updates/s", "p50 ms", "p99 ms", "CPU µs/update", "PG+Valkey µs", "its core %", "others on it %", "other core %",
    "stub+gen. %", "RSS MiB",
)  # fmt: skip


async def measure(bench: Bench, wanted: Sequence[str], rounds: int = 5) -> None:
    """Both bots up, windows in turns; S2 at half of the peak just found."""
    url = await bench.database("s1")
    async with (
        wire() as line,
        bench.product(url, line.address) as product,
        bench.program("benchmarks.echo_bot", *bot_arguments(line.address)) as echo,
    ):
        sides = [Side("product", product, line, bench.data_dir), Side("aiogram echo", echo, line, bench.data_dir)]
        for side in sides:  # everybody has been here before; caches and pools are warm
            await side.run(2.0, inflight=INFLIGHT, connections=INFLIGHT)
        await asyncio.sleep(1.0)
        await _in_turns(sides, rounds if "S1" in wanted else 3, 3.0, inflight=INFLIGHT, connections=INFLIGHT)
        peak = median(sides[0].column("rate"))
        if "S1" in wanted:
            ratio = Ratio.of(sides[0].column("rate"), sides[1].column("rate"))
            left = await unfinished(url)
            _report_peak(sides, ratio, left)
            bench.results["S1"] = ratio.entry(least=1.0, unfinished=left)
        if "S2" in wanted:
            for side in sides:
                side.windows.clear()
            await _in_turns(sides, 3, 6.0, rate=peak / 2, connections=2 * INFLIGHT)
            ratio = Ratio.of(sides[0].column("p99"), sides[1].column("p99"))
            table(f"S2: the same at half of the product's peak, {peak / 2:.0f}/s", HEAD, [side.row() for side in sides])
            print(f"  p99, product / echo: {ratio}; target at most 1.5")
            bench.results["S2"] = ratio.entry(most=1.5)


async def _in_turns(sides: Sequence[Side], rounds: int, seconds: float, **how: Any) -> None:
    for number in range(rounds):
        for side in sides if number % 2 == 0 else reversed(sides):
            await side.measure(seconds, **how)


def _report_peak(sides: Sequence[Side], ratio: Ratio, left: dict[str, int]) -> None:
    table(
        f"S1: whole way of a text update, {INFLIGHT} in flight, {PERSONS} persons", HEAD, [side.row() for side in sides], *WHAT
    )
    print(f"  rate, product / echo: {ratio}; target at least 1.0")
    cost = Ratio.of(sides[0].cost("process"), sides[1].cost("process"))
    print(
        f"  CPU time of the process per update, product / echo: {cost}; no target, but it bears other load on the machine better"
    )
    print(f"  afterwards in the database: {left}")


async def unfinished(url: str) -> dict[str, int]:
    """What is left after everything was answered; waits for the last results to be recorded."""
    connection = await asyncpg.connect(url)
    try:
        for _ in range(100):
            row = await connection.fetchrow(
                "SELECT (SELECT count(*) FROM inbox) AS updates, (SELECT count(*) FROM inbox WHERE done_at IS NULL) AS not_done, "
                "(SELECT count(*) FROM outbox WHERE state <> 'sent') AS not_recorded, (SELECT count(*) FROM lane) AS lanes"
            )
            assert row
            if not (row["not_done"] or row["not_recorded"]):
                break
            await asyncio.sleep(0.1)
        assert row
        assert not row["not_done"], f"{row['not_done']} acknowledged updates are not done"
        return dict(row)
    finally:
        await connection.close()
