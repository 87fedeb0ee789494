"""Asking the database: one thin class over an asyncpg connection, for reads in or out of a transaction."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import asyncpg

Row = asyncpg.Record
Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy


class Reader:
    """Reads through one connection. Statements are prepared once per connection and kept by asyncpg."""

    def __init__(self, connection: Any) -> None:
        self.connection: asyncpg.Connection = connection

    async def rows(self, sql: str, *args: Any) -> Sequence[Row]:
        """All rows."""
        found: Sequence[Row] = await self.connection.fetch(sql, *args)
        return found

    async def row(self, sql: str, *args: Any) -> Row | None:
        """The first row, or None."""
        found: Row | None = await self.connection.fetchrow(sql, *args)
        return found

    async def value(self, sql: str, *args: Any) -> Any:
        """The first column of the first row, or None."""
        return await self.connection.fetchval(sql, *args)


class PageReader(Reader):
    """Reads what one page shows. Its parts ask for much of the same: each question goes to the database once."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection)
        self._known: dict[tuple[Any, ...], Any] = {}

    async def rows(self, sql: str, *args: Any) -> Sequence[Row]:
        """All rows."""
        found: Sequence[Row] = await self._once(super().rows, sql, args)
        return found

    async def row(self, sql: str, *args: Any) -> Row | None:
        """The first row, or None."""
        found: Row | None = await self._once(super().row, sql, args)
        return found

    async def _once(self, ask: Callable[..., Awaitable[Any]], sql: str, args: tuple[Any, ...]) -> Any:
        question = (ask.__name__, sql, *(tuple(arg) if isinstance(arg, list) else arg for arg in args))
        try:
            known = question in self._known
        except TypeError:  # an argument that cannot be part of a key
            return await ask(sql, *args)
        if not known:
            self._known[question] = await ask(sql, *args)
        return self._known[question]
