"""One transaction with everything that must go with it: events, outgoing mail, and the update that caused it.

Events, mail and the inbox mark are collected and written by one statement just before the commit.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.outbox.models import Mail, StoredMail
from services.storage.reader import Reader

# coalesce(): a plan that was made while nothing waited would look for the id among all pending updates instead of in the primary key.
_FLUSH = """
WITH done AS (
    UPDATE inbox SET done_at = clock_timestamp(), error = NULL
    WHERE id = $1 AND coalesce(done_at, failed_at) IS NULL
      AND EXISTS (SELECT FROM lane WHERE queue = 'in' AND key = $2 AND worker = $3)
      AND NOT EXISTS (SELECT FROM inbox AS earlier WHERE earlier.lane = $2 AND earlier.update_id < inbox.update_id
                      AND earlier.done_at IS NULL AND earlier.failed_at IS NULL)
    RETURNING id
), events AS (
    INSERT INTO event (type, at, actor, subject, unit_id, data)
    SELECT * FROM unnest($4::text[], $5::timestamptz[], $6::text[], $7::text[], $8::integer[], $9::jsonb[])
), mail AS (
    INSERT INTO outbox (chat_id, method, params, kind, message_id, worker, about, valid_until)
    SELECT chat_id, method, params, kind, message_id, worker, about, clock_timestamp() + valid_for * interval '1 second'
    FROM unnest($10::bigint[], $11::text[], $12::jsonb[], $13::text[], $14::bigint[], $15::integer[], $16::text[], $17::float8[])
         WITH ORDINALITY AS m (chat_id, method, params, kind, message_id, worker, about, valid_for, place)
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
FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::jsonb[]) AS e (type, actor, subject, unit_id, data)
"""


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
        self._events: list[tuple[str, str, str, int | None, str]] = []
        self._mail: list[Mail] = []

    async def execute(self, sql: str, *args: Any) -> None:
        """Run a statement."""
        await self.connection.execute(sql, *args)

    def event(self, action: str, subject: str, /, *, unit_id: int | None = None, actor: str | None = None, **data: Any) -> None:
        """Record what happened: `action` is dotted (`request.opened`), `subject` what it happened to (`request:12`)."""
        self._events.append((action, actor or self.actor, subject, unit_id, json.dumps(data, default=str)))

    def send(self, mail: Mail) -> None:
        """Send with the commit: to the person just answered directly, to anybody else through the relay."""
        self._mail.append(mail)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may be refused: an exception undoes this part alone, with its events and mail."""
        events, mail, live = len(self._events), len(self._mail), self.live
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

    def _is_direct(self, mail: Mail) -> bool:
        return mail.ephemeral or (self.work is not None and mail.kind == "direct" and mail.chat_id == self.work.chat_id)

    async def flush(self) -> None:
        """Write what was collected. Raises StaleWorkError when the update is not ours to finish."""
        if not (self._events or self._mail or self.work):
            return
        if not (self._mail or self.work):
            await self.execute(_EVENTS, self.now, *([event[place] for event in self._events] for place in range(5)))
            return
        stored = [m for m in self._mail if not m.ephemeral]
        work = self.work
        row = await self.row(
            _FLUSH,
            work.inbox_id if work else None, work.lane if work else None, work.worker if work else None,
            [e[0] for e in self._events], [self.now] * len(self._events), [e[1] for e in self._events],
            [e[2] for e in self._events], [e[3] for e in self._events], [e[4] for e in self._events],
            [m.chat_id for m in stored], [m.method for m in stored], [json.dumps(m.params) for m in stored],
            [m.kind for m in stored], [m.message_id for m in stored],
            [work.worker if work and self._is_direct(m) else None for m in stored],
            [m.about for m in stored], [m.valid_for for m in stored],
        )  # fmt: skip
        assert row is not None  # noqa: S101 - a SELECT without FROM always has a row
        if work:
            if not row["done"]:
                raise StaleWorkError
            self._answers(work, stored, row["mail"])

    def _answers(self, work: Work, stored: list[Mail], ids: list[int]) -> None:
        known = dict(zip((id(m) for m in stored), ids, strict=True))
        work.answers = [StoredMail(known.get(id(m), 0), m) for m in self._mail if self._is_direct(m)]
