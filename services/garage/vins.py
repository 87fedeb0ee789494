"""Vehicle identification numbers (ISO 3779)."""

import re
from dataclasses import dataclass
from typing import Literal

from services.garage.letters import to_latin

_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}", re.ASCII)  # no I, O, Q: too like 1 and 0
_VALUES = {
    **{digit: int(digit) for digit in "0123456789"},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7, "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}  # fmt: skip
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_NORTH_AMERICA = "12345"  # the check digit is obligatory there only (49 CFR 565)

Slip = Literal["check-digit"]


@dataclass(frozen=True, slots=True)
class Vin:
    """A VIN in capitals. `warning`: it may hold a slip; it is never refused for that."""

    text: str
    warning: Slip | None = None

    def __str__(self) -> str:
        return self.text


def normal_vin(typed: str) -> Vin | None:
    """What was typed, with Cyrillic look-alikes and blanks put right; None when it is no VIN (older frame numbers are shorter)."""
    text = to_latin(re.sub(r"[\s-]+", "", typed).upper())
    if not _VIN.fullmatch(text):
        return None
    return Vin(text, "check-digit" if text[0] in _NORTH_AMERICA and text[8] != check_digit(text) else None)


def check_digit(vin: str) -> str:
    """The ninth character as it should be: 0–9 or X."""
    rest = sum(_VALUES[ch] * weight for ch, weight in zip(vin, _WEIGHTS, strict=True)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - remainder 10 is written X
