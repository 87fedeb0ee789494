"""A small notation for phrases, so that a list of them can be read.

A line is a phrase of words: `a|b` one of them, `[a|b]` one of them or none, `[a|b]*` any number of them, `word*` a word that begins so,
`a_b` two words, `{name}` a group, `…` any other words, up to 90 characters, or none.
"""

import re
from collections.abc import Mapping

_ANYTHING = "…"


def compile_phrases(lines: str, groups: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern for `matches`. A group may name groups that stand before it."""
    ready: dict[str, str] = {}
    for name, words in groups.items():
        ready[name] = _one_of(words, ready)
    phrases = [line.split() for line in lines.splitlines() if line.strip()]
    return re.compile("|".join("".join(_token(token, ready) for token in phrase) for phrase in phrases))


def matches(pattern: re.Pattern[str], said: str) -> bool:
    """Whether the words, separated by single spaces, are one of the phrases from end to end."""
    return pattern.fullmatch(f"{said} ") is not None


def _token(token: str, groups: Mapping[str, str]) -> str:
    if token == _ANYTHING:
        return "(?:.{1,90} )?"
    if token.startswith("["):
        inner, _, sign = token[1:].rpartition("]")
        return f"(?:{_one_of(inner, groups)} ){sign or '?'}"
    return f"{_one_of(token, groups)} "


def _one_of(words: str, groups: Mapping[str, str]) -> str:
    return f"(?:{'|'.join(_word(word, groups) for word in words.split('|'))})"


def _word(word: str, groups: Mapping[str, str]) -> str:
    if word.startswith("{"):
        return groups[word.strip("{}")]
    return re.escape(word).replace(r"\*", r"\w*").replace("_", " ")
