"""A tick of what staff are told: carried to their Telegram, in batches, until nothing is due."""

from services.desk import Desk
from services.watch.mailing import mail_notices


async def tick(desk: Desk) -> None:
    """One round."""
    more = True
    while more:
        async with desk.db.tx() as tx:
            more = bool(await mail_notices(tx, desk.public_url))
