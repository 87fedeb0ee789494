"""S10: from the command to "ready", warm, embedded servers included; and where the time goes."""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.bench import Bench
from benchmarks.figures import spread, table
from tests.harness import Process

STARTS = 5


async def measure(bench: Bench, wanted: Sequence[str]) -> None:  # noqa: ARG001 - there is but one
    """The sandbox in a directory of its own: the first start makes everything and does not count."""
    data_dir = bench.data_dir / "start"
    data_dir.mkdir(mode=0o755)
    settings = {"PRIYOMKA_STORAGE__DATA_DIR": str(data_dir), "PRIYOMKA_HTTP__PORT": "0"}
    plain = [sys.executable, "-m", "bot", "run"]
    first = await _seconds(plain, settings, data_dir)
    warm = [await _seconds(plain, settings, data_dir) for _ in range(STARTS)]
    bare = [await _seconds([sys.executable, "-c", "print('ready')"], settings, data_dir) for _ in range(STARTS)]
    parts = await _parts(settings, data_dir)
    table(
        "S10: `priyomka run` with the sandbox, from the command to the ready line", ("", "seconds"),
        [["first start in a new directory", f"{first:.2f}"], ["warm", spread(warm, 2)], ["of it: Python alone", spread(bare, 2)]],
    )  # fmt: skip
    rows = [[name, f"{took:.2f}"] for name, took in sorted(parts.items())]
    table("  its parts, by a stopwatch inside (one start of three, the median of each)", ("", "seconds"), rows)
    bench.results["S10"] = {
        "ratio": None,
        "target": None,
        "ok": True,
        "seconds": round(median(warm), 2),
        "first": round(first, 2),
    }


async def _seconds(command: list[str], settings: dict[str, str], data_dir: Path) -> float:
    """On all cores: that is how it is started."""
    process = Process(command, settings, "ready", log=data_dir / "stderr.log")
    began = time.perf_counter()
    await process.start()
    took = time.perf_counter() - began
    await process.stop()
    return took


async def _parts(settings: dict[str, str], data_dir: Path) -> dict[str, float]:
    found: list[dict[str, float]] = []
    file = data_dir / "parts.json"
    for _ in range(3):
        await _seconds([sys.executable, "-m", "benchmarks.start_probe", str(file), "run"], settings, data_dir)
        found.append(json.loads(file.read_text(encoding="utf-8")))
    return {name: median(one.get(name, 0.0) for one in found) for name in found[0]}
