"""Vehicles of two cards that become one person's: one that is on both is shown once, and both are there again when the cards part."""

from collections.abc import Mapping
from typing import Any

from services.garage.joining import one_vehicle
from services.garage.models import Vehicle
from services.garage.queries import vehicles_of
from services.storage.tx import Tx

# Every table that points at a vehicle, with the column that names its rows.
POINTERS = {"appointment": "id", "request": "number", "repair_order": "id", "mileage": "id", "follow_up": "id"}
_FILLED = ("make", "model", "year", "vin", "plate")


async def join_cars(tx: Tx, joined: int, kept: int) -> dict[str, Any]:
    """Move the vehicles of the card `joined`. Of two that are one the typed one is laid aside: it stays on the joined card, where nobody
    sees it, and all that points at it points at the other. Answers what was done."""
    here = await vehicles_of(tx, kept, sold=True)
    moved: list[int] = []
    aside: list[dict[str, Any]] = []
    for vehicle in await vehicles_of(tx, joined, sold=True):
        same = next((known for known in here if one_vehicle(vehicle, known) or one_vehicle(known, vehicle)), None)
        if same is None:
            moved.append(vehicle.id)
            here.append(vehicle)
        elif vehicle.ref is None:
            aside.append(await _lay_aside(tx, vehicle, same))
        else:  # the workshop's system has a name for the one that comes
            moved.append(vehicle.id)
            here[here.index(same)] = vehicle
            aside.append(await _lay_aside(tx, same, vehicle) | {"owner": kept})
            await tx.execute("UPDATE vehicle SET client_id = $2 WHERE id = $1", same.id, joined)
    await tx.execute("UPDATE vehicle SET client_id = $2 WHERE id = ANY ($1::bigint[])", moved, kept)
    return {"vehicle": moved, "aside": aside}


async def _lay_aside(tx: Tx, typed: Vehicle, known: Vehicle) -> dict[str, Any]:
    pointers = {}
    for table, key in POINTERS.items():
        rows = await tx.rows(f"UPDATE {table} SET vehicle_id = $2 WHERE vehicle_id = $1 RETURNING {key}", typed.id, known.id)
        pointers[table] = [row[0] for row in rows]
    filled = {name: getattr(typed, name) for name in _FILLED if getattr(typed, name) and not getattr(known, name)}
    for name, value in filled.items():
        await tx.execute(f"UPDATE vehicle SET {name} = $2 WHERE id = $1", known.id, value)
    tx.event("vehicle.joined", known.subject, joined=typed.public_id)
    return {"id": typed.id, "into": known.id, "owner": None, "pointers": pointers, "filled": filled}


async def part_cars(tx: Tx, joined: int, kept: int, done: Mapping[str, Any], upto: Mapping[str, int]) -> int:
    """Put the vehicles back that were moved and are still there; answers how many."""
    for aside in reversed(done["aside"]):
        await _take_up(tx, aside)
        if aside["owner"] is not None:
            await tx.execute("UPDATE vehicle SET client_id = $2 WHERE id = $1 AND client_id = $3", aside["id"], kept, joined)
    sql = "UPDATE vehicle SET client_id = $1 WHERE client_id = $2 AND id = ANY ($3::bigint[]) RETURNING id"
    back = await tx.rows(sql, joined, kept, done["vehicle"])
    await _let_go(tx, joined, kept, upto)
    return len(back)


async def _take_up(tx: Tx, aside: Mapping[str, Any]) -> None:
    for table, ids in aside["pointers"].items():
        await tx.execute(
            f"UPDATE {table} SET vehicle_id = $2 WHERE vehicle_id = $3 AND {POINTERS[table]} = ANY ($1::bigint[]) "
            "AND EXISTS (SELECT FROM vehicle WHERE id = $2)",
            ids, aside["id"], aside["into"],
        )  # fmt: skip
    for name, value in aside["filled"].items():
        empty = "''" if name in {"make", "model"} else "NULL"
        await tx.execute(f"UPDATE vehicle SET {name} = {empty} WHERE id = $1 AND {name} = $2", aside["into"], value)


async def _let_go(tx: Tx, joined: int, kept: int, upto: Mapping[str, int]) -> None:
    """What was added meanwhile does not point at the other one's vehicle."""
    for table in ("request", "appointment"):
        await tx.execute(
            f"UPDATE {table} t SET vehicle_id = NULL FROM vehicle v WHERE v.id = t.vehicle_id AND v.client_id <> t.client_id "
            f"AND t.client_id = ANY ($1::bigint[]) AND v.client_id = ANY ($1::bigint[]) AND t.{POINTERS[table]} > $2",
            [joined, kept], upto[table],
        )  # fmt: skip
