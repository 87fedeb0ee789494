"""The chain's tags, and how many days after a closing a contact is a repeat. Every change is an event that says who changed what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.editing import checked, spoken, unchanged, update, within, within_or_none
from services.errors import Refused, invalid
from services.staff.models import Staff
from services.staff.rights import demand, edits_unit, sees_settings
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units import Unit, unit_by_code
from services.units.slugs import slug

_LONGEST = 40  # characters of a name
_STEM = 24  # of a code, before the number that makes it its own
_COLUMNS = "id, code, name, unit_id, active"


@dataclass(frozen=True, slots=True)
class TagData:
    """A tag as it is edited; empty `unit` (a code): for every unit."""

    name: Mapping[str, str]
    unit: str = ""
    active: bool = True


async def tags_to_edit(reader: Reader, staff: Staff) -> list[dict[str, Any]]:
    """All tags that hold where this person works, each with `count` of requests and `mine`: whether they may change it."""
    demand(sees_settings(staff))
    rows = await reader.rows(
        f"SELECT {_COLUMNS}, (SELECT count(*) FROM request_tag WHERE tag_id = tag.id) AS count FROM tag "
        "ORDER BY active DESC, coalesce(name ->> 'ru', name ->> 'en'), id"
    )
    told = [row for row in rows if staff.works_in(row["unit_id"])]
    return [dict(row) | {"mine": edits_unit(staff, row["unit_id"])} for row in told]


async def tag_to_edit(reader: Reader, staff: Staff, tag_id: int) -> dict[str, Any]:
    """One of them. Raises Refused `not-found`, `forbidden`."""
    row = await reader.row(f"SELECT {_COLUMNS} FROM tag WHERE id = $1", tag_id)
    if row is None or not sees_settings(staff):
        raise Refused("not-found")
    demand(edits_unit(staff, row["unit_id"]))
    return dict(row)


async def make_tag(tx: Tx, staff: Staff, data: TagData) -> str:
    """A new tag; returns its code, made of its name. Raises Refused `forbidden`, `invalid` (also on a name that there is)."""
    demand(sees_settings(staff))
    await _one_editor(tx)
    values = await _checked(tx, staff, data, None)
    code = await _free_code(tx, values["name"])
    tag_id = await tx.value(
        "INSERT INTO tag (code, name, unit_id, active) VALUES ($1, $2, $3, $4) RETURNING id",
        code, values["name"], values["unit_id"], values["active"],
    )  # fmt: skip
    tx.event(
        "tag.added",
        f"tag:{tag_id}",
        unit_id=values["unit_id"],
        name=values["name"],
        changes={name: [None, value] for name, value in values.items()},
    )
    return code


async def change_tag(tx: Tx, staff: Staff, tag_id: int, data: TagData, *, seen: str | None = None) -> None:
    """Write what differs; the code stays. Raises Refused `not-found`, `forbidden`, `invalid`."""
    await _one_editor(tx)
    before = await tag_to_edit(tx, staff, tag_id)
    unchanged(before, seen)
    changes = await update(tx, "tag", tag_id, before, await _checked(tx, staff, data, tag_id))
    if changes:
        tx.event("tag.changed", f"tag:{tag_id}", unit_id=before["unit_id"], name=before["name"], changes=changes)


async def merge_tags(tx: Tx, staff: Staff, tag_id: int, into: str) -> None:
    """All requests with this tag get the tag `into` (a code) instead; this one goes out of use. Raises Refused as `change_tag` does."""
    await _one_editor(tx)
    before = await tag_to_edit(tx, staff, tag_id)
    target = await tx.row(f"SELECT {_COLUMNS} FROM tag WHERE code = $1 AND active", into)
    if target is None or target["id"] == tag_id:
        raise invalid("into", "unknown")
    demand(edits_unit(staff, target["unit_id"]))
    if target["unit_id"] not in {None, before["unit_id"]}:
        raise invalid("into", "another unit's")
    await tx.execute(
        "WITH gone AS (DELETE FROM request_tag WHERE tag_id = $1 RETURNING request_number, staff_id, at) "
        "INSERT INTO request_tag (request_number, tag_id, staff_id, at) SELECT request_number, $2, staff_id, at FROM gone "
        "ON CONFLICT DO NOTHING",
        tag_id, target["id"],
    )  # fmt: skip
    await tx.execute("UPDATE tag SET active = false WHERE id = $1", tag_id)
    tx.event(
        "tag.merged", f"tag:{tag_id}", unit_id=before["unit_id"], name=before["name"], changes={"into": [None, target["name"]]}
    )


async def _one_editor(tx: Tx) -> None:
    """One editor at a time: names are compared with all others. Readers and those who put tags on are not held up."""
    await tx.execute("LOCK TABLE tag IN SHARE UPDATE EXCLUSIVE MODE")


async def _checked(tx: Tx, staff: Staff, data: TagData, tag_id: int | None) -> dict[str, Any]:
    unit = await unit_by_code(tx, data.unit) if data.unit else None
    values = checked({
        "name": partial(spoken, "name", data.name, longest=_LONGEST),
        "unit_id": partial(_unit_id, staff, data.unit, unit),
        "active": lambda: data.active,
    })  # fmt: skip
    for language, name in values["name"].items():
        taken = await tx.value(
            "SELECT count(*) FROM tag WHERE id IS DISTINCT FROM $1 AND lower(name ->> $2) = lower($3) "
            "AND (unit_id IS NULL OR $4::integer IS NULL OR unit_id = $4)",
            tag_id, language, name, values["unit_id"],
        )  # fmt: skip
        if taken:
            raise invalid(f"name.{language}", "taken")
    return values


def _unit_id(staff: Staff, code: str, unit: Unit | None) -> int | None:
    if code and unit is None:
        raise invalid("unit", "unknown")
    if not edits_unit(staff, unit.id if unit else None):
        raise invalid("unit", "not yours to give")
    return unit.id if unit else None


async def _free_code(tx: Tx, name: Mapping[str, str]) -> str:
    stem = slug(name.get("en") or name["ru"])[:_STEM].strip("-") or "tag"
    known = {row["code"] for row in await tx.rows("SELECT code FROM tag WHERE starts_with(code, $1)", stem)}
    return next(code for code in (stem, *(f"{stem}-{number}" for number in range(2, 10_000))) if code not in known)


async def repeat_days(reader: Reader, unit_id: int | None) -> tuple[int | None, int]:
    """What a unit (None: the chain) has for itself, and what holds there: days after a closing within which a contact is a repeat."""
    own = await reader.value("SELECT days FROM repeat_rule WHERE unit_id IS NOT DISTINCT FROM $1", unit_id)
    return own, int(await reader.value("SELECT repeat_days($1)", unit_id))


async def set_repeat_days(tx: Tx, staff: Staff, unit_id: int | None, typed: str) -> None:
    """For contacts that come from now on; 0: not counted there; empty, for a unit: as the chain. Raises Refused `forbidden`, `invalid`."""
    demand(edits_unit(staff, unit_id))
    days = within("days", typed, 0, 365) if unit_id is None else within_or_none("days", typed, 0, 365)
    before, _ = await repeat_days(tx, unit_id)
    if days == before:
        return
    if days is None:
        await tx.execute("DELETE FROM repeat_rule WHERE unit_id = $1", unit_id)
    else:
        await tx.execute(
            "INSERT INTO repeat_rule (unit_id, days) VALUES ($1, $2) ON CONFLICT (unit_id) DO UPDATE SET days = excluded.days",
            unit_id,
            days,
        )
    tx.event(
        "tag.repeat_days",
        f"tag:repeat-{unit_id}" if unit_id else "tag:repeat",
        unit_id=unit_id,
        changes={"days": [before, days]},
    )
