"""Changing how nobody is forgotten. Every change is an event that says who changed what from what."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, get_args

from services.editing import checked, differences, fingerprint, unchanged, within, within_or_none
from services.errors import Refused, invalid
from services.requests.models import TYPES
from services.staff.models import Staff
from services.staff.rights import demand, edits_unit
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.watch.models import Mode, Rush, Watch, as_watch
from services.watch.policies import watch_of

MODES: tuple[str, ...] = get_args(Mode)
_DAY = 24 * 60
_WEEK = 7 * _DAY
_QUARTER = 90 * _DAY
# Minutes that have to be given: field, least, most. 0 switches off what may be switched off.
_MINUTES = {
    "handoff_minutes": (1, _WEEK), "nudge_minutes": (0, _DAY), "lease_minutes": (0, _DAY), "director_minutes": (0, _WEEK),
    "remind_minutes": (0, _DAY), "slip_minutes": (0, _WEEK), "danger_minutes": (1, _DAY), "rush_minutes": (1, _WEEK),
}  # fmt: skip
# Numbers that may be left out.
_OPTIONAL = {"first_minutes": (1, _WEEK), "next_minutes": (1, _WEEK), "rush_waiting": (1, 9999)}
NUMBERS = (*_OPTIONAL, *_MINUTES)
_PUT = "INSERT INTO watch_policy (unit_id, rules) VALUES ($1, $2) ON CONFLICT (unit_id) DO UPDATE SET rules = excluded.rules"
# Who answers for danger in a unit works there and may take it; in the chain, in every unit.
_ON_DUTY = """
SELECT id, login, name FROM staff
WHERE active AND role <> 'qa' AND (unit_ids = '{}' OR ($1::integer IS NOT NULL AND $1 = ANY (unit_ids))) ORDER BY name, login
"""


async def own_watch(reader: Reader, staff: Staff, unit_id: int | None) -> Watch | None:
    """The rules that a unit (None: the chain) has for itself. Raises Refused `forbidden`."""
    demand(edits_unit(staff, unit_id))
    row = await reader.row("SELECT rules FROM watch_policy WHERE unit_id IS NOT DISTINCT FROM $1", unit_id)
    return as_watch(unit_id, row["rules"]) if row else None


async def watches_of_units(reader: Reader) -> dict[int, Watch]:
    """The rules of the units that do not go by the chain's."""
    rows = await reader.rows("SELECT unit_id, rules FROM watch_policy WHERE unit_id IS NOT NULL")
    return {row["unit_id"]: as_watch(row["unit_id"], row["rules"]) for row in rows}


async def fit_for_duty(reader: Reader, unit_id: int | None) -> Sequence[Row]:
    """Who may be paged when somebody is in danger in this unit (None: in any): `id, login, name`, by name."""
    return await reader.rows(_ON_DUTY, unit_id)


def as_edited(watch: Watch) -> dict[str, Any]:
    """What a form shows, all in one level."""
    stored = watch.as_json()
    rush = stored.pop("rush")
    return stored | {f"rush_{name}": value for name, value in rush.items()}


def seen_as(watch: Watch) -> str:
    """What tells whether the rules are still as a form showed them."""
    return fingerprint(as_edited(watch))


def checked_watch(
    unit_id: int | None, typed: Mapping[str, str], resolve: Mapping[str, str], rush: Mapping[str, str],
    on_duty: Mapping[str, int],
) -> Watch:  # fmt: skip
    """Rules as they were typed: `mode`, `duty` (a login, or empty), NUMBERS by name; `resolve`, `rush`: minutes by request type, empty
    where it has none. `on_duty`: ids by login of who is fit for duty.

    Raises Refused `invalid` with all mistakes, each by its field (`first_minutes`, `resolve.claim`, `rush.claim`, `duty`, …).
    """
    checks: dict[str, Callable[[], Any]] = {
        "mode": partial(_mode, typed.get("mode", "")),
        **{name: partial(within_or_none, name, typed.get(name, ""), *span) for name, span in _OPTIONAL.items()},
        **{name: partial(within, name, typed.get(name, ""), *span) for name, span in _MINUTES.items()},
        "duty": partial(_duty, typed.get("duty", ""), on_duty),
        **{f"resolve.{name}": partial(within_or_none, f"resolve.{name}", resolve.get(name, ""), 1, _QUARTER) for name in TYPES},
        **{f"rush.{name}": partial(within_or_none, f"rush.{name}", rush.get(name, ""), 0, _WEEK) for name in TYPES},
    }  # fmt: skip
    checks["nudge_minutes"] = partial(_nudge, typed)
    found = checked(checks)
    return Watch(
        unit_id, resolve_minutes=_by_type("resolve", found), duty_id=found["duty"],
        rush=Rush(found["rush_waiting"], found["rush_minutes"], _by_type("rush", found)),
        **{name: found[name] for name in ("mode", *NUMBERS) if not name.startswith("rush_")},
    )  # fmt: skip


def _by_type(group: str, found: Mapping[str, Any]) -> dict[str, int]:
    return {name: minutes for name in TYPES if (minutes := found[f"{group}.{name}"]) is not None}


def _mode(typed: str) -> str:
    if typed not in MODES:
        raise invalid("mode", "required")
    return typed


def _duty(typed: str, on_duty: Mapping[str, int]) -> int | None:
    if typed and typed not in on_duty:
        raise invalid("duty", "unknown")
    return on_duty[typed] if typed else None


def _nudge(typed: Mapping[str, str]) -> int:
    """Whoever is reminded has to have time left to answer."""
    nudge = within("nudge_minutes", typed.get("nudge_minutes", ""), *_MINUTES["nudge_minutes"])
    try:
        lease = within("lease_minutes", typed.get("lease_minutes", ""), *_MINUTES["lease_minutes"])
    except Refused:
        return nudge  # the mistake is told at its own field
    if nudge >= lease > 0:
        raise invalid("nudge_minutes", "not before the lease")
    return nudge


async def save_watch(tx: Tx, staff: Staff, watch: Watch, *, seen: str | None = None) -> None:
    """Put the rules in force: for clocks that are set from now on. `seen`: what the form showed (`seen_as`).

    Raises Refused `forbidden`, `invalid` on `seen`: somebody changed them meanwhile.
    """
    demand(edits_unit(staff, watch.unit_id))
    await _lock(tx)
    before = await watch_of(tx, watch.unit_id)
    unchanged(as_edited(before), seen)
    changes = await _changes(tx, before, watch)
    if not changes and before.unit_id == watch.unit_id:
        return
    await tx.execute(_PUT, watch.unit_id, watch.as_json())
    tx.event("watch.changed", _subject(watch.unit_id), unit_id=watch.unit_id, changes=changes)


async def drop_watch(tx: Tx, staff: Staff, unit_id: int) -> None:
    """The unit goes by the chain's rules again. Raises Refused `forbidden`, `not-found`."""
    demand(edits_unit(staff, unit_id))
    await _lock(tx)
    row = await tx.row("DELETE FROM watch_policy WHERE unit_id = $1 RETURNING rules", unit_id)
    if row is None:
        raise Refused("not-found")
    changes = await _changes(tx, as_watch(unit_id, row["rules"]), await watch_of(tx, None))
    tx.event("watch.dropped", _subject(unit_id), unit_id=unit_id, changes=changes)


async def _lock(tx: Tx) -> None:
    """One editor at a time: there need be no row to lock yet. Readers are not held up."""
    await tx.execute("LOCK TABLE watch_policy IN SHARE ROW EXCLUSIVE MODE")


async def _changes(tx: Tx, before: Watch, after: Watch) -> dict[str, list[Any]]:
    """What differs, with whoever is on duty by login."""
    changes = differences(as_edited(before), as_edited(after))
    if "duty_id" in changes:
        ids = changes.pop("duty_id")
        rows = await tx.rows(
            "SELECT id, login FROM staff WHERE id = ANY ($1::integer[])", [one for one in ids if one is not None]
        )
        logins = {row["id"]: row["login"] for row in rows}
        changes["duty"] = [logins.get(one) for one in ids]
    return changes


def _subject(unit_id: int | None) -> str:
    return f"watch:{unit_id}" if unit_id is not None else "watch"
