"""One connection for doors that are served by tasks of their own, and its death in the middle of something."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from tests.services.conftest import OneConnection


class Line(OneConnection):
    """One at a time holds the connection, as often as it wants; the next one waits."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self._free = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._left: int | None = None

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        """The connection."""
        task = asyncio.current_task()
        if task is self._holder:
            yield self._shown()
            return
        async with self._free:
            self._holder = task
            try:
                yield self._shown()
            finally:
                self._holder = None

    @contextmanager
    def dies_after(self, statements: int) -> Iterator[None]:
        """The server is gone after so many more statements, until the end of the block."""
        self._left = statements
        try:
            yield
        finally:
            self._left = None

    def _shown(self) -> Any:
        return self.connection if self._left is None else _Frail(self)

    def count(self) -> None:
        """For the connection: one more statement."""
        if self._left is not None:
            if not self._left:
                raise ConnectionResetError("the server is gone")
            self._left -= 1


class _Frail:
    """The connection of a server that does not live for long."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._line.connection, name)
        if name not in {"fetch", "fetchrow", "fetchval", "execute"}:
            return found

        async def counted(*args: Any) -> Any:
            self._line.count()
            return await found(*args)

        return counted
