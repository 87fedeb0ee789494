"""What changed in the rules of handing out, a line for each type and tier."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
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
            yield from by_name(before, after, partial(_called, name, words), words)
        else:
            yield (
                words.label("set-field", name),
                minutes_in_words(before, words, _EMPTY.get(name)),
                minutes_in_words(after, words, _EMPTY.get(name)),
            )


def _called(group: str, words: Words, name: str) -> str:
    return words.label("type", name) if group == "types" else words("set-tier-named", tier=name)


def by_name(
    before: Mapping[str, int], after: Mapping[str, int], called: Callable[[str], str], words: Words, empty: str | None = None
) -> Iterator[tuple[str, str, str]]:
    """A line for each name whose minutes changed; `empty`: the text of no minutes."""
    for name in sorted(before.keys() | after.keys()):
        was, became = before.get(name), after.get(name)
        if was != became:
            yield called(name), minutes_in_words(was, words, empty), minutes_in_words(became, words, empty)


def minutes_in_words(count: int | None, words: Words, empty: str | None = None) -> str:
    """`40 мин`; `empty`: the text of no number."""
    return words(empty or "set-rules-not-at-all") if count is None else words("set-rules-minutes", minutes=count)
