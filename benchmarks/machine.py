"""The machine: who runs on which core, and how busy it is with other things."""

import contextlib
import os
import platform
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
MEASURED: frozenset[int] | None = frozenset(_CORES[:1]) if len(_CORES) > 1 else None
"""The core of the measured process; None: one core only, nothing is placed."""
OTHERS: frozenset[int] | None = frozenset(_CORES[1:2]) if len(_CORES) > 1 else None
"""The core of PostgreSQL, Valkey, the Bot API stub and the generator."""
PLACES = (min(MEASURED), min(OTHERS)) if MEASURED and OTHERS else (0, 0)
"""Both cores, for processes that see only their own."""


@contextmanager
def on(cores: frozenset[int] | None) -> Iterator[None]:
    """Run here, and let what is started inside the block run here for good."""
    if cores is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cpu_seconds(pid: int) -> float:
    """CPU time a process has used so far, its threads included; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / _TICK


def servers_of(data_dir: str) -> list[int]:
    """PostgreSQL and Valkey of a data directory, with their children."""
    found, parents = set(), {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                if data_dir in (entry / "cmdline").read_text() and (entry / "comm").read_text().startswith(
                    ("postgres", "valkey")
                ):
                    found.add(int(entry.name))
    return [pid for pid, parent in parents.items() if pid in found or parent in found]


def resident_mib(pid: int) -> float:
    """Memory of a process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def busy_seconds(core: int) -> float:
    """Time this core has worked so far, for whomever; time stolen by the host counts as work."""
    row = next(line.split() for line in Path("/proc/stat").read_text().splitlines() if line.startswith(f"cpu{core} "))
    return sum(int(row[i]) for i in (1, 2, 3, 6, 7, 8)) / _TICK


@dataclass(frozen=True, slots=True)
class Cpu:
    """CPU time at a moment, seconds: of the watched process, of the servers, of this process, and of the two cores."""

    process: float
    servers: float
    own: float
    measured_core: float
    other_core: float

    @classmethod
    def now(cls, pid: int, servers: Sequence[int], cores: Sequence[int]) -> "Cpu":
        """`pid`: the process that is measured; `servers`: those beneath it; `cores`: `PLACES`."""
        measured, other = cores
        beneath = sum(cpu_seconds(server) for server in servers)
        return cls(cpu_seconds(pid), beneath, cpu_seconds(os.getpid()), busy_seconds(measured), busy_seconds(other))

    def __sub__(self, before: "Cpu") -> "Cpu":
        return Cpu(
            self.process - before.process,
            self.servers - before.servers,
            self.own - before.own,
            self.measured_core - before.measured_core,
            self.other_core - before.other_core,
        )


def described() -> str:
    """A paragraph for the head of the report."""
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    place = (
        f"measured process on core {min(MEASURED)}; PostgreSQL, Valkey, stub and generator on core {min(OTHERS)}"
        if MEASURED and OTHERS
        else "one core only: nothing is placed, figures mean little"
    )
    return f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}; load before the run {load}\n{place}"
