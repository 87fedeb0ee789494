"""A script as rows of a form: each question and each result has its number, which the buttons beside it change."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.web.console.settings.frame import Fields
from services.scripts.editing import seen_as
from services.scripts.models import Choice, Script
from services.texts import LANGUAGES

Row = dict[str, str]
GROUPS = ("fields", "results")
ROWS = 40  # of each group, however a form was made
_NAME = re.compile(r"(fields|results)\.([0-9]{1,2})\.([a-z_.-]{1,20}[a-z0-9_-]{0,40})")
_DO = re.compile(r"(up|down|drop|add)\.(fields|results)(?:\.([0-9]{1,2}))?")


def as_rows(script: Script) -> dict[str, list[Row]]:
    """The questions and results as they stand in the form."""
    fields = [
        {"code": one.code, "kind": one.kind, **_spoken("label", one.label), **_spoken("ask", one.ask),
         **({"required": "on"} if one.required else {}), **_lines(one.choices)}
        for one in script.fields
    ]  # fmt: skip
    results = [
        {"code": one.code, "outcome": one.outcome, "next": one.next, **_spoken("label", one.label), **_spoken("message", one.message),
         **{f"requires.{code}": "on" for code in one.requires}}
        for one in script.results
    ]  # fmt: skip
    return {"fields": fields, "results": results}


def _spoken(name: str, texts: Mapping[str, str]) -> Row:
    return {f"{name}.{language}": texts.get(language, "") for language in LANGUAGES}


def _lines(choices: Sequence[Choice]) -> Row:
    """A line for each answer to choose from, in each language."""
    return {f"choices.{language}": "\n".join(one.label.get(language, "") for one in choices).rstrip() for language in LANGUAGES}


def as_fields(script: Script) -> Fields:
    """The whole form as stored."""
    return Fields({**flat(as_rows(script)), **({"asks": "on"} if script.asks else {}), "seen": seen_as(script)})


def flat(rows: Mapping[str, Sequence[Row]]) -> dict[str, str]:
    """Rows by the names of their inputs."""
    return {
        f"{group}.{number}.{name}": value
        for group in GROUPS for number, row in enumerate(rows[group]) for name, value in row.items()
    }  # fmt: skip


def rows_in(values: Mapping[str, str]) -> dict[str, list[Row]]:
    """And back. Whatever is no part of a row is left out."""
    found: dict[str, dict[int, Row]] = {group: {} for group in GROUPS}
    for name, value in values.items():
        if match := _NAME.fullmatch(name):
            found[match[1]].setdefault(int(match[2]), {})[match[3]] = value
    return {group: [row for _, row in sorted(rows.items())][:ROWS] for group, rows in found.items()}


def renumbered(values: Mapping[str, str]) -> dict[str, str]:
    """The same form with its rows counted from 0 and without gaps, as mistakes name them."""
    plain = {name: value for name, value in values.items() if not _NAME.fullmatch(name)}
    return plain | flat(rows_in(values))


def rearranged(values: Mapping[str, str], act: str) -> tuple[dict[str, str], str]:
    """The form after a button beside a row (`up.fields.2`, `add.results`), and the row to look at (`fields-1`); nothing is checked."""
    rows, match = rows_in(values), _DO.fullmatch(act)
    at = ""
    if match:
        group, number = rows[match[2]], int(match[3] or -1)
        at = f"{match[2]}-{max(0, _act(group, match[1], number, match[2]))}"
    plain = {name: value for name, value in values.items() if not _NAME.fullmatch(name)}
    return plain | flat(rows), at


def _act(rows: list[Row], act: str, number: int, group: str) -> int:
    """Change the list; answers where to look."""
    if act == "add":
        if len(rows) < ROWS:
            rows.append({"kind": "text"} if group == "fields" else {"outcome": "solved", "next": "none"})
        return len(rows) - 1
    if not 0 <= number < len(rows):
        return 0
    if act == "drop":
        rows.pop(number)
        return min(number, len(rows) - 1)
    other = min(len(rows) - 1, max(0, number + (1 if act == "down" else -1)))
    rows[number], rows[other] = rows[other], rows[number]
    return other


def typed_body(values: Mapping[str, str], stored: Script) -> dict[str, Any]:
    """What was typed in the form of `Script.as_json`. New rows are given codes; answers to choose from keep theirs by their words."""
    rows = rows_in(values)
    fields = list(_fields(rows["fields"], stored))
    known = {field["code"] for field in fields}
    return {"asks": bool(values.get("asks")), "fields": fields, "results": list(_results(rows["results"], known))}


def _fields(rows: Sequence[Row], stored: Script) -> Iterator[dict[str, Any]]:
    taken = {row["code"] for row in rows if row.get("code")}
    for row in rows:
        code = row.get("code") or _free(row.get("kind", "text") or "text", taken)
        before = stored.field(code)
        yield {
            "code": code, "kind": row.get("kind", ""), "label": _texts(row, "label"), "ask": _texts(row, "ask"),
            "required": bool(row.get("required")),
            "choices": _choices(row, before.choices if before else ()) if row.get("kind") == "choice" else [],
        }  # fmt: skip


def _results(rows: Sequence[Row], known: set[str]) -> Iterator[dict[str, Any]]:
    taken = {row["code"] for row in rows if row.get("code")}
    for row in rows:
        needed = [name.removeprefix("requires.") for name in row if name.startswith("requires.")]
        yield {
            "code": row.get("code") or _free(row.get("outcome", "") or "result", taken), "outcome": row.get("outcome", ""),
            "label": _texts(row, "label"), "next": row.get("next", "none"), "requires": [code for code in needed if code in known],
            "message": _texts(row, "message"),
        }  # fmt: skip


def _texts(row: Row, name: str) -> dict[str, str]:
    return {language: row.get(f"{name}.{language}", "") for language in LANGUAGES}


def _free(wanted: str, taken: set[str]) -> str:
    """A code that no other row has: `vin`, `vin_2`."""
    code, number = wanted, 1
    while code in taken:
        number += 1
        code = f"{wanted[:28]}_{number}"
    taken.add(code)
    return code


def _choices(row: Row, before: Sequence[Choice]) -> list[dict[str, Any]]:
    lines = {language: row.get(f"choices.{language}", "").split("\n") for language in LANGUAGES}
    count = min(ROWS, max(len(found) for found in lines.values()))
    labels = [
        {language: found[at].strip() if at < len(found) else "" for language, found in lines.items()} for at in range(count)
    ]
    labels = [label for label in labels if any(label.values())]
    same = {words: one.code for one in before for words in one.label.values() if words}
    codes = [next((same[words] for words in label.values() if words in same), "") for label in labels]
    taken = set(codes)
    for at, code in enumerate(codes):
        if not code:  # another wording of the same answer, else a new one
            there = before[at].code if at < len(before) and before[at].code not in taken else ""
            codes[at] = there or _free("answer", taken)
            taken.add(codes[at])
    return [{"code": code, "label": label} for code, label in zip(codes, labels, strict=True)]
