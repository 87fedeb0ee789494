"""Somebody in danger: the person on duty is paged, at any hour."""

from services.storage.tx import Tx
from services.watch.models import Watch
from services.watch.notices import heads_of, notify


async def page_duty(tx: Tx, number: int, unit_id: int | None, watch: Watch) -> None:
    """Tell who is on duty for the unit; the heads, where nobody is or whoever was has left."""
    duty = await tx.value("SELECT id FROM staff WHERE id = $1 AND active", watch.duty_id) if watch.duty_id else None
    await notify(tx, [duty] if duty else await heads_of(tx, unit_id), "danger", number)
