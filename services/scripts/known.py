"""What is known of a script's fields, so that nobody asks for it (P1)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.garage.models import Vehicle, vehicle_title
from services.garage.plates import shown_plate
from services.garage.queries import vehicle_by_id, vehicles_of
from services.scripts.models import Field, Known, Script, Source
from services.scripts.reading import script_of
from services.storage.reader import Reader, Row

FRESH_MILEAGE = timedelta(days=90)
_SENT_FITS = frozenset({"parts", "photo", "long", "text", "since"})  # what a picture or a voice tells well enough
_ABOUT = """
SELECT r.number, r.type, r.unit_id, r.client_id, r.language, r.source, r.created_at, r.fields, r.vehicle, r.vehicle_id, c.phone,
    c.phone_unverified, o.ref AS repair_ref, o.vehicle_id AS repair_vehicle, a.vehicle_id AS visit_vehicle, p.ref AS parts_ref,
    (SELECT count(*) FROM message m JOIN attachment t ON t.message_id = m.id JOIN file f ON f.id = t.file_id
     WHERE m.request_number = r.number AND m.direction = 'in' AND t.replaced_at IS NULL
       AND f.kind IN ('photo', 'video', 'document')) AS photos,
    (SELECT jsonb_object_agg(code, jsonb_build_object('by', told_by, 'at', told_at, 'left', left_as))
     FROM script_field WHERE request_number = r.number) AS told
FROM request r JOIN client c ON c.id = r.client_id
LEFT JOIN repair_order o ON o.id = r.repair_order_id
LEFT JOIN appointment a ON a.id = r.appointment_id
LEFT JOIN parts_order p ON p.id = r.parts_order_id
WHERE r.number = $1
"""


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that may tell something. `vehicle`: the one the request is about, else the client's only one; `garage`: all unsold."""

    row: Row
    garage: tuple[Vehicle, ...]
    vehicle: Vehicle | None
    of_vehicle: Source
    now: datetime

    @property
    def typed(self) -> Mapping[str, Any]:
        """The vehicle as the source of the request described it."""
        return self.row["vehicle"] or {}

    @property
    def teller(self) -> Source:
        """Who told what came with the request."""
        return "client" if self.row["source"] == "telegram" else "source"


async def known_fields(reader: Reader, number: int, *, now: datetime | None = None) -> dict[str, Known]:
    """By code, for those fields of the request's script of which anything is known. Check visibility before. `now`: for how old a
    reading of the odometer is; None: the moment the request came."""
    row = await reader.row("SELECT type, unit_id FROM request WHERE number = $1", number)
    if row is None:
        return {}
    return await known_of(reader, number, await script_of(reader, row["type"], row["unit_id"]), now=now)


async def known_of(reader: Reader, number: int, script: Script, *, now: datetime | None = None) -> dict[str, Known]:
    """The same for a script that is at hand."""
    if not script.fields or (sources := await sources_of(reader, number, now=now)) is None:
        return {}
    found = ((field.code, _known(field, sources)) for field in script.fields)
    return {code: known for code, known in found if known is not None}


async def sources_of(reader: Reader, number: int, *, now: datetime | None = None) -> Sources | None:
    """What there is to look at; None: no such request."""
    row = await reader.row(_ABOUT, number)
    if row is None:
        return None
    garage = await vehicles_of(reader, row["client_id"])
    vehicle, source = await _vehicle(reader, row, garage)
    return Sources(row, tuple(garage), vehicle, source, now or row["created_at"])


async def _vehicle(reader: Reader, row: Row, garage: list[Vehicle]) -> tuple[Vehicle | None, Source]:
    """The vehicle a request is about. Only the client's own: what an order belongs to may have passed on to somebody else."""
    places: tuple[tuple[str, Source], ...] = (("vehicle_id", "client"), ("repair_vehicle", "order"), ("visit_vehicle", "visit"))
    for column, source in places:
        found = await vehicle_by_id(reader, row[column])
        if found is not None and found.client_id == row["client_id"]:
            return found, source
    described = bool(row["vehicle"]) or "vehicle" in row["fields"] or "vin" in row["fields"]
    return (garage[0] if len(garage) == 1 and not described else None), "card"


def _known(field: Field, sources: Sources) -> Known | None:
    """What was told for the field itself comes first."""
    said = (sources.row["told"] or {}).get(field.code) or {}
    value = sources.row["fields"].get(field.code)
    if value not in (None, "", []):
        told = said.get("by")
        at = datetime.fromisoformat(said["at"]) if said.get("at") else None
        return Known(value, told or sources.teller, at or (sources.row["created_at"] if told is None else None))
    if found := _FIND.get(field.kind, _nothing)(sources):
        return found
    if said.get("left") == "sent" and field.kind in _SENT_FITS:
        return Known(max(1, sources.row["photos"]), "client")
    return None


def _nothing(_sources: Sources) -> Known | None:
    return None


def _of_vehicle(sources: Sources) -> Known | None:
    """A VIN or a plate says which one it is."""
    language = sources.row["language"]
    if sources.vehicle is not None:
        return Known(vehicle_title(sources.vehicle, language), sources.of_vehicle)
    typed = {
        **sources.typed,
        **{name: sources.row["fields"][name] for name in ("vin", "plate") if name in sources.row["fields"]},
    }
    name = " ".join(str(typed[part]) for part in ("make", "model", "year") if typed.get(part))
    mark = shown_plate(str(typed["plate"])) if typed.get("plate") else str(typed.get("vin") or "")
    title = ", ".join(part for part in (name, mark) if part)
    return Known(title, sources.teller, sources.row["created_at"]) if title else None


def _mark(name: str) -> Callable[[Sources], Known | None]:
    """A VIN or a plate."""

    def find(sources: Sources) -> Known | None:
        if value := sources.typed.get(name):
            return Known(str(value), sources.teller, sources.row["created_at"])
        value = getattr(sources.vehicle, name) if sources.vehicle is not None else None
        return Known(value, sources.of_vehicle) if value else None

    return find


def _km(sources: Sources) -> Known | None:
    """The latest reading, while it is not too old."""
    if value := sources.typed.get("mileage_km"):
        return Known(value, sources.teller, sources.row["created_at"])
    vehicle = sources.vehicle
    if vehicle is None or vehicle.mileage_km is None or vehicle.mileage_at is None:
        return None
    fresh = sources.now - vehicle.mileage_at <= FRESH_MILEAGE
    return Known(vehicle.mileage_km, sources.of_vehicle, vehicle.mileage_at) if fresh else None


def _order(sources: Sources) -> Known | None:
    row = sources.row
    value = row["repair_ref"] or row["parts_ref"] or row["fields"].get("repair_order") or row["fields"].get("parts_order")
    return Known(value, "order") if value else None


def _phone(sources: Sources) -> Known | None:
    value = sources.row["phone"] or sources.row["phone_unverified"]
    return Known(value, "card") if value else None


def _photo(sources: Sources) -> Known | None:
    return Known(sources.row["photos"], "client") if sources.row["photos"] else None


_FIND: dict[str, Callable[[Sources], Known | None]] = {
    "vehicle": _of_vehicle, "vin": _mark("vin"), "plate": _mark("plate"), "mileage": _km, "order": _order, "phone": _phone, "photo": _photo,
}  # fmt: skip
