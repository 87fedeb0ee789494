"""What changed in a script: a line for each question and result."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from handlers.web.console.words import Words
from services.scripts.models import spoken_in

_Part = Mapping[str, Any]


def script_changes(changes: Mapping[str, Any], words: Words) -> Iterator[tuple[str, str, str]]:
    """Field, before and after in words, of `{field: [before, after]}` as a `script.*` event has it."""
    if pair := changes.get("asks"):
        was, became = (words("set-yes" if value else "set-no") for value in pair)
        yield words("script-asks"), was, became
    for group, told in (("fields", _field), ("results", _result)):
        before, after = changes.get(group) or ([], [])
        yield from _parts(group, before, after, partial(told, words=words), words)


def _parts(
    group: str, before: Sequence[_Part], after: Sequence[_Part], told: Callable[[_Part], str], words: Words
) -> Iterator[tuple[str, str, str]]:  # fmt: skip
    was, became = ({one["code"]: told(one) for one in part} for part in (before, after))
    names = {one["code"]: spoken_in(one["label"], words.language) for one in (*before, *after)}
    for code in {**was, **became}:
        if was.get(code) != became.get(code):
            yield words(f"script-changed-{group}", name=names[code]), was.get(code, ""), became.get(code, "")
    kept = [[code for code in part if code in was and code in became] for part in (was, became)]
    if kept[0] != kept[1]:
        orders = [", ".join(names[code] for code in codes) for codes in kept]
        yield words(f"script-order-{group}"), orders[0], orders[1]


def _field(one: _Part, words: Words) -> str:
    ask = " / ".join(filter(None, one["ask"].values()))
    choices = ", ".join(spoken_in(choice["label"], words.language) for choice in one["choices"])
    parts = (
        " / ".join(filter(None, one["label"].values())), words.label("script-kind", one["kind"]), choices,
        words("script-must-mark") if one["required"] else "", f"«{ask}»" if ask else words("script-silent-mark"),
    )  # fmt: skip
    return "; ".join(filter(None, parts))


def _result(one: _Part, words: Words) -> str:
    message = " / ".join(filter(None, one["message"].values()))
    parts = (
        words.label("outcome", one["outcome"]), " / ".join(filter(None, one["label"].values())),
        f"→ {words.label('script-next', one['next'])}" if one["next"] != "none" else "", ", ".join(one["requires"]),
        f"«{message}»" if message else "",
    )  # fmt: skip
    return "; ".join(filter(None, parts))
