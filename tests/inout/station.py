"""One process's worth of the roads in and out, on a real PostgreSQL and a real Valkey."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis

from bot.nursery import Backoff, Nursery
from services.inbox import Ingest, Runner, Update
from services.outbox.models import Mail
from services.outbox.outbox import Outbox
from services.outbox.rates import Rates
from services.outbox.relay import Check
from services.outbox.results import NO_HOOKS, Hooks
from services.storage.database import Database
from services.storage.tx import Tx, Work
from services.storage.workers import Worker
from tests.inout.telegram import Telegram

BOT = 4242
FAST = Rates(global_per_second=100_000, chat_per_second=100_000, chat_burst=1000, group_per_minute=1_000_000)


async def until(look: Callable[[], Awaitable[Any] | Any], what: str, seconds: float = 8.0) -> Any:
    """The first true answer of `look`."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                found = look()
                if isinstance(found, Awaitable):
                    found = await found
                if found:
                    return found
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not within {seconds} s: {what}") from None


def update(update_id: int, person: int, text: str = "", **more: Any) -> bytes:
    """A text message of a person in private."""
    chat = {"id": person, "type": "private", "first_name": "Анна"}
    message = {"message_id": update_id, "date": 1, "chat": chat, "from": {"id": person, "is_bot": False}, "text": text, **more}
    return json.dumps({"update_id": update_id, "message": message}).encode()


def press(update_id: int, person: int) -> bytes:
    """A button pressed by a person in private."""
    chat = {"id": person, "type": "private"}
    query = {"id": "1", "from": {"id": person}, "message": {"message_id": 1, "date": 1, "chat": chat}, "data": "x"}
    return json.dumps({"update_id": update_id, "callback_query": query}).encode()


async def echo(tx: Tx, update: Update, work: Work) -> None:
    """The usual handler of these tests: it leaves a trace with its transaction and answers when there are words."""
    tx.event("test.handled", work.lane, update_id=update.update_id)
    words = json.loads(update.raw).get("message", {}).get("text")
    if words:
        tx.send(Mail(work.chat_id or 0, "sendMessage", {"text": words}, "direct"))


@dataclass
class Station:
    """Made by the `stations` fixture. `handle` may be replaced at any time; `dead` are updates given up."""

    db: Database
    redis: Redis
    telegram: Any = field(default_factory=Telegram)
    rates: Rates = FAST
    hooks: Hooks = NO_HOOKS
    check: Check | None = None
    handle: Callable[[Tx, Update, Work], Awaitable[None]] = echo
    hopeless: Callable[[BaseException], bool] = lambda _: False
    dead: list[int] = field(default_factory=list)
    started: bool = False

    async def start(self, *, inbox: bool = True, relay: bool = True) -> "Station":
        """Begin to work."""
        self.nursery = Nursery(Backoff(first=0.01))
        self.worker = Worker(self.db)
        await self.worker.register()
        self.nursery.start("worker", self.worker.run)
        self.outbox = Outbox(self.db, self.worker, self.redis, self.rates, self.telegram, hooks=self.hooks, check=self.check)
        self.runner = Runner(
            self.db, self.worker, handle=self._handle, send_answers=self.outbox.answer, on_dead=self._on_dead,
            hopeless=self._is_hopeless,
        )  # fmt: skip
        self.ingest = Ingest(self.db, BOT, self.runner if inbox else None)
        self.ingest.start(self.nursery.start)
        self.outbox.start(self.nursery.start, relay=relay)
        if inbox:
            self.runner.start(self.nursery.start)
        self.started = True
        if relay:
            await until(lambda: self.outbox.budget.mode != "closed", "a budget")
        return self

    async def stop(self) -> None:
        """End as a process does that is asked to."""
        await self.runner.stop()
        await self.outbox.stop()
        await self.die()

    async def die(self) -> None:
        """End at once."""
        if self.started:
            self.started = False
            late = await self.nursery.stop(5)
            await self.worker.close()
            assert not late

    async def store(self, *raws: bytes) -> None:
        """Store updates in this order, each after the other has been answered."""
        for raw in raws:
            await self.ingest.store(raw)

    async def send(self, *mail: Mail) -> None:
        """Write mail in one transaction."""
        async with self.db.tx() as tx:
            for one in mail:
                tx.send(one)

    async def handled(self) -> list[tuple[str, int]]:
        """Lane and update id of everything handled, in order of the commits' ids."""
        rows = await self.rows(
            "SELECT subject, (data->>'update_id')::bigint AS update_id FROM event WHERE type = 'test.handled' ORDER BY event.id"
        )
        return [(row["subject"], row["update_id"]) for row in rows]

    async def rows(self, sql: str, *args: Any) -> Sequence[Any]:
        """Ask the database."""
        async with self.db.read() as reader:
            return await reader.rows(sql, *args)

    async def outbox_states(self) -> list[str]:
        """States of all mail by id."""
        return [row["state"] for row in await self.rows("SELECT state FROM outbox ORDER BY id")]

    async def later(self) -> None:
        """As if everything that waits had waited long enough."""
        await self.rows(
            "UPDATE outbox SET due_at = least(due_at, now()) WHERE id IN "
            "(SELECT id FROM outbox WHERE state IN ('queued', 'retry') FOR UPDATE SKIP LOCKED)"
        )
        await self.rows(
            "UPDATE lane SET ready_at = least(ready_at, now()) WHERE (queue, key) IN "
            "(SELECT queue, key FROM lane WHERE worker IS NULL FOR UPDATE SKIP LOCKED)"
        )
        self.db.wakes.wake("in")
        self.db.wakes.wake("out")

    async def idle(self) -> None:
        """Until nothing waits and nobody holds anything."""
        await until(self.is_idle, "everything done")

    async def is_idle(self) -> bool:
        """Whether nothing waits and nobody holds anything."""
        [row] = await self.rows(
            "SELECT NOT EXISTS (SELECT FROM lane) AND NOT EXISTS (SELECT FROM outbox WHERE state IN ('queued', 'retry')) "
            "AND NOT EXISTS (SELECT FROM inbox WHERE done_at IS NULL AND failed_at IS NULL) AS idle"
        )
        return bool(row["idle"])

    async def _handle(self, tx: Tx, update: Update, work: Work) -> None:
        await self.handle(tx, update, work)

    def _is_hopeless(self, error: BaseException) -> bool:
        return self.hopeless(error)

    async def _on_dead(self, tx: Tx, update: Update) -> None:
        self.dead.append(update.update_id)
        tx.event("test.dead", "update", update_id=update.update_id)
