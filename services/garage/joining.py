"""When a card is joined to another one, its garage comes along: nothing that a person has typed vanishes."""

from services.garage.models import Vehicle
from services.garage.plates import same_plate
from services.garage.queries import vehicles_of
from services.storage.tx import Tx

_POINTERS = ("appointment", "request", "repair_order", "follow_up")


async def join_garages(tx: Tx, joined: int, target: int, *, typed_only: bool = False) -> None:
    """Move the vehicles of the card `joined` to the card `target`; one that is there already becomes one with it.

    `typed_only`: those that other systems have a name for stay.
    """
    here = await vehicles_of(tx, target, sold=True)
    for vehicle in await vehicles_of(tx, joined, sold=True):
        if typed_only and vehicle.ref is not None:
            continue
        same = next((known for known in here if one_vehicle(vehicle, known)), None)
        if same is None:
            await tx.execute("UPDATE vehicle SET client_id = $2 WHERE id = $1", vehicle.id, target)
            here.append(vehicle)
        else:
            await _become_one(tx, vehicle, same)


def one_vehicle(typed: Vehicle, known: Vehicle) -> bool:
    """Same VIN, or same plate without another VIN. What another system has a name for stays by itself."""
    if typed.ref is not None:
        return False
    if typed.vin and known.vin:
        return typed.vin == known.vin
    return not known.sold and same_plate(typed.plate, known.plate)


async def _become_one(tx: Tx, typed: Vehicle, known: Vehicle) -> None:
    for table in (*_POINTERS, "mileage"):
        await tx.execute(f"UPDATE {table} SET vehicle_id = $2 WHERE vehicle_id = $1", typed.id, known.id)
    await tx.execute(
        "UPDATE vehicle k SET make = coalesce(nullif(k.make, ''), t.make), model = coalesce(nullif(k.model, ''), t.model), "
        "year = coalesce(k.year, t.year), vin = coalesce(k.vin, t.vin), plate = coalesce(k.plate, t.plate) "
        "FROM vehicle t WHERE k.id = $2 AND t.id = $1",
        typed.id, known.id,
    )  # fmt: skip
    await tx.execute("DELETE FROM vehicle WHERE id = $1", typed.id)
    tx.event("vehicle.joined", known.subject, joined=typed.public_id)
