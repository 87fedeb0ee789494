"""One transaction with everything that must go with it: events, outgoing mail, and the update that caused it.

Events, mail and the inbox mark are collected and written by one statement just before the commit. A transaction begins with its first
statement; where there is none besides that last one, it needs no BEGIN and no COMMIT.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.outbox.models import Mail, StoredMail
from services.storage.reader import Reader, Row

# coalesce(): a plan that was made while nothing waited would look for the id among all pending updates instead of in the primary key.
_FLUSH = """
WITH done AS (
    UPDATE inbox SET done_at = clock_timestamp(), error = NULL
    WHERE id = $1 AND coalesce(done_at, failed_at) IS NULL
      AND EXISTS (SELECT FROM lane WHERE queue = 'in' AND key = $2 AND worker = $3)
      AND NOT EXISTS (SELECT FROM inbox AS earlier WHERE earlier.lane = $2 AND earlier.update_id < inbox.update_id
                      AND earlier.done_at IS NULL AND earlier.failed_at IS NULL)
    RETURNING id
), ours AS (
    SELECT WHERE $1::bigint IS NULL OR EXISTS (SELECT FROM done)
), events AS (
    INSERT INTO event (type, at, actor, subject, unit_id, data)
    SELECT type, $4, actor, subject, unit_id, data
    FROM ours, jsonb_to_recordset($5::text::jsonb) AS e (type text, actor text, subject text, unit_id integer, data jsonb)
), mail AS (
    INSERT INTO outbox (chat_id, method, params, kind, message_id, worker, about, valid_until)
    SELECT chat_id, method, params, kind, message_id, worker, about, clock_timestamp() + valid_for * interval '1 second'
    FROM ours, ROWS FROM (jsonb_to_recordset($6::text::jsonb) AS (
        chat_id bigint, method text, params jsonb, kind text, message_id bigint, worker integer, about text, valid_for float8
    )) WITH ORDINALITY AS m (chat_id, method, params, kind, message_id, worker, about, valid_for, place)
    ORDER BY place
    RETURNING id, chat_id, kind, worker
), lanes AS (
    INSERT INTO lane AS l (queue, key, rank)
    SELECT 'out', chat_id::text, min(CASE kind WHEN 'direct' THEN 0 WHEN 'bulk' THEN 2 ELSE 1 END)
    FROM mail WHERE worker IS NULL GROUP BY chat_id ORDER BY chat_id
    ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1, rank = least(l.rank, excluded.rank)
)
SELECT (SELECT count(*) FROM done) AS done, ARRAY(SELECT id FROM mail ORDER BY id) AS mail
"""

# What most doors besides the lanes leave behind: events alone, at half the price.
_EVENTS = """
INSERT INTO event (type, at, actor, subject, unit_id, data)
SELECT type, $1, actor, subject, unit_id, data
FROM jsonb_to_recordset($2::text::jsonb) AS e (type text, actor text, subject text, unit_id integer, data jsonb)
"""
# One text instead of a dozen arrays: the driver looks at each element of an array several times.
_json = json.JSONEncoder(default=str, separators=(",", ":")).encode


class OvertakenError(Exception):
    """What was looked at before the transaction began has changed since: nothing was done, do it again."""


class StaleWorkError(Exception):
    """The update was handled already, an earlier one of its lane waits, or the lane is another worker's: nothing was changed."""


@dataclass(slots=True)
class Work:
    """The update being handled. Mail to `chat_id` is its direct answer: this process sends it right after the commit."""

    inbox_id: int
    lane: str
    worker: int
    chat_id: int | None = None
    answers: list[StoredMail] = field(default_factory=list)


class Tx(Reader):
    """A transaction. Made by `Database.tx()` only; `now` is one moment of business time for all that happens in it."""

    def __init__(self, connection: Any, now: datetime, work: Work | None) -> None:
        super().__init__(connection)
        self.now = now
        self.work = work
        self.actor = "system"
        self.live = False  # a statement has written events by itself
        self.first: Callable[[Tx], Awaitable[None]] | None = None
        """Called when the transaction begins, before anything else: to lock and check what was only looked at before."""
        self._transaction: Any = None
        self._events: list[dict[str, Any]] = []
        self._mail: list[Mail] = []

    @property
    def begun(self) -> bool:
        """Whether there has been a statement."""
        return self._transaction is not None

    def look(self) -> Reader:
        """For statements that change and lock nothing: before the first other one they need no transaction."""
        return Reader(self.connection)

    async def rows(self, sql: str, *args: Any) -> Sequence[Row]:
        """All rows."""
        if self._transaction is None:
            await self._begin()
        return await super().rows(sql, *args)

    async def row(self, sql: str, *args: Any) -> Row | None:
        """The first row, or None."""
        if self._transaction is None:
            await self._begin()
        return await super().row(sql, *args)

    async def value(self, sql: str, *args: Any) -> Any:
        """The first column of the first row, or None."""
        if self._transaction is None:
            await self._begin()
        return await super().value(sql, *args)

    async def execute(self, sql: str, *args: Any) -> None:
        """Run a statement."""
        if self._transaction is None:
            await self._begin()
        await self.connection.execute(sql, *args)

    def event(self, action: str, subject: str, /, *, unit_id: int | None = None, actor: str | None = None, **data: Any) -> None:
        """Record what happened: `action` is dotted (`request.opened`), `subject` what it happened to (`request:12`)."""
        self._events.append(
            {"type": action, "actor": actor or self.actor, "subject": subject, "unit_id": unit_id, "data": data}
        )

    def send(self, mail: Mail) -> None:
        """Send with the commit: to the person just answered directly, to anybody else through the relay."""
        self._mail.append(mail)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may be refused: an exception undoes this part alone, with its events and mail."""
        events, mail, live = len(self._events), len(self._mail), self.live
        if self._transaction is None:
            await self._begin()
        try:
            async with self.connection.transaction():  # inside a transaction: a savepoint
                yield
        except BaseException:
            del self._events[events:], self._mail[mail:]
            self.live = live
            raise

    @property
    def left_behind(self) -> tuple[bool, bool]:
        """Whether the commit leaves events to show, and mail for the relay."""
        return self.live or bool(self._events), any(not self._is_direct(m) for m in self._mail)

    async def commit(self) -> None:
        """For `Database.tx()`: write what was collected and commit. Raises StaleWorkError when the update is not ours to finish."""
        try:
            await self._flush()
        except BaseException:
            await self.rollback()
            raise
        if self._transaction is not None:
            await self._transaction.commit()

    async def rollback(self) -> None:
        """For `Database.tx()`: undo everything."""
        if self._transaction is not None:
            await self._transaction.rollback()

    async def _begin(self) -> None:
        transaction = self.connection.transaction()
        await transaction.start()
        self._transaction = transaction
        if self.first is not None:
            await self.first(self)

    def _is_direct(self, mail: Mail) -> bool:
        return mail.ephemeral or (self.work is not None and mail.kind == "direct" and mail.chat_id == self.work.chat_id)

    async def _flush(self) -> None:
        if not (self._events or self._mail or self.work):
            return
        if not (self._mail or self.work):
            await self.connection.execute(_EVENTS, self.now, _json(self._events))
            return
        stored = [m for m in self._mail if not m.ephemeral]
        work = self.work
        row: Any = await self.connection.fetchrow(
            _FLUSH, work.inbox_id if work else None, work.lane if work else None, work.worker if work else None,
            self.now, _json(self._events), _json([self._stored(m) for m in stored]),
        )  # fmt: skip
        if work:
            if not row["done"]:
                raise StaleWorkError
            self._answers(work, stored, row["mail"])

    def _stored(self, mail: Mail) -> dict[str, Any]:
        return {
            "chat_id": mail.chat_id, "method": mail.method, "params": mail.params, "kind": mail.kind, "message_id": mail.message_id,
            "worker": self.work.worker if self.work and self._is_direct(mail) else None, "about": mail.about, "valid_for": mail.valid_for,
        }  # fmt: skip

    def _answers(self, work: Work, stored: list[Mail], ids: list[int]) -> None:
        known = dict(zip((id(m) for m in stored), ids, strict=True))
        work.answers = [StoredMail(known.get(id(m), 0), m) for m in self._mail if self._is_direct(m)]
