"""The inbox's statements. Each is one round trip; lanes are locked in the order of their keys everywhere."""

from collections.abc import Sequence
from typing import Any

from services.inbox.models import Arrival, Lane, Update
from services.storage.reader import Reader, Row

READ_AHEAD = 100  # updates of one lane kept in memory

# A lane that is free and not waiting is taken at once by the process that stores, when it handles updates ($5 not null).
_STORE = """
WITH arrived AS (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::text[], $6::text[]) AS a (update_id, lane, raw, error)
), stored AS (
    INSERT INTO inbox (bot_id, update_id, lane, raw, error, failed_at)
    SELECT $1, update_id, lane, raw, error, CASE WHEN update_id IS NULL THEN clock_timestamp() END
    FROM arrived ORDER BY update_id
    ON CONFLICT (bot_id, update_id) DO NOTHING
    RETURNING id, update_id, lane
), lanes AS (
    INSERT INTO lane AS l (queue, key, worker)
    SELECT 'in', lane, $5::integer FROM stored WHERE update_id IS NOT NULL GROUP BY lane ORDER BY lane
    ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1,
        worker = CASE WHEN l.worker IS NULL AND l.ready_at <= clock_timestamp() THEN excluded.worker ELSE l.worker END
    RETURNING l.key, l.version, l.worker
)
SELECT stored.id, stored.update_id, lanes.key, lanes.version, lanes.worker
FROM stored LEFT JOIN lanes ON lanes.key = stored.lane
"""

_PENDING = f"""
    LEFT JOIN LATERAL (
        SELECT id, update_id, raw, attempts FROM inbox
        WHERE lane = held.key AND done_at IS NULL AND failed_at IS NULL
        ORDER BY update_id LIMIT {READ_AHEAD}
    ) AS pending ON true
    ORDER BY held.key, pending.update_id
"""

_CLAIM = f"""
WITH held AS (
    UPDATE lane SET worker = $1 WHERE queue = 'in' AND key = ANY(ARRAY(
        SELECT key FROM lane WHERE queue = 'in' AND worker IS NULL AND ready_at <= statement_timestamp()
        ORDER BY rank, ready_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ))
    RETURNING key, version
)
SELECT held.key, held.version, pending.* FROM held {_PENDING}
"""

_READ = f"""
WITH held AS (SELECT key, version FROM lane WHERE queue = 'in' AND worker = $1 AND key = ANY($2::text[]))
SELECT held.key, held.version, pending.* FROM held {_PENDING}
"""

# Two guards, for each covers what the other cannot see. An update stored while this statement runs is not in its snapshot, but has
# raised the version of the lane that FOR UPDATE reads anew. One stored before it may have a version this worker has learned without
# the update itself (a claim locks the newest version of a lane and reads by an older snapshot), but it is in the snapshot.
# Written for plans that are made while nothing waits and used when much does: keys are looked up one by one, not the worker's lanes
# (IS NOT DISTINCT FROM knows no index) nor all pending updates (OFFSET 0 keeps the subquery from becoming a join).
_REMOVE = """
WITH held AS (
    SELECT l.key FROM lane AS l JOIN unnest($2::text[], $3::integer[]) AS known (key, version) ON known.key = l.key
    WHERE l.queue = 'in' AND l.key = ANY($2::text[]) AND l.worker IS NOT DISTINCT FROM $1 AND l.version = known.version
    ORDER BY l.key FOR UPDATE OF l
)
DELETE FROM lane USING held
WHERE lane.queue = 'in' AND lane.key = held.key AND NOT EXISTS (
    SELECT FROM inbox WHERE inbox.lane = held.key AND inbox.done_at IS NULL AND inbox.failed_at IS NULL OFFSET 0
)
RETURNING lane.key
"""

_PARK = """
WITH tried AS (
    UPDATE inbox SET attempts = $3, error = $4 WHERE id = $2 AND done_at IS NULL
)
UPDATE lane SET worker = NULL, ready_at = clock_timestamp() + $6::float8 * interval '1 second'
WHERE queue = 'in' AND key = $5 AND worker = $1
"""

_BURY = """
UPDATE inbox SET failed_at = clock_timestamp(), attempts = $3, error = $4
WHERE id = $2 AND done_at IS NULL AND failed_at IS NULL
  AND EXISTS (SELECT FROM lane WHERE queue = 'in' AND key = inbox.lane AND worker = $1)
RETURNING id
"""

_FREE_ALL = "UPDATE lane SET worker = NULL, ready_at = clock_timestamp() WHERE queue = 'in' AND worker = $1"

_BACKLOG = """
SELECT count(*) AS waiting, coalesce(extract(epoch FROM clock_timestamp() - min(received_at)), 0)::float8 AS lag
FROM (SELECT received_at FROM inbox WHERE done_at IS NULL AND failed_at IS NULL LIMIT 100000) AS pending
"""


async def store(reader: Reader, bot_id: int, worker: int | None, arrivals: Sequence[Arrival]) -> Sequence[Row]:
    """Store, ignoring what is there already. A row per new update: id, update_id and, unless dead, its lane's key, version, worker."""
    return await reader.rows(
        _STORE, bot_id,
        [a.update_id for a in arrivals], [a.lane for a in arrivals], [a.raw for a in arrivals],
        worker, [a.error for a in arrivals],
    )  # fmt: skip


async def claim(reader: Reader, worker: int, limit: int) -> list[Lane]:
    """Take up to `limit` free lanes with what waits in them."""
    return _lanes(await reader.rows(_CLAIM, worker, limit))


async def read(reader: Reader, worker: int, keys: Sequence[str]) -> list[Lane]:
    """What waits in lanes that are held; one that is missing in the answer is not the worker's any more."""
    return _lanes(await reader.rows(_READ, worker, keys))


async def remove(reader: Reader, worker: int, lanes: Sequence[Lane]) -> set[str]:
    """Remove lanes that are empty; the keys of those that were."""
    rows = await reader.rows(_REMOVE, worker, [lane.key for lane in lanes], [lane.version for lane in lanes])
    return {row["key"] for row in rows}


async def park(reader: Reader, worker: int, lane: str, update: Update, *, error: str, seconds: float) -> None:
    """Note a failed attempt and let nobody touch the lane for a while."""
    await reader.connection.execute(_PARK, worker, update.inbox_id, update.attempts + 1, error, lane, seconds)


async def bury(reader: Reader, worker: int, update: Update, error: str) -> bool:
    """Make it a dead letter. False when it is not the worker's to decide, or decided already."""
    return await reader.value(_BURY, worker, update.inbox_id, update.attempts + 1, error) is not None


async def free_all(reader: Reader, worker: int) -> None:
    """Give every lane of the worker to the others."""
    await reader.connection.execute(_FREE_ALL, worker)


async def backlog(reader: Reader) -> tuple[int, float]:
    """How many updates wait (counted up to 100,000), and the age of the oldest in seconds."""
    row: Any = await reader.row(_BACKLOG)
    return row["waiting"], row["lag"]


def _lanes(rows: Sequence[Row]) -> list[Lane]:
    found: dict[str, Lane] = {}
    for row in rows:
        lane = found.setdefault(row["key"], Lane(row["key"], row["version"]))
        if row["id"] is not None:
            lane.updates.append(Update(row["id"], row["update_id"], row["raw"], row["attempts"]))
    for lane in found.values():
        lane.partial = len(lane.updates) == READ_AHEAD
    return list(found.values())
