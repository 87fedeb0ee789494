"""What keeps lanes moving when workers die: the statements of the sweep that every worker runs.

Fencing does not depend on them: a worker that was taken for dead cannot finish an update any more (see `tx.py`), and its
own statements name it, so they change nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

_ALIVE = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND classid = 1 AND objsubid = 2 AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

# Workers seen in use before the locks are looked at: one of them that holds no lock is dead, for a worker takes its lock before
# it takes anything else.
_DEAD = f"""
SELECT used.worker FROM (
    SELECT worker FROM lane WHERE worker IS NOT NULL
    UNION SELECT worker FROM outbox WHERE worker IS NOT NULL AND state IN ('queued', 'retry')
) AS used
WHERE used.worker NOT IN ({_ALIVE})
"""

_ALONE = f"SELECT NOT EXISTS (SELECT FROM ({_ALIVE}) AS alive (no) WHERE alive.no <> $1)"

# Mail first: as long as the lane is not free, nobody sends a later message of the chat.
_FREE_MAIL = """
WITH taken AS (
    SELECT id FROM outbox WHERE worker = ANY($1::integer[]) AND state IN ('queued', 'retry') FOR UPDATE SKIP LOCKED
), freed AS (
    UPDATE outbox AS o SET worker = NULL, due_at = least(o.due_at, clock_timestamp()),
        unknown = o.unknown + (o.method ~ '^(send|copy|forward)')::integer
    FROM taken WHERE o.id = taken.id
    RETURNING o.chat_id, o.kind
), lanes AS (
    INSERT INTO lane AS l (queue, key, rank)
    SELECT 'out', chat_id::text, min(CASE kind WHEN 'direct' THEN 0 WHEN 'bulk' THEN 2 ELSE 1 END)
    FROM freed GROUP BY chat_id ORDER BY chat_id
    ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1, rank = least(l.rank, excluded.rank)
)
SELECT count(*) FROM freed
"""

_FREE_LANES = """
WITH taken AS (
    SELECT queue, key FROM lane WHERE worker = ANY($1::integer[]) FOR UPDATE SKIP LOCKED
)
UPDATE lane SET worker = NULL, ready_at = clock_timestamp() FROM taken
WHERE lane.queue = taken.queue AND lane.key = taken.key
"""

# Mail that a worker holds and does not know of: the answer to the commit that gave it was lost, so it was never sent.
_FREE_LOST = """
WITH freed AS (
    UPDATE outbox SET worker = NULL
    WHERE worker = $1 AND state IN ('queued', 'retry') AND due_at <= clock_timestamp() - $2::float8 * interval '1 second'
      AND id <> ALL($3::bigint[])
    RETURNING chat_id, kind
)
INSERT INTO lane AS l (queue, key, rank)
SELECT 'out', chat_id::text, min(CASE kind WHEN 'direct' THEN 0 WHEN 'bulk' THEN 2 ELSE 1 END)
FROM freed GROUP BY chat_id ORDER BY chat_id
ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1, rank = least(l.rank, excluded.rank),
    worker = CASE WHEN l.worker IS DISTINCT FROM $1 OR l.key = ANY($4::text[]) THEN l.worker END
"""

_ADOPT_MAIL = "UPDATE outbox SET worker = $2 WHERE worker = $1 AND id = ANY($3::bigint[]) AND state IN ('queued', 'retry')"
_ADOPT_LANES = "UPDATE lane SET worker = $2 WHERE queue = 'out' AND worker = $1 AND key = ANY($3::text[])"

_REBUILD_IN = """
INSERT INTO lane (queue, key)
SELECT 'in', pending.lane
FROM (SELECT DISTINCT lane FROM inbox WHERE done_at IS NULL AND failed_at IS NULL) AS pending
WHERE NOT EXISTS (SELECT FROM lane AS l WHERE l.queue = 'in' AND l.key = pending.lane)
ORDER BY pending.lane
ON CONFLICT DO NOTHING
"""

# Also for a chat of which somebody still holds earlier mail, alive or dead: whoever takes the lane looks out for that.
_REBUILD_OUT = """
INSERT INTO lane (queue, key, rank)
SELECT 'out', pending.chat_id::text, pending.rank
FROM (
    SELECT chat_id, min(CASE kind WHEN 'direct' THEN 0 WHEN 'bulk' THEN 2 ELSE 1 END) AS rank
    FROM outbox WHERE state IN ('queued', 'retry') AND worker IS NULL GROUP BY chat_id
) AS pending
WHERE NOT EXISTS (SELECT FROM lane AS l WHERE l.queue = 'out' AND l.key = pending.chat_id::text)
ORDER BY pending.chat_id
ON CONFLICT DO NOTHING
"""


async def dead_workers(connection: Any) -> Sequence[int]:
    """Numbers of workers that hold lanes or mail and are gone."""
    return [row["worker"] for row in await connection.fetch(_DEAD)]


async def is_alone(connection: Any, worker: int) -> bool:
    """Whether no other worker lives."""
    return bool(await connection.fetchval(_ALONE, worker))


async def free(connection: Any, workers: Sequence[int]) -> None:
    """Give lanes and mail of these workers to whoever comes; new messages among the mail may have been sent already."""
    await connection.fetchval(_FREE_MAIL, workers)
    await connection.execute(_FREE_LANES, workers)


async def free_lost(connection: Any, worker: int, seconds: float, in_hand: Mapping[int, str | None]) -> None:
    """Free the worker's mail that is older than `seconds` and not in its hands (outbox id → key of the lane it holds)."""
    await connection.execute(_FREE_LOST, worker, seconds, list(in_hand), _keys(in_hand))


async def adopt(connection: Any, former: int, worker: int, in_hand: Mapping[int, str | None]) -> None:
    """Take what the process is just sending along to its new worker number, and let go of the rest that it had."""
    await connection.execute(_ADOPT_LANES, former, worker, _keys(in_hand))
    await connection.execute(_ADOPT_MAIL, former, worker, list(in_hand))
    await connection.execute(_FREE_LOST, former, 0.0, list(in_hand), [])
    await connection.execute(_FREE_LANES, [former])


def _keys(in_hand: Mapping[int, str | None]) -> list[str]:
    return [key for key in in_hand.values() if key is not None]


async def rebuild(connection: Any) -> None:
    """Make the lanes that are missing: the table is not kept over a crash of the database (UNLOGGED)."""
    await connection.execute(_REBUILD_IN)
    await connection.execute(_REBUILD_OUT)
