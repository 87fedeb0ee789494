"""One transaction with everything that must go with it: events, outgoing mail, and the update that caused it.

Events, mail and the inbox mark are collected and written by one statement just before the commit (`flush.py`). A transaction begins with
its first statement; where there is none besides that last one, it needs no BEGIN and no COMMIT.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.outbox.models import Mail, StoredMail
from services.storage.flush import Ending, flush
from services.storage.reader import Reader, Row


class OvertakenError(Exception):
    """What was looked at before the transaction began has changed since: nothing was done, do it again."""


class StaleWorkError(Exception):
    """The update was handled already, an earlier one of its lane waits, or the lane is another worker's: nothing was changed."""


@dataclass(slots=True)
class Work:
    """The update being handled. Mail to `chat_id` is its direct answer: this process sends it right after the commit.

    `may_wait`: where nothing has been changed yet, the transaction leaves its `ending` to whoever gave it the work, to be written together
    with others, and then `settle` to be called; nothing has happened until then.
    """

    inbox_id: int
    lane: str
    worker: int
    chat_id: int | None = None
    may_wait: bool = False
    ending: Ending | None = None
    mail: list[Mail] = field(default_factory=list)
    answers: list[StoredMail] = field(default_factory=list)

    def settle(self, ids: list[int] | None) -> None:
        """The ending was written: these are the rows of its stored mail. Raises StaleWorkError for None: it was not ours to write."""
        if ids is None:
            raise StaleWorkError
        known = dict(zip((id(m) for m in self.mail if not m.ephemeral), ids, strict=True))
        self.answers = [StoredMail(known.get(id(m), 0), m) for m in self.mail if self.is_direct(m)]

    def is_direct(self, mail: Mail) -> bool:
        """Whether it is an answer that this process sends itself."""
        return mail.ephemeral or (mail.kind == "direct" and mail.chat_id == self.chat_id)


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
        return mail.ephemeral or (self.work is not None and self.work.is_direct(mail))

    async def _flush(self) -> None:
        if not (self._events or self._mail or self.work):
            return
        stored = [(m, self._is_direct(m)) for m in self._mail if not m.ephemeral]
        work = self.work
        ending = Ending(self.now, self._events, stored, (work.inbox_id, work.lane, work.worker) if work else None)
        if work is None:
            await flush(self.connection, [ending])
            return
        work.mail = self._mail
        if work.may_wait and not self.begun:
            work.ending = ending
        else:
            [ids] = await flush(self.connection, [ending])
            work.settle(ids)
