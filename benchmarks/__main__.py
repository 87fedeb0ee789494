"""`python -m benchmarks [S1,S3,S8]`: tables, and one JSON object as the last line. Exit code 0 when all was measured."""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable, Sequence

from benchmarks import growth, keep, machine, s1, s3, s5, s6, s7, s8, s10, s11, two
from benchmarks.bench import Bench, opened

Measure = Callable[[Bench, Sequence[str]], Awaitable[None]]
PARTS: tuple[tuple[tuple[str, ...], Measure], ...] = (
    (("S1", "S2"), s1.measure),
    (("S3", "S4"), s3.measure),
    (("S5",), s5.measure),
    (("S6",), s6.measure),
    (("S7",), s7.measure),
    (("S8",), s8.measure),
    (("S11",), s11.measure),
    (("GROWTH",), growth.measure),
    (("KEEP",), keep.measure),
    (("TWO",), two.measure),
    (("S10",), s10.measure),
)
ALL = [name for names, _ in PARTS for name in names]


async def run(wanted: Sequence[str]) -> None:
    """Measure and print."""
    print(machine.described())
    async with opened() as bench:
        for names, measure in PARTS:
            chosen = [name for name in names if name in wanted]
            if chosen:
                began = time.monotonic()
                await measure(bench, chosen)
                print(f"  ({', '.join(chosen)}: {time.monotonic() - began:.0f} s)", flush=True)
        print()
        print(json.dumps(bench.results))


def main() -> None:
    """Names of targets from the command line, all by default."""
    wanted = [name for argument in sys.argv[1:] for name in argument.upper().replace(",", " ").split()] or ALL
    if unknown := [name for name in wanted if name not in ALL]:
        sys.exit(f"no such target: {', '.join(unknown)}; there are {', '.join(ALL)}")
    asyncio.run(run(wanted))


if __name__ == "__main__":
    main()
