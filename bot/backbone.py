"""Servers, schema and desk: what every command stands on."""

import asyncio
import functools
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.embedded import Embedded
from bot.settings import Settings
from services.clock import ShiftedClock
from services.desk import Desk
from services.files import FileStore
from services.housekeeping import Keep
from services.outbox.rates import Rates
from services.requests.models import Limits
from services.storage.database import Database
from services.storage.migrate import migrate, require_newest


@dataclass(frozen=True, slots=True)
class Servers:
    """Where PostgreSQL and Redis are; `embedded` is set when at least one of them is ours."""

    database_url: str
    redis_url: str
    embedded: Embedded | None

    @property
    def own_database(self) -> bool:
        """Whether the database is the embedded one: then its schema is ours to bring up to date."""
        return self.embedded is not None and self.embedded.database_url is not None


@asynccontextmanager
async def servers(settings: Settings, attaching: Future[Embedded] | None = None) -> AsyncIterator[Servers]:
    """The servers of the settings: attached to, or started for the time of the block. `attaching`: somebody has begun with it."""
    database, redis = settings.database.url, settings.redis.url
    if database and redis:
        yield Servers(database, redis, None)
        return
    attach = functools.partial(Embedded.attach, settings.storage.data_dir, want_database=not database, want_redis=not redis)
    embedded = await (asyncio.wrap_future(attaching) if attaching else asyncio.to_thread(attach))
    try:
        yield Servers(database or embedded.database_url or "", redis or embedded.redis_url or "", embedded)
    finally:
        await asyncio.to_thread(embedded.close)


def limits_of(settings: Settings) -> Limits:
    """The queue's numbers."""
    queue = settings.queue
    return Limits(
        wip_limit=queue.wip_limit, reservation_minutes=queue.reservation_minutes, client_silence_hours=queue.client_silence_hours,
        reopen_hours=queue.reopen_hours, first_answer_minutes=queue.first_answer_minutes, parts_answer_minutes=queue.parts_answer_minutes,
        silent_days=queue.silent_days,
    )  # fmt: skip


@asynccontextmanager
async def open_desk(settings: Settings, at: Servers, *, pool: int = 16) -> AsyncIterator[Desk]:
    """The desk on a database whose schema fits. Raises SchemaError when it does not."""
    if at.own_database:
        await migrate(at.database_url)
    else:
        await require_newest(at.database_url)
    clock = ShiftedClock(settings.clock.shift_seconds)
    db = await Database.open(at.database_url, clock, size=pool)
    try:
        yield Desk(
            db, clock, limits_of(settings), FileStore(settings.storage.data_dir / "files"),
            shifted=clock if settings.test_bench else None, public_url=settings.http.public_url, sandbox=settings.sandbox,
            hold_minutes=settings.booking.hold_minutes, keep=keep_of(settings),
        )  # fmt: skip
    finally:
        await db.close()


def keep_of(settings: Settings) -> Keep:
    """How long what has served is kept."""
    return Keep(settings.keep.inbox_days, settings.keep.outbox_days, settings.keep.events_days, settings.keep.notices_days)


def rates_of(settings: Settings) -> Rates:
    """The delivery budget."""
    delivery = settings.delivery
    return Rates(delivery.global_per_second, delivery.chat_per_second, delivery.chat_burst, delivery.group_per_minute)
