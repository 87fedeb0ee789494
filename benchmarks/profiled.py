"""The product under observation: `python -m benchmarks.profiled run …` is `python -m bot run …` with a sampler.

BENCH_PROFILE=FILE: every millisecond of CPU time the stack is noted; at the end the file gets the stacks with their counts, one per
line, most frequent first: what `layers.py` reads. BENCH_UVLOOP=1, BENCH_GC=10000/20/50: the same program on uvloop, or with other
thresholds, to compare.
"""

import asyncio
import atexit
import gc
import os
import signal
from collections import Counter
from pathlib import Path
from types import FrameType

import uvloop

from bot.__main__ import main

EVERY = 0.001  # seconds of CPU time
DEPTH = 80
_ROOT = f"{Path.cwd()}/"
_stacks: Counter[tuple[str, ...]] = Counter()


def _name(frame: FrameType) -> str:
    code = frame.f_code
    name = f"{code.co_filename.rpartition('site-packages/')[2].removeprefix(_ROOT)}:{code.co_name}"
    if code.co_name in {"_read_ready__data_received", "_write_ready"}:  # whose data?
        protocol = getattr(frame.f_locals.get("self"), "_protocol", None)
        return f"{name}({type(protocol).__module__}.{type(protocol).__name__})"
    return name


def _sample(_signal: int, frame: FrameType | None) -> None:
    stack: list[str] = []
    while frame is not None and len(stack) < DEPTH:
        stack.append(_name(frame))
        frame = frame.f_back
    _stacks[tuple(reversed(stack))] += 1


def _write(path: Path) -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    path.write_text("".join(f"{count} {';'.join(stack)}\n" for stack, count in _stacks.most_common()), encoding="utf-8")


def _start(_signal: int, _frame: FrameType | None) -> None:
    """SIGUSR1: begin anew, so that the start of the program is left out; SIGUSR2: enough."""
    _stacks.clear()
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)


if __name__ == "__main__":
    if os.environ.pop("BENCH_UVLOOP", ""):
        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    if thresholds := os.environ.pop("BENCH_GC", ""):
        gc.set_threshold(*map(int, thresholds.split("/")))
    if target := os.environ.pop("BENCH_PROFILE", ""):
        signal.signal(signal.SIGPROF, _sample)
        signal.signal(signal.SIGUSR1, _start)
        signal.signal(signal.SIGUSR2, _stop)
        atexit.register(_write, Path(target))
    main()
