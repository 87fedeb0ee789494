"""What is kept how long, and taking away what is older: in small pieces with rests between them, so that nobody waits for it.

Partitions would be quicker to drop, but the inbox must know every update id it has seen (docs/decisions/0010).
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.files import FileStore
from services.storage.database import Database
from services.storage.tx import Tx

BATCH = 5000  # rows of one transaction
LONGEST = 60.0  # seconds of one round; the next one goes on
WORKS = 0.5  # share of that time in which it works at most; else it rests
_LOCK = 9  # advisory lock class: one process cleans at a time
Rest = Callable[[float], Awaitable[object]]
Step = Callable[[Tx], Awaitable[tuple[int, bool]]]
"""One piece in a transaction of its own: how many rows went, and whether there may be more."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Days for which rows are kept that have served (settings, `keep.*`). `events`: 0 is for good.

    `notices`: what waits for staff to look at, messages kept aside as well, whether anybody did or not.
    """

    inbox: int = 14
    outbox: int = 30
    events: int = 0
    notices: int = 30


# A table is walked in the order in which its rows came, by the index of its key: of the next {batch} rows the old ones go, and the walk
# ends where a row came too late to be old. What has not served stays where it is; it is little. By ctid, so that no plan reads the table.
_WALK = """
WITH seen AS MATERIALIZED (
    SELECT ctid AS place, {key}, {came} < $1 AS early, {old} AS old FROM {table} WHERE ({key}) > ({after}) ORDER BY {key} LIMIT {batch}
), gone AS (
    DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT place FROM seen WHERE old)) RETURNING 1
)
SELECT (SELECT count(*) FROM gone) AS gone, (SELECT count(*) FROM seen WHERE early) = {batch} AS more, last.*
FROM (SELECT) AS always LEFT JOIN (SELECT {key} FROM seen ORDER BY {order} LIMIT 1) AS last ON true
"""
_BY_ID = {"key": "id", "order": "id DESC", "after": "$2::bigint", "batch": BATCH}
_BY_PLACE = {"key": "xid, id", "order": "xid DESC, id DESC", "after": "$2::text::xid8, $3::bigint", "batch": BATCH}
_INBOX = _WALK.format(table="inbox", came="received_at", old="coalesce(done_at < $1, false)", **_BY_ID)
_OUTBOX = _WALK.format(
    table="outbox", came="created_at", old="coalesce(finished_at < $1 AND state NOT IN ('queued', 'retry'), false)", **_BY_ID
)
_NOTICES = _WALK.format(table="staff_notice", came="at", old="at < $1", **_BY_ID)
_ASIDE = _WALK.format(table="aside_message", came="at", old="at < $1", **_BY_ID)
_EVENTS = _WALK.format(table="event", came="at", old="at < $1", **_BY_PLACE)
# Few rows, or an index by their age.
_SHORT_LIVED = (
    ("idempotency", "created_at < clock_timestamp() - interval '7 days'"),
    ("sign_in_failure", "at < clock_timestamp() - interval '2 days'"),
    ("form_key", "created_at < clock_timestamp() - interval '2 days'"),
    ("staff_session", "seen_at < clock_timestamp() - interval '30 days'"),
    ("presence", "seen_at < clock_timestamp() - interval '1 day'"),
    ("group_told", "at < clock_timestamp() - interval '2 days'"),
    ("answer_use", "at < clock_timestamp() - interval '100 days'"),
)


async def clean_up(db: Database, files: FileStore, keep: Keep = Keep(), *, rest: Rest = asyncio.sleep) -> int:
    """Delete what has served, for at most `LONGEST` seconds; returns the number of rows. Another process that cleans is left to it."""
    gone = await _unused_uploads(db, files)
    end = time.monotonic() + LONGEST
    async with db.read() as reader:
        now: datetime = await reader.value("SELECT clock_timestamp()")
    for step in _steps(db, keep, now):
        more = True
        while more and time.monotonic() < end:
            began = time.monotonic()
            async with db.tx() as tx:
                if not await tx.value("SELECT pg_try_advisory_xact_lock($1, 0)", _LOCK):
                    return gone
                rows, more = await step(tx)
            gone += rows
            if more:
                await rest((time.monotonic() - began) * (1 / WORKS - 1))
    return gone


def _steps(db: Database, keep: Keep, now: datetime) -> Iterator[Step]:
    """Messages and updates on the database's own clock, the rest on that of business, on which it was recorded."""
    yield _Walk(_INBOX, now - timedelta(days=keep.inbox), 0)
    yield _Walk(_OUTBOX, now - timedelta(days=keep.outbox), 0)
    yield _Walk(_NOTICES, db.clock.now() - timedelta(days=keep.notices), 0)
    yield _Walk(_ASIDE, db.clock.now() - timedelta(days=keep.notices), 0)
    if keep.events:
        yield _Walk(_EVENTS, db.clock.now() - timedelta(days=keep.events), "0", 0)
    for table, old in _SHORT_LIVED:
        yield _short_lived(table, old)


class _Walk:
    """Through one table; knows how far it has come."""

    def __init__(self, sql: str, before: datetime, *start: Any) -> None:
        self._sql = sql
        self._before = before
        self._last = start

    async def __call__(self, tx: Tx) -> tuple[int, bool]:
        row = await tx.row(self._sql, self._before, *self._last)
        assert row is not None  # noqa: S101 - a SELECT from nothing always has a row
        gone, more, *last = row.values()
        if more:
            self._last = (*map(str, last[:-1]), last[-1])
        return gone, more


def _short_lived(table: str, old: str) -> Step:
    async def step(tx: Tx) -> tuple[int, bool]:
        sql = f"WITH old AS (DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE {old} LIMIT $1)) RETURNING 1)"
        gone = int(await tx.value(sql + " SELECT count(*) FROM old", BATCH))
        return gone, gone == BATCH

    return step


async def _unused_uploads(db: Database, files: FileStore) -> int:
    """Uploads that became part of nothing: the row goes first, so that a crash in between leaves a file and never a dead link."""
    async with db.tx() as tx:
        rows = await tx.rows(
            "DELETE FROM file WHERE id IN (SELECT f.id FROM file f WHERE f.telegram_file_id IS NULL AND f.created_at < $1 "
            "AND NOT EXISTS (SELECT FROM attachment a WHERE a.file_id = f.id) LIMIT $2) RETURNING public_id",
            tx.now - timedelta(days=2), BATCH,
        )  # fmt: skip
    for row in rows:
        files.path(row["public_id"]).unlink(missing_ok=True)
    return len(rows)
