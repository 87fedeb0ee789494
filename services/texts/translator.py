"""Looks texts up. The catalogue is read once and never changes while the process lives."""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import FluentType

from services.texts.phones import shown_phone

LANGUAGES = ("ru", "en")
_HERE = Path(__file__).parent


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


@cache
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False, functions={"PHONE": _Phone})
    for path in sorted((_HERE / language).glob("*.ftl")):
        bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))
    return bundle


def has_text(language: str, key: str) -> bool:
    """Whether there is such a text."""
    return bool(_bundle(language if language in LANGUAGES else "ru").has_message(key))


def text(language: str, key: str, /, **args: str | int | float) -> str:
    """The text `key` in `language`. Ids and numbers that are names are passed as `str`, counted things as `int`.

    Raises MissingTextError for an unknown key or a missing variable.
    """
    return _rendered(language, key, args) if args else _plain(language, key)


@cache
def _plain(language: str, key: str) -> str:
    """Most texts are the same for everybody."""
    return _rendered(language, key, {})


def _rendered(language: str, key: str, args: dict[str, str | int | float]) -> str:
    bundle = _bundle(language if language in LANGUAGES else "ru")
    if not bundle.has_message(key) or (pattern := bundle.get_message(key).value) is None:
        raise MissingTextError(key)
    rendered, errors = bundle.format_pattern(pattern, args)
    if errors:
        raise MissingTextError(f"{key}: {errors[0]}")
    return str(rendered)
