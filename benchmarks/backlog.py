"""A queue of a given length, as the product's tables hold it, and as procrastinate's do."""

from typing import Any

import asyncpg
from procrastinate.schema import SchemaManager

AGENTS = 4000  # enough for a window in which everybody takes no more than the limit allows
CLIENTS = 1000

_AGENTS = """
INSERT INTO staff (login, name, role, password_hash, shift, shift_at)
SELECT 'bench' || n, 'Bench ' || n, 'agent', 'x', 'on', now() FROM generate_series(1, $1::integer) AS n
"""
_CLIENTS = """
INSERT INTO client (public_id, name, created_at) SELECT 'bench' || n, 'Bench ' || n, now() FROM generate_series(1, $1::integer) AS n
"""
# One every second, the oldest first; types, units and sources mixed as in a working chain, with the weights of a new one.
_REQUESTS = """
INSERT INTO request
    (client_id, type, state, source, language, unit_id, created_at, waiting_since, last_client_at, queue_key, class, standing)
SELECT c.id, kind.type, 'queued', 'telegram', 'ru', u.id, at, at, at,
    at - CASE kind.type WHEN 'claim' THEN interval '30 minutes' ELSE interval '0' END, k.id,
    CASE kind.type WHEN 'claim' THEN '{"boosts": [{"of": "claim", "what": "type", "minutes": 30}]}'::jsonb END
FROM generate_series($1::bigint, $2::bigint) AS n
    CROSS JOIN LATERAL (SELECT timestamptz '2026-01-01Z' + n * interval '1 second' AS at) AS moment
    CROSS JOIN LATERAL (SELECT (ARRAY['other', 'booking', 'repair_status', 'price', 'claim'])[1 + n % 5] AS type) AS kind
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM client) AS c ON c.place = n % $3
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM unit) AS u ON u.place = n % 3
    JOIN routing_class k ON k.unit = u.id AND k.type = kind.type AND k.language = 'ru'
ORDER BY n
"""
_JOBS = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args)
SELECT 'default', 'bench', '{}' FROM generate_series(1, $1::integer)
"""


class Backlog:
    """`length` requests waiting; what was claimed is closed and replaced at the end of the queue, as it goes in life."""

    def __init__(self, connection: Any, length: int) -> None:
        self._connection = connection
        self._length = length
        self._last = 0
        self.agents: list[int] = []

    @classmethod
    async def made(cls, url: str, length: int) -> "Backlog":
        """In a database with our schema and the demo chain."""
        backlog = cls(await asyncpg.connect(url, command_timeout=300), length)
        connection = backlog._connection
        await connection.execute(_AGENTS, AGENTS)
        await connection.execute(_CLIENTS, CLIENTS)
        await backlog._add(length)
        await connection.execute("VACUUM (ANALYZE)")
        backlog.agents = [
            row["id"] for row in await connection.fetch("SELECT id FROM staff WHERE login LIKE 'bench%' ORDER BY id")
        ]
        return backlog

    async def settle(self) -> int:
        """Close what was claimed, fill up, tidy; returns how many had been claimed."""
        closed = await self._connection.fetchval(
            "WITH done AS (UPDATE request SET state = 'closed', outcome = 'solved', summary = '', closed_at = now() "
            "WHERE agent_id IS NOT NULL AND state <> 'closed' RETURNING 1) SELECT count(*) FROM done"
        )
        await self._add(closed)
        await self._connection.execute("VACUUM request, event")
        await self._connection.execute("CHECKPOINT")
        return int(closed)

    async def check(self) -> None:
        """No request has two owners, nobody holds more than the limit, nothing has vanished."""
        row = await self._connection.fetchrow(
            "SELECT (SELECT count(*) FROM request WHERE state = 'queued') AS queued, "
            "(SELECT count(*) FROM request WHERE state = 'assigned') AS assigned, "
            "(SELECT coalesce(max(held), 0) FROM "
            "(SELECT count(*) AS held FROM request WHERE state = 'assigned' GROUP BY agent_id) AS holdings) AS most"
        )
        assert row["queued"] + row["assigned"] == self._length, dict(row)
        assert row["most"] <= 5, dict(row)

    async def close(self) -> None:
        """Disconnect."""
        await self._connection.close()

    async def _add(self, count: int) -> None:
        """Without the checks of foreign keys, which would take most of the time of a million rows."""
        async with self._connection.transaction():
            await self._connection.execute("SET LOCAL session_replication_role = replica")
            await self._connection.execute(_REQUESTS, self._last + 1, self._last + count, CLIENTS)
        self._last += count


class Jobs:
    """procrastinate's queue in a database of its own."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.workers: list[int] = []

    @classmethod
    async def made(cls, url: str, length: int, workers: int) -> "Jobs":
        """Its schema, so many jobs and registered workers."""
        jobs = cls(await asyncpg.connect(url, command_timeout=300))
        await jobs._connection.execute(SchemaManager.get_schema())
        await jobs._connection.execute(_JOBS, length)
        sql = "SELECT worker_id FROM procrastinate_register_worker_v1()"
        jobs.workers = [await jobs._connection.fetchval(sql) for _ in range(workers)]
        await jobs._connection.execute("VACUUM (ANALYZE)")
        return jobs

    async def settle(self) -> int:
        """Finish what was fetched, fill up, tidy; returns how many had been fetched."""
        done = await self._connection.fetchval(
            "WITH done AS (UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'doing' RETURNING 1) SELECT count(*) FROM done"
        )
        await self._connection.execute(_JOBS, done)
        await self._connection.execute("VACUUM procrastinate_jobs, procrastinate_events")
        await self._connection.execute("CHECKPOINT")
        return int(done)

    async def close(self) -> None:
        """Disconnect."""
        await self._connection.close()
