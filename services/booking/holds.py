"""A slot is kept while the client decides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.booking.keeping import Wanted, make
from services.booking.models import Visit
from services.booking.reading import as_visit, held_visit
from services.booking.recording import LOCKED, Subject, booked, check_limit
from services.catalog.models import Work
from services.errors import Refused
from services.storage.tx import Tx
from services.units import Unit

_EXPIRED = """
DELETE FROM appointment WHERE id IN (
    SELECT id FROM appointment WHERE status = 'hold' AND expires_at <= $1 ORDER BY expires_at LIMIT 500 FOR UPDATE SKIP LOCKED
) RETURNING public_id, unit_id
"""


async def hold(
    tx: Tx, *, unit: Unit, works: Sequence[Work], starts_at: datetime, client_id: int, vehicle_id: int | None, chat_id: int,
    draft: str, minutes: int, request_number: int | None = None,
) -> Visit:  # fmt: skip
    """Keep a slot while the client decides, for so many minutes; an earlier hold of the chat is given up.

    A dialogue that has booked already gets the visit it booked.
    """
    known = await held_visit(tx, draft, client_id)
    if known is not None and known.status != "hold":
        return known
    await check_limit(tx, unit, client_id)
    wanted = Wanted(
        client_id, "telegram", vehicle_id, request_number=request_number, chat_id=chat_id, draft=draft,
        expires_at=tx.now + timedelta(minutes=minutes),
    )  # fmt: skip
    visit = (await make(tx, unit, works, starts_at, wanted=wanted)).visit
    tx.event("visit.held", visit.subject, unit_id=unit.id, starts_at=visit.starts_at.isoformat())
    return visit


async def drop_hold(tx: Tx, chat_id: int) -> None:
    """The client does not want the slot after all; without a hold: nothing."""
    row = await tx.row("DELETE FROM appointment WHERE chat_id = $1 AND status = 'hold' RETURNING public_id, unit_id", chat_id)
    if row:
        tx.event("visit.released", f"appointment:{row['public_id']}", unit_id=row["unit_id"])


async def book_held(tx: Tx, draft: str, client_id: int) -> Visit:
    """The client confirms: the hold becomes a visit; pressed again: the same visit, whatever became of it meanwhile.

    A hold that expired still counts while nobody has taken its place. Raises Refused `slot-taken`, `slot-invalid` (its time is past).
    """
    row = await tx.row(f"{LOCKED} WHERE a.draft = $1 AND a.client_id = $2 FOR NO KEY UPDATE OF a", draft, client_id)
    if row is None:
        raise Refused("slot-taken")
    held = as_visit(row)
    if held.status != "hold":
        return held
    if held.starts_at <= tx.now:
        raise Refused("slot-invalid")
    # A new place in the order of visits: whoever reads the list has passed the hold's.
    await tx.execute(
        "UPDATE appointment SET status = 'booked', expires_at = NULL, created_at = $2, xid = pg_current_xact_id() WHERE id = $1",
        held.id, tx.now,
    )  # fmt: skip
    visit = replace(held, status="booked", expires_at=None, created_at=tx.now)
    return await booked(tx, visit, Subject(row["client"], row["source_tag"]), by="client")


async def release_holds(tx: Tx) -> int:
    """Give back what nobody decided on in time, at most 500 at once; returns how many."""
    rows = await tx.rows(_EXPIRED, tx.now)
    for row in rows:
        tx.event("visit.released", f"appointment:{row['public_id']}", unit_id=row["unit_id"])
    return len(rows)
