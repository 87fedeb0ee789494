"""A process that has imported the product and forks running ones: a restart takes 0.3 s instead of 4 s of imports.

What hatches is `priyomka run`, or another command, like any other: a process of its own with its own settings, to be killed at will.
"""

import asyncio
import gc
import importlib
import json
import os
import select
import signal
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.loading import load_aiogram
from tests.harness import ROOT, until

OUT, ERRORS, EXIT = "stdout.log", "stderr.log", "exit"


@dataclass
class Hatched:
    """A running product; the same manners as `harness.Process`."""

    pid: int
    home: Path
    url: str = ""
    ended: int | None = None

    @property
    def code(self) -> int | None:
        """The exit code (negative: the signal), None while it runs."""
        if self.ended is None:
            with suppress(FileNotFoundError):
                self.ended = int((self.home / EXIT).read_text())
        return self.ended

    async def ready(self, seconds: float = 30) -> None:
        """Until it says so."""

        async def said() -> str | None:
            assert self.code is None, f"it ended; see {self.home / ERRORS}"
            lines = (self.home / OUT).read_text().splitlines()
            return next((line.removeprefix("ready ") for line in lines if line.startswith("ready ")), None)

        self.url = await until(said, "the product is ready", seconds)

    async def gone(self, seconds: float = 15) -> int:
        """Until it has ended; its exit code."""

        async def ended() -> tuple[int] | None:
            return None if self.code is None else (self.code,)

        return (await until(ended, "the product has ended", seconds))[0]

    async def kill(self) -> None:
        """kill -9."""
        if self.code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        await self.gone()

    async def stop(self) -> int:
        """SIGTERM; the exit code."""
        if self.code is None:
            os.kill(self.pid, signal.SIGTERM)
        return await self.gone()


@dataclass
class Nest:
    """Where products come from."""

    process: asyncio.subprocess.Process
    one: asyncio.Lock = field(default_factory=asyncio.Lock)
    warm: bool = False

    async def hatch(self, home: Path, env: dict[str, str], role: str) -> Hatched:
        """Start one with this environment; its output goes to files under `home`."""
        return await self.command(home, env, "run", "--role", role)

    async def command(self, home: Path, env: dict[str, str], *arguments: str) -> Hatched:
        """The same with any command."""
        _clear(home)
        order = json.dumps({"home": str(home), "env": env, "arguments": arguments})
        assert self.process.stdin
        assert self.process.stdout
        async with self.one:
            if not self.warm:
                assert await self.process.stdout.readline() == b"ready\n"
                self.warm = True
            self.process.stdin.write(order.encode() + b"\n")
            return Hatched(int(await self.process.stdout.readline()), home)


def _clear(home: Path) -> None:
    home.mkdir(exist_ok=True, mode=0o755)
    for name in (EXIT, OUT):
        (home / name).unlink(missing_ok=True)
    (home / OUT).touch()


@asynccontextmanager
async def nest() -> AsyncIterator[Nest]:
    """A nest, which warms up while others do something else; at the end whatever came from it and still lives is killed."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.crash.nest", cwd=ROOT, stdin=pipe, stdout=pipe, limit=1 << 20
    )
    try:
        yield Nest(process)
    finally:
        assert process.stdin
        process.stdin.close()
        await process.wait()


class Brood:
    """The nest's own side."""

    def __init__(self) -> None:
        self._homes: dict[int, Path] = {}
        self._news, woken = os.pipe()
        for end in (self._news, woken):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken)

    def serve(self) -> None:
        """Fork a product per line of the input; at its end kill them all."""
        while True:
            ready, _, _ = select.select([0, self._news], [], [])
            if self._news in ready:
                os.read(self._news, 1 << 16)
                self._reap()
            if 0 in ready:
                line = sys.stdin.readline()
                if not line:
                    break
                print(self._fork(json.loads(line)), flush=True)
        for pid in self._homes:
            os.kill(pid, signal.SIGKILL)

    def _reap(self) -> None:
        while self._homes:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            path = self._homes.pop(pid) / EXIT
            path.with_suffix(".new").write_text(str(os.waitstatus_to_exitcode(status)))
            path.with_suffix(".new").rename(path)

    def _fork(self, order: dict[str, Any]) -> int:
        pid = os.fork()
        if not pid:
            _become(Path(order["home"]), order["env"], order["arguments"])
        self._homes[pid] = Path(order["home"])
        return pid


def _become(home: Path, env: dict[str, str], arguments: list[str]) -> None:
    """Turn the fork into a command; never returns."""
    from bot.__main__ import main  # noqa: PLC0415 - loaded by the parent

    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    for number, path, how in ((0, os.devnull, os.O_RDONLY), (1, home / OUT, flags), (2, home / ERRORS, flags)):
        os.dup2(os.open(path, how), number)
    for name in [name for name in os.environ if name.upper().startswith("PRIYOMKA_")]:
        del os.environ[name]  # this machine's own settings
    os.environ.update(env)
    sys.argv = ["priyomka", *arguments]
    code = 70
    try:
        main()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - the fork must not go on as its parent
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    load_aiogram()
    for name in ("bot.commands", "bot.start", "bot.app", "bot.telegram.dispatch", "uvloop", "apscheduler.triggers.interval"):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    print("ready", flush=True)
    Brood().serve()
