"""Asking the database: one thin class over an asyncpg connection, for reads in or out of a transaction."""

from collections.abc import Sequence
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
