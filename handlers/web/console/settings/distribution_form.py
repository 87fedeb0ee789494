"""The rules of handing out as fields of a form: minutes by name, and a row for each client tier."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.web.console.forms import Form
from handlers.web.console.settings.frame import Fields
from services.distribution.models import Policy
from services.distribution.policies import as_edited, checked_policy, seen_as
from services.editing import plain
from services.errors import Refused
from services.requests.models import TYPES

OFFERED = 10  # tiers in use that are offered without a weight yet
ROWS = 36  # of tiers, however a form was made: a form has at most 100 fields
_EMPTY_ROWS = 2
_NUMBERS = ("law", "returned", "promise", "deadline", "reservation_minutes", "matter_minutes", "rest_minutes")
_Mistake = dict[str, Any]


def as_fields(policy: Policy, in_use: Sequence[str]) -> Fields:
    """Rules as they stand in the form; a number that is not set is an empty field."""
    stored = as_edited(policy)
    numbers = {name: "" if stored[name] is None else str(stored[name]) for name in _NUMBERS}
    types = {f"type.{name}": str(policy.weights.types.get(name) or "") for name in TYPES}
    tiers = {**policy.weights.tiers, **{tier: "" for tier in in_use if tier not in policy.weights.tiers}}
    rows = {f"tier_name.{row}": tier for row, tier in enumerate(tiers)}
    minutes = {f"tier_minutes.{row}": str(typed or "") for row, typed in enumerate(tiers.values())}
    return Fields({**numbers, **types, **rows, **minutes, "seen": seen_as(policy)})


def rows_of(values: Mapping[str, str]) -> list[int]:
    """Numbers of the rows of tiers, with empty ones at the end to write in."""
    rows = sorted({int(row) for name in values if (row := name.removeprefix("tier_name.")) != name and _is_row(row)})[:ROWS]
    free = sum(not (values[f"tier_name.{row}"].strip() or values.get(f"tier_minutes.{row}", "").strip()) for row in rows)
    after = rows[-1] + 1 if rows else 0
    return rows + list(range(after, after + max(0, min(_EMPTY_ROWS - free, ROWS - len(rows)))))


def _is_row(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 3  # noqa: PLR2004 - of at most `ROWS`


def typed_policy(unit_id: int | None, form: Form) -> Policy:
    """The rules that were typed. Raises Refused `invalid` with every mistake, those of tiers by the row (`tier_minutes.0`)."""
    rows, mistakes = _tiers(form)
    types = {name: form[f"type.{name}"] for name in TYPES}
    tiers = {tier: form[f"tier_minutes.{row}"] for tier, row in rows.items()}
    try:
        policy = checked_policy(unit_id, {name: form[name] for name in _NUMBERS}, types, tiers)
    except Refused as refused:
        mistakes = [*(_by_row(error, rows) for error in refused.data["errors"]), *mistakes]
    if mistakes:
        raise Refused("invalid", errors=mistakes)
    return policy


def _tiers(form: Form) -> tuple[dict[str, int], list[_Mistake]]:
    """The row of each tier that counts something, and rows that name none or one named before."""
    found: dict[str, int] = {}
    mistakes: list[_Mistake] = []
    for row in rows_of(form.values):
        tier = plain(form[f"tier_name.{row}"]).lower()
        if not form[f"tier_minutes.{row}"].strip():
            continue
        if not tier or tier in found:
            mistakes.append({"field": f"tier_name.{row}", "reason": "named twice" if tier else "required"})
        else:
            found[tier] = row
    return found, mistakes


def _by_row(error: _Mistake, rows: Mapping[str, int]) -> _Mistake:
    tier = str(error["field"]).removeprefix("tier.")
    if tier == error["field"] or tier not in rows:
        return error
    part = "tier_name" if error["reason"] == "too long" else "tier_minutes"
    return {**error, "field": f"{part}.{rows[tier]}"}
