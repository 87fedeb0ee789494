"""Setting up and changing units. Every change is an event that says who changed what from what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from services.clients.phones import normal_phone
from services.editing import checked, spoken, unchanged, update, within
from services.errors import Refused, invalid
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain, edits_unit
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.units.calendar import Hours
from services.units.slugs import slug
from services.units.week import DEFAULT_WEEK, Spans, read_week, with_days
from services.units.zones import is_zone, zone_of_city


@dataclass(frozen=True, slots=True)
class Rule:
    """A number of a unit: what the schema allows, and its usual value."""

    least: int
    most: int
    usual: int


_CODE = re.compile(r"[a-z0-9_-]{1,32}")
_PLACE = re.compile(r"(-?\d{1,2}(?:\.\d{1,10})?)\s*[,; ]\s*(-?\d{1,3}(?:\.\d{1,10})?)")
# Booking rules of a unit with what the schema allows, in the column's own measure.
RULES: Mapping[str, Rule] = {
    "grid_minutes": Rule(5, 240, 30), "lead_minutes": Rule(0, 20160, 60), "horizon_days": Rule(1, 365, 60),
    "cutoff_minutes": Rule(0, 20160, 120), "visits_limit": Rule(1, 50, 3), "moves_limit": Rule(0, 50, 5),
}  # fmt: skip
_TEXTS = ("name", "city", "address")
_COLUMNS = f'id, code, {", ".join(_TEXTS)}, phone, time_zone, "leading", active, hours, place, {", ".join(RULES)}'


@dataclass(frozen=True, slots=True)
class UnitData:
    """A unit as it is typed. An empty `code` is made from the name, an empty `time_zone` from the city; `place` is `lat, lon`.

    `week` holds the hours of each day, 0 being Monday (`services/units/week.py`); `rules` the numbers of `RULES`.
    """

    name: Mapping[str, str]
    city: Mapping[str, str]
    address: Mapping[str, str]
    phone: str = ""
    time_zone: str = ""
    week: Mapping[int, str] = field(default_factory=lambda: DEFAULT_WEEK)
    rules: Mapping[str, int | str] = field(default_factory=dict)
    place: str = ""
    code: str = ""
    leading: bool = False
    active: bool = True


async def units_to_edit(reader: Reader, staff: Staff) -> list[dict[str, Any]]:
    """Units this person may change, the closed ones last, with their number of `bays` and `technicians`."""
    rows = await reader.rows(
        f"SELECT {_COLUMNS}, (SELECT count(*) FROM resource r WHERE r.unit_id = unit.id AND r.active AND kind = 'bay') AS bays, "
        "(SELECT count(*) FROM resource r WHERE r.unit_id = unit.id AND r.active AND kind = 'technician') AS technicians "
        'FROM unit ORDER BY active DESC, "leading" DESC, code'
    )
    return [dict(row) for row in rows if edits_unit(staff, row["id"])]


async def unit_to_edit(reader: Reader, staff: Staff, code: str) -> dict[str, Any]:
    """One of them, with every setting. Raises Refused `not-found`, `forbidden`."""
    row = await reader.row(f"SELECT {_COLUMNS} FROM unit WHERE code = $1", code)
    if row is None:
        raise Refused("not-found")
    demand(edits_unit(staff, row["id"]))
    return dict(row)


async def add_unit(tx: Tx, staff: Staff, data: UnitData) -> str:
    """A new unit; returns its code. The first one leads. Raises Refused `forbidden`, `invalid` with every field that is wrong."""
    demand(edits_chain(staff))
    values = _checked(data)
    first = not await tx.value("SELECT count(*) FROM unit")
    values |= {"code": await _new_code(tx, data.code, values["name"], values["city"]), "leading": False, "active": True}
    values["hours"] = {"week": values.pop("week"), "days": {}}
    columns = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    unit_id = await tx.value(f"INSERT INTO unit ({columns}) VALUES ({marks}) RETURNING id", *values.values())
    tx.event("unit.added", f"unit:{values['code']}", unit_id=unit_id, changes=_shown({n: [None, v] for n, v in values.items()}))
    if first or data.leading:
        await _lead(tx, unit_id)
    return str(values["code"])


async def change_unit(tx: Tx, staff: Staff, code: str, data: UnitData, *, seen: str | None = None, sure: bool = False) -> None:
    """Write what differs. Closing a unit that still has visits ahead has to be meant (`sure`).

    Raises Refused `not-found`, `forbidden`, `invalid`; `active` with `visits ahead` and their number.
    """
    before = await _locked(tx, staff, code)
    unchanged(before, seen)
    values = _checked(data)
    values["hours"] = {**before["hours"], "week": values.pop("week")}
    if edits_chain(staff):
        values["active"] = data.active
        await _may_close(tx, before, data, sure=sure)
    changes = await update(tx, "unit", before["id"], before, values)
    if changes:
        tx.event("unit.changed", f"unit:{code}", unit_id=before["id"], changes=_shown(changes))
    if edits_chain(staff) and data.leading and not before["leading"] and data.active:
        await _lead(tx, before["id"])


async def set_days(tx: Tx, staff: Staff, code: str, *, since: date, until: date | None, spans: Spans | None) -> None:
    """Hours of single dates (empty: closed; None: ordinary days again). Raises Refused `not-found`, `forbidden`, `invalid`."""
    before = await _locked(tx, staff, code)
    if spans is not None and since < tx.now.date().replace(day=1):
        raise invalid("since", "past")
    hours = with_days(before["hours"], since, until or since, spans)
    changes = await update(tx, "unit", before["id"], before, {"hours": hours})
    if changes:
        tx.event("unit.changed", f"unit:{code}", unit_id=before["id"], changes=_shown(changes))


async def visits_outside(reader: Reader, unit: Mapping[str, Any], now: datetime) -> list[Row]:
    """Visits ahead that no longer lie within the unit's hours: `public_id, starts_at`. Whoever changed the hours must know."""
    hours = Hours.parse(unit["time_zone"], unit["hours"])
    rows = await reader.rows(
        "SELECT public_id, starts_at, ends_at FROM appointment WHERE unit_id = $1 AND status IN ('booked', 'confirmed') "
        "AND starts_at > $2 ORDER BY starts_at LIMIT 5000",
        unit["id"], now,
    )  # fmt: skip
    return [row for row in rows if not _within(hours, row["starts_at"], row["ends_at"])]


def _within(hours: Hours, starts_at: datetime, ends_at: datetime) -> bool:
    opens, closes = next(hours.spans(starts_at), (ends_at, ends_at))
    return opens <= starts_at and ends_at <= closes


async def _locked(tx: Tx, staff: Staff, code: str) -> dict[str, Any]:
    await tx.execute("SELECT FROM unit WHERE code = $1 FOR NO KEY UPDATE", code)
    return await unit_to_edit(tx, staff, code)


def _checked(data: UnitData) -> dict[str, Any]:
    """The columns every editor of the unit may write; all mistakes are told at once."""
    checks: dict[str, Callable[[], Any]] = {
        **{name: partial(spoken, name, getattr(data, name), longest=200) for name in _TEXTS},
        "phone": partial(_phone, data.phone), "time_zone": partial(_zone, data), "place": partial(_place, data.place),
        "week": partial(read_week, data.week),
        **{name: partial(within, name, data.rules.get(name, rule.usual), rule.least, rule.most) for name, rule in RULES.items()},
    }  # fmt: skip
    return checked(checks)


def _phone(typed: str) -> str | None:
    if not typed.strip():
        return None
    phone = normal_phone(typed)
    if phone is None:
        raise invalid("phone", "not a phone")
    return phone


def _zone(data: UnitData) -> str:
    if data.time_zone:
        if not is_zone(data.time_zone):
            raise invalid("time_zone", "unknown")
        return data.time_zone
    found = zone_of_city(*data.city.values())
    if found is None:
        raise invalid("time_zone", "not told by the city")
    return found


def _place(typed: str) -> dict[str, float] | None:
    """`55.7558, 37.6173`, as maps give it."""
    if not typed.strip():
        return None
    match = _PLACE.fullmatch(typed.strip())
    lat, lon = (float(match[1]), float(match[2])) if match else (91.0, 0.0)
    if abs(lat) > 90 or abs(lon) > 180:  # noqa: PLR2004 - degrees
        raise invalid("place", "not a place")
    return {"lat": lat, "lon": lon}


async def _new_code(tx: Tx, typed: str, name: Mapping[str, str], city: Mapping[str, str]) -> str:
    """The code of links and of the API: never changed later."""
    code = typed.strip().lower()
    if code:
        if not _CODE.fullmatch(code):
            raise invalid("code", "bad code")
        if await tx.value("SELECT count(*) FROM unit WHERE code = $1", code):
            raise invalid("code", "taken")
        return code
    base = slug(name.get("en") or next(iter(name.values()))) or slug(next(iter(city.values()))) or "unit"
    taken = {row["code"] for row in await tx.rows("SELECT code FROM unit")}
    return next(c for c in (base, *(f"{base[:28]}-{n}" for n in range(2, 1000))) if c not in taken)


async def _may_close(tx: Tx, before: Mapping[str, Any], data: UnitData, *, sure: bool) -> None:
    if data.active or not before["active"]:
        return
    ahead = await tx.value(
        "SELECT count(*) FROM appointment WHERE unit_id = $1 AND status IN ('booked', 'confirmed') AND ends_at > $2",
        before["id"], tx.now,
    )  # fmt: skip
    if ahead and not sure:
        raise Refused("invalid", errors=[{"field": "active", "reason": "visits ahead", "count": ahead}])
    if before["leading"]:
        await tx.execute('UPDATE unit SET "leading" = false WHERE id = $1', before["id"])


async def _lead(tx: Tx, unit_id: int) -> None:
    """There is one leading unit: its zone and hours hold where nothing nearer is known."""
    await tx.execute('UPDATE unit SET "leading" = false WHERE "leading" AND id <> $1', unit_id)
    code = await tx.value('UPDATE unit SET "leading" = true WHERE id = $1 RETURNING code', unit_id)
    tx.event("unit.leading", f"unit:{code}", unit_id=unit_id)


def _shown(changes: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Hours are told day by day: an audit line says which day changed, not that hours did."""
    shown = {name: pair for name, pair in changes.items() if name != "hours"}
    if "hours" not in changes:
        return shown
    old, new = (hours or {} for hours in changes["hours"])
    for part in ("week", "days"):
        before, after = old.get(part, {}), new.get(part, {})
        for day in sorted(before.keys() | after.keys()):
            if before.get(day) != after.get(day):
                shown[f"{part}.{day}"] = [before.get(day), after.get(day)]
    return shown
