"""Odometer readings. Where they disagree, the workshop's (`order`, `api`) counts before staff's, and that before the client's."""

from dataclasses import replace
from datetime import timedelta
from typing import Literal

from services.errors import invalid
from services.garage.models import Vehicle
from services.storage.tx import Tx

MOST_KM = 3_000_000
_KM_PER_DAY = 1_000  # more than that nobody drives

Source = Literal["order", "api", "console", "telegram"]
Doubt = Literal["less-than-before", "too-fast"]


def doubt(vehicle: Vehicle, km: int, now_after: timedelta) -> Doubt | None:
    """What speaks against a reading, given the time since the last one; None: nothing."""
    if vehicle.mileage_km is None:
        return None
    if km < vehicle.mileage_km:
        return "less-than-before"
    days = max(1.0, now_after / timedelta(days=1))
    return "too-fast" if km - vehicle.mileage_km > _KM_PER_DAY * days else None


async def add_mileage(tx: Tx, vehicle: Vehicle, km: int, *, source: Source, sure: bool = False) -> Vehicle:
    """A reading taken now, in kilometres.

    Raises Refused `invalid` on `mileage_km`: `out-of-range`; and unless `sure` (the odometer was replaced, the last reading was a slip)
    `less-than-before` or `too-fast`, so that one slip does not spoil every forecast.
    """
    if not 0 <= km <= MOST_KM:
        raise invalid("mileage_km", "out-of-range")
    doubtful = _doubt_now(tx, vehicle, km)
    if doubtful and not sure:
        raise invalid("mileage_km", doubtful)
    return await _add(tx, vehicle, km, source, doubtful)


async def take_workshop_reading(tx: Tx, vehicle: Vehicle, km: int) -> Vehicle:
    """A reading from the workshop's system, which cannot be asked whether it is sure: it is believed, and a doubt is recorded.

    The same one again, as every nightly exchange sends it, is no new reading.
    """
    last = await tx.value(
        "SELECT km FROM mileage WHERE vehicle_id = $1 AND source = 'api' ORDER BY at DESC, id DESC LIMIT 1", vehicle.id
    )
    if km == last:
        return vehicle
    if not 0 <= km <= MOST_KM:
        raise invalid("mileage_km", "out-of-range")
    return await _add(tx, vehicle, km, "api", _doubt_now(tx, vehicle, km))


def _doubt_now(tx: Tx, vehicle: Vehicle, km: int) -> Doubt | None:
    return doubt(vehicle, km, tx.now - vehicle.mileage_at if vehicle.mileage_at else timedelta())


async def _add(tx: Tx, vehicle: Vehicle, km: int, source: Source, doubtful: Doubt | None) -> Vehicle:
    await tx.execute("INSERT INTO mileage (vehicle_id, km, at, source) VALUES ($1, $2, $3, $4)", vehicle.id, km, tx.now, source)
    tx.event("vehicle.mileage", vehicle.subject, source=source, doubt=doubtful)
    return replace(vehicle, mileage_km=km, mileage_at=tx.now)
