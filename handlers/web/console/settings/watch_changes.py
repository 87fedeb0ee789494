"""What changed in the rules of watching, a line for each field and request type."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from handlers.web.console.settings.policy_changes import by_name, minutes_in_words
from handlers.web.console.words import Words

# As in the form: an event keeps no order.
_ORDER = (
    "mode", "director_minutes", "first_minutes", "next_minutes", "handoff_minutes", "resolve_minutes", "nudge_minutes", "lease_minutes",
    "remind_minutes", "slip_minutes", "danger_minutes", "duty", "rush_waiting", "rush_minutes", "rush_types",
)  # fmt: skip
# What is by request type: the field's name in the form, and what no number means.
_BY_TYPE = {"resolve_minutes": ("resolve", "set-watch-no-time"), "rush_types": ("rush", "set-watch-as-usual")}
# What no number means elsewhere.
_EMPTY = {"first_minutes": "set-rules-as-set", "next_minutes": "set-watch-as-first", "rush_waiting": "set-watch-never"}


def watch_changes(changes: Mapping[str, Any], words: Words, people: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Field, before and after in words, of `{field: [before, after]}` as a `watch.*` event has it; `people`: names by login."""
    for name in filter(changes.get, _ORDER):
        before, after = changes[name]
        if name in _BY_TYPE:
            group, empty = _BY_TYPE[name]
            yield from by_name(before, after, partial(_called, group, words), words, empty)
        else:
            yield words.field(name), _said(name, before, words, people), _said(name, after, words, people)


def _called(group: str, words: Words, kind: str) -> str:
    return words.field(f"{group}.{kind}")


def _said(name: str, value: Any, words: Words, people: Mapping[str, str]) -> str:
    if name == "mode":
        return words.label("set-watch-mode", value)
    if name == "duty":
        return people.get(value, value) if value else words("set-watch-duty-heads")
    if value is None:
        return words(_EMPTY[name])
    if name == "rush_waiting":
        return str(value)
    return words("set-watch-off") if value == 0 else minutes_in_words(value, words)
