"""Ticks of the reminders: what is due is released, in batches, until nothing is."""

from services.desk import Desk
from services.reminders import release, unconfirmed
from services.repairs import mornings


async def tick(desk: Desk) -> None:
    """One round. Each batch is a transaction of its own: what is settled stays so, whatever happens to the rest."""
    while True:
        async with desk.db.tx() as tx:
            if not await release.release(tx):
                break
    while True:
        async with desk.db.tx() as tx:
            if not await mornings.release(tx):
                break
    while True:
        async with desk.db.tx() as tx:
            if not await unconfirmed.release(tx, desk.limits):
                break
