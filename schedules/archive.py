"""Ticks of what can be found: what was written since goes into the index, for a small share of the time."""

from services.archive.keeping import keep
from services.archive.leaving_out import try_again
from services.desk import Desk


async def tick(desk: Desk) -> None:
    """One round."""
    await keep(desk.db)


async def tick_again(desk: Desk) -> None:
    """What could not be put into the index is tried once more."""
    await try_again(desk.db)
