"""What was told for a field in its normal form, by the field's kind. Pure.

Whatever is read is read leniently; what cannot be what it should be is refused as `fields.<code>` with a stable word as the reason.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from services.clients.phones import normal_phone
from services.editing import plain
from services.errors import Refused, invalid
from services.garage.mileage import MOST_KM
from services.garage.plates import normal_plate
from services.garage.vins import normal_vin
from services.scripts.models import Field
from services.understanding.cars import names_vehicle
from services.understanding.odometer import read_kilometres

LONGEST = {"long": 4000, "parts": 4000, "vehicle": 200, "order": 64, "photo": 200}
_USUAL = 500
_VIN_LENGTH = 17
_FRAME = re.compile(r"[A-Z0-9]{2,8}-[0-9]{4,8}", re.ASCII)  # cars for Japan have a frame number instead of a VIN
_LIKE_A_VIN = re.compile(r"[^\W_]{12,21}")
_DATE = re.compile(
    r"\b(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>(?:\d\d){1,2})\b|\b(?P<iso>\d{4}-\d\d-\d\d)\b", re.ASCII
)
_OLDEST = timedelta(days=40 * 366)


def normal_value(field: Field, value: Any, today: date) -> str | int | None:
    """The normal form; None: nothing was told. A list counts as its lines. Raises Refused `invalid`."""
    if isinstance(value, list) and all(isinstance(line, str | int) and not isinstance(line, bool) for line in value):
        value = "\n".join(map(str, value))
    if value is None or (isinstance(value, str) and not _readable(value).strip()):
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise _wrong(field, "not a text")
    typed = _readable(str(value)).strip()
    if len(typed) > LONGEST.get(field.kind, _USUAL):
        raise _wrong(field, "too long")
    return _READ.get(field.kind, _line)(field, typed, today)


def _readable(typed: str) -> str:
    """Without what PostgreSQL cannot store and nobody can see; lines stay."""
    kept = "".join(ch if ch.isprintable() or ch == "\n" else " " for ch in typed.replace("\r\n", "\n"))
    return kept.encode("utf-8", "replace").decode()


def _wrong(field: Field, reason: str, **more: Any) -> Refused:
    return Refused("invalid", errors=[{"field": f"fields.{field.code}", "reason": reason, **more}])


def _line(_field: Field, typed: str, _today: date) -> str:
    return plain(typed)


def _lines(_field: Field, typed: str, _today: date) -> str:
    return "\n".join(line.rstrip() for line in typed.split("\n"))


def _vehicle(field: Field, typed: str, _today: date) -> str:
    """However it is called; a day, a time or a bare number calls none."""
    if not names_vehicle(typed):
        raise _wrong(field, "not a vehicle")
    return plain(typed)


def _vin(field: Field, typed: str, _today: date) -> str:
    """The VIN among the words, or a frame number."""
    for word in (typed, *re.split(r"[\s,;:]+", typed)):
        if vin := normal_vin(word):
            return vin.text
    if frame := _FRAME.search(typed.upper()):
        return frame[0]
    like = next((word for word in re.split(r"[\s,;:]+", typed) if _LIKE_A_VIN.fullmatch(word)), "")
    length = len(like) if len(like) != _VIN_LENGTH else 0
    raise _wrong(field, "vin-length" if length else "not a VIN", length=length)


def _plate(field: Field, typed: str, _today: date) -> str:
    plate = normal_plate(typed)
    if not plate.text:
        raise _wrong(field, "not a plate")
    return plate.text


def _mileage(field: Field, typed: str, _today: date) -> int:
    km = read_kilometres(typed)
    if km is None:
        raise _wrong(field, "not a number")
    if not 0 < km <= MOST_KM:
        raise _wrong(field, "out of range", least=1, most=MOST_KM)
    return km


def _order(field: Field, typed: str, _today: date) -> str:
    order = re.sub(
        r"^(?:заказ\w*(?:-наряд\w*)?|наряд\w*|номер|order|number|no\.?|№|#|\s)+", "", plain(typed), flags=re.IGNORECASE
    )
    if not any(ch.isdigit() for ch in order):
        raise _wrong(field, "no digits")
    return order


def _since(field: Field, typed: str, today: date) -> str:
    """Words, or a date; a date must be one of the past."""
    for found in _DATE.finditer(typed):
        day = _date(found)
        if day is None or not today - _OLDEST <= day <= today:
            raise _wrong(field, "absurd date")
    return plain(typed)


def _date(found: re.Match[str]) -> date | None:
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        year = int(found["year"]) + (2000 if len(found["year"]) == 2 else 0)  # noqa: PLR2004 - `23` is 2023
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _choice(field: Field, typed: str, _today: date) -> str:
    for choice in field.choices:
        if typed.lower() in {choice.code, *(label.lower() for label in choice.label.values())}:
            return choice.code
    raise _wrong(field, "unknown")


def _photo(_field: Field, typed: str, _today: date) -> str | int:
    """How many files were taken, or words that stand for them."""
    return int(typed) if re.fullmatch(r"[1-9]\d{0,3}", typed, re.ASCII) else plain(typed)


def _phone(field: Field, typed: str, _today: date) -> str:
    phone = normal_phone(typed)
    if phone is None:
        raise _wrong(field, "not a phone")
    return phone


_READ: dict[str, Callable[[Field, str, date], str | int]] = {
    "long": _lines, "parts": _lines, "vehicle": _vehicle, "vin": _vin, "plate": _plate, "mileage": _mileage, "order": _order,
    "since": _since, "choice": _choice, "photo": _photo, "phone": _phone,
}  # fmt: skip


def field_of(fields: tuple[Field, ...], code: str) -> Field:
    """The field of this code. Raises Refused `invalid`: `unknown`."""
    found = next((field for field in fields if field.code == code), None)
    if found is None:
        raise invalid(f"fields.{code[:64]}", "unknown")
    return found
