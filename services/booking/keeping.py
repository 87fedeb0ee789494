"""Taking and giving back bays and technicians for a visit: the only module that writes rows of `occupation` for visits.

The start is looked at while its hours are locked, in one statement, and what it needs is inserted under the exclusion constraint. Where
somebody else books the same hours at this moment, one waits for them and looks again.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.booking.availability import Asker, Choice, choice, whole
from services.booking.locks import lock_watches, wait_for_watches, watch_keys
from services.booking.models import Slot, Visit
from services.booking.plan import Plan, plan
from services.catalog.models import Work
from services.clients.people import new_public_id
from services.errors import Refused
from services.storage.tx import Tx
from services.units import Unit

# Expired holds whose place is wanted, and the asking chat's own. Only what lies in hours that are locked: nobody waits in a circle.
_DROP_HOLDS = """
DELETE FROM appointment WHERE id = ANY ($1::bigint[]) AND status = 'hold' AND (chat_id = $2 OR id IN (
    SELECT o.appointment_id FROM occupation o
    JOIN unnest($3::integer[], $4::timestamptz[], $5::timestamptz[]) AS t (resource_id, since, until)
        ON o.resource_id = t.resource_id AND o.period && tstzrange(t.since, t.until)))
RETURNING public_id, unit_id
"""
_INSERT = """
WITH visit AS (
    INSERT INTO appointment (public_id, unit_id, client_id, vehicle_id, starts_at, ends_at, status, expires_at, comment, request_number,
        source, source_tag, token_id, staff_id, chat_id, draft, created_at)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, coalesce($12, (SELECT source_tag FROM chat WHERE chat_id = $15)), $13, $14, $15,
        $16, $17
    RETURNING id, source_tag
), works AS (
    INSERT INTO appointment_work (appointment_id, position, work_id, minutes)
    SELECT visit.id, w.position, w.id, w.minutes
    FROM visit, unnest($18::integer[], $19::smallint[]) WITH ORDINALITY AS w (id, minutes, position)
), taken AS (
    INSERT INTO occupation (resource_id, period, appointment_id)
    SELECT t.resource_id, tstzrange(t.since, t.until), visit.id
    FROM visit, unnest($20::integer[], $21::timestamptz[], $22::timestamptz[]) AS t (resource_id, since, until)
    ORDER BY t.resource_id, t.since ON CONFLICT DO NOTHING RETURNING 1
)
SELECT visit.id, visit.source_tag, (SELECT count(*) FROM taken) AS taken,
    (SELECT 'client:' || public_id FROM client WHERE id = $3) AS client
FROM visit
"""
_MOVE = """
WITH gone AS (DELETE FROM occupation WHERE appointment_id = $1)
UPDATE appointment SET starts_at = $2, ends_at = $3, status = 'booked', confirmed_at = NULL, version = version + 1, moves = moves + $4
WHERE id = $1
"""
_TAKE = """
WITH taken AS (
    INSERT INTO occupation (resource_id, period, appointment_id)
    SELECT t.resource_id, tstzrange(t.since, t.until), $1
    FROM unnest($2::integer[], $3::timestamptz[], $4::timestamptz[]) AS t (resource_id, since, until)
    ORDER BY t.resource_id, t.since ON CONFLICT DO NOTHING RETURNING 1
)
SELECT count(*) FROM taken
"""
_TRIES = 3


class _MissedError(Exception):
    """A visit was booked, or an expired hold confirmed, in the very moment of the look."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit to be made: whose, from where. `expires_at`: it is a hold."""

    client_id: int
    source: str
    vehicle_id: int | None = None
    comment: str = ""
    request_number: int | None = None
    source_tag: str | None = None
    token_id: int | None = None
    staff_id: int | None = None
    chat_id: int | None = None
    draft: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new visit, its client's name in events, and the tag of the link that led here."""

    visit: Visit
    client: str
    tag: str | None


async def make(
    tx: Tx, unit: Unit, works: Sequence[Work], starts_at: datetime, *, wanted: Wanted, staff: bool = False
) -> Made:  # fmt: skip
    """Take what it needs and write it down. Raises Refused `slot-invalid`, `slot-taken`; then nothing has changed."""
    asker = Asker(staff, chat_id=wanted.chat_id)
    for _ in range(_TRIES):
        slot = await _take(tx, unit, works, starts_at, asker)
        public_id, status = new_public_id(), "hold" if wanted.expires_at else "booked"
        row = await tx.row(
            _INSERT, public_id, unit.id, wanted.client_id, wanted.vehicle_id, slot.starts_at, slot.ends_at, status, wanted.expires_at,
            wanted.comment, wanted.request_number, wanted.source, wanted.source_tag, wanted.token_id, wanted.staff_id, wanted.chat_id,
            wanted.draft, tx.now, [work.id for work in works], [work.minutes for work in works], *_columns(slot),
        )  # fmt: skip
        assert row is not None  # noqa: S101 - it selects from what it inserts
        if row["taken"] == len(slot.takes):
            visit = _visit(unit, works, slot, wanted, id=row["id"], public_id=public_id, status=status, created_at=tx.now)
            return Made(visit, row["client"], row["source_tag"])
        # A visit was booked, or an expired hold confirmed, in the very moment of the look.
        await tx.execute("DELETE FROM appointment WHERE id = $1", row["id"])
    raise Refused("slot-taken")


def _visit(unit: Unit, works: Sequence[Work], slot: Slot, wanted: Wanted, **made: Any) -> Visit:
    return Visit(
        unit_id=unit.id, unit_code=unit.code, client_id=wanted.client_id, vehicle_id=wanted.vehicle_id, starts_at=slot.starts_at,
        ends_at=slot.ends_at, expires_at=wanted.expires_at, version=1, moves=0, comment=wanted.comment,
        request_number=wanted.request_number, source=wanted.source, chat_id=wanted.chat_id, draft=wanted.draft, cancelled_by=None,
        cancel_reason=None, time_zone=unit.time_zone, works=tuple((work.code, work.title, work.minutes) for work in works), **made,
    )  # fmt: skip


async def shift(
    tx: Tx, visit: Visit, unit: Unit, works: Sequence[Work], starts_at: datetime, *, staff: bool, counts: bool
) -> Slot:
    """Give a visit another time; `counts`: among the moves a client may make. Raises Refused `slot-invalid`, `slot-taken`."""
    for _ in range(_TRIES):
        with contextlib.suppress(_MissedError):
            async with tx.attempt():
                slot = await _take(tx, unit, works, starts_at, Asker(staff, moving=visit.id))
                await tx.execute(_MOVE, visit.id, slot.starts_at, slot.ends_at, int(counts))
                if await tx.value(_TAKE, visit.id, *_columns(slot)) < len(slot.takes):
                    raise _MissedError
                return slot
    raise Refused("slot-taken")


async def give_back(tx: Tx, visit: Visit) -> None:
    """A visit that is over or cancelled needs nothing."""
    await tx.execute("DELETE FROM occupation WHERE appointment_id = $1", visit.id)


async def _take(tx: Tx, unit: Unit, works: Sequence[Work], starts_at: datetime, asker: Asker) -> Slot:
    """Find who does it, with those hours locked until the commit. Who finds the slot taken makes nobody wait."""
    asker.check(works)
    if not whole(starts_at):
        raise Refused("slot-invalid")
    needed = plan(works)
    first, last = (starts_at + timedelta(minutes=minutes) for minutes in (needed.first, needed.last))
    keys = watch_keys(unit.id, first, last)
    for _ in range(_TRIES):
        found = await _look(tx, unit, needed, starts_at, asker, watches=keys)
        if found.locked:
            break
        await wait_for_watches(tx, keys)
        await _look(tx, unit, needed, starts_at, asker)
    else:
        await lock_watches(tx, unit.id, keys)
        found = await _look(tx, unit, needed, starts_at, asker)
    assert found.slot is not None  # noqa: S101 - `_look` raises otherwise
    if found.holds:
        await _drop_holds(tx, found.holds, found.slot, asker.chat_id)
    return found.slot


async def _look(
    tx: Tx, unit: Unit, needed: Plan, starts_at: datetime, asker: Asker, *, watches: Sequence[int] | None = None
) -> Choice:  # fmt: skip
    found = await choice(tx, unit, needed, starts_at, now=tx.now, asker=asker, watches=watches)
    if found.why:
        raise Refused(found.why)
    return found


async def _drop_holds(tx: Tx, holds: Sequence[int], slot: Slot, chat_id: int | None) -> None:
    for row in await tx.rows(_DROP_HOLDS, list(holds), chat_id, *_columns(slot)):
        tx.event("visit.released", f"appointment:{row['public_id']}", unit_id=row["unit_id"])


def _columns(slot: Slot) -> tuple[list[int], list[datetime], list[datetime]]:
    return [take[0] for take in slot.takes], [take[1] for take in slot.takes], [take[2] for take in slot.takes]
