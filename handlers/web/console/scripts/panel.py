"""What is known about the matter, beside the conversation (P1, P2): each field of the script, who told it, and a way to fill it in."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.web.console.attached import Attached, attached
from handlers.web.console.words import Place, Words
from services.garage.models import vehicle_title
from services.garage.plates import shown_plate
from services.scripts.models import Field, Known, spoken_in
from services.scripts.picturing import Pictures, pictures_of
from services.scripts.shown import Sheet
from services.storage.reader import Reader

_LONG = frozenset({"long", "parts"})


@dataclass(frozen=True, slots=True)
class Line:
    """A field as it is read and typed. `told`: what is known, in words, empty where nothing is; `source`: by whom; `value`: as it stands in
    the input; `options`: of a choice, or the client's vehicles; `must`: required to close and lacking; `input`: which kind of input.
    """

    code: str
    name: str
    told: str
    source: str
    value: str
    input: str
    options: Sequence[tuple[str, str]] = ()
    must: bool = False
    asking: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """The script's fields. `asking`: the name of the one that the bot asks for now."""

    lines: Sequence[Line]
    asking: str
    rest: Sequence[tuple[str, str]]  # what came with the request besides
    sheet: Sheet

    @property
    def codes(self) -> list[str]:
        """Fields as mistakes name them."""
        return [f"fields.{one.code}" for one in self.lines]


@dataclass(frozen=True, slots=True)
class Shots:
    """What a field for photos may be filled with; `shown`: by the field's code, the message of what stands in it."""

    offered: Sequence[Attached]
    shown: dict[str, int]


async def shots(reader: Reader, number: int, sheet: Sheet, words: Words, place: Place) -> Shots:
    """Nothing where the script asks for no photo."""
    asks = any(field.kind == "photo" for field in sheet.script.fields)
    found = await pictures_of(reader, number) if asks else Pictures()
    return Shots([attached(dict(row), words, place) for row in found.offered], found.shown or {})


def panel(sheet: Sheet, fields: dict[str, object], words: Words) -> Panel:
    """Of a request; `fields`: what it came with."""
    lines = [line(field, sheet, words) for field in sheet.script.fields]
    codes = {field.code for field in sheet.script.fields}
    rest = [_other(name, fact, sheet, words) for name, fact in fields.items() if name not in codes and fact not in (None, "")]
    return Panel(lines, spoken_in(sheet.asking.label, words.language) if sheet.asking else "", rest, sheet)


def _other(name: str, fact: object, sheet: Sheet, words: Words) -> tuple[str, str]:
    """Label and value of what no field of this script is for."""
    field = sheet.others.get(name)
    if field is None:
        return words.label("field", name), str(fact)
    return spoken_in(field.label, words.language) or name, told(field, Known(fact, "client"), words)


def line(field: Field, sheet: Sheet, words: Words) -> Line:
    """One field with what is known of it."""
    known = sheet.known.get(field.code)
    asking = sheet.asking is not None and sheet.asking.code == field.code
    return Line(
        field.code, spoken_in(field.label, words.language) or field.code, told(field, known, words) if known else "",
        words(f"known-by-{known.source}") if known else "", _typed(field, known), _input(field), _options(field, sheet, words),
        field.required and known is None, asking,
    )  # fmt: skip


def told(field: Field, known: Known, words: Words) -> str:
    """A value as people say it."""
    value = known.value
    if isinstance(value, int) and field.kind == "mileage":
        return words("known-km", km=f"{value:,}".replace(",", "\u00a0"))
    if isinstance(value, int):
        return words("known-photos", count=value)
    if field.kind == "choice":
        return next((spoken_in(one.label, words.language) for one in field.choices if one.code == value), str(value))
    if field.kind == "plate":
        return shown_plate(str(value))
    return words.phone(str(value)) if field.kind == "phone" else str(value)


def _typed(field: Field, known: Known | None) -> str:
    counted = known is not None and isinstance(known.value, int) and field.kind != "mileage"  # files, not words
    return "" if known is None or counted else str(known.value)


def _input(field: Field) -> str:
    if field.kind in _LONG:
        return "long"
    return (
        field.kind
        if field.kind in {"mileage", "phone", "vehicle", "photo"}
        else ("choice" if field.kind == "choice" else "text")
    )


def _options(field: Field, sheet: Sheet, words: Words) -> Sequence[tuple[str, str]]:
    if field.kind == "choice":
        return [(one.code, spoken_in(one.label, words.language)) for one in field.choices]
    if field.kind == "vehicle":
        return [(one.public_id, vehicle_title(one, words.language)) for one in sheet.garage]
    return ()
