"""What every measurement stands on: own servers with fsync on, databases, and programs on their core."""

import asyncio
import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.figures import Entry
from bot.demo.fill import fill
from bot.embedded import Embedded
from services.clock import ShiftedClock
from services.storage.database import Database
from services.storage.migrate import migrate
from tests.harness import TOKEN, Process, product_process
from tests.servers import create_database

SECRET = "bench"  # noqa: S105 - of a webhook that only the generator knows
UNLIMITED = {
    "PRIYOMKA_DELIVERY__GLOBAL_PER_SECOND": "1000000",
    "PRIYOMKA_DELIVERY__CHAT_PER_SECOND": "1000000",
    "PRIYOMKA_DELIVERY__CHAT_BURST": "1000000",
    "PRIYOMKA_DELIVERY__GROUP_PER_MINUTE": "1000000",
}
_PIPE = asyncio.subprocess.PIPE


@dataclass
class Bench:
    """One run. `results` are the entries of the last line."""

    data_dir: Path
    database_url: str
    redis_url: str
    results: dict[str, Entry] = field(default_factory=dict)

    async def database(self, name: str) -> str:
        """A new database with our schema and the demo chain; its address."""
        url = await create_database(self.database_url, name)
        await migrate(url)
        db = await Database.open(url, ShiftedClock(), size=1)
        await fill(db, self.data_dir)
        await db.close()
        return url

    @asynccontextmanager
    async def product(
        self, database_url: str, api_base: str, *, role: str = "all", env: dict[str, str] | None = None, module: str = "bot",
    ) -> AsyncIterator[Process]:  # fmt: skip
        """`priyomka run` on the measured core. `module` stands in for `bot`: the same program under observation."""
        data_dir = self.data_dir / f"product-{role}"
        data_dir.mkdir(exist_ok=True)
        secret = {"PRIYOMKA_TELEGRAM__WEBHOOK_SECRET": SECRET}
        process = product_process(
            data_dir, database_url=database_url, redis_url=self.redis_url, api_base=api_base, mode="webhook", role=role,
            env={**secret, **(env or {})},
        )  # fmt: skip
        process.command[2] = module
        async with started(process) as running:
            yield running

    @asynccontextmanager
    async def program(self, module: str, *arguments: str) -> AsyncIterator[Process]:
        """One of our own modules on the measured core."""
        command = [sys.executable, "-m", module, *arguments]
        async with started(Process(command, {}, "ready", log=self.data_dir / f"{module}.log")) as running:
            yield running


@asynccontextmanager
async def started(process: Process) -> AsyncIterator[Process]:
    """On the measured core, until the block ends."""
    with machine.on(machine.MEASURED):
        await process.start()
    try:
        yield process
    finally:
        await process.stop()


def _own_directory() -> Path:
    """New, told from those of tests by its name; the servers' user may enter it."""
    path = Path(tempfile.mkdtemp(prefix="priyomka-bench-"))
    path.chmod(0o755)
    return path


@asynccontextmanager
async def opened() -> AsyncIterator[Bench]:
    """Servers on the other core, in a directory of their own; everything is gone afterwards."""
    data_dir = _own_directory()
    async with AsyncExitStack() as stack:
        stack.callback(shutil.rmtree, data_dir, ignore_errors=True)
        with machine.on(machine.OTHERS):
            embedded = stack.enter_context(Embedded.attach(data_dir, want_database=True, want_redis=True))
        assert embedded.database_url
        assert embedded.redis_url
        yield Bench(data_dir, embedded.database_url, embedded.redis_url)


class Wire:
    """Stub and generator, see `wire.py`."""

    def __init__(self, process: asyncio.subprocess.Process, address: str) -> None:
        self.address = address
        self._process = process

    async def order(self, do: str, **details: Any) -> dict[str, Any]:
        """Have it done."""
        self.begin(do, **details)
        return await self.answer()

    def begin(self, do: str, **details: Any) -> None:
        """Have it begun; `answer` must follow."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"do": do, **details}).encode() + b"\n")

    async def answer(self) -> dict[str, Any]:
        """What came of it."""
        assert self._process.stdout
        line = await self._process.stdout.readline()
        assert line, "stub and generator have ended"
        answer: dict[str, Any] = json.loads(line)
        return answer


@asynccontextmanager
async def wire() -> AsyncIterator[Wire]:
    """Stub and generator on the other core."""
    with machine.on(machine.OTHERS):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.wire", stdin=_PIPE, stdout=_PIPE, limit=1 << 26
        )
    assert process.stdout
    try:
        ready = (await process.stdout.readline()).decode().split()
        yield Wire(process, ready[1])
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def bot_arguments(address: str) -> Sequence[str]:
    """For our anchors: where the Bot API is, the token, the secret."""
    return address, TOKEN, SECRET
