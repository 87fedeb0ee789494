"""Recording what became of mail, and telling the business about it in the same transaction."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from services.outbox import metrics, queries
from services.outbox.hands import Hands
from services.outbox.models import Parcel
from services.outbox.outcomes import Blocked, Migrated, Outcome
from services.outbox.policy import Verdict
from services.outbox.queries import Release
from services.storage.batch import Batcher, Start
from services.storage.database import Database
from services.storage.patience import patiently
from services.storage.tx import Tx
from services.storage.workers import Worker

log = structlog.get_logger(__name__)


async def _nothing(*_: Any) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the business does with results, inside their transaction; after a failure the result is recorded without it.

    `on_sent(tx, message id)`: all parts of a conversation's message have arrived. `on_blocked(tx, chat id)`: nothing reaches this
    chat. `on_migrated(tx, old, new)`: a group has another id. `before(tx, message ids)` comes first: whoever changes a request locks it
    and then, at the commit, the chat's lane; so its row must be locked here too before lanes are touched, or the two may wait for
    each other. For the same reason the hooks about chats come before the lanes are let go.
    """

    before: Callable[[Tx, Sequence[int]], Awaitable[None]] = _nothing
    on_sent: Callable[[Tx, int], Awaitable[None]] = _nothing
    on_blocked: Callable[[Tx, int], Awaitable[None]] = _nothing
    on_migrated: Callable[[Tx, int, int], Awaitable[None]] = _nothing


NO_HOOKS = Hooks()


@dataclass(frozen=True, slots=True)
class Report:
    """What is to be recorded about one parcel; or, without one, a lane to be let go."""

    parcel: Parcel | None
    verdict: Verdict | None = None
    outcome: Outcome | None = None
    release: Release | None = None

    @property
    def special(self) -> bool:
        """Whether there is more to do than one statement."""
        return self.parcel is not None and (
            self.parcel.mail.message_id is not None or isinstance(self.outcome, Blocked | Migrated)
        )


class Results:
    """Takes reports and writes them in batches.

    `on_recorded(seconds)` is called after each: when more mail of the lanes that were let go may be taken, None for never.
    """

    def __init__(self, db: Database, worker: Worker, hands: Hands, hooks: Hooks) -> None:
        self.on_recorded: Callable[[float | None], None] = lambda _: None
        self._db = db
        self._worker = worker
        self._hands = hands
        self._hooks = hooks
        self._batcher: Batcher[Report, None] = Batcher("outbox results", self._flush, size=200)

    def start(self, start: Start) -> None:
        """Begin, by a function that runs named work in the background for ever."""
        start("outbox results", self._batcher.run)

    def put(self, report: Report) -> None:
        """Record it soon."""
        self._batcher.put(report)

    async def drained(self) -> None:
        """Until everything is recorded."""
        await self._batcher.drained()

    async def _flush(self, reports: list[Report]) -> list[None]:
        try:
            first = await patiently(lambda: self._record(reports, self._hooks), "record what was sent")
        except Exception:
            if len(reports) > 1:
                raise  # one by one, then
            log.exception("a result is recorded without what the business makes of it")
            first = await patiently(lambda: self._record(reports, NO_HOOKS), "record what was sent")
        for report in reports:
            if report.parcel:
                self._hands.let_go(report.parcel.outbox_id)
        self.on_recorded(first)
        return [None] * len(reports)

    async def _record(self, reports: Sequence[Report], hooks: Hooks) -> float | None:
        worker = await self._worker.number()  # after a loss: the next one, which has adopted our mail
        verdicts = [(r.parcel.outbox_id, r.verdict) for r in reports if r.parcel and r.verdict]
        releases = [r.release for r in reports if r.release]
        if any(r.special for r in reports):
            async with self._db.tx() as tx:
                await hooks.before(tx, _messages(reports))
                await self._tell_of_chats(tx, hooks, reports)
                rows = await queries.record(tx, worker, verdicts, releases)
                for chat_id, outcome in _refused_chats(reports):
                    if isinstance(outcome, Migrated):
                        await queries.move_chat(tx, chat_id, outcome.chat_id)
                await self._tell_of_messages(tx, hooks, rows)
        else:
            async with self._db.read() as reader:
                rows = await queries.record(reader, worker, verdicts, releases)
        _count(rows)
        return _first(reports, rows[0]["next"])

    async def _tell_of_chats(self, tx: Tx, hooks: Hooks, reports: Sequence[Report]) -> None:
        for chat_id, outcome in _refused_chats(reports):
            if isinstance(outcome, Migrated):
                await hooks.on_migrated(tx, chat_id, outcome.chat_id)
            else:
                await hooks.on_blocked(tx, chat_id)

    async def _tell_of_messages(self, tx: Tx, hooks: Hooks, rows: Sequence[Any]) -> None:
        messages = sorted({row["message_id"] for row in rows if row["message_id"] is not None})
        for row in await queries.deliveries(tx, messages) if messages else ():
            subject = f"request:{row['request_number']}"
            tx.event("message.delivery", subject, unit_id=row["unit_id"], message=row["id"], delivery=row["delivery"])
            if row["delivery"] in {"sent", "maybe_twice"}:
                await hooks.on_sent(tx, row["id"])


def _refused_chats(reports: Sequence[Report]) -> list[tuple[int, Blocked | Migrated]]:
    """In the order in which chats are locked everywhere."""
    chats = {r.parcel.mail.chat_id: r.outcome for r in reports if r.parcel and isinstance(r.outcome, Blocked | Migrated)}
    return sorted(chats.items(), key=lambda item: item[0])


def _messages(reports: Sequence[Report]) -> list[int]:
    """Messages of conversations that these reports are about."""
    return sorted({r.parcel.mail.message_id for r in reports if r.parcel and r.parcel.mail.message_id is not None})


def _first(reports: Sequence[Report], released: float | None) -> float | None:
    """Seconds until the first message may be taken: of a lane that was let go, or of one made for an answer to be repeated."""
    delays = [r.verdict.delay for r in reports if r.verdict and r.verdict.state in {None, "retry"} and not r.release]
    return min(delays if released is None else [*delays, released], default=None)


def _count(rows: Sequence[Any]) -> None:
    for row in rows:
        if row["state"] in metrics.BY_STATE:
            metrics.BY_STATE[row["state"]].inc()
        if row["state"] == "sent" and row["unknown"]:
            metrics.MAYBE_TWICE.inc()
