"""What changed in the rules of handing out, a line for each type and tier."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.web.console.words import Words

# As in the form: an event keeps no order.
_ORDER = ("types", "tiers", "returned", "law", "promise", "deadline", "reservation_minutes", "matter_minutes", "rest_minutes")
_EMPTY = {"deadline": "set-rules-not-at-all", "reservation_minutes": "set-rules-as-set"}  # what no number means


def policy_changes(changes: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str, str]]:
    """Field, before and after in words, of `{field: [before, after]}` as a `policy.*` event has it."""
    for name in filter(changes.get, _ORDER):
        before, after = changes[name]
        if name in {"types", "tiers"}:
            yield from _by_name(name, before, after, words)
        else:
            yield (
                words.label("set-field", name),
                _minutes(before, words, _EMPTY.get(name)),
                _minutes(after, words, _EMPTY.get(name)),
            )


def _by_name(group: str, before: Mapping[str, int], after: Mapping[str, int], words: Words) -> Iterator[tuple[str, str, str]]:
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            label = words.label("type", name) if group == "types" else words("set-tier-named", tier=name)
            yield label, _minutes(before.get(name), words), _minutes(after.get(name), words)


def _minutes(count: int | None, words: Words, empty: str | None = None) -> str:
    return words(empty or "set-rules-not-at-all") if count is None else words("set-rules-minutes", minutes=count)
