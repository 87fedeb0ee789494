"""Ticks of the queue: silent clients free their agent and come back, what falls due becomes visible and is told."""

from collections.abc import Awaitable, Callable
from functools import partial

from services.consulting.overdue import notice_overdue
from services.desk import Desk
from services.distribution.line import serve_line
from services.requests.hands import tell_many_hands
from services.requests.models import Limits
from services.requests.promises import mark_overdue
from services.requests.queue import release_silent
from services.requests.silent import bring_back_silent
from services.requests.slipping import remind_of_promises, tell_slips
from services.requests.snoozing import wake_due
from services.scripts.following import follow_ups_due
from services.storage.database import Database
from services.storage.tx import Tx
from services.watch.lease import look_at_silent
from services.watch.missing import escalate_missed
from services.watch.rushes import look_at_rushes
from services.watch.watcher import anything_due, notice_due


async def tick(desk: Desk) -> None:
    """Looks after what is due, in batches, until nothing is."""
    await look_after(desk.db, desk.limits)


async def look_after(db: Database, limits: Limits) -> None:
    """Each look in transactions of its own, so that one does not hold up the others."""
    looks: tuple[Callable[[Tx], Awaitable[int]], ...] = (
        remind_of_promises,
        tell_slips,
        mark_overdue,
        partial(release_silent, limits=limits),
        partial(bring_back_silent, limits=limits),
        partial(wake_due, limits=limits),
        partial(follow_ups_due, limits=limits),
    )
    async with db.read() as reader:
        if await anything_due(reader, db.clock.now()):
            looks = (
                *looks, partial(notice_due, limits=limits), partial(notice_overdue, limits=limits), tell_many_hands, escalate_missed,
                look_at_rushes,
            )  # fmt: skip
    for look in looks:
        more = 1
        while more:
            async with db.tx() as tx:
                more = await look(tx)
    await _look_at_silent(db, limits)


async def _look_at_silent(db: Database, limits: Limits) -> None:
    number: int | None = 0
    while number is not None:
        async with db.tx() as tx:
            number = await look_at_silent(tx, limits, number)


async def serve(desk: Desk) -> None:
    """What has come goes to those who wait for it."""
    await serve_line(desk.db, desk.limits)
