"""Looks texts up. The catalogue is read once and never changes while the process lives; a text is parsed when it is first needed.

To parse all of it takes 0.2 s for each language, in which a process that has just started would answer nobody.
"""

import re
from functools import cache, lru_cache
from pathlib import Path
from threading import RLock

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType

from services.texts.phones import shown_phone

LANGUAGES = ("ru", "en")
# Texts that are kept, those into which nothing longer was put (characters): what clients write would fill the memory.
KEPT, SHORT = 4096, 80
_HERE = Path(__file__).parent
# Where a message begins: an identifier at the start of a line (Project Fluent's syntax, 1.0: what belongs to it is indented, or is `}`).
_BEGINS = re.compile(r"^(?=(-?[A-Za-z][\w-]*) *=)", re.MULTILINE)
_REFERS = re.compile(r"\{ *(-?[A-Za-z][\w-]*) *[}.(]")


class MissingTextError(LookupError):
    """No such text, or a variable it needs was not given: a bug, found by the tests."""


def known_language(tag: str | None) -> str | None:
    """`ru` or `en` for a language tag (`ru-RU`, `en-US`); speakers of neighbouring languages are offered Russian; else English."""
    if not tag:
        return None
    short = tag.split("-")[0].lower()
    return "ru" if short in {"ru", "be", "uk", "kk", "ky", "tg", "uz", "hy", "az", "mo"} else "en"


class _Phone(FluentType):
    """`{ PHONE($phone) }` in a text: a number for people to read and to tap."""

    def __init__(self, given: object) -> None:
        self._shown = shown_phone(str(given))

    def format(self, _locale: object) -> str:
        return self._shown


class _Catalogue:
    """All texts of one language."""

    def __init__(self, language: str) -> None:
        self._bundle = FluentBundle([language], use_isolating=False, functions={"PHONE": _Phone})
        self._sources: dict[str, str] = {}
        self._reading = RLock()
        for path in sorted((_HERE / language).glob("*.ftl")):
            _, *parts = _BEGINS.split(path.read_text(encoding="utf-8"))
            self._sources |= dict(zip(parts[::2], parts[1::2], strict=True))

    def knows(self, key: str) -> bool:
        """Whether there is such a text."""
        if not self._bundle.has_message(key):
            with self._reading:
                self._read(key)
        return bool(self._bundle.has_message(key))

    def rendered(self, key: str, args: dict[str, str | int | float]) -> str:
        """See `text`."""
        if not self.knows(key) or (pattern := self._bundle.get_message(key).value) is None:
            raise MissingTextError(key)
        found, errors = self._bundle.format_pattern(pattern, args)
        if errors:
            raise MissingTextError(f"{key}: {errors[0]}")
        return str(found)

    def _read(self, key: str) -> None:
        """Parse it, after what it refers to."""
        if source := self._sources.get(key):
            for other in _REFERS.findall(source):
                self._read(other)
            self._bundle.add_resource(FluentResource(source))


@cache
def _catalogue(language: str) -> _Catalogue:
    return _Catalogue(language if language in LANGUAGES else "ru")


def has_text(language: str, key: str) -> bool:
    """Whether there is such a text."""
    return _catalogue(language).knows(key)


def text(language: str, key: str, /, **args: str | int | float) -> str:
    """The text `key` in `language`. Ids and numbers that are names are passed as `str`, counted things as `int`.

    Raises MissingTextError for an unknown key or a missing variable.
    """
    if not args:
        return _plain(language, key)
    if any(isinstance(value, str) and len(value) > SHORT for value in args.values()):
        return _catalogue(language).rendered(key, args)
    return _kept(language, key, tuple(args), *args.values())


@cache
def _plain(language: str, key: str) -> str:
    """Most texts are the same for everybody."""
    return _catalogue(language).rendered(key, {})


@lru_cache(maxsize=KEPT, typed=True)
def _kept(language: str, key: str, names: tuple[str, ...], /, *values: str | int | float) -> str:
    """A page names the same people, minutes and counts again and again; `1` and `"1"` are not the same."""
    return _catalogue(language).rendered(key, dict(zip(names, values, strict=True)))
