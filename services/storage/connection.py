"""A connection that knows the server's own types already."""

from types import SimpleNamespace
from typing import Any, ClassVar

import asyncpg

# Objects below are the same in every database of a server, and never change (PostgreSQL's FirstNormalObjectId, access/transam.h).
_FIRST_OWN = 16384


class Connection(asyncpg.Connection):
    """asyncpg asks what `int[]`, `timestamptz[]` and the like are in each connection, which costs the server three times what the
    connection itself does. `known_types`: the answers so far, for all connections of a pool.
    """

    known_types: ClassVar[dict[frozenset[int], Any]] = {}

    @classmethod
    def of_a_pool(cls) -> type["Connection"]:
        """What a pool's connections are made of."""
        return type(cls.__name__, (cls,), {"known_types": {}, "__slots__": ()})

    async def _introspect_types(self, typeoids: Any, *seconds: float | None) -> tuple[Any, Any]:
        asked = frozenset(typeoids)
        if found := self.known_types.get(asked):
            return found, SimpleNamespace(name="nothing was asked, so no prepared statement was lost")
        found, statement = await super()._introspect_types(typeoids, *seconds)  # type: ignore[misc]  # not in its stubs
        if max(asked) < _FIRST_OWN:
            self.known_types[asked] = found
        return found, statement
