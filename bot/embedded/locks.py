"""Locks between processes: flock(2) on files.

The kernel drops such a lock when the last descriptor of the opened file is closed, however the process ended. So nothing
here can be stale, unlike a file with a process number in it.
"""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.embedded.errors import EmbeddedError

STEP = 0.01  # seconds between two tries


class Lock:
    """One opened lock file. Not inherited by child processes unless its `fd` is passed on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise EmbeddedError(f"{path} cannot be opened: {error.strerror}") from None

    def share(self, seconds: float) -> bool:
        """Take the lock together with others; False when somebody held it alone for all of `seconds`."""
        return self._take(fcntl.LOCK_SH, seconds)

    def own(self, seconds: float = 0.0) -> bool:
        """Take the lock alone; False when others held it for all of `seconds`. A share held before is lost."""
        return self._take(fcntl.LOCK_EX, seconds)

    def close(self) -> None:
        """Give the lock back, unless a child process has the same opened file."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _take(self, how: int, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while True:
            try:
                fcntl.flock(self.fd, how | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(STEP)
            else:
                return True
