"""Parts orders as another system reports them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from services.clients.people import new_public_id
from services.repairs.models import PARTS_FINAL, PartsOrder, PartsStatus, Put, Step
from services.repairs.notices import tell_of_parts
from services.repairs.reading import parts_order_by_ref
from services.storage.tx import Tx

_INSERT = """
INSERT INTO parts_order (ref, client_id, unit_id, status, expected_at, items, version, public_id, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
"""
_UPDATE = """
UPDATE parts_order SET client_id = $2, unit_id = $3, status = $4, expected_at = $5, items = $6, version = $7, changed_at = $8
WHERE ref = $1
"""
_ADD_STEP = """
INSERT INTO parts_order_step (order_id, at, status, expected_at, expected_before) VALUES ($1, $2, $3, $4, $5) RETURNING id
"""


async def put_parts_order(
    tx: Tx, ref: str, *, client_id: int, unit_id: int, status: PartsStatus, expected_at: datetime | None = None,
    items: Sequence[dict[str, Any]] | None = None, version: int | None = None, notify: bool = True, clears: Collection[str] = (),
) -> Put[PartsOrder]:  # fmt: skip
    """Create or change the parts order `ref`, and tell the client what deserves it; as `put_order` does."""
    known = await _locked(tx, ref)
    if known is not None and version is not None and version < known.version:
        return Put(known, stale=True)
    if known is not None and expected_at is None and "expected_at" not in clears:
        expected_at = known.expected_at
    if known is not None and items is None and "items" not in clears:
        items = known.items
    now = (client_id, unit_id, status, expected_at, list(items or ()), max(version or 0, known.version if known else 0))
    order = await _stored(tx, known, ref, now)
    if order != known:
        tx.event("parts_order.changed" if known else "parts_order.created", order.subject, unit_id=unit_id, status=status)
    moved = known is not None and known.expected_at != order.expected_at
    if known is None or known.status != order.status or moved:
        step = await _add_step(tx, known, order)
        if notify and not (known is None and status in PARTS_FINAL):
            await tell_of_parts(tx, order, step, "promise" if known and known.status == order.status else "status")
    return Put(order, created=known is None)


async def _locked(tx: Tx, ref: str) -> PartsOrder | None:
    await tx.execute("SELECT pg_advisory_xact_lock(3, hashtext('parts order ' || $1))", ref)
    return await parts_order_by_ref(tx, ref)


async def _stored(tx: Tx, known: PartsOrder | None, ref: str, now: tuple[Any, ...]) -> PartsOrder:
    if known is None:
        await tx.execute(_INSERT, ref, *now, new_public_id(), tx.now)
    elif now != (known.client_id, known.unit_id, known.status, known.expected_at, known.items, known.version):
        await tx.execute(_UPDATE, ref, *now, tx.now)
    else:
        return known
    order = await parts_order_by_ref(tx, ref)
    assert order is not None  # noqa: S101 - just written, in this transaction
    return order


async def _add_step(tx: Tx, known: PartsOrder | None, order: PartsOrder) -> Step:
    before = known.expected_at if known is not None and known.expected_at != order.expected_at else None
    step_id = await tx.value(_ADD_STEP, order.id, tx.now, order.status, order.expected_at, before)
    return Step(step_id, tx.now, order.status, order.expected_at, before)
