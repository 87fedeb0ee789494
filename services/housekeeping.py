"""What is kept how long, and taking away what is older, a few thousand rows at a time so that nobody waits for a lock."""

from datetime import timedelta

from services.files import FileStore
from services.storage.database import Database

_BATCH = 5000
# Telegram repeats an update for a day, and update ids start anew after a week of silence (telegram.md §4).
_OLD = (
    ("inbox", "done_at < clock_timestamp() - interval '14 days'"),
    ("outbox", "state NOT IN ('queued', 'retry') AND finished_at < clock_timestamp() - interval '30 days'"),
    ("idempotency", "created_at < clock_timestamp() - interval '7 days'"),
    ("sign_in_failure", "at < clock_timestamp() - interval '2 days'"),
    ("form_key", "created_at < clock_timestamp() - interval '2 days'"),
    ("staff_session", "seen_at < clock_timestamp() - interval '30 days'"),
)


async def clean_up(db: Database, files: FileStore) -> int:
    """Delete what has served; returns the number of rows."""
    gone = await _unused_uploads(db, files)
    for table, old in _OLD:
        while True:
            async with db.tx() as tx:
                sql = f"WITH old AS (DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table} WHERE {old} LIMIT $1) RETURNING 1)"
                deleted = int(await tx.value(sql + " SELECT count(*) FROM old", _BATCH))
            gone += deleted
            if deleted < _BATCH:
                break
    return gone


async def _unused_uploads(db: Database, files: FileStore) -> int:
    """Uploads that became part of nothing: the row goes first, so that a crash in between leaves a file and never a dead link."""
    async with db.tx() as tx:
        rows = await tx.rows(
            "DELETE FROM file WHERE id IN (SELECT f.id FROM file f WHERE f.telegram_file_id IS NULL AND f.created_at < $1 "
            "AND NOT EXISTS (SELECT FROM attachment a WHERE a.file_id = f.id) LIMIT $2) RETURNING public_id",
            tx.now - timedelta(days=2), _BATCH,
        )  # fmt: skip
    for row in rows:
        files.path(row["public_id"]).unlink(missing_ok=True)
    return len(rows)
