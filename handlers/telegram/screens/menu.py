"""What stands behind "more" in the main menu."""

from dataclasses import replace

from handlers.telegram.screens import Screen, button
from services.texts import text

_MORE = (
    (("m:places", "button-places"),),
    (("m:reminders", "button-reminders"), ("p:home", "button-privacy")),
    (("m:language", "button-language"), ("m:help", "button-help")),
    (("m:menu", "button-menu"),),
)


def with_menu(language: str, screen: Screen) -> Screen:
    """A screen that took the menu's place, with the way back to it."""
    return replace(screen, buttons=(*screen.buttons, (button(text(language, "button-menu"), "m:menu"),)))


def more_screen(language: str) -> Screen:
    """Needed less often than the main menu."""
    rows = tuple(tuple(button(text(language, key), data) for data, key in row) for row in _MORE)
    return Screen(text(language, "menu-more"), rows)
