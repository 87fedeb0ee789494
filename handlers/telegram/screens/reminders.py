"""The screen of /reminders."""

from collections.abc import Mapping

from handlers.telegram.screens import Screen, button
from handlers.telegram.screens.menu import with_menu
from services.texts import text


def switches(language: str, states: Mapping[str, bool]) -> Screen:
    """A button per kind; it says what holds, and what it sets is its own, so that an old one never does the opposite."""
    rows = tuple(
        (button(text(language, f"reminder-switch-{_state(on)}", what=_what(language, kind)), f"n:{kind}:{_state(not on)}"),)
        for kind, on in states.items()
    )
    return with_menu(
        language, Screen(f"{text(language, 'reminder-switches')}\n\n{text(language, 'reminder-switches-always')}", rows)
    )


def switched(language: str, kind: str, *, on: bool) -> str:
    """The short note on a press."""
    return text(language, f"reminder-switched-{_state(on)}", what=_what(language, kind))


def _what(language: str, kind: str) -> str:
    return text(language, f"reminder-switch-{kind.replace('_', '-')}")


def _state(on: bool) -> str:
    return "on" if on else "off"
