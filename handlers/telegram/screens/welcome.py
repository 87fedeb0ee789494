"""Getting to know each other: language, consents, contact; and the menu."""

from typing import Any

from handlers.telegram.screens import CONTACT_REMOVE, Rows, Screen, button
from services.clients.models import Person
from services.texts import text
from services.units import Unit

CONSENT_VERSION = "2026-11"  # of the texts consent-service and consent-advertising: a new wording gets a new version
MENU = (
    (("book", "button-book"), ("status", "button-status")),
    (("parts", "button-parts"), ("ask", "button-ask")),
    (("garage", "button-garage"), ("more", "button-more")),
)
_FIRST = ((("book", "button-book"),), (("status", "button-status"), ("ask", "button-ask")))


def menu_buttons(language: str) -> Rows:
    """The main menu."""
    return tuple(tuple(button(text(language, key), f"m:{action}") for action, key in row) for row in MENU)


def first_hello(language: str, chain: str | None) -> Screen:
    """Who we are and what we do in one line, the ways on, and the language; whoever just wants to ask may write at once."""
    ways = tuple(tuple(button(text(language, key), f"m:{action}") for action, key in row) for row in _FIRST)
    languages = (button(text(language, "button-russian"), "l:ru"), button(text(language, "button-english"), "l:en"))
    hello = text(language, "start-hello", chain=chain or "none")
    return Screen(f"{hello}\n\n{text(language, 'start-choose-language')}", (*ways, languages))


def hello_again(person: Person) -> Screen:
    """A returning person is greeted by name and not asked again."""
    name = person.name.split()[0] if person.name.strip() else "none"
    return Screen(text(person.language, "start-hello-again", name=name), menu_buttons(person.language))


def menu(language: str, key: str = "menu-what", *, said: str = "") -> Screen:
    """The main menu under a short text; `said`: what has just happened."""
    return Screen(f"{said} {text(language, key)}" if said else text(language, key), menu_buttons(language))


def language_choice(language: str) -> Screen:
    """`/language`."""
    return Screen(
        text(language, "start-choose-language"),
        (
            (button(text(language, "button-russian"), "l:ru"), button(text(language, "button-english"), "l:en")),
            (button(text(language, "button-menu"), "m:menu"),),
        ),
    )


def service_consent(language: str) -> Screen:
    """The first consent, asked once."""
    yes, no = text(language, "button-agree"), text(language, "button-not-now")
    return Screen(text(language, "consent-service"), ((button(yes, "c:s:1"), button(no, "c:s:0")),))


def advertising_consent(language: str) -> Screen:
    """The second one, apart from the first and off by default."""
    yes, no = text(language, "button-advertising-yes"), text(language, "button-advertising-no")
    return Screen(text(language, "consent-advertising"), ((button(yes, "c:a:1"), button(no, "c:a:0")),))


def consent_result(language: str, kind: str, *, granted: bool) -> Screen:
    """What replaces the question once it is answered."""
    return Screen(text(language, f"consent-{kind}-{'given' if granted else 'declined'}"))


def ask_contact(language: str) -> Screen:
    """The contact button: the only reply keyboard of the product (contract, "The bot")."""
    return Screen(text(language, "contact-ask"), reply_keyboard=contact_keyboard(language))


def phone_typed(language: str, phone: str) -> Screen:
    """A typed number is noted; the button beside it would tell us more."""
    return Screen(text(language, "phone-typed", phone=phone), reply_keyboard=contact_keyboard(language))


def contact_keyboard(language: str) -> dict[str, Any]:
    """Telegram's own button that shares the number, and one to go without."""
    rows = [
        [{"text": text(language, "button-contact"), "request_contact": True}],
        [{"text": text(language, "button-contact-skip")}],
    ]
    return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}


def contact_result(person: Person, *, recognised: bool) -> Screen:
    """Thanks, and the keyboard goes away."""
    language, phone = person.language, person.phone or ""
    if recognised:
        name = person.name.split()[0] if person.name.strip() else "none"
        return Screen(text(language, "contact-recognised", name=name, phone=phone), reply_keyboard=CONTACT_REMOVE)
    return Screen(text(language, "contact-thanks", phone=phone), reply_keyboard=CONTACT_REMOVE)


def plain(language: str, key: str, **args: str) -> Screen:
    """A text without buttons."""
    return Screen(text(language, key, **args))


def without_keyboard(language: str, key: str, **args: str) -> Screen:
    """A text that also takes the contact keyboard away."""
    return Screen(text(language, key, **args), reply_keyboard=CONTACT_REMOVE)


def help_screen(language: str, unit: Unit | None) -> Screen:
    """What the bot can do, and a phone for who is in a hurry."""
    body = text(language, "help")
    if unit and unit.phone:
        body += "\n\n" + text(language, "help-phone", phone=unit.phone, city=unit.named(language)["city"])
    return Screen(body, menu_buttons(language))
