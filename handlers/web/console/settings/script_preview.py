"""What a script looks like to the client and to the agent, from what has been typed, right or wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.web.console.words import Words
from services.requests.models import OUTCOMES
from services.texts import LANGUAGES, has_text, text

_EXAMPLES = frozenset({"vehicle", "vin", "plate", "mileage", "parts", "photo", "order", "since", "phone", "long", "text"})


@dataclass(frozen=True, slots=True)
class Bubble:
    """A message: `bot` or `client` says it; `buttons` below it."""

    who: str
    words: str
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phone:
    """The whole talk in one language."""

    language: str
    bubbles: tuple[Bubble, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`phones`: nothing where the bot does not ask. `groups`: outcomes with their results; `must`: what has to be known to close."""

    phones: tuple[Phone, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    must: tuple[str, ...]


def preview(kind: str, body: Mapping[str, Any], words: Words) -> Preview:
    """Of a script's body (`Script.as_json`) as it was typed."""
    asked = [field for field in body["fields"] if any(part.strip() for part in field["ask"].values())] if body["asks"] else []
    phones = tuple(Phone(language, tuple(_talk(kind, asked, language))) for language in LANGUAGES) if asked else ()
    must = tuple(_said(field["label"], words.language) for field in body["fields"] if field["required"])
    return Preview(phones, tuple(_groups(body, words)), must)


def _talk(kind: str, asked: list[dict[str, Any]], language: str) -> Iterator[Bubble]:
    yield Bubble("client", _told(language, f"opening-{kind.replace('_', '-')}"))
    yield Bubble("bot", f"{_told(language, 'accepted')} {text(language, 'script-lead', count=len(asked))}")
    skip, enough = text(language, "script-skip"), text(language, "script-enough")
    for field in asked:
        choices = tuple(filter(None, (_said(choice["label"], language) for choice in field["choices"])))
        yield Bubble("bot", _said(field["ask"], language), (*choices, skip, enough))
        example = field["kind"] if field["kind"] in _EXAMPLES else "text"
        yield Bubble("client", choices[0] if choices else _told(language, f"example-{example}"))
    yield Bubble("bot", text(language, "script-done", due="none"))


def _told(language: str, key: str) -> str:
    """Words of the example, in the language of the client rather than of who looks."""
    key = f"console-script-say-{key}"
    return text(language, key) if has_text(language, key) else ""


def _said(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language, "").strip() or next((part.strip() for part in texts.values() if part.strip()), "…")


def _groups(body: Mapping[str, Any], words: Words) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """As they stand in the wrap-up: outcomes that have results first, with the step that follows each."""
    for outcome in OUTCOMES:
        found = tuple(
            (_said(result["label"], words.language), words.label("script-next", result["next"]) if result["next"] != "none" else "")
            for result in body["results"] if result["outcome"] == outcome
        )  # fmt: skip
        if found:
            yield words.label("outcome", outcome), found
