"""Ticks of the queue: silent clients free their agent, promises that fall due become visible."""

from services.desk import Desk
from services.distribution.line import serve_line
from services.requests.promises import mark_overdue
from services.requests.queue import release_silent


async def tick(desk: Desk) -> None:
    """Claims what is due, in batches, until nothing is."""
    more = True
    while more:
        async with desk.db.tx() as tx:
            more = bool(await mark_overdue(tx)) | bool(await release_silent(tx, desk.limits))


async def serve(desk: Desk) -> None:
    """What has come goes to those who wait for it."""
    await serve_line(desk.db, desk.limits)
