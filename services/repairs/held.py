"""News of orders that waits for the morning: a row of the reminders' ledger per order, the newest step only (contract, "Quiet hours")."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from services.reminders.ledger import Key
from services.repairs.models import PartsOrder, RepairOrder, Step
from services.storage.tx import Tx

KIND = "order_news"
BATCH = 100
Change = Literal["status", "promise", "estimate", "note"]
"""What happened: another status; another promised time; something new to decide about; words only."""

_HOLD = """
INSERT INTO reminder (kind, subject, occurrence, client_id, unit_id, due_at, planned_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT DO NOTHING
"""
_NEWER = """
UPDATE reminder SET state = 'skipped', why = 'newer', settled_at = $3 WHERE kind = $1 AND subject = $2 AND state = 'planned'
RETURNING occurrence
"""
_DUE = """
SELECT kind, subject, occurrence FROM reminder WHERE state = 'planned' AND due_at <= $1 AND kind = $2
ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
"""
_UNTOLD = "SELECT occurrence FROM reminder WHERE kind = $1 AND subject = $2 AND state <> 'sent'"


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell of an order in the morning: its newest step, as a change from what the client knew before the night."""

    step: Step
    change: Change


async def hold(tx: Tx, order: RepairOrder | PartsOrder, step: Step, until: datetime) -> None:
    """Tell of this step then, unless something newer happens before."""
    await tx.execute(_HOLD, KIND, order.subject, step.id, order.client_id, order.unit_id, until, tx.now)


async def overtaken(tx: Tx, order: RepairOrder | PartsOrder) -> bool:
    """Something newer has happened: whatever waits about this order is not told any more. Whether anything had waited."""
    return bool(await tx.rows(_NEWER, KIND, order.subject, tx.now))


async def due(tx: Tx, batch: int = BATCH) -> list[Key]:
    """What is to be told now, the oldest first; rows that somebody else has in hand are left to them."""
    return [Key(row["kind"], row["subject"], row["occurrence"]) for row in await tx.rows(_DUE, tx.now, KIND, batch)]


async def news_of(tx: Tx, key: Key, steps: Sequence[Step]) -> News | None:
    """By the order's steps, oldest first; None where the night has ended as it began, so that there is nothing to tell."""
    step = next((step for step in steps if step.id == key.occurrence), None)
    if step is None:
        return None
    untold = {row["occurrence"] for row in await tx.rows(_UNTOLD, KIND, key.subject)}
    known = next((before for before in reversed(steps) if before.id < step.id and before.id not in untold), None)
    change = _change(known, step)
    return News(_told_from(known, step, change), change) if change else None


def _change(known: Step | None, step: Step) -> Change | None:
    if known is None or known.status != step.status:
        return "status"
    if known.promised_at != step.promised_at:
        return "promise"
    if step.note and step.note != known.note:
        return "note"
    return "estimate" if step.status == "approval" else None


def _told_from(known: Step | None, step: Step, change: Change | None) -> Step:
    """A promised time that moved twice in the night has moved from what the client was last told."""
    before = known.promised_at if known is not None and change == "promise" else step.promised_before
    return Step(step.id, step.at, step.status, step.promised_at, before, step.note)
