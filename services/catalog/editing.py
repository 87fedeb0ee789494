"""Changing the catalogue, bays and technicians. Every change is an event that says what was changed from what."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from services.booking.locks import lock_unit
from services.booking.slots import minute, minute_after, moment
from services.catalog.models import FAMILIES, Resource, Work
from services.catalog.queries import as_resource, resource_by_id, work_by_code
from services.editing import checked, plain, spoken, update, within
from services.errors import Refused, invalid
from services.storage.tx import Tx

_CODE = re.compile(r"[a-z0-9_-]{1,32}")
KINDS = ("bay", "technician")


async def save_work(
    tx: Tx, *, code: str, title: Mapping[str, str], family: str, minutes: int, bay: str, skill: str | None, setup_minutes: int,
    cleanup_minutes: int, bookable: bool, interval_km: int | None, interval_months: int | None, position: int, active: bool,
) -> Work:  # fmt: skip
    """Create or change the work with this code. Visits booked before keep the minutes they were booked with.

    Raises Refused `invalid` naming every wrong field.
    """
    values = checked({
        "code": partial(_code, "code", code),
        "title": partial(spoken, "title", title),
        "family": partial(_one_of, "family", family, FAMILIES),
        "minutes": partial(within, "minutes", minutes, 5, 1440),
        "bay": partial(_code, "bay", bay),
        "skill": lambda: _code("skill", skill) if skill else None,
        "setup_minutes": partial(within, "setup_minutes", setup_minutes, 0, 240),
        "cleanup_minutes": partial(within, "cleanup_minutes", cleanup_minutes, 0, 240),
        "bookable": lambda: bookable,
        "interval_km": lambda: None if interval_km is None else within("interval_km", interval_km, 1, 1_000_000),
        "interval_months": lambda: None if interval_months is None else within("interval_months", interval_months, 1, 240),
        "position": partial(within, "position", position, 0, 9999),
        "active": lambda: active,
    })  # fmt: skip
    await tx.execute("SELECT FROM work WHERE code = $1 FOR NO KEY UPDATE", code)
    before = await work_by_code(tx, code)
    if before is None:
        await _insert(tx, "work", values)
        tx.event("work.added", f"work:{code}", changes={name: [None, value] for name, value in values.items()})
    else:
        changes = await update(tx, "work", before.id, {name: getattr(before, name) for name in values}, values)
        if changes:
            tx.event("work.changed", f"work:{code}", changes=changes)
    saved = await work_by_code(tx, code)
    assert saved is not None  # noqa: S101 - just written
    return saved


async def save_resource(
    tx: Tx, resource_id: int | None, *, unit_id: int, kind: str, name: Mapping[str, str], abilities: Collection[str],
    hours: Mapping[str, Any] | None, position: int, active: bool,
) -> Resource:  # fmt: skip
    """Create (`resource_id` None) or change a bay or technician; unit and kind of an existing one stay. Visits it is booked for stay too.

    `abilities`: kinds of bay it serves as, or skills; `hours`: as `unit.hours`, None: whenever the unit is open. Raises Refused
    `invalid` naming every wrong field, `not-found`.
    """
    values = checked({
        "kind": partial(_one_of, "kind", kind, KINDS),
        "name": partial(spoken, "name", name),
        "abilities": lambda: sorted({_code("abilities", ability) for ability in abilities}),
        "hours": lambda: dict(hours) if hours is not None else None,
        "position": partial(within, "position", position, 0, 9999),
        "active": lambda: active,
    })  # fmt: skip
    await lock_unit(tx, unit_id)
    if resource_id is None:
        values["unit_id"] = unit_id
        made = as_resource(await _insert(tx, "resource", values))
        changes = {field: [None, value] for field, value in values.items() if field != "unit_id"}
        tx.event("resource.added", f"resource:{made.id}", unit_id=unit_id, changes=changes)
        return made
    before = await resource_by_id(tx, resource_id)
    if before is None or (before.unit_id, before.kind) != (unit_id, kind):
        raise Refused("not-found")
    was = {field: getattr(before, field) for field in values} | {"abilities": sorted(before.abilities)}
    changes = await update(tx, "resource", resource_id, was, values)
    if changes:
        tx.event("resource.changed", f"resource:{resource_id}", unit_id=unit_id, changes=changes)
    after = await resource_by_id(tx, resource_id)
    assert after is not None  # noqa: S101 - resources are never deleted
    return after


async def block(  # noqa: PLR0917 - in the order in which one says it
    tx: Tx, resource_id: int, since: datetime, until: datetime, reason: str, staff_id: int | None
) -> int:  # fmt: skip
    """Take a resource out of use for a while, to whole minutes; returns the id of the block.

    Raises Refused `not-found`, `invalid` on `until` or `reason`, and `slot-taken` while a visit or another block is in the way.
    """
    resource = await resource_by_id(tx, resource_id)
    if resource is None:
        raise Refused("not-found")
    if until <= since:
        raise invalid("until", "before since")
    if not plain(reason):
        raise invalid("reason", "required")
    span = moment(minute(since)), moment(minute_after(until))
    await lock_unit(tx, resource.unit_id)
    await tx.execute(
        "DELETE FROM appointment WHERE status = 'hold' AND expires_at <= $4 AND id IN (SELECT appointment_id FROM occupation "
        "WHERE resource_id = $1 AND period && tstzrange($2, $3))",
        resource_id, *span, tx.now,
    )  # fmt: skip
    block_id = await tx.value(
        "INSERT INTO occupation (resource_id, period, reason, staff_id) VALUES ($1, tstzrange($2, $3), $4, $5) "
        "ON CONFLICT DO NOTHING RETURNING id",
        resource_id, *span, plain(reason)[:200], staff_id,
    )  # fmt: skip
    if block_id is None:
        raise Refused("slot-taken")
    since_text, until_text = (end.isoformat() for end in span)
    tx.event("resource.blocked", f"resource:{resource_id}", unit_id=resource.unit_id, since=since_text, until=until_text)
    return int(block_id)


async def unblock(tx: Tx, occupation_id: int) -> None:
    """Back in use. Raises Refused `not-found` for what is no block."""
    row = await tx.row(
        "DELETE FROM occupation o USING resource r WHERE o.id = $1 AND o.appointment_id IS NULL AND r.id = o.resource_id "
        "RETURNING o.resource_id, r.unit_id",
        occupation_id,
    )
    if row is None:
        raise Refused("not-found")
    tx.event("resource.unblocked", f"resource:{row['resource_id']}", unit_id=row["unit_id"])


async def _insert(tx: Tx, table: str, values: Mapping[str, Any]) -> Any:
    """Names are the code's own, never typed."""
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    return await tx.row(f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING *", *values.values())


def _code(field: str, code: str) -> str:
    if not _CODE.fullmatch(code):
        raise invalid(field, "use a-z 0-9 _ - (at most 32)")
    return code


def _one_of(field: str, code: str, known: Collection[str]) -> str:
    if code not in known:
        raise invalid(field, "unknown")
    return code
