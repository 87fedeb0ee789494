"""Registration plates: Russian ones in one normal form (GOST R 50577), foreign ones as they are."""

import re
from dataclasses import dataclass

from services.garage.letters import CYRILLIC, to_cyrillic

_L = f"[{CYRILLIC}]"
_ANY_REGION = r"(?P<region>(?!0{2,3}$)\d{2,3})"
_REGION = r"(?P<region>(?!00$)\d{2}|[12579]\d{2})"  # those with three digits; tells `АВ1234 77` from `АВ123 477`
_RUSSIAN = tuple(
    re.compile(rf"(?P<body>{body}){region}", re.ASCII)
    for body, region in (
        (rf"{_L}(?!000)\d{{3}}{_L}{{2}}", _ANY_REGION),  # cars, lorries, buses
        (rf"{_L}{{2}}(?!000)\d{{3}}", _REGION),  # taxis and buses, yellow
        (rf"{_L}{{2}}(?!0000)\d{{4}}", _REGION),  # trailers
        (rf"(?!0000)\d{{4}}{_L}{{2}}", _REGION),  # motorcycles, tractors
        (rf"{_L}(?!0000)\d{{4}}", _REGION),  # police, blue
    )
)
_CAR_SHAPE = re.compile(rf"{_L}[\dО]{{3}}[{CYRILLIC}0]{{2}}[\dО]{{2,3}}", re.ASCII)
_COUNTRY = re.compile(r"[\s.-]*(RUS|РУС|RU)$")
_FOREIGN = re.compile(r"[^\W_]{1,12}( [^\W_]{1,12}){0,4}")
_GAPS = re.compile(r"[\s.·•–—-]+")
_SHORTEST, _LONGEST = 3, 12  # letters and digits of a foreign plate


@dataclass(frozen=True, slots=True)
class Plate:
    """A plate in its normal form, empty when it was none. `known`: of a Russian kind; another one may be of any country."""

    text: str
    known: bool

    def __str__(self) -> str:
        return self.text


def normal_plate(typed: str) -> Plate:
    """`a 123 bc 77 rus` → `А123ВС77`, with Cyrillic letters; a foreign one in capitals with single blanks: `B MW 1234`.

    A zero typed as the letter O, or the other way round, is put right in a car's plate.
    """
    upper = _GAPS.sub(" ", typed).strip().upper()
    joined = to_cyrillic(_COUNTRY.sub("", upper).replace(" ", ""))
    for candidate in (joined, _zeros_put_right(joined)):
        if any(pattern.fullmatch(candidate) for pattern in _RUSSIAN):
            return Plate(candidate, known=True)
    return Plate(upper if _may_be_foreign(upper) else "", known=False)


def shown_plate(normal: str) -> str:
    """As people read it: `А123ВС 77`. A foreign one as it is stored."""
    for pattern in _RUSSIAN:
        if match := pattern.fullmatch(normal):
            return f"{match['body']} {match['region']}"
    return normal


def same_plate(one: str | None, other: str | None) -> bool:
    """Whether two normal forms are one plate, however the groups of a foreign one were set apart."""
    return bool(one and other) and str(one).replace(" ", "") == str(other).replace(" ", "")


def _zeros_put_right(joined: str) -> str:
    """Letters where letters belong, digits where digits belong: `АО01ВС77` → `А001ВС77`."""
    if not _CAR_SHAPE.fullmatch(joined):
        return joined
    letters = (0, 4, 5)
    return "".join(ch.replace("0", "О") if at in letters else ch.replace("О", "0") for at, ch in enumerate(joined))


def _may_be_foreign(upper: str) -> bool:
    """Every country has its own form: some letters and digits, not all of them letters."""
    count = sum(ch.isalnum() for ch in upper)
    return bool(_FOREIGN.fullmatch(upper)) and _SHORTEST <= count <= _LONGEST and any(ch.isdigit() for ch in upper)
