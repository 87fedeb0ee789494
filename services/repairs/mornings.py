"""The morning after: what workshops did at night is told when the quiet hours are over."""

import structlog

from services.reminders.ledger import Key, settle
from services.reminders.rules import Later, Send, Skip
from services.repairs import held
from services.repairs.models import PartsOrder, RepairOrder, Step
from services.repairs.notices import tell
from services.repairs.reading import order_by_public_id, parts_order_by_public_id, parts_timeline, timeline
from services.storage.database import is_conflict, is_outage
from services.storage.tx import Tx

log = structlog.get_logger(__name__)


async def release(tx: Tx, batch: int = held.BATCH) -> int:
    """Settle up to `batch` rows that are due; returns how many. Each is told with the commit that settles it, or not at all."""
    keys = await held.due(tx, batch)
    if keys:
        await settle(tx, [(key, await _tried(tx, key)) for key in keys])
    return len(keys)


async def _tried(tx: Tx, key: Key) -> Send | Skip | Later:
    """A row that cannot be told is settled as well: it must not stand in the way of the others."""
    try:
        async with tx.attempt():
            return await _told(tx, key)
    except Exception as error:
        if is_outage(error) or is_conflict(error):
            raise
        log.exception("news of an order cannot be told", subject=key.subject)
        return Skip("error")


async def _told(tx: Tx, key: Key) -> Send | Skip | Later:
    order, steps = await _read(tx, key)
    if order is None:
        return Skip("gone")
    news = await held.news_of(tx, key, steps)
    if news is None:
        return Skip("same")
    return await tell(tx, order, news)


async def _read(tx: Tx, key: Key) -> tuple[RepairOrder | PartsOrder | None, list[Step]]:
    kind, _, public_id = key.subject.partition(":")
    if kind == "parts_order":
        parts = await parts_order_by_public_id(tx, public_id)
        return parts, await parts_timeline(tx, parts.id) if parts else []
    order = await order_by_public_id(tx, public_id)
    return order, await timeline(tx, order.id) if order else []
