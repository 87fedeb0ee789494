"""The Fluent files as data: which texts there are, which variables they take, and arguments that reach every variant."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser, ast

from services.texts import translator

HERE = Path(translator.__file__).parent
COUNTS = (0, 1, 2, 5, 11, 21, 104)
_PLURALS = {"zero", "one", "two", "few", "many"}
SAMPLE = "Екатеринбург"


@dataclass(frozen=True, slots=True)
class Text:
    """A message of one language; `choices`: the values that each of its variables should be tried with."""

    key: str
    file: str
    choices: dict[str, tuple[str | int, ...]]

    def arguments(self) -> Iterator[dict[str, str | int]]:
        """Every combination."""
        for values in itertools.product(*self.choices.values()):
            yield dict(zip(self.choices, values, strict=True))


@cache
def read(language: str) -> tuple[list[Text], list[str]]:
    """All messages of a language, and what could not be parsed."""
    texts, junk = [], []
    for path in sorted((HERE / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ast.Junk):
                junk.append(f"{path.name}: {str(entry.content)[:80]}")
            elif isinstance(entry, ast.Message):
                texts.append(Text(entry.id.name, path.name, _choices(entry)))
    return texts, junk


def _choices(node: Any) -> dict[str, tuple[str | int, ...]]:
    found: dict[str, tuple[str | int, ...]] = {}
    for part in _walk(node):
        if isinstance(part, ast.VariableReference):
            found.setdefault(part.id.name, (SAMPLE,))
        elif isinstance(part, ast.SelectExpression) and isinstance(part.selector, ast.VariableReference):
            found[part.selector.id.name] = _values(part)
    return found


def _values(select: ast.SelectExpression) -> tuple[str | int, ...]:
    keys = [variant.key for variant in select.variants]
    names = [key.name for key in keys if isinstance(key, ast.Identifier)]
    if _PLURALS & set(names) or any(isinstance(key, ast.NumberLiteral) for key in keys):
        return COUNTS
    return (*names, SAMPLE)


def _walk(node: Any) -> Iterator[Any]:
    yield node
    for value in vars(node).values():
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.BaseNode):
                yield from _walk(child)
