"""A tick of what can be found: what was written since goes into the index, for a small share of the time."""

from services.archive.keeping import keep
from services.desk import Desk


async def tick(desk: Desk) -> None:
    """One round."""
    await keep(desk.db)
