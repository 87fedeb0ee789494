"""A tick of the agents' groups: what happened is noted, albums go on, and each group gets its next few messages."""

import structlog

from services.desk import Desk
from services.groups.albums import send_on
from services.groups.marking import mark
from services.groups.reading import connected_units
from services.groups.showing import show
from services.storage.database import is_away, is_conflict
from services.storage.tx import OvertakenError

log = structlog.get_logger(__name__)


async def tick(desk: Desk) -> None:
    """One round. Each group in a transaction of its own: what stands in the way of one does not hold up the others."""
    async with desk.db.read() as reader:
        units = await connected_units(reader)
    if not units:
        return
    await _albums(desk)
    more = True
    while more:
        async with desk.db.tx() as tx:
            more = await mark(tx)
    for unit_id in units:
        await _show(desk, unit_id)


async def _albums(desk: Desk) -> None:
    more = True
    while more:
        try:
            async with desk.db.tx() as tx:
                more = await send_on(tx, desk.public_url)
        except OvertakenError:  # what it answers to is just being written down: in the next round
            return


async def _show(desk: Desk, unit_id: int) -> None:
    try:
        async with desk.db.tx() as tx:
            await show(tx, unit_id)
    except Exception as error:
        if is_away(error) or is_conflict(error):
            raise
        log.exception("a group cannot be shown", unit=unit_id)
