"""Slots that nobody decided on in time are free again."""

from services.booking.visits import release_holds
from services.desk import Desk


async def tick(desk: Desk) -> None:
    """In batches, until none is left."""
    more = True
    while more:
        async with desk.db.tx() as tx:
            more = bool(await release_holds(tx))
