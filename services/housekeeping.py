"""What is kept how long, and taking away what is older, a few thousand rows at a time so that nobody waits for a lock."""

from services.storage.database import Database

_BATCH = 5000
# Telegram repeats an update for a day, and update ids start anew after a week of silence (telegram.md §4).
_OLD = (
    ("inbox", "done_at < clock_timestamp() - interval '14 days'"),
    ("outbox", "state NOT IN ('queued', 'retry') AND finished_at < clock_timestamp() - interval '30 days'"),
    ("idempotency", "created_at < clock_timestamp() - interval '7 days'"),
    ("sign_in_failure", "at < clock_timestamp() - interval '2 days'"),
    ("staff_session", "seen_at < clock_timestamp() - interval '30 days'"),
)


async def clean_up(db: Database) -> int:
    """Delete what has served; returns the number of rows."""
    gone = 0
    for table, old in _OLD:
        while True:
            async with db.tx() as tx:
                sql = f"WITH old AS (DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} WHERE {old} LIMIT $1) RETURNING 1)"
                deleted = int(await tx.value(sql + " SELECT count(*) FROM old", _BATCH))
            gone += deleted
            if deleted < _BATCH:
                break
    return gone
