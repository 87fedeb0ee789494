"""Where an update's time goes: `python -m benchmarks.layers`, µs per update and layer of the product, by sampling."""

import asyncio
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from benchmarks.bench import opened, wire
from benchmarks.figures import table
from benchmarks.s1 import INFLIGHT, Side

# The first that fits anywhere in the stack, from the inside out, names the layer.
LAYERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("gc and signals", ("gc.py:",)),
    ("flush (outbox, event, done)", ("services/storage/tx.py:_flush",)),
    ("ingest: parse", ("services/inbox/parsing.py:parse",)),
    ("ingest: SQL and hand-over", ("services/inbox/ingest.py:_flush", "services/inbox/ingest.py:store")),
    ("decode (pydantic)", ("pydantic/main.py:model_validate_json",)),
    ("recognise (SQL)", ("services/clients/people.py:",)),
    ("handler SQL: request", ("services/requests/intake.py:_meant", "services/requests/intake.py:_")),
    ("handler SQL: unit", ("services/units/",)),
    ("texts and screens", ("services/texts/", "handlers/telegram/screens/")),
    ("handler", ("handlers/telegram/ask.py:", "services/requests/")),
    ("dispatch (aiogram)", ("bot/telegram/dispatch.py:",)),
    ("begin/commit", ("asyncpg/transaction.py:", "services/storage/tx.py:_begin")),
    ("pool", ("asyncpg/pool.py:", "services/storage/leases.py:")),
    ("send: API call", ("bot/telegram/client.py:", "bot/telegram/sender.py:", "bot/telegram/lines.py:")),
    ("answers: budget, hands", ("services/outbox/direct.py:", "services/outbox/budget.py:")),
    ("record results", ("services/outbox/results.py:", "services/outbox/queries.py:")),
    (
        "lanes: settle, claim",
        ("services/inbox/runner.py:_settle", "services/inbox/runner.py:_claim", "services/inbox/book.py:"),
    ),
    ("runner", ("services/inbox/", "services/storage/database.py:")),
    (
        "HTTP in",
        (
            "bot/telegram/webhook.py:",
            "bot/telegram/front.py:",
            "aiohttp/web_",
            "_read_ready__data_received(aiohttp.web_protocol",
        ),
    ),
    ("send: answer read", ("_read_ready__data_received(aiohttp.client_proto", "aiohttp/client", "aiohttp/connector")),
    ("asyncpg: data in", ("_data_received(asyncpg", "_read_ready__data_received(asyncpg")),
    ("redis", ("redis/",)),
)


def layer_of(stack: str) -> str:
    """The layer of a stack."""
    for frame in reversed(stack.split(";")):
        for name, marks in LAYERS:
            if any(mark in frame for mark in marks):
                return name
    return (
        "event loop and the rest: " + stack.rpartition(";")[2].rpartition("/")[2] if "-v" in sys.argv else "event loop and rest"
    )


async def main() -> None:
    """One run of S1's load under the sampler."""
    async with opened() as bench, wire() as line:
        url, file = await bench.database("layers"), Path(os.environ.get("BENCH_STACKS") or bench.data_dir / "stacks")
        env = {"BENCH_PROFILE": str(file)}
        async with bench.product(url, line.address, module="benchmarks.profiled", env=env) as product:
            side = Side("product", product, line, bench.data_dir)
            await side.run(2.0, inflight=INFLIGHT, connections=INFLIGHT)
            os.kill(side.pid, signal.SIGUSR1)
            await side.measure(8.0, inflight=INFLIGHT, connections=INFLIGHT)
            os.kill(side.pid, signal.SIGUSR2)
            await asyncio.sleep(0.1)
        report(await asyncio.to_thread(file.read_text, encoding="utf-8"), side)


def report(stacks: str, side: Side) -> None:
    """The table."""
    [window] = side.windows
    [cost] = side.cost("process")
    counts: Counter[str] = Counter()
    for line in stacks.splitlines():
        count, _, stack = line.partition(" ")
        counts[layer_of(stack)] += int(count)
    whole = counts.total()
    rows = [[name, f"{cost * count / whole:.0f}", f"{100 * count / whole:.1f}"] for name, count in counts.most_common(40)]
    table(f"product under the sampler: {window['rate']:.0f} updates/s, {cost:.0f} µs CPU each", ("layer", "µs", "%"), rows)


if __name__ == "__main__":
    asyncio.run(main())
