"""The process with stub and generator, on a core of its own; takes orders as JSON lines on stdin and answers each with one."""

import asyncio
import json
import sys
import time
from dataclasses import asdict
from typing import Any

import uvloop

from benchmarks.figures import percentile
from benchmarks.load import Load, Target, closed, paced
from benchmarks.machine import Cpu, servers_of
from benchmarks.stub import Stub

WARM_SECONDS = 1.0


class Wire:
    """Carries out orders."""

    def __init__(self) -> None:
        self.stub = Stub()

    async def load(self, order: dict[str, Any]) -> dict[str, Any]:
        """Warm up, measure for `seconds`, let everything come to its end; figures of what was completed in between."""
        whom = {name: order[name] for name in ("first", "silent") if name in order}
        target = Target(order["url"], order["secret"], order["persons"], **whom)
        self.stub.latency = order.get("latency", 0.0)
        load = Load(self.stub, target, order["connections"])
        await load.open()
        whole = WARM_SECONDS + order["seconds"]
        run = paced(load, order["rate"], whole) if order.get("rate") else closed(load, order["inflight"], whole)
        figures, _ = await asyncio.gather(self._window(load, order), run)
        await load.close()
        return {**figures, "refused": load.tally.refused, "lost": load.under_way, "sent": load.tally.sent}

    async def _window(self, load: Load, order: dict[str, Any]) -> dict[str, Any]:
        await asyncio.sleep(WARM_SECONDS)
        who = order["pid"], servers_of(order["data_dir"]), order["cores"]
        before, began = Cpu.now(*who), time.perf_counter()
        await asyncio.sleep(order["seconds"])
        took, cpu = time.perf_counter() - began, Cpu.now(*who) - before
        times = [latency for at, latency in load.tally.done if began <= at <= began + took]
        return {
            "done": len(times), "seconds": took, "p50": percentile(times, 0.5), "p99": percentile(times, 0.99), "cpu": asdict(cpu),
        }  # fmt: skip

    async def arrivals(self, order: dict[str, Any]) -> dict[str, Any]:
        """Moments of the messages since the last call, once there are `count` of them or `seconds` have passed."""
        end = time.perf_counter() + order["seconds"]
        while len(self.stub.arrivals) < order["count"] and time.perf_counter() < end:  # noqa: ASYNC110 - nothing in the stub's way
            await asyncio.sleep(0.005)
        found, self.stub.arrivals = self.stub.arrivals, []
        return {"at": found}


async def main() -> None:
    """Say where the stub is; then carry out orders until stdin ends."""
    wire = Wire()
    port = await wire.stub.serve()
    print(f"ready http://127.0.0.1:{port}", flush=True)
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async for line in reader:
        order = json.loads(line)
        wire.stub.arrivals.clear()
        answer = await {"load": wire.load, "arrivals": wire.arrivals}[order["do"]](order)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    uvloop.run(main())
