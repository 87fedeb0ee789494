"""An event of the settings in words: what, where, and each field from what to what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from handlers.web.console.settings.policy_changes import policy_changes
from handlers.web.console.settings.script_changes import script_changes
from handlers.web.console.settings.watch_changes import watch_changes
from handlers.web.console.words import Place, Words
from services.catalog.models import in_language
from services.storage.reader import Row
from services.texts import LANGUAGES, date_words
from services.units.week import say_spans

_LONGEST = 300  # characters of a value
_ENTERED = ("role", "units", "skills", "languages")  # of a new colleague
_CODED = {
    "role": "role", "type": "type", "family": "set-family", "bay": "set-bay", "skill": "set-skill", "kind": "set-kind",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Names of things that events name by id or code."""

    units: Mapping[int, str]
    works: Mapping[str, str]
    people: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One field; empty `before` or `after`: there was nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One event. `subject` is what it happened to, in words."""

    when: str
    city: str
    who: str
    what: str
    subject: str
    changes: list[Change]
    added: bool = False


def told(row: Row, words: Words, place: Place, names: Names) -> Line:
    """The event as it is read."""
    key = row["type"].replace(".", "-").replace("_", "-")
    told_at = [
        words.stamp(datetime.fromisoformat(row["data"][end]), place) for end in ("since", "until") if row["data"].get(end)
    ]
    span = [Change(words("set-field-when"), "", " – ".join(told_at))] if told_at else []
    return Line(
        words.stamp(row["at"], place), place.city, row["who"] or words.label("set-actor", row["actor"].replace(" ", "-")),
        words.label("set-event", key), _subject(row, words, names),
        _changes(row, words, names) + span,
    )  # fmt: skip


def _changes(row: Row, words: Words, names: Names) -> list[Change]:
    found = row["data"].get("changes") or {name: [None, row["data"][name]] for name in _ENTERED if row["data"].get(name)}
    if row["type"].startswith("policy."):
        return [Change(*line) for line in policy_changes(found, words)]
    if row["type"].startswith("script."):
        return [Change(field, _short(before), _short(after)) for field, before, after in script_changes(found, words)]
    if row["type"].startswith("watch."):
        return [Change(*line) for line in watch_changes(found, words, names.people)]
    return [_change(name, pair, words, names) for name, pair in found.items() if isinstance(pair, list) and len(pair) == 2]  # noqa: PLR2004 - before and after


def together(told_rows: Iterable[tuple[Row, Line]]) -> list[Line]:
    """What one press added is one line, however many things it was."""
    lines = []
    for (_, _, kind, _), group in groupby(told_rows, key=lambda pair: _press(pair[0])):
        found = [line for _, line in group]
        added = str(kind).endswith(".added")
        subjects = "; ".join(line.subject for line in reversed(found))
        lines.append(replace(found[0], subject=subjects, changes=found[0].changes if len(found) == 1 else [], added=added))
    return lines


def _press(row: Row) -> tuple[Any, ...]:
    single = None if row["type"].endswith(".added") else row["id"]
    return row["at"], row["actor"], row["type"], single


def _subject(row: Row, words: Words, names: Names) -> str:
    kind, _, name = str(row["subject"]).partition(":")
    return _SUBJECTS.get(kind, _titled)(row, name, words, names)


def _titled(row: Row, _name: str, words: Words, _names: Names) -> str:
    return in_language(row["answer"] or _removed(row), words.language)


def _of_rules(row: Row, name: str, words: Words, names: Names) -> str:
    return names.units.get(row["unit_id"], name.rpartition(":")[2]) if row["unit_id"] else words("set-whole-chain")


def _of_script(row: Row, name: str, words: Words, names: Names) -> str:
    return f"{words.label('type', name.partition(':')[0])}, {_of_rules(row, name, words, names)}"


def _of_resource(row: Row, _name: str, words: Words, names: Names) -> str:
    return ", ".join(filter(None, (in_language(row["resource"] or {}, words.language), names.units.get(row["unit_id"], ""))))


def _of_tag(row: Row, name: str, words: Words, names: Names) -> str:
    return in_language(row["data"].get("name") or {}, words.language) or _of_rules(row, name, words, names)


_SUBJECTS: dict[str, Callable[[Row, str, Words, Names], str]] = {
    "staff": lambda row, name, _words, _names: row["whom"] or name,
    "request": lambda _row, name, _words, _names: f"№ {name}",
    "client": lambda row, _name, words, _names: row["client"] or words("client-unnamed"),
    "work": lambda _row, name, _words, names: names.works.get(name, name),
    "unit": lambda row, name, _words, names: names.units.get(row["unit_id"], name),
    "policy": _of_rules, "watch": _of_rules, "script": _of_script, "resource": _of_resource, "tag": _of_tag,
}  # fmt: skip


def _removed(row: Row) -> dict[str, str]:
    """The title of an answer that is no more stands in the event of its end."""
    return next((pair[0] or {} for field, pair in (row["data"].get("changes") or {}).items() if field == "title"), {})


def _change(name: str, pair: list[Any], words: Words, names: Names) -> Change:
    return Change(_field(name, words), *(_value(name, value, words, names) for value in pair))


def _field(name: str, words: Words) -> str:
    part, _, day = name.partition(".")
    if part == "week" and day.isdigit():
        return words(f"set-day-{day}")
    if part == "days" and day:
        return words("set-hours-on", day=_day(day, words))
    return words.label("set-field", name)


def _day(day: str, words: Words) -> str:
    return date_words(words.language, datetime.combine(date.fromisoformat(day), time(12), UTC), "UTC", words.now)


def _value(name: str, value: Any, words: Words, names: Names) -> str:
    if name.startswith(("week.", "days.")):
        return "" if value is None else say_spans(value) or words("set-closed")
    if value is None or value == []:
        return ""
    if name == "languages":
        return ", ".join(words.label("language", one) for one in value)
    if isinstance(value, bool):
        return words("set-yes" if value else "set-no")
    if name in {"unit_ids", "unit_id"}:
        return ", ".join(names.units.get(one, str(one)) for one in (value if isinstance(value, list) else [value]))
    return words.label(_CODED[name], str(value)) if name in _CODED else _short(_texts(value, words))


def _texts(value: Any, words: Words) -> str:
    """A text per language: that of the reader first."""
    if isinstance(value, dict) and value.keys() <= set(LANGUAGES):
        ordered = sorted(value.items(), key=lambda pair: pair[0] != words.language)
        return " / ".join(dict.fromkeys(text for _, text in ordered))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_texts(part, words)}" for name, part in value.items())
    if isinstance(value, list):
        return ", ".join(words.label("type", str(part)) if isinstance(part, str) else _texts(part, words) for part in value)
    return str(value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
