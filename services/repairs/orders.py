"""Repair orders as another system reports them: each report is the whole order, repeats and latecomers change nothing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.clients.people import new_public_id
from services.errors import invalid
from services.repairs.models import FINAL, Line, Put, Recommendation, RepairOrder, Status, Step
from services.repairs.notices import Change, tell_of_repair
from services.repairs.reading import lines_of, order_by_ref, recommendations_of
from services.storage.tx import Tx

_INSERT = """
INSERT INTO repair_order (ref, client_id, vehicle_id, unit_id, status, promised_at, note, version, public_id, created_at, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)
"""
_UPDATE = """
UPDATE repair_order SET client_id = $2, vehicle_id = $3, unit_id = $4, status = $5, promised_at = $6, note = $7, version = $8,
    changed_at = $9
WHERE ref = $1
"""
_ADD_LINES = """
INSERT INTO repair_order_line (order_id, position, line, title, kind, quantity, price, currency, minutes, danger, decision)
SELECT $1, * FROM unnest($2::smallint[], $3::text[], $4::text[], $5::text[], $6::numeric[], $7::numeric[], $8::text[], $9::integer[],
    $10::text[], $11::text[])
"""
_ADD_ADVICE = """
INSERT INTO recommendation (order_id, position, item, title, danger, due_at)
SELECT $1, * FROM unnest($2::smallint[], $3::text[], $4::text[], $5::text[], $6::timestamptz[])
"""
_ADD_STEP = """
INSERT INTO repair_order_step (order_id, at, status, promised_at, promised_before, note) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
"""


@dataclass(frozen=True, slots=True)
class _Report:
    """What the other system says, with what it left out taken from what is known."""

    ref: str
    client_id: int
    vehicle_id: int | None
    unit_id: int
    status: Status
    promised_at: datetime | None
    note: str
    version: int

    @property
    def values(self) -> tuple[object, ...]:
        return (
            self.ref, self.client_id, self.vehicle_id, self.unit_id, self.status, self.promised_at, self.note, self.version,
        )  # fmt: skip


async def put_order(
    tx: Tx, ref: str, *, client_id: int, vehicle_id: int | None, unit_id: int, status: Status, promised_at: datetime | None = None,
    note: str | None = None, version: int | None = None, notify: bool = True, lines: Sequence[Line] | None = None,
    recommendations: Sequence[Recommendation] | None = None, clears: Collection[str] = (),
) -> Put[RepairOrder]:  # fmt: skip
    """Create or change the order `ref`, and tell the client what deserves it.

    A lower `version` than the known one is `stale` and changes nothing. What is None is left as it is, unless `clears` names it
    (`promised_at`, `note`, `lines`, `recommendations`); a note goes when its status goes. A first report of a final state, or
    `notify=False`, tells nobody. Raises Refused `invalid` for two lines or recommendations of one id.
    """
    _distinct("lines", [line.id for line in lines or ()])
    _distinct("recommendations", [item.id for item in recommendations or ()])
    known = await _locked(tx, ref)
    if known is not None and version is not None and version < known.version:
        return Put(known, stale=True)
    if promised_at is None and known is not None and "promised_at" not in clears:
        promised_at = known.promised_at
    report = _Report(
        ref, client_id, vehicle_id, unit_id, status, promised_at, _note(known, status, note, clears), _version(known, version)
    )  # fmt: skip
    order = await _stored(tx, known, report)
    wishes = await _store_lines(tx, order.id, [] if lines is None and "lines" in clears else lines)
    advice = await _store_advice(
        tx, order.id, [] if recommendations is None and "recommendations" in clears else recommendations
    )
    if known is not None and order == known and (wishes is not None or advice):
        await tx.execute("UPDATE repair_order SET changed_at = $2 WHERE id = $1", order.id, tx.now)
        order = replace(order, changed_at=tx.now)
    if order != known:
        tx.event("repair_order.changed" if known else "repair_order.created", order.subject, unit_id=unit_id, status=status)
    change = _change(known, order, note, asks=bool(wishes) and status == "approval")
    if change:
        step = await _add_step(tx, known, order, note or "")
        if notify and not (known is None and status in FINAL):
            await tell_of_repair(tx, order, step, change)
    return Put(order, created=known is None)


def _distinct(field: str, ids: Sequence[str]) -> None:
    if len(set(ids)) < len(ids):
        raise invalid(field, "two of one id")


async def _locked(tx: Tx, ref: str) -> RepairOrder | None:
    """The order as it is known; reports of one order follow each other."""
    await tx.execute("SELECT pg_advisory_xact_lock(3, hashtext('repair order ' || $1))", ref)
    return await order_by_ref(tx, ref)


def _note(known: RepairOrder | None, status: str, note: str | None, clears: Collection[str]) -> str:
    if note is not None:
        return note
    return known.note if known is not None and known.status == status and "note" not in clears else ""


def _version(known: RepairOrder | None, version: int | None) -> int:
    before = known.version if known else 0
    return before if version is None else max(version, before)


async def _stored(tx: Tx, known: RepairOrder | None, report: _Report) -> RepairOrder:
    """Write what differs; the row's own words are compared, so that a repeat leaves no trace."""
    if known is None:
        await tx.execute(_INSERT, *report.values, new_public_id(), tx.now)
    elif report != _Report(
        known.ref, known.client_id, known.vehicle_id, known.unit_id, known.status, known.promised_at, known.note, known.version
    ):
        await tx.execute(_UPDATE, *report.values, tx.now)
    else:
        return known
    order = await order_by_ref(tx, report.ref)
    assert order is not None  # noqa: S101 - just written, in this transaction
    return order


async def _store_lines(tx: Tx, order_id: int, lines: Sequence[Line] | None) -> set[str] | None:
    """Replace the lines; returns the ids that newly wait for the client's decision, None when nothing changed."""
    before = await lines_of(tx, order_id)
    if lines is None or list(lines) == before:
        return None
    await tx.execute("DELETE FROM repair_order_line WHERE order_id = $1", order_id)
    await tx.execute(
        _ADD_LINES, order_id, list(range(len(lines))), [line.id for line in lines], [line.title for line in lines],
        [line.kind for line in lines], [line.quantity for line in lines], [line.price for line in lines],
        [line.currency for line in lines], [line.minutes for line in lines], [line.danger for line in lines],
        [line.decision for line in lines],
    )  # fmt: skip
    return {line.id for line in lines if line.decision == "open"} - {line.id for line in before if line.decision == "open"}


async def _store_advice(tx: Tx, order_id: int, items: Sequence[Recommendation] | None) -> bool:
    """Replace the recommendations; returns whether anything changed."""
    if items is None or list(items) == await recommendations_of(tx, order_id):
        return False
    await tx.execute("DELETE FROM recommendation WHERE order_id = $1", order_id)
    await tx.execute(
        _ADD_ADVICE, order_id, list(range(len(items))), [item.id for item in items], [item.title for item in items],
        [item.danger for item in items], [item.due_at for item in items],
    )  # fmt: skip
    return True


def _change(known: RepairOrder | None, order: RepairOrder, note: str | None, *, asks: bool) -> Change | None:
    """What happened, by what matters most; None: nothing that belongs into the timeline."""
    if known is None or known.status != order.status:
        return "status"
    if known.promised_at != order.promised_at:
        return "promise"
    if asks:
        return "estimate"
    return "note" if note and note != known.note else None


async def _add_step(tx: Tx, known: RepairOrder | None, order: RepairOrder, note: str) -> Step:
    before = known.promised_at if known is not None and known.promised_at != order.promised_at else None
    step_id = await tx.value(_ADD_STEP, order.id, tx.now, order.status, order.promised_at, before, note)
    return Step(step_id, tx.now, order.status, order.promised_at, before, note)
