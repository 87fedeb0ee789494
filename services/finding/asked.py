"""What somebody typed into the search, as everything it may stand for. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from services.clients.phones import normal_phone
from services.garage.letters import to_cyrillic, to_latin
from services.garage.plates import normal_plate

LONGEST = 100  # characters that are looked at
_PHONE = re.compile(r"\+?[\d\s().\-‑–/]+")
_NUMBER = re.compile(r"(?:№|#|N[º°o]?)?\s*(\d{1,18})", re.IGNORECASE)
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{4,17}", re.ASCII)
_REF = re.compile(r"[A-Z0-9._:\-]{2,64}", re.ASCII)
_PHONE_LEAST, _PLATE_LEAST, _REF_LEAST, _WHOLE_RUSSIAN = 4, 3, 3, 11  # characters
_MOST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """Each field is empty where what was typed cannot be such a thing.

    `phone_begins`: beginnings of E.164 numbers. `phone_ends`: last digits. `plate`: capitals without blanks, look-alikes in Cyrillic, as
    the index has it. `vin`, `ref`: capitals, Latin. `words`: small letters, ё as е.
    """

    number: int | None = None
    phone_begins: tuple[str, ...] = ()
    phone_ends: str = ""
    plate: str = ""
    vin: str = ""
    ref: str = ""
    words: tuple[str, ...] = ()


def read(typed: str) -> Asked:
    """`8 912 34` may be the beginning of a phone, `345-67-89` its end, `a123` a plate, `№ 12` a request."""
    line = " ".join(unicodedata.normalize("NFC", typed.replace("\x00", ""))[:LONGEST].split())
    number = _NUMBER.fullmatch(line)
    begins, ends = _phone(line)
    return Asked(int(number[1]) if number else None, begins, ends, _plate(line), _vin(line), _ref(line), name_words(line))


def _phone(line: str) -> tuple[tuple[str, ...], str]:
    digits = "".join(ch for ch in line if ch.isascii() and ch.isdigit())
    if not _PHONE.fullmatch(line) or len(digits) < _PHONE_LEAST:
        return (), ""
    whole = normal_phone(line)
    if whole and len(digits) >= _WHOLE_RUSSIAN:
        return (whole,), ""
    if line.startswith("+"):
        return ("+" + digits,), ""
    begins = ["+" + digits, "+7" + digits]
    if digits[0] == "8":  # the long-distance prefix at home
        begins.append("+7" + digits[1:])
    return tuple(begins), digits


def _plate(line: str) -> str:
    known = normal_plate(line)
    joined = known.text if known.known else re.sub(r"[^\w]|_", "", line.upper())
    folded = to_cyrillic(joined.replace(" ", "")).removesuffix("РУС").removesuffix("RUS")
    return folded if _PLATE_LEAST <= len(folded) <= 12 and any(ch.isdigit() for ch in folded) else ""  # noqa: PLR2004 - as plates.py


def _vin(line: str) -> str:
    joined = to_latin(re.sub(r"[\s\-]+", "", line.upper()))
    return joined if _VIN.fullmatch(joined) and any(ch.isdigit() for ch in joined) else ""


def _ref(line: str) -> str:
    joined = to_latin(line.upper().replace(" ", "")).lstrip("№#")
    return joined if len(joined) >= _REF_LEAST and _REF.fullmatch(joined) and any(ch.isdigit() for ch in joined) else ""


def name_words(line: str) -> tuple[str, ...]:
    """A name as the index has it: `Пётр Семё` → `("петр", "семе")`; empty when there is hardly a letter in it."""
    words = line.lower().replace("ё", "е").split()[:_MOST_WORDS]
    return tuple(words) if sum(ch.isalpha() for word in words for ch in word) > 1 else ()
