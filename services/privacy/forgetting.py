"""Files that are to go from the disk once the transaction that forgot them is committed: a list that survives a crash."""

from collections.abc import Sequence

from services.files import FileStore
from services.storage.database import Database
from services.storage.reader import Row
from services.storage.tx import Tx

_PREFIX = "forget:"
_DUE = """
SELECT key, value FROM setting WHERE starts_with(key, $1) AND (value ->> 'not_before')::timestamptz <= clock_timestamp()
LIMIT 100 FOR UPDATE SKIP LOCKED
"""


async def forget_files(tx: Tx, rows: Sequence[Row]) -> None:
    """Note files whose rows are gone (`public_id`, `fetched_until`: a download that may still be writing it ends by then)."""
    for row in rows:
        await tx.execute(
            "INSERT INTO setting (key, value) VALUES ($1, jsonb_build_object('not_before', coalesce($2, clock_timestamp()))) "
            "ON CONFLICT (key) DO NOTHING",
            _PREFIX + row["public_id"], row["fetched_until"],
        )  # fmt: skip


async def remove_files(db: Database, store: FileStore) -> int:
    """Take what is due from the disk; returns how many. The note goes last: after a crash it is simply done again."""
    async with db.tx() as tx:
        rows = await tx.rows(_DUE, _PREFIX)
        for row in rows:
            store.path(row["key"].removeprefix(_PREFIX)).unlink(missing_ok=True)
        await tx.execute("DELETE FROM setting WHERE key = ANY ($1::text[])", [row["key"] for row in rows])
    return len(rows)
