"""Adding and changing vehicles: by their owner, by staff, and by the workshop's own system."""

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from services.clients.people import new_public_id
from services.errors import invalid
from services.garage.mileage import Source, add_mileage, take_workshop_reading
from services.garage.models import Vehicle
from services.garage.plates import normal_plate, same_plate
from services.garage.queries import vehicle_by_ref, vehicles_of
from services.garage.vins import normal_vin
from services.storage.tx import Tx

__all__ = ["Source", "add_mileage", "add_vehicle", "change_vehicle", "mark_sold", "put_vehicle"]

MOST = 20  # vehicles that one person may type in; a fleet comes by the workshop's system
_OLDEST = 1900
_NAME = 100  # characters of a make or a model


async def add_vehicle(
    tx: Tx, client_id: int, *, make: str = "", model: str = "", year: int | None = None, vin: str | None = None,
    plate: str | None = None, source: Source,
) -> Vehicle:  # fmt: skip
    """A vehicle of this client, as typed. One they have already (same VIN or plate) is completed instead of doubled.

    Raises Refused `invalid` on `vehicle` (nothing to tell it by, too many), `make`, `model`, `year`, `vin` or `plate`.
    """
    given = _checked(tx, make=make, model=model, year=year, vin=vin, plate=plate)
    if not any(given[name] for name in ("make", "model", "vin", "plate")):
        raise invalid("vehicle", "required")
    await tx.execute("SELECT FROM client WHERE id = $1 FOR NO KEY UPDATE", client_id)  # two presses at once add one
    garage = await vehicles_of(tx, client_id, sold=True)
    if same := _same(garage, given["vin"], given["plate"]):
        return await _completed(tx, same, given)
    if sum(not vehicle.sold for vehicle in garage) >= MOST:
        raise invalid("vehicle", "too-many")
    return await _insert(tx, client_id, None, given, source)


async def change_vehicle(tx: Tx, vehicle: Vehicle, **changes: Any) -> Vehicle:
    """Change `make`, `model`, `year`, `vin`, `plate`; None or an empty text removes. Raises Refused `invalid` on one of them."""
    old = {name: getattr(vehicle, name) for name in ("make", "model", "year", "vin", "plate")}
    return await _store(tx, vehicle, _checked(tx, **{**old, **changes}))


async def mark_sold(tx: Tx, vehicle: Vehicle, *, sold: bool = True) -> Vehicle:
    """The client has it no more (`sold=False`: has it again). Visits and orders keep it."""
    if vehicle.sold == sold:
        return vehicle
    await tx.execute("UPDATE vehicle SET sold_at = $2 WHERE id = $1", vehicle.id, tx.now if sold else None)
    tx.event("vehicle.sold" if sold else "vehicle.kept", vehicle.subject)
    return replace(vehicle, sold=sold)


async def put_vehicle(
    tx: Tx, ref: str, *, client_id: int, make: str, model: str, year: int | None = None, vin: str | None = None,
    plate: str | None = None, mileage_km: int | None = None, clears: Collection[str] = (),
) -> tuple[Vehicle, bool]:  # fmt: skip
    """Create or change the vehicle `ref` of another system; returns it and whether the ref is new.

    A year, VIN or plate of None is left as it is, unless `clears` names it. One that the same client has typed before (same VIN or
    plate) gets the ref. It may come to another client: then it is theirs. Raises Refused `invalid` as `add_vehicle` does.
    """
    await tx.execute("SELECT pg_advisory_xact_lock(3, hashtext('vehicle ' || $1))", ref)
    given = _checked(tx, make=make, model=model, year=year, vin=vin, plate=plate)
    vehicle = await vehicle_by_ref(tx, ref)
    created = vehicle is None
    if vehicle is None:
        await tx.execute("SELECT FROM client WHERE id = $1 FOR NO KEY UPDATE", client_id)
        vehicle = await _adopted(tx, client_id, ref, given) or await _insert(tx, client_id, ref, given, "api")
    kept = {name: getattr(vehicle, name) for name in ("year", "vin", "plate") if given[name] is None and name not in clears}
    vehicle = await _store(tx, await _passed_on(tx, vehicle, client_id), {**given, **kept})
    if mileage_km is not None:
        vehicle = await take_workshop_reading(tx, vehicle, mileage_km)
    return vehicle, created


def _checked(tx: Tx, *, make: str, model: str, year: int | None, vin: str | None, plate: str | None) -> dict[str, Any]:
    """The normal forms of everything."""
    if year is not None and not _OLDEST <= year <= tx.now.year + 1:
        raise invalid("year", "not a year of manufacture")
    return {
        "make": _name("make", make), "model": _name("model", model), "year": year, "vin": _vin(vin), "plate": _plate(plate),
    }  # fmt: skip


def _name(field: str, typed: str | None) -> str:
    name = re.sub(r"[\s\x00]+", " ", typed or "").strip()
    if len(name) > _NAME:
        raise invalid(field, f"longer than {_NAME} characters")
    return name


def _vin(typed: str | None) -> str | None:
    if not (typed or "").strip():
        return None
    vin = normal_vin(typed or "")
    if vin is None:
        raise invalid("vin", "not a VIN: 17 letters and digits without I, O, Q (ISO 3779)")
    return vin.text


def _plate(typed: str | None) -> str | None:
    if not (typed or "").strip():
        return None
    plate = normal_plate(typed or "")
    if not plate.text:
        raise invalid("plate", "not a registration plate")
    return plate.text


def _same(garage: list[Vehicle], vin: str | None, plate: str | None) -> Vehicle | None:
    """The vehicle meant by a VIN or a plate. A plate passes to another vehicle, so a different VIN says no, and so does a sale."""
    by_vin = [vehicle for vehicle in garage if vin and vehicle.vin == vin]
    by_plate = [
        vehicle for vehicle in garage
        if not vehicle.sold and same_plate(vehicle.plate, plate) and not (vin and vehicle.vin and vehicle.vin != vin)
    ]  # fmt: skip
    return next(iter([*by_vin, *by_plate]), None)


async def _completed(tx: Tx, vehicle: Vehicle, given: dict[str, Any]) -> Vehicle:
    """What was known stays, what was missing is filled in; a sold one typed again is back."""
    merged = {name: getattr(vehicle, name) or value for name, value in given.items()}
    return await _store(tx, await mark_sold(tx, vehicle, sold=False), merged)


async def _adopted(tx: Tx, client_id: int, ref: str, given: dict[str, Any]) -> Vehicle | None:
    garage = [vehicle for vehicle in await vehicles_of(tx, client_id, sold=True) if vehicle.ref is None]
    vehicle = _same(garage, given["vin"], given["plate"])
    if vehicle is None:
        return None
    await tx.execute("UPDATE vehicle SET ref = $2 WHERE id = $1", vehicle.id, ref)
    tx.event("vehicle.adopted", vehicle.subject)
    return replace(vehicle, ref=ref)


async def _passed_on(tx: Tx, vehicle: Vehicle, client_id: int) -> Vehicle:
    """The workshop's system says whose it is now; the new owner has not sold it."""
    if vehicle.client_id == client_id:
        return vehicle
    await tx.execute("UPDATE vehicle SET client_id = $2, sold_at = NULL WHERE id = $1", vehicle.id, client_id)
    tx.event("vehicle.passed-on", vehicle.subject)
    return replace(vehicle, client_id=client_id, sold=False)


async def _insert(tx: Tx, client_id: int, ref: str | None, given: dict[str, Any], source: Source) -> Vehicle:
    public_id = new_public_id()
    vehicle_id = await tx.value(
        "INSERT INTO vehicle (public_id, ref, client_id, make, model, year, vin, plate, source, created_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
        public_id, ref, client_id, given["make"], given["model"], given["year"], given["vin"], given["plate"], source, tx.now,
    )  # fmt: skip
    vehicle = Vehicle(
        vehicle_id, public_id, ref, client_id, **given, sold=False, mileage_km=None, mileage_at=None
    )  # fmt: skip
    tx.event("vehicle.added", vehicle.subject, source=source)
    return vehicle


async def _store(tx: Tx, vehicle: Vehicle, given: dict[str, Any]) -> Vehicle:
    changed = sorted(name for name, value in given.items() if getattr(vehicle, name) != value)
    if not changed:
        return vehicle
    await tx.execute(
        "UPDATE vehicle SET make = $2, model = $3, year = $4, vin = $5, plate = $6 WHERE id = $1",
        vehicle.id, given["make"], given["model"], given["year"], given["vin"], given["plate"],
    )  # fmt: skip
    tx.event("vehicle.changed", vehicle.subject, fields=changed)
    return replace(vehicle, **given)
