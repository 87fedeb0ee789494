"""Reading vehicles."""

from collections.abc import Collection
from typing import Any

from services.garage.models import Vehicle
from services.storage.reader import Reader, Row

# The reading that counts is the last one; of several at one moment the workshop's (see the column's note in the schema).
_VIEW = """
SELECT v.id, v.public_id, v.ref, v.client_id, v.make, v.model, v.year, v.vin, v.plate, v.sold_at IS NOT NULL AS sold, m.km, m.at
FROM vehicle v LEFT JOIN LATERAL (
    SELECT km, at FROM mileage WHERE vehicle_id = v.id
    ORDER BY at DESC, array_position(ARRAY['order', 'api', 'console', 'telegram'], source), id DESC LIMIT 1
) m ON true
"""


def _vehicle(row: Any) -> Vehicle:
    return Vehicle(*row.values())


async def vehicles_of(reader: Reader, client_id: int, *, sold: bool = False) -> list[Vehicle]:
    """The client's vehicles, the first one first; those sold only when asked for."""
    condition = "" if sold else " AND v.sold_at IS NULL"
    rows = await reader.rows(f"{_VIEW} WHERE v.client_id = $1{condition} ORDER BY v.sold_at IS NOT NULL, v.id", client_id)
    return [_vehicle(row) for row in rows]


async def vehicle_of(reader: Reader, public_id: str, client_id: int) -> Vehicle | None:
    """The client's own vehicle; None for anybody else's."""
    return _found(await reader.row(f"{_VIEW} WHERE v.public_id = $1 AND v.client_id = $2", public_id, client_id))


async def vehicle_by_ref(reader: Reader, ref: str) -> Vehicle | None:
    """The vehicle another system calls `ref`."""
    return _found(await reader.row(f"{_VIEW} WHERE v.ref = $1", ref))


async def vehicle_by_public_id(reader: Reader, public_id: str) -> Vehicle | None:
    """The vehicle with this id, for callers that may see every vehicle."""
    return _found(await reader.row(f"{_VIEW} WHERE v.public_id = $1", public_id))


async def vehicle_by_id(reader: Reader, vehicle_id: int | None) -> Vehicle | None:
    """The vehicle of a row."""
    return None if vehicle_id is None else _found(await reader.row(f"{_VIEW} WHERE v.id = $1", vehicle_id))


async def vehicles_by_ids(reader: Reader, ids: Collection[int]) -> dict[int, Vehicle]:
    """Several at once, by id."""
    rows = await reader.rows(f"{_VIEW} WHERE v.id = ANY ($1::bigint[])", list(ids)) if ids else ()
    return {row["id"]: _vehicle(row) for row in rows}


def _found(row: Row | None) -> Vehicle | None:
    return _vehicle(row) if row else None
