"""Cleaning up: what nobody needs any more goes, in small pieces."""

from services.desk import Desk
from services.housekeeping import clean_up


async def tick(desk: Desk) -> None:
    """One round."""
    await clean_up(desk.db, desk.files, desk.keep)
