"""Changing scripts. Every change is an event that says who changed what."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from services.editing import differences, fingerprint, spoken, unchanged
from services.errors import Refused, invalid
from services.requests.models import OUTCOMES, TYPES
from services.scripts.defaults import default_script
from services.scripts.models import KINDS, NEXTS, Script, as_script
from services.scripts.reading import script_of
from services.staff.models import Staff
from services.staff.rights import demand, edits_unit
from services.storage.reader import Reader
from services.storage.tx import Tx

MOST_FIELDS, MOST_RESULTS, MOST_CHOICES = 20, 40, 8
LONGEST_ASK, LONGEST_MESSAGE = 500, 1000  # characters; a label is as long as any name
_CODE = re.compile(r"[a-z0-9_-]{1,32}", re.ASCII)
_PUT = """
INSERT INTO script (unit_id, type, body, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (unit_id, type) DO UPDATE SET body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by
"""
_DROP = "DELETE FROM script WHERE type = $1 AND unit_id IS NOT DISTINCT FROM $2 RETURNING body"


def seen_as(script: Script) -> str:
    """What tells whether the script is still as a form showed it."""
    return fingerprint(script.as_json())


async def own_script(reader: Reader, staff: Staff, request_type: str, unit_id: int | None) -> Script | None:
    """The script that somebody has written for this very unit (None: the chain); None: nobody has. Raises Refused `forbidden`."""
    demand(edits_unit(staff, unit_id))
    script = await script_of(reader, request_type, unit_id)
    return script if script.own and script.unit_id == unit_id else None


def checked_script(request_type: str, unit_id: int | None, typed: Mapping[str, Any]) -> Script:
    """A script as it was typed, in the form of `Script.as_json`, any part of which may be wrong or missing.

    Raises Refused `invalid` with all mistakes, each by its place: `type`, `fields`, `fields.0.code`, `fields.0.label.ru`,
    `results.2.requires`, `fields.1.choices.0.label.ru`, …; reasons: `unknown`, `required`, `too long`, `too many`, `double`, `not a code`.
    """
    check = _Check()
    check.that(request_type in TYPES, "type", "unknown")
    fields = [check.field(f"fields.{place}", field) for place, field in enumerate(check.listed(typed, "fields", MOST_FIELDS))]
    check.once("fields", fields)
    codes = {field["code"] for field in fields}
    results = [
        check.result(f"results.{place}", result, codes)
        for place, result in enumerate(check.listed(typed, "results", MOST_RESULTS))
    ]
    check.once("results", results)
    if check.errors:
        raise Refused("invalid", errors=check.errors)
    return as_script(request_type, unit_id, {"asks": bool(typed.get("asks", True)), "fields": fields, "results": results})


class _Check:
    """Collects the mistakes of a whole form: it tells them together."""

    def __init__(self) -> None:
        self.errors: list[dict[str, Any]] = []

    def that(self, holds: bool, place: str, reason: str) -> None:
        """A mistake unless it holds."""
        if not holds:
            self.errors += invalid(place, reason).data["errors"]

    def listed(self, typed: Mapping[str, Any], name: str, most: int) -> Sequence[Mapping[str, Any]]:
        """The parts of a list, as far as they are any."""
        found = typed.get(name, ())
        parts = [part for part in found if isinstance(part, Mapping)] if isinstance(found, list | tuple) else []
        self.that(len(parts) <= most, name, "too many")
        return parts[:most]

    def once(self, name: str, parts: Sequence[Mapping[str, Any]]) -> None:
        """Codes tell the parts apart."""
        codes = [part["code"] for part in parts]
        for place, code in enumerate(codes):
            self.that(not code or codes.index(code) == place, f"{name}.{place}.code", "double")

    def spoken(self, place: str, typed: Any, *, required: bool, longest: int = 100) -> dict[str, str]:
        """A text per language."""
        words = {key: value for key, value in typed.items() if isinstance(value, str)} if isinstance(typed, Mapping) else {}
        try:
            return spoken(place, words, required=required, longest=longest)
        except Refused as refused:
            self.errors += refused.data["errors"]
            return {}

    def code(self, place: str, typed: Mapping[str, Any]) -> str:
        """`[a-z0-9_-]{1,32}`."""
        code = str(typed.get("code") or "").strip()
        self.that(_CODE.fullmatch(code) is not None, f"{place}.code", "not a code" if code else "required")
        return code

    def one_of(self, place: str, value: Any, known: Sequence[str], default: str = "") -> str:
        """One of the words that are known."""
        word = str(value or default)
        self.that(word in known, place, "unknown" if word else "required")
        return word

    def field(self, place: str, typed: Mapping[str, Any]) -> dict[str, Any]:
        """Something to know."""
        kind = self.one_of(f"{place}.kind", typed.get("kind"), KINDS)
        choices = [
            {"code": self.code(f"{place}.choices.{at}", choice),
             "label": self.spoken(f"{place}.choices.{at}.label", choice.get("label"), required=True)}
            for at, choice in enumerate(self.listed(typed, "choices", MOST_CHOICES))
        ] if kind == "choice" else []  # fmt: skip
        self.once(f"{place}.choices", choices)
        self.that(kind != "choice" or bool(choices), f"{place}.choices", "required")
        return {
            "code": self.code(place, typed), "kind": kind, "label": self.spoken(f"{place}.label", typed.get("label"), required=True),
            "ask": self.spoken(f"{place}.ask", typed.get("ask"), required=False, longest=LONGEST_ASK),
            "required": bool(typed.get("required")), "choices": choices,
        }  # fmt: skip

    def result(self, place: str, typed: Mapping[str, Any], codes: set[str]) -> dict[str, Any]:
        """Something a matter comes to."""
        requires = typed.get("requires")
        needed = [str(code) for code in requires] if isinstance(requires, list | tuple) else []
        self.that(set(needed) <= codes, f"{place}.requires", "unknown")
        return {
            "code": self.code(place, typed), "outcome": self.one_of(f"{place}.outcome", typed.get("outcome"), OUTCOMES),
            "label": self.spoken(f"{place}.label", typed.get("label"), required=True),
            "next": self.one_of(f"{place}.next", typed.get("next"), NEXTS, "none"), "requires": needed,
            "message": self.spoken(f"{place}.message", typed.get("message"), required=False, longest=LONGEST_MESSAGE),
        }  # fmt: skip


async def save_script(tx: Tx, staff: Staff, script: Script, *, seen: str | None = None) -> None:
    """Put the script in force for its type, in its unit or (unit_id None) the chain. `seen`: what the form showed (`seen_as`).

    Raises Refused `forbidden`; `invalid` on `type`, or on `seen`: somebody changed it meanwhile.
    """
    demand(edits_unit(staff, script.unit_id))
    if script.type not in TYPES:
        raise invalid("type", "unknown")
    await _lock(tx)
    before = await script_of(tx, script.type, script.unit_id)
    unchanged(before.as_json(), seen)
    changes = differences(before.as_json(), script.as_json())
    if not changes and before.own and before.unit_id == script.unit_id:
        return
    await tx.execute(_PUT, script.unit_id, script.type, script.as_json(), tx.now, staff.id)
    tx.event("script.changed", _subject(script.type, script.unit_id), unit_id=script.unit_id, changes=changes)


async def drop_script(tx: Tx, staff: Staff, request_type: str, unit_id: int | None) -> None:
    """The unit goes by the chain's script again, the chain by the default. Raises Refused `forbidden`, `not-found`."""
    demand(edits_unit(staff, unit_id))
    await _lock(tx)
    row = await tx.row(_DROP, request_type, unit_id)
    if row is None:
        raise Refused("not-found")
    after = await script_of(tx, request_type, None) if unit_id is not None else default_script(request_type)
    changes = differences(as_script(request_type, unit_id, row["body"]).as_json(), after.as_json())
    tx.event("script.dropped", _subject(request_type, unit_id), unit_id=unit_id, changes=changes)


def for_unit(script: Script, unit_id: int | None) -> Script:
    """The same script as a unit's own: what an editor begins with."""
    return replace(script, unit_id=unit_id)


async def _lock(tx: Tx) -> None:
    """One editor at a time: there need be no row to lock yet. Readers are not held up."""
    await tx.execute("LOCK TABLE script IN SHARE ROW EXCLUSIVE MODE")


def _subject(request_type: str, unit_id: int | None) -> str:
    return f"script:{request_type}:{unit_id}" if unit_id is not None else f"script:{request_type}"
