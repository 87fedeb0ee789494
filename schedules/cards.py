"""A tick of the clients' cards: those that have changed are compared with the others."""

from services.desk import Desk
from services.recognising.likely import compare_changed


async def tick(desk: Desk) -> None:
    """In batches, until nothing is left."""
    more = True
    while more:
        async with desk.db.tx() as tx:
            more = bool(await compare_changed(tx))
