"""The outbox's statements. Each is one round trip; lanes are locked in the order of their chats everywhere."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.outbox.models import Mail, Parcel
from services.outbox.policy import Verdict
from services.storage.reader import Reader, Row

BEING_DROPPED = 0.05  # seconds until a head is looked at again that was due and could not be taken

# A free lane with its head. The head is taken if it is due; the lane is held either way until its release.
# A lane may be new although an earlier message of its chat is still in somebody's hands: after a crash of PostgreSQL the old lane is
# gone (UNLOGGED). Then the later message waits a moment, and is looked at again. So does one that is just being dropped: whoever
# drops it may want the lane at its commit (SKIP LOCKED: waiting for each other would be a deadlock).
# LATERAL and coalesce(): a plan that was made while nothing waited would look for the heads among all that waits.
_CLAIM = """
WITH held AS (
    UPDATE lane SET worker = $1 WHERE queue = 'out' AND key = ANY(ARRAY(
        SELECT key FROM lane
        WHERE queue = 'out' AND worker IS NULL AND rank <= $3 AND ready_at <= statement_timestamp()
        ORDER BY rank, ready_at LIMIT $2 FOR UPDATE SKIP LOCKED
    ))
    RETURNING key, version
), in_hand AS MATERIALIZED (
    SELECT chat_id, id FROM outbox WHERE worker IS NOT NULL AND state IN ('queued', 'retry') AND kind <> 'direct'
), head AS (
    SELECT held.key, held.version, first.id, first.due_at FROM held LEFT JOIN LATERAL (
        SELECT id, CASE WHEN EXISTS (SELECT FROM in_hand AS e WHERE e.chat_id = o.chat_id AND e.id < o.id)
            THEN clock_timestamp() + interval '0.3 seconds' ELSE due_at END AS due_at
        FROM outbox AS o
        WHERE chat_id = held.key::bigint AND state IN ('queued', 'retry') AND worker IS NULL ORDER BY id LIMIT 1
    ) AS first ON true
), due AS (
    SELECT o.id FROM head, LATERAL (
        SELECT id FROM outbox
        WHERE id = head.id AND coalesce(worker, 0) = 0 AND state IN ('queued', 'retry') FOR UPDATE SKIP LOCKED
    ) AS o
    WHERE head.due_at <= clock_timestamp()
), taken AS (
    UPDATE outbox AS o SET worker = $1, attempts = least(o.attempts + 1, 30000), due_at = clock_timestamp()
    FROM due WHERE o.id = due.id
    RETURNING o.*
)
SELECT head.key, head.version, extract(epoch FROM head.due_at - clock_timestamp())::float8 AS wait,
    taken.id, taken.chat_id, taken.method, taken.params, taken.kind, taken.message_id, taken.attempts, taken.unknown, taken.error,
    extract(epoch FROM clock_timestamp() - taken.created_at)::float8 AS age,
    taken.about, extract(epoch FROM taken.valid_until - clock_timestamp())::float8 AS valid_for
FROM head LEFT JOIN taken ON taken.id = head.id
ORDER BY taken.id
"""

# What was sent is recorded whoever holds the row by now; everything else only by its holder. A lane goes when nothing waits in it:
# see the guards in services/inbox/queries.py, and there too why it is written so: for plans that are made while nothing waits. What
# is not finished needs a lane.
_RECORD = """
WITH report AS (
    SELECT * FROM unnest($2::bigint[], $3::text[], $4::float8[], $5::integer[], $6::integer[], $7::text[], $8::text[])
        AS r (id, state, delay, unknown, attempts, error, telegram_ids)
), recorded AS (
    UPDATE outbox AS o SET
        state = coalesce(r.state, o.state), worker = NULL,
        unknown = least(o.unknown + r.unknown, 30000), attempts = least(o.attempts + r.attempts, 30000),
        error = CASE WHEN r.state IS NULL THEN o.error ELSE r.error END,
        telegram_ids = coalesce(r.telegram_ids::bigint[], o.telegram_ids),
        due_at = CASE r.state WHEN 'retry' THEN clock_timestamp() + r.delay * interval '1 second' ELSE o.due_at END,
        finished_at = CASE WHEN r.state <> 'retry' THEN clock_timestamp() END
    FROM report AS r
    WHERE o.id = r.id AND o.state IN ('queued', 'retry') AND (o.worker = $1 OR r.state IN ('sent', 'blocked', 'failed', 'dropped'))
    RETURNING o.id, o.chat_id, o.kind, o.message_id, o.state, o.unknown, o.due_at, o.telegram_ids
), known AS (
    INSERT INTO message_telegram (chat_id, telegram_id, message_id)
    SELECT recorded.chat_id, part, recorded.message_id FROM recorded, unnest(recorded.telegram_ids) AS part
    WHERE recorded.state = 'sent' AND EXISTS (SELECT FROM message WHERE message.id = recorded.message_id)
    ORDER BY 1, 2
    ON CONFLICT DO NOTHING
), release AS (
    SELECT * FROM unnest($9::text[], $10::integer[], $11::float8[]) AS r (key, version, delay)
), held AS (
    SELECT l.key, release.version, release.delay FROM lane AS l JOIN release ON release.key = l.key
    WHERE l.queue = 'out' AND l.key = ANY($9::text[]) AND l.worker IS NOT DISTINCT FROM $1
    ORDER BY l.key::bigint FOR UPDATE OF l
), gone AS (
    DELETE FROM lane USING held
    WHERE lane.queue = 'out' AND lane.key = held.key AND lane.version = held.version
      AND NOT EXISTS (SELECT FROM recorded WHERE recorded.chat_id = held.key::bigint AND recorded.state IN ('queued', 'retry'))
      AND NOT EXISTS (
          SELECT FROM outbox AS o WHERE o.chat_id = held.key::bigint AND o.state IN ('queued', 'retry') AND o.worker IS NULL OFFSET 0
      )
    RETURNING lane.key
), freed AS (
    UPDATE lane SET worker = NULL, ready_at = clock_timestamp() + held.delay * interval '1 second' FROM held
    WHERE lane.queue = 'out' AND lane.key = held.key AND NOT EXISTS (SELECT FROM gone WHERE gone.key = held.key)
    RETURNING held.delay
), made AS (
    INSERT INTO lane AS l (queue, key, rank, ready_at)
    SELECT 'out', chat_id::text, min(CASE kind WHEN 'direct' THEN 0 WHEN 'bulk' THEN 2 ELSE 1 END), min(due_at)
    FROM recorded
    WHERE state IN ('queued', 'retry') AND chat_id NOT IN (SELECT key::bigint FROM held)
    GROUP BY chat_id ORDER BY chat_id
    ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1, rank = least(l.rank, excluded.rank)
)
SELECT recorded.id, recorded.chat_id, recorded.message_id, recorded.state, recorded.unknown, (SELECT min(delay) FROM freed) AS next
FROM (SELECT) AS always LEFT JOIN recorded ON true
"""

_LOCK_MESSAGES = "SELECT FROM message WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE"

_DELIVERY = """
WITH parts AS (
    SELECT message_id, CASE
        WHEN bool_or(state = 'failed') THEN 'failed'
        WHEN bool_or(state = 'blocked') THEN 'blocked'
        WHEN bool_or(state = 'retry') THEN 'retry'
        WHEN bool_or(state = 'queued') THEN 'queued'
        WHEN bool_or(unknown > 0) THEN 'maybe_twice'
        ELSE 'sent' END AS delivery
    FROM outbox WHERE message_id = ANY($1::bigint[]) AND state <> 'dropped' GROUP BY message_id
)
UPDATE message AS m SET delivery = parts.delivery FROM parts, request AS r
WHERE m.id = parts.message_id AND r.number = m.request_number
  AND m.delivery IS DISTINCT FROM parts.delivery AND m.delivery IS DISTINCT FROM 'no_channel'
RETURNING m.id, m.request_number, m.delivery, r.unit_id
"""

_MOVE_CHAT = """
WITH moved AS (
    UPDATE outbox SET chat_id = $2 WHERE chat_id = $1 AND state IN ('queued', 'retry') AND worker IS NULL RETURNING kind
)
INSERT INTO lane AS l (queue, key, rank)
SELECT 'out', $2::bigint::text, min(CASE kind WHEN 'direct' THEN 0 WHEN 'bulk' THEN 2 ELSE 1 END) FROM moved HAVING count(*) > 0
ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1, rank = least(l.rank, excluded.rank)
"""

_BACKLOG = (
    "SELECT count(*) FROM (SELECT FROM outbox WHERE state IN ('queued', 'retry') AND worker IS NULL LIMIT 100000) AS waiting"
)


@dataclass(frozen=True, slots=True)
class Release:
    """A lane to be let go, and for how many seconds nobody need look at it."""

    key: str
    version: int
    delay: float = 0.0


@dataclass(frozen=True, slots=True)
class Head:
    """A lane just taken. `parcel` None: nothing waits in it, or it is not due for `wait` seconds."""

    key: str
    version: int
    wait: float
    parcel: Parcel | None


async def claim(reader: Reader, worker: int, limit: int, rank: int, now: float) -> list[Head]:
    """Take up to `limit` free lanes up to this rank, each with the message at its head; answers and old ones first.

    `now`: the event loop's time, on which `expires_at` is said.
    """
    return [_head(row, now) for row in await reader.rows(_CLAIM, worker, limit, rank)]


async def record(
    reader: Reader, worker: int, verdicts: Sequence[tuple[int, Verdict]], releases: Sequence[Release]
) -> Sequence[Row]:
    """Record verdicts by outbox id and let lanes go.

    A row per message recorded: id, chat_id, message_id, state, unknown; at least one row, whose `next` is the seconds until the first
    of the released lanes with more in it may be taken, None without any.
    """
    what = [v for _, v in verdicts]
    ids = ["{" + ",".join(map(str, v.telegram_ids)) + "}" if v.telegram_ids else None for v in what]
    return await reader.rows(
        _RECORD, worker,
        [i for i, _ in verdicts], [v.state for v in what], [v.delay for v in what], [v.unknown for v in what],
        [v.attempts for v in what], [v.error for v in what], ids,
        [r.key for r in releases], [r.version for r in releases], [r.delay for r in releases],
    )  # fmt: skip


async def deliveries(reader: Reader, messages: Sequence[int]) -> Sequence[Row]:
    """Sum up the parts of messages; those whose delivery changed: id, request_number, delivery, unit_id. In a transaction."""
    await reader.rows(_LOCK_MESSAGES, messages)
    return await reader.rows(_DELIVERY, messages)


async def move_chat(reader: Reader, old: int, new: int) -> None:
    """Everything that waits for a group goes to its new id."""
    await reader.rows(_MOVE_CHAT, old, new)


async def backlog(reader: Reader) -> int:
    """How many messages wait, counted up to 100,000."""
    return int(await reader.value(_BACKLOG))


def _head(row: Any, now: float) -> Head:
    if row["id"] is None:
        return Head(row["key"], row["version"], 0.0 if row["wait"] is None else max(BEING_DROPPED, row["wait"]), None)
    mail = Mail(
        row["chat_id"], row["method"], row["params"], row["kind"], row["message_id"], about=row["about"], valid_for=row["valid_for"]
    )  # fmt: skip
    parcel = Parcel(
        row["id"], mail, row["attempts"], row["unknown"], row["age"], row["error"], row["key"], row["version"],
        expires_at=math.inf if mail.valid_for is None else now + mail.valid_for,
    )  # fmt: skip
    return Head(row["key"], row["version"], 0.0, parcel)
