"""A vehicle said in one line, as people type it: `Лада Веста 2019 а123вс77`, a VIN alone, `Toyota Land Cruiser`."""

import re
from dataclasses import dataclass

from services.garage.letters import CYRILLIC, LATIN
from services.garage.plates import normal_plate
from services.garage.vins import normal_vin

_L = f"[{LATIN}{CYRILLIC}]"
_PLATE = re.compile(
    rf"(?<![^\W_])(?:{_L}[ -]?[\dОO]{{3}}[ -]?{_L}{{2}}|{_L}{{2}}[ -]?\d{{3,4}}|\d{{4}}[ -]?{_L}{{2}})"
    rf"[ -]?\d{{2,3}}(?:[ -]?(?:RUS|РУС))?(?![^\W_])",
    re.IGNORECASE,
)
_VIN = re.compile(r"(?<![^\W_])[^\W_]{17}(?![^\W_])")
_YEAR = re.compile(r"(?<![^\W_])(?P<year>(?:19|20)\d\d)(?:\s*(?:г\.?|год\w*|г\.\s*в\.?|y\.?))?(?![^\W_])", re.IGNORECASE)
_LABEL = re.compile(r"(?<!\w)(?:vin|вин|гос\.?\s*номер|госномер|номер|plate|авто|машина|car)(?!\w)\s*[:№#]?", re.IGNORECASE)
_TWO_WORDS = {
    "alfa romeo",
    "aston martin",
    "great wall",
    "land rover",
    "mercedes benz",
    "rolls royce",
    "рено самсунг",
    "ленд ровер",
}
_EDGES = " \t\r\n,;.:/|()«»\"'—–-"
_LONGEST = 100  # characters


@dataclass(frozen=True, slots=True)
class Typed:
    """What a line says of a vehicle; `make` is empty when only a mark was typed."""

    make: str = ""
    model: str = ""
    year: int | None = None
    vin: str | None = None
    plate: str | None = None


def read_vehicle(line: str, *, latest: int) -> Typed | None:
    """What the line says; None when it cannot be a vehicle (empty, too long, many words). `latest`: the last year of manufacture."""
    rest = re.sub(r"[\s\x00]+", " ", line).strip()
    if not rest or len(rest) > _LONGEST:
        return None
    rest, vin = _take_vin(rest)
    rest, plate = _take_plate(_LABEL.sub(" ", rest))
    rest, year = _take_year(rest, latest)
    words = [word for word in (part.strip(_EDGES) for part in rest.split()) if any(ch.isalnum() for ch in word)]
    if not vin and not plate and len(words) == 1 and words[0][0].isdigit() and any(ch.isalpha() for ch in words[0]):
        words, plate = [], normal_plate(words[0]).text or None  # one word that begins with a digit is no make
    make, model = _names(words)
    typed = Typed(make, model, year, vin, plate)
    return typed if vin or plate or any(ch.isalpha() for ch in make) else None


def _take_vin(rest: str) -> tuple[str, str | None]:
    for match in _VIN.finditer(rest):
        if vin := normal_vin(match[0]):
            return f"{rest[: match.start()]} {rest[match.end() :]}", vin.text
    return rest, None


def _take_plate(rest: str) -> tuple[str, str | None]:
    for match in _PLATE.finditer(rest):
        plate = normal_plate(match[0])
        if plate.known:
            return f"{rest[: match.start()]} {rest[match.end() :]}", plate.text
    return rest, None


def _take_year(rest: str, latest: int) -> tuple[str, int | None]:
    """The last year in the line that a car may be of; `2107` is a model."""
    fitting = [match for match in _YEAR.finditer(rest) if 1900 <= int(match["year"]) <= latest]  # noqa: PLR2004
    if not fitting or len(rest.split()) == 1:
        return rest, None
    last = fitting[-1]
    return f"{rest[: last.start()]} {rest[last.end() :]}", int(last["year"])


def _names(words: list[str]) -> tuple[str, str]:
    two = len(words) > 1 and " ".join(words[:2]).replace("-", " ").lower() in _TWO_WORDS
    return " ".join(words[: 1 + two]), " ".join(words[1 + two :])
