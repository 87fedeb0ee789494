"""What is stored about a person, and what they can do about it."""

from datetime import datetime

from handlers.telegram.screens import Button, Screen, button
from services.privacy.overview import Consent, Overview
from services.texts import date_words, text

_COUNTED = ("vehicles", "visits", "orders", "requests", "messages")
_ENDED = ("visits", "requests", "orders")


def home(language: str, seen: Overview, zone: str, now: datetime, *, news: str = "") -> Screen:
    """Everything at a glance; `news` says on top what the last press did. Days are told in `zone`."""
    counts = [text(language, f"privacy-count-{name}", count=getattr(seen, name)) for name in _COUNTED if getattr(seen, name)]
    card = [text(language, "privacy-name", name=seen.name or "–"), text(language, "privacy-phone", phone=seen.phone or "none")]
    consents = [_consent(language, consent, zone, now) for consent in seen.consents]
    lines = [text(language, "privacy-title"), "", *card, *(f"• {count}" for count in counts), "", *consents, ""]
    said = "\n".join([*lines, text(language, "privacy-copies")])
    return Screen(f"{news}\n\n{said}" if news else said, _buttons(language, seen))


def _consent(language: str, consent: Consent, zone: str, now: datetime) -> str:
    if consent.at is None:
        return text(language, "privacy-consent", kind=consent.kind, state="never", date="")
    state = "given" if consent.granted else "declined"
    return text(language, "privacy-consent", kind=consent.kind, state=state, date=date_words(language, consent.at, zone, now))


def _buttons(language: str, seen: Overview) -> tuple[tuple[Button, ...], ...]:
    return (
        (button(text(language, "button-privacy-copy"), "p:copy"),),
        *((_switch(language, consent),) for consent in seen.consents),
        (button(text(language, "button-privacy-erase"), "p:erase"),),
    )


def _switch(language: str, consent: Consent) -> Button:
    key = "button-privacy-withdraw" if consent.granted else "button-privacy-give"
    return button(text(language, key, kind=consent.kind), f"p:{consent.kind[0]}:{0 if consent.granted else 1}")


def changed(language: str, kind: str, *, granted: bool) -> str:
    """What a press on a consent did."""
    return text(language, "privacy-given") if granted else text(language, "privacy-withdrawn", kind=kind)


def ask_to_erase(language: str, seen: Overview, confirm: str, *, news: str = "") -> Screen:
    """What goes, what ends with it, what stays by law; `confirm` is what the second press carries."""
    ended = [
        text(language, f"privacy-erase-{name}", count=count) for name in _ENDED if (count := getattr(seen, f"open_{name}"))
    ]
    if seen.chats > 1:
        ended.append(text(language, "privacy-erase-chats", count=seen.chats - 1))
    parts = [text(language, "privacy-erase-ask"), text(language, "privacy-erase-what"), *ended]
    parts += [text(language, "privacy-erase-kept"), text(language, "privacy-erase-final")]
    said = "\n\n".join([news, *parts] if news else parts)
    back, yes = text(language, "button-privacy-back"), text(language, "button-privacy-erase-yes")
    return Screen(said, ((button(back, "p:home"),), (button(yes, confirm),)))


def erased(language: str) -> Screen:
    """The last words to somebody we no longer know."""
    return Screen(text(language, "privacy-erased"))
