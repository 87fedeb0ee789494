"""What every editor of settings does the same way: checking what was typed, and recording what changed."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from services.errors import Refused, invalid
from services.storage.tx import Tx
from services.texts import LANGUAGES

MAX_NAME = 100  # characters


def spoken(field: str, texts: Mapping[str, str], *, required: bool = True, longest: int = MAX_NAME) -> dict[str, str]:
    """A text per language, those that are there; one language is enough. Raises Refused `invalid` on `<field>.<language>`."""
    found = {language: plain(texts.get(language, "")) for language in LANGUAGES}
    for language, words in found.items():
        if len(words) > longest:
            raise invalid(f"{field}.{language}", "too long")
    kept = {language: words for language, words in found.items() if words}
    if required and not kept:
        raise invalid(f"{field}.{LANGUAGES[0]}", "required")
    return kept


def plain(typed: str) -> str:
    """One line without control characters or spaces around it."""
    return " ".join("".join(ch if ch.isprintable() else " " for ch in typed).split())


def within(field: str, number: int | str | None, least: int, most: int) -> int:
    """The number, also as it was typed. Raises Refused `invalid`: `required`, `not a number`, `out of range`."""
    if isinstance(number, str):
        number = typed_number(field, number)
    if number is None:
        raise invalid(field, "required")
    if not least <= number <= most:
        raise Refused("invalid", errors=[{"field": field, "reason": "out of range", "least": least, "most": most}])
    return number


def within_or_none(field: str, typed: str, least: int, most: int) -> int | None:
    """The number as it was typed; None: nothing was. Raises Refused `invalid`."""
    return within(field, typed, least, most) if typed.strip() else None


def typed_number(field: str, typed: str) -> int | None:
    """A whole number that may be left out. Raises Refused `invalid`: `not a number`."""
    plain_digits = "".join(typed.split())
    if not plain_digits:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", plain_digits):
        raise invalid(field, "not a number")
    return int(plain_digits)


def checked(checks: Mapping[str, Callable[[], Any]]) -> dict[str, Any]:
    """What each check answers. Raises Refused `invalid` with the mistakes of all of them: a form tells them together."""
    values: dict[str, Any] = {}
    errors: list[dict[str, Any]] = []
    for name, check in checks.items():
        try:
            values[name] = check()
        except Refused as refused:
            errors += refused.data["errors"]
    if errors:
        raise Refused("invalid", errors=errors)
    return values


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """`{field: [before, after]}` of what differs."""
    return {name: [before[name], value] for name, value in after.items() if before[name] != value}


async def update(tx: Tx, table: str, row_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Write what differs and answer the differences; nothing is written where nothing does. Names are the code's own, never typed."""
    changes = differences(before, after)
    if changes:
        columns = ", ".join(f'"{name}" = ${place}' for place, name in enumerate(changes, 2))
        await tx.execute(f"UPDATE {table} SET {columns} WHERE id = $1", row_id, *(new for _, new in changes.values()))
    return changes


def fingerprint(row: Mapping[str, Any]) -> str:
    """What tells whether something is still as a form showed it."""
    return hashlib.sha256(json.dumps(dict(row), sort_keys=True, default=str).encode()).hexdigest()[:16]


def unchanged(row: Mapping[str, Any], seen: str | None) -> None:
    """Raises Refused `invalid` on `seen` where somebody changed the row after the form was made. None: not asked."""
    if seen is not None and seen != fingerprint(row):
        raise invalid("seen", "changed meanwhile")
