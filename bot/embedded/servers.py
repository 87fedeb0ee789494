"""Sharing the embedded servers of one data directory between processes.

Every process that uses them holds a share of `servers.lock`. Who comes first starts them, who leaves last stops them, each
under `start.lock`. Killing any of the processes is harmless: the kernel takes its share away, the servers go on, the next
command finds them and the last one leaves clean.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.embedded.errors import EmbeddedError
from bot.embedded.locks import Lock
from bot.embedded.place import Place, choose
from bot.embedded.postgres import Postgres
from bot.embedded.server import Server
from bot.embedded.valkey import Valkey

START_SECONDS = 180.0  # for other processes to start or stop the servers
log = logging.getLogger(__name__)


def claim_run(data_dir: Path) -> Lock:
    """The right to be the one `priyomka run` of a data directory, until the lock is closed or the process ends.

    Raises:
        EmbeddedError: another process has it.
    """
    with _one_line(data_dir):
        lock = Lock(_made(data_dir) / "run.lock")
    if not lock.own():
        lock.close()
        raise EmbeddedError(f"priyomka run is already running on {data_dir}; stop it or set another storage.data_dir")
    return lock


class Embedded:
    """The embedded servers as one process sees them; a context manager that closes itself."""

    def __init__(self, data_dir: Path, *, want_database: bool, want_redis: bool, throwaway: bool = False) -> None:
        self._data_dir = _made(data_dir)
        self._place = choose(self._data_dir) if want_database or want_redis else Place(self._data_dir, None)
        self._postgres = Postgres(self._place, self._data_dir, throwaway=throwaway)
        self._valkey = Valkey(self._place, self._data_dir, throwaway=throwaway)
        self._wanted = _chosen((self._postgres, want_database), (self._valkey, want_redis))
        self._share: Lock | None = None

    @classmethod
    def attach(cls, data_dir: Path, *, want_database: bool, want_redis: bool, throwaway: bool = False) -> Self:
        """Use the running servers, or start them. Blocks: about 0.2 s, 1 s the first time, more after a crash.

        From a coroutine call it through `asyncio.to_thread`. `throwaway`: a database that need not survive anything,
        for tests; counts where it is this process that starts it.

        Raises:
            EmbeddedError: one line for the person who started the command.
        """
        with _one_line(data_dir):
            embedded = cls(data_dir, want_database=want_database, want_redis=want_redis, throwaway=throwaway)
            embedded._enter()
        return embedded

    @property
    def database_url(self) -> str | None:
        """`postgresql://postgres@/priyomka?host=<directory of the socket>&port=5432`, None when not wanted."""
        return self._postgres.url if self._postgres in self._wanted else None

    @property
    def redis_url(self) -> str | None:
        """`unix:///<path of the socket>`, None when not wanted."""
        return self._valkey.url if self._valkey in self._wanted else None

    @property
    def notice(self) -> str | None:
        """A line to print: where the servers keep their files, if that is not the data directory."""
        if self._place.home == self._data_dir or not self._wanted or not self._place.account:
            return None
        user = self._place.account.name
        return f"the servers run as {user}, who cannot enter {self._data_dir}: their files are in {self._place.home}"

    async def keep(self, every: float = 1.0) -> None:
        """Start servers again that have died; look every `every` seconds, until cancelled."""
        while True:
            await asyncio.sleep(every)
            try:
                await asyncio.to_thread(self.revive)
            except EmbeddedError as error:
                log.error("an embedded server cannot be started again: %s", error)  # noqa: TRY400 (one clear line)

    def revive(self) -> None:
        """Start servers again that have died. Blocks while it does."""
        with _one_line(self._data_dir):
            dead = [server for server in self._wanted if not server.listening()]
            if not dead:
                return
            with self._starting():
                if self._share:
                    log.warning("restarting: %s", ", ".join(server.name for server in dead))
                    _each(Server.start, dead)

    def close(self) -> None:
        """Leave; the last one stops the servers. Blocks while they stop, about 0.2 s. May be called again.

        Raises:
            EmbeddedError: a server does not stop.
        """
        if not self._share:
            return
        with _one_line(self._data_dir), self._starting():
            share, self._share = self._share, None
            with share:
                if share.own():
                    _each(Server.stop, [self._postgres, self._valkey])
                    self._place.leave()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _enter(self) -> None:
        if not self._wanted:
            return
        try:
            with self._starting():
                self._share = Lock(self._data_dir / "servers.lock")
                self._share.share(0)
                self._place.make()
                _each(Server.start, self._wanted)
        except BaseException:
            with suppress(EmbeddedError):
                self.close()
            raise

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with Lock(self._data_dir / "start.lock") as lock:
            if not lock.own(START_SECONDS):
                raise EmbeddedError(f"another process has been starting the servers under {self._data_dir} for minutes")
            yield


def _chosen(*servers: tuple[Server, bool]) -> list[Server]:
    return [server for server, wanted in servers if wanted]


def _each(act: Callable[[Server], None], servers: Sequence[Server]) -> None:
    """Do it to all servers at once; the first error is raised when all are through."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        for future in [pool.submit(act, server) for server in servers]:
            future.result()


def _made(data_dir: Path) -> Path:
    """The data directory as a real path; made if need be, for the servers' user to pass through."""
    if not data_dir.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711)
    return data_dir.resolve()


@contextmanager
def _one_line(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        place = error.filename or data_dir
        raise EmbeddedError(f"storage.data_dir cannot be used: {place}: {error.strerror or error}") from None
