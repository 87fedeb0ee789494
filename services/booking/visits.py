"""Booking, moving, cancelling and what becomes of a visit. Every door goes through here; each step records who did it.

Refusals: `slot-taken`, `slot-invalid` (not on the grid, closed, too late), `too-late` (after the cut-off, too many moves), `closed` (the
visit is over, or no longer the version that was `seen`), `invalid`. Whatever is refused has changed nothing, so that a dialogue can go on
in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from services.booking.holds import book_held, drop_hold, hold, release_holds
from services.booking.keeping import Wanted, give_back, make, shift
from services.booking.models import OPEN, Visit
from services.booking.reading import works_of_visit
from services.booking.recording import By, Subject, announce, booked, check_limit, heard, lock_visit
from services.catalog.models import Work
from services.errors import Refused, invalid
from services.reminders.planning import visit_changed
from services.storage.tx import Tx
from services.units import Unit, unit_by_id

__all__ = [
    "By", "book", "book_held", "can_change", "cancel", "confirm", "drop_hold", "hold", "move", "release_holds", "set_status",
]  # fmt: skip

SECOND_THOUGHTS = timedelta(minutes=15)
_NEXT = {
    "arrived": ("booked", "confirmed", "no_show"),
    "no_show": ("booked", "confirmed"),
    "done": ("booked", "confirmed", "arrived"),
}


def can_change(visit: Visit, unit: Unit, now: datetime) -> bool:
    """Whether the client may still move or cancel it by themselves: until the unit's cut-off, and for a moment after they booked it,
    for a slip of the finger is no broken agreement."""
    if visit.status not in OPEN or visit.starts_at <= now:
        return False
    return visit.starts_at - now >= timedelta(minutes=unit.cutoff_minutes) or now - visit.created_at <= SECOND_THOUGHTS


async def book(
    tx: Tx, *, unit: Unit, works: Sequence[Work], starts_at: datetime, client_id: int, vehicle_id: int | None = None, comment: str = "",
    source: str, token_id: int | None = None, staff_id: int | None = None, request_number: int | None = None,
    source_tag: str | None = None, chat_id: int | None = None, staff: bool = False,
) -> Visit:  # fmt: skip
    """Book at once. `source`: telegram, api or console; `staff`: lead time, horizon and what clients cannot book do not hold."""
    if source == "telegram" and not staff:
        await check_limit(tx, unit, client_id)
    wanted = Wanted(
        client_id,
        source,
        vehicle_id,
        comment,
        request_number,
        source_tag=source_tag,
        token_id=token_id,
        staff_id=staff_id,
        chat_id=chat_id,
    )
    made = await make(tx, unit, works, starts_at, wanted=wanted, staff=staff)
    by: By = "client" if source == "telegram" else "unit" if staff else "source"
    return await booked(tx, made.visit, Subject(made.client, made.tag), by=by)


def _as_seen(visit: Visit, seen: int | None) -> None:
    """Somebody decided about a visit as it was: what another did meanwhile is not undone unseen."""
    if visit.status not in OPEN:
        raise Refused("closed")
    if seen is not None and visit.version != seen:
        raise Refused("closed", seen=seen)


async def move(tx: Tx, visit: Visit, starts_at: datetime, *, by: By, seen: int | None = None) -> Visit:
    """Another time for the same works; to the time it has already: nothing. The client confirms anew."""
    visit, client = await lock_visit(tx, visit)
    _as_seen(visit, seen)
    if starts_at == visit.starts_at:
        return visit
    unit = await _unit(tx, visit)
    if by == "client" and not (can_change(visit, unit, tx.now) and visit.moves < unit.moves_limit):
        raise Refused("too-late")
    works = await works_of_visit(tx, visit)
    slot = await shift(tx, visit, unit, works, starts_at, staff=by == "unit", counts=by == "client")
    moved = replace(
        visit, starts_at=slot.starts_at, ends_at=slot.ends_at, status="booked", version=visit.version + 1,
        moves=visit.moves + (by == "client"),
    )  # fmt: skip
    tx.event(
        "visit.moved",
        visit.subject,
        unit_id=visit.unit_id,
        by=by,
        was=visit.starts_at.isoformat(),
        starts_at=moved.starts_at.isoformat(),
    )
    heard(tx, visit, client, "moved", by)
    await announce(tx, moved, "moved", by)
    return moved


async def _unit(tx: Tx, visit: Visit) -> Unit:
    unit = await unit_by_id(tx, visit.unit_id)
    assert unit is not None  # noqa: S101 - a foreign key
    return unit


async def cancel(tx: Tx, visit: Visit, *, by: By, reason: str | None = None, seen: int | None = None) -> Visit:
    """Give everything back; a cancelled one stays as it is."""
    visit, client = await lock_visit(tx, visit)
    if visit.status == "cancelled":
        return visit
    _as_seen(visit, seen)
    if by == "client" and not can_change(visit, await _unit(tx, visit), tx.now):
        raise Refused("too-late")
    await tx.execute(
        "UPDATE appointment SET status = 'cancelled', cancelled_at = $2, cancelled_by = $3, cancel_reason = $4 WHERE id = $1",
        visit.id, tx.now, by, reason or None,
    )  # fmt: skip
    await give_back(tx, visit)
    visit = replace(visit, status="cancelled", cancelled_by=by, cancel_reason=reason or None)
    tx.event("visit.cancelled", visit.subject, unit_id=visit.unit_id, by=by)
    heard(tx, visit, client, "cancelled", by)
    await announce(tx, visit, "cancelled", by)
    return visit


async def confirm(tx: Tx, visit: Visit, *, seen: int | None = None) -> Visit:
    """The client says they will come; again: nothing."""
    visit, client = await lock_visit(tx, visit)
    _as_seen(visit, seen)
    if visit.status == "confirmed":
        return visit
    await tx.execute("UPDATE appointment SET status = 'confirmed', confirmed_at = $2 WHERE id = $1", visit.id, tx.now)
    tx.event("visit.confirmed", visit.subject, unit_id=visit.unit_id)
    if tx.actor == client.name:
        heard(tx, visit, client, "confirmed", "client")
    return replace(visit, status="confirmed")


async def set_status(tx: Tx, visit: Visit, status: Literal["arrived", "no_show", "done"]) -> Visit:
    """What the reception sees: arrived, did not come, finished. The latter two give back what was taken."""
    visit, _ = await lock_visit(tx, visit)
    if visit.status == status:
        return visit
    if visit.status not in _NEXT[status]:
        raise Refused("closed")
    if status == "no_show" and visit.starts_at > tx.now:
        raise invalid("status", "not yet")
    await tx.execute("UPDATE appointment SET status = $2 WHERE id = $1", visit.id, status)
    if status != "arrived":
        await give_back(tx, visit)
    tx.event(f"visit.{status}", visit.subject, unit_id=visit.unit_id)
    changed = replace(visit, status=status)
    await visit_changed(tx, changed)
    return changed
