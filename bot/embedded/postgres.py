"""The embedded PostgreSQL."""

import asyncio
import shutil
import signal
from pathlib import Path
from typing import ClassVar
from urllib.parse import quote

import asyncpg

from bot.embedded import binaries
from bot.embedded.errors import EmbeddedError
from bot.embedded.locks import Lock
from bot.embedded.server import CALL_SECONDS, Answer, Server

PORT = 5432  # only part of the socket's name; named everywhere, as clients would else believe $PGPORT
USER = "postgres"
DATABASE = "priyomka"
LEFTOVERS = ("postmaster.pid", "postmaster.opts")

SETTINGS = {
    # Only the socket, in a directory that only the servers' user may enter: hence no passwords (initdb --auth=trust).
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",  # compiling costs more than it saves in short queries
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    # One file per weekday, overwritten after a week. Terse: details and statements hold people's data.
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_file_mode": "0600",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
# Still outlasts a kill of the server, as the system keeps what was written; not a crash of the machine.
THROWAWAY = {
    "max_connections": "400",  # tests run many processes on one server
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "logging_collector": "off",
}


class Postgres(Server):
    """PostgreSQL with the database `priyomka`, on a socket only."""

    name: ClassVar[str] = "PostgreSQL"
    # Fast shutdown (sessions are ended), then immediate (recovery at the next start).
    stop_signals = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0))

    @property
    def url(self) -> str:
        """Address of the database: `postgresql://postgres@/priyomka?host=<directory of the socket>&port=5432`."""
        return f"postgresql://{USER}@/{DATABASE}?host={quote(str(self.place.sockets))}&port={PORT}"

    @property
    def socket_path(self) -> Path:
        return self.place.sockets / f".s.PGSQL.{PORT}"

    @property
    def _cluster(self) -> Path:
        return self.place.home / "postgres"

    def answer(self) -> Answer:
        """Connect to the database; make it when there is none yet."""
        if not self.listening():
            return Answer.DOWN
        return asyncio.run(self._ask())

    def prepare(self, lock: Lock) -> None:
        """Make the cluster, or clear the traces of a killed server from it: the held lock proves that it is gone."""
        self._program = binaries.postgres(self.place.account, self._major())
        if not self._cluster.exists():
            self._initialise(lock)
        for name in LEFTOVERS:
            (self._cluster / name).unlink(missing_ok=True)
        for leftover in self.place.sockets.glob(".s.PGSQL.*"):
            leftover.unlink()

    def command(self) -> list[str]:
        settings = SETTINGS | {
            "unix_socket_directories": str(self.place.sockets),
            "log_directory": str(self.place.logs),
        }
        if self.throwaway:
            settings |= THROWAWAY
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [str(self._program.path), "-D", str(self._cluster), *options]

    def last_log(self) -> Path | None:
        """The collector's newest file, when the collector has taken over."""
        if "redirecting log output" not in self.start_log().read_text(encoding="utf-8", errors="replace"):
            return None
        files = self.place.logs.glob("postgresql-???.log")
        return max(files, key=lambda path: path.stat().st_mtime, default=None)

    def _major(self) -> int | None:
        """The version that made the cluster; None when there is no cluster."""
        try:
            return int((self._cluster / "PG_VERSION").read_text(encoding="ascii"))
        except FileNotFoundError:
            if self._cluster.exists():
                raise EmbeddedError(f"{self._cluster} exists and is no PostgreSQL cluster; move it away") from None
            return None

    def _initialise(self, lock: Lock) -> None:
        """Make the cluster beside its place and put it there when it is complete."""
        making = self.place.home / "postgres.new"
        shutil.rmtree(making, ignore_errors=True)
        self.place.own(making)
        command = [str(self._program.path.with_name("initdb")), "-D", str(making), "-U", USER, "--auth=trust"]
        command += ["--encoding=UTF8", "--no-instructions", *self._locale()]
        try:
            self.run(command + ["--no-sync"] * self.throwaway, lock)
        except BaseException:
            shutil.rmtree(making, ignore_errors=True)
            raise
        making.rename(self._cluster)

    def _locale(self) -> list[str]:
        """Letters of all languages without ICU or a system locale of the right name: PostgreSQL 17 brings its own.

        It knows case and word characters (search in Russian names needs them) and sorts by code point, never
        otherwise after an update of the system's libraries, which would break indexes. Sorting for people is done on
        screens, where the language of the reader is known.
        """
        if self._program.major >= 17:  # noqa: PLR2004 (the first version with the builtin provider's C.UTF-8)
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        return ["--locale=C.UTF-8"]

    async def _ask(self) -> Answer:
        try:
            await self._greet()
        except asyncpg.TooManyConnectionsError:
            return Answer.READY
        except (asyncpg.CannotConnectNowError, asyncpg.PostgresConnectionError, ConnectionError, TimeoutError):
            return Answer.BUSY
        except asyncpg.PostgresError as error:
            raise EmbeddedError(f"PostgreSQL under {self.place.home} refuses to serve: {error}") from None
        return Answer.READY

    async def _greet(self) -> None:
        try:
            connection = await self._connect(DATABASE)
        except asyncpg.InvalidCatalogNameError:
            connection = await self._connect("postgres")
            await connection.execute(f"CREATE DATABASE {DATABASE}")
        await connection.close(timeout=CALL_SECONDS)

    async def _connect(self, database: str) -> asyncpg.Connection:
        return await asyncpg.connect(
            host=str(self.place.sockets),
            port=PORT,
            user=USER,
            password="",
            database=database,
            timeout=CALL_SECONDS,
        )
