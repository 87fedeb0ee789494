"""What PostgreSQL and Valkey have in common: starting, finding out, stopping.

Whether a server lives is found out by connecting. Whether it is entirely gone, with every process that could still touch
its files, is a lock: the server inherits the opened lock file, so the kernel holds it for as long as one of its processes
exists. Process numbers in files are never believed: after kill -9 they name a zombie, or in a container somebody else.
"""

import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import IO, ClassVar

from bot.embedded.account import start
from bot.embedded.errors import EmbeddedError
from bot.embedded.locks import Lock
from bot.embedded.place import Place

STEP = 0.01  # seconds between two looks
GONE_SECONDS = 15.0  # for the processes of a killed server to go away
READY_SECONDS = 60.0  # recovery after a crash included
CALL_SECONDS = 3.0
COMPLAINTS = ("fatal", "panic", "error", "could not", "can't", "failed")
STAMP = re.compile(r"^[0-9-]+ [0-9:.]+ UTC \[\d+\] ")  # of PostgreSQL's log lines

_started: list[subprocess.Popen[str]] = []
"""Servers started by this process: kept, so that dead ones are reaped and living ones outlast their handles."""


class Answer(Enum):
    """What connecting to a server shows."""

    READY = "ready"
    BUSY = "busy"  # it listens, but starts, stops or hangs
    DOWN = "down"


class Server:
    """One embedded server of a data directory. Every method may block for as long as the constants above say."""

    name: ClassVar[str]
    stop_signals: ClassVar[tuple[tuple[signal.Signals, float], ...]]
    """How it is asked to stop, more and more firmly, and the seconds it has."""

    def __init__(self, place: Place, locks: Path, *, throwaway: bool) -> None:
        self.place = place
        self.throwaway = throwaway
        self._lock_path = locks / f"{self.name.lower()}.lock"

    @property
    def socket_path(self) -> Path:
        raise NotImplementedError

    def answer(self) -> Answer:
        """Connect and ask."""
        raise NotImplementedError

    def prepare(self, lock: Lock) -> None:
        """Make what the server needs before its start. Helpers started here must inherit `lock`."""
        raise NotImplementedError

    def command(self) -> list[str]:
        """The command line of the server."""
        raise NotImplementedError

    def last_log(self) -> Path | None:
        """Where the server wrote last, if not to what it was started with."""
        return None

    def listening(self) -> bool:
        """Whether anybody takes connections on the socket."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(CALL_SECONDS)
            return _connect(connection, self.socket_path)

    def start(self) -> None:
        """Have the server ready; the caller holds `start.lock`. Does nothing when it is."""
        _reap()
        if self._settled() is Answer.READY:
            return
        with Lock(self._lock_path) as lock:
            if not lock.own(GONE_SECONDS):
                raise EmbeddedError(f"{self.name} has died, but processes of it still use {self.place.home}; end them")
            self.prepare(lock)
            with self.start_log().open("w", encoding="utf-8") as log:
                process = self._spawn(log, lock)
        _started.append(process)
        self._wait_ready(process)

    def stop(self) -> None:
        """Have the server stopped and gone; the caller holds `start.lock`."""
        for sign, seconds in self.stop_signals:
            if pid := self._pid():
                with suppress(ProcessLookupError):
                    os.kill(pid, sign)
            if self._gone(seconds):
                return
        raise EmbeddedError(f"{self.name} under {self.place.home} does not stop")

    def run(self, command: list[str], lock: Lock) -> None:
        """Run a helper program to its end; its complaint becomes the error."""
        with self.start_log().open("w", encoding="utf-8") as log:
            code = start(command, self.place.account, output=log, keep=[lock.fd]).wait()
        if code:
            raise EmbeddedError(f"{self.name} could not be set up: {self.complaint()}")

    def complaint(self) -> str:
        """The line of the log that says why the server did not start."""
        lines = _lines(self.last_log() or self.start_log())
        full = [line for line in lines if "no space left" in line.lower()]
        telling = [line for line in lines if any(mark in line.lower() for mark in COMPLAINTS)]
        return (full or telling or lines or ["it says nothing"])[-1]

    def start_log(self) -> Path:
        """What the server says until it has its own log; begun anew at each start."""
        return self.place.logs / f"{self.name.lower()}-start.log"

    def _spawn(self, log: IO[str], lock: Lock) -> subprocess.Popen[str]:
        try:
            return start(self.command(), self.place.account, output=log, keep=[lock.fd])
        except OSError as error:
            raise EmbeddedError(f"{self.name} could not be started: {error.strerror}") from None

    def _settled(self) -> Answer:
        """What a server that may be starting or dying comes to: READY or DOWN."""
        answers: list[Answer] = []

        def settled() -> bool:
            answers[:] = [self.answer()]
            return answers != [Answer.BUSY]

        if not _until(settled, READY_SECONDS):
            raise EmbeddedError(f"{self.name} under {self.place.home} does not answer")
        return answers[0]

    def _wait_ready(self, process: subprocess.Popen[str]) -> None:
        if not _until(lambda: self.answer() is Answer.READY or process.poll() is not None, READY_SECONDS):
            raise EmbeddedError(f"{self.name} under {self.place.home} does not answer")
        if process.returncode is not None and process.returncode < 0:
            raise EmbeddedError(f"{self.name} was killed while it started; try again")
        if process.returncode is not None:
            raise EmbeddedError(f"{self.name} did not start: {self.complaint()}")

    def _gone(self, seconds: float) -> bool:
        with Lock(self._lock_path) as lock:
            gone = lock.own(seconds)
        _reap()
        return gone

    def _pid(self) -> int | None:
        """The process that listens on the socket, as the kernel knows it; None when nobody does."""
        with socket.socket(socket.AF_UNIX) as connection:
            if not _connect(connection, self.socket_path):
                return None
            pid = _peer(connection)
        if pid <= 1:  # it lives in another container, out of reach of a signal
            raise EmbeddedError(f"{self.name} under {self.place.home} was started in another container; stop it there")
        return pid


def _connect(connection: socket.socket, path: Path) -> bool:
    try:
        connection.connect(os.fspath(path))
    except (FileNotFoundError, ConnectionRefusedError):
        return False
    except (TimeoutError, BlockingIOError):  # the queue of connections is full: it lives and hangs
        return True
    except OSError as error:
        raise EmbeddedError(f"{path} cannot be reached: {error.strerror}") from None
    return True


def _peer(connection: socket.socket) -> int:
    """The process number at the other end, see unix(7): who called listen()."""
    if sys.platform == "darwin":
        sol_local, local_peerpid = 0, 2
        return connection.getsockopt(sol_local, local_peerpid)
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    pid: int = struct.unpack("3i", credentials)[0]
    return pid


def _until(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() >= end:
            return False
        time.sleep(STEP)
    return True


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return [STAMP.sub("", line.strip()) for line in text.splitlines() if line.strip()]


def _reap() -> None:
    """Forget the servers of this process that have ended."""
    _started[:] = [process for process in _started if process.poll() is None]
