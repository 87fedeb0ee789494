"""Reading and changing how requests are handed out. Every change is an event that says who changed what from what."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from services.distribution.models import WEEK, YEAR, Policy, Weights
from services.editing import checked, differences, fingerprint, plain, unchanged, within, within_or_none
from services.errors import Refused, invalid
from services.requests.models import TYPES
from services.staff.models import Staff
from services.staff.rights import demand, edits_unit
from services.storage.reader import Reader
from services.storage.tx import Tx

_COLUMNS = "unit_id, weights, reservation_minutes, matter_minutes, rest_minutes"
_PUT = f"""
INSERT INTO policy ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit_id) DO UPDATE SET weights = excluded.weights, reservation_minutes = excluded.reservation_minutes,
    matter_minutes = excluded.matter_minutes, rest_minutes = excluded.rest_minutes
"""
_MOST_TIERS = 20
_LONGEST_TIER = 64
_DAY = 24 * 60


async def policy_of(reader: Reader, unit_id: int | None) -> Policy:
    """The rules that hold in this unit: its own, else the chain's."""
    row = await reader.row(
        f"SELECT {_COLUMNS} FROM policy WHERE unit_id = $1 OR unit_id IS NULL ORDER BY unit_id LIMIT 1", unit_id
    )
    return _as_policy(row)


async def own_policy(reader: Reader, staff: Staff, unit_id: int | None) -> Policy | None:
    """The rules that a unit (None: the chain) has for itself. Raises Refused `forbidden`."""
    demand(edits_unit(staff, unit_id))
    row = await reader.row(f"SELECT {_COLUMNS} FROM policy WHERE unit_id IS NOT DISTINCT FROM $1", unit_id)
    return _as_policy(row) if row else None


def _as_policy(row: Any) -> Policy:
    return Policy(
        row["unit_id"], Weights(**row["weights"]), row["reservation_minutes"], row["matter_minutes"], row["rest_minutes"]
    )


def as_edited(policy: Policy) -> dict[str, Any]:
    """What a form shows."""
    return {
        **policy.weights.as_json(), "reservation_minutes": policy.reservation_minutes, "matter_minutes": policy.matter_minutes,
        "rest_minutes": policy.rest_minutes,
    }  # fmt: skip


def seen_as(policy: Policy) -> str:
    """What tells whether the rules are still as a form showed them."""
    return fingerprint(as_edited(policy))


def checked_policy(unit_id: int | None, typed: Mapping[str, str], types: Mapping[str, str], tiers: Mapping[str, str]) -> Policy:
    """Rules as they were typed: minutes by name; `types`, `tiers`: minutes by type and by tier, an empty one counts nothing.

    Raises Refused `invalid` with all mistakes, each by its field (`type.claim`, `tier.vip`, `law`, …).
    """
    checks: dict[str, Callable[[], Any]] = {
        **{f"type.{name}": partial(within_or_none, f"type.{name}", types.get(name, ""), 0, WEEK) for name in TYPES},
        **{f"tier.{name}": partial(_tier, name, minutes) for name, minutes in tiers.items()},
        "law": partial(within, "law", typed.get("law", ""), 0, YEAR),
        "returned": partial(within, "returned", typed.get("returned", ""), 0, _DAY),
        "promise": partial(within, "promise", typed.get("promise", ""), 0, WEEK),
        "deadline": partial(within_or_none, "deadline", typed.get("deadline", ""), 0, WEEK),
        "reservation_minutes": partial(within_or_none, "reservation_minutes", typed.get("reservation_minutes", ""), 0, _DAY),
        "matter_minutes": partial(within, "matter_minutes", typed.get("matter_minutes", ""), 0, _DAY),
        "rest_minutes": partial(within, "rest_minutes", typed.get("rest_minutes", ""), 0, WEEK),
    }
    if len(tiers) > _MOST_TIERS:
        raise invalid("tiers", "too many")
    found = checked(checks)
    weights = Weights(
        types={name: minutes for name in TYPES if (minutes := found[f"type.{name}"])},
        tiers=dict(pair for name in tiers if (pair := found[f"tier.{name}"])[1]),
        law=found["law"], returned=found["returned"], promise=found["promise"], deadline=found["deadline"],
    )  # fmt: skip
    return Policy(unit_id, weights, found["reservation_minutes"], found["matter_minutes"], found["rest_minutes"])


def _tier(name: str, typed: str) -> tuple[str, int | None]:
    tier = plain(name).lower()
    if not tier or len(tier) > _LONGEST_TIER:
        raise invalid(f"tier.{name}", "too long" if tier else "required")
    return tier, within_or_none(f"tier.{name}", typed, 0, WEEK)


async def save_policy(tx: Tx, staff: Staff, policy: Policy, *, seen: str | None = None) -> None:
    """Put the rules in force; whoever waits stands by them at once. `seen`: what the form showed (`seen_as`).

    Raises Refused `forbidden`, `invalid` on `seen`: somebody changed them meanwhile.
    """
    demand(edits_unit(staff, policy.unit_id))
    before = await _locked(tx, policy.unit_id)
    unchanged(as_edited(before), seen)
    changes = differences(as_edited(before), as_edited(policy))
    if not changes and before.unit_id == policy.unit_id:
        return
    await tx.execute(
        _PUT, policy.unit_id, policy.weights.as_json(), policy.reservation_minutes, policy.matter_minutes, policy.rest_minutes
    )
    tx.event("policy.changed", _subject(policy.unit_id), unit_id=policy.unit_id, changes=changes)
    await _stand_anew(tx, policy.unit_id)


async def drop_policy(tx: Tx, staff: Staff, unit_id: int) -> None:
    """The unit goes by the chain's rules again. Raises Refused `forbidden`, `not-found`."""
    demand(edits_unit(staff, unit_id))
    row = await tx.row(f"DELETE FROM policy WHERE unit_id = $1 RETURNING {_COLUMNS}", unit_id)
    if row is None:
        raise Refused("not-found")
    changes = differences(as_edited(_as_policy(row)), as_edited(await policy_of(tx, None)))
    tx.event("policy.dropped", _subject(unit_id), unit_id=unit_id, changes=changes)
    await _stand_anew(tx, unit_id)


async def _locked(tx: Tx, unit_id: int | None) -> Policy:
    """What holds now. The chain's row is the lock of all: own rules begin as a copy of it."""
    await tx.execute("SELECT FROM policy WHERE unit_id IS NULL FOR NO KEY UPDATE")
    return await policy_of(tx, unit_id)


async def _stand_anew(tx: Tx, unit_id: int | None) -> None:
    """The trigger of the schema reckons where a request stands whenever one of these columns is written."""
    await tx.execute(
        "UPDATE request SET waiting_since = waiting_since WHERE number IN (SELECT number FROM request WHERE state = 'queued' "
        "AND ($1::integer IS NULL OR unit_id = $1) ORDER BY number FOR NO KEY UPDATE)",
        unit_id,
    )


def _subject(unit_id: int | None) -> str:
    return f"policy:{unit_id}" if unit_id is not None else "policy"
