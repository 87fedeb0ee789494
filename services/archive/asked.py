"""The line of a search as the things that it names: words, "phrases", -excluded ones, phones, plates, VINs. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from services.garage.letters import CYRILLIC, LATIN, to_cyrillic, to_latin

LONGEST = 300  # characters that are looked at
MOST = 10  # things that are looked for at once
_LETTER = f"[{LATIN}{CYRILLIC}]"
_PHONE = r"\+?[0-9][0-9 ()\-‐‑–.\u00a0]{8,20}[0-9]"
_PLATE = rf"{_LETTER}[ -]?[0-9]{{3}}[ -]?{_LETTER}{{2}}(?:[ -]?[0-9]{{2,3}})?"
_VIN = rf"[A-HJ-NPR-Z0-9{CYRILLIC}]{{17}}"
_THING = re.compile(
    rf"""(?P<minus>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?|(?<!\w)(?:(?P<phone>{_PHONE})|(?P<plate>{_PLATE})|(?P<vin>{_VIN}))(?!\w)|(?P<word>[^\s"]+))""",
    re.IGNORECASE,
)
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
_DIGITS = range(10, 16)  # of a whole phone number
_SAME = 10  # last digits that tell one phone from another, with whatever prefix


@dataclass(frozen=True, slots=True)
class Thing:
    """`text`: as typed. `mark`: the one word that `archive_marks` makes of it, for a phone, plate or VIN; `pattern` finds it in a text."""

    text: str
    excluded: bool = False
    phrase: bool = False
    mark: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """`cut`: there was more of it."""

    things: tuple[Thing, ...]
    cut: bool = False


def read(typed: str) -> Asked:
    """Whatever it is: what makes no sense as a sign is a word, and a word of signs alone is nothing."""
    line = " ".join(unicodedata.normalize("NFC", typed.replace("\x00", " ").translate(_QUOTES))[: LONGEST + 1].split())
    things = list(_things(line[:LONGEST]))
    return Asked(tuple(things[:MOST]), len(line) > LONGEST or len(things) > MOST)


def _things(line: str) -> Iterator[Thing]:
    for found in _THING.finditer(line):
        excluded = bool(found["minus"])
        if found["phone"] is not None and (thing := _phone(found["phone"], excluded)):
            yield thing
        elif found["plate"] is not None:
            joined = to_cyrillic(re.sub("[ -]", "", found["plate"]).upper())
            yield Thing(found["plate"], excluded, mark="gos" + joined.lower(), pattern=_either(joined))
        elif found["vin"] is not None and any(ch.isdigit() for ch in found["vin"]):
            joined = to_latin(found["vin"].upper())
            yield Thing(found["vin"], excluded, mark="vin" + joined.lower(), pattern=_either(joined))
        else:
            text = found["quoted"] or found["phone"] or found["vin"] or found["word"] or ""
            if any(ch.isalnum() for ch in text):
                yield Thing(text, excluded, phrase=found["quoted"] is not None)


def _phone(text: str, excluded: bool) -> Thing | None:
    digits = "".join(ch for ch in text if ch.isdigit())
    if len(digits) not in _DIGITS:
        return None
    return Thing(text, excluded, mark="tel" + digits[-_SAME:], pattern=r"\D{0,3}".join(digits[-_SAME:]))


def _either(joined: str) -> str:
    """In both alphabets, with blanks between."""
    letters = (f"[{re.escape(ch)}{to_cyrillic(ch)}{to_latin(ch)}]" for ch in joined)
    return "[ -]?".join(letters)
