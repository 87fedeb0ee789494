"""Clients' vehicles, as the workshops' systems keep them."""

from handlers.web.api import shapes_orders as shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms_orders import VehicleForm
from handlers.web.api.referring import known_ref, named_client, path_ref
from services.clients.linking import client_by_id
from services.clients.models import Client
from services.errors import Refused
from services.garage.editing import put_vehicle
from services.garage.models import Vehicle
from services.garage.queries import vehicle_by_ref
from services.garage.vins import normal_vin
from services.storage.tx import Tx


async def store_vehicle(call: Call, tx: Tx, form: VehicleForm) -> Answer:
    """PUT /vehicles/{ref}."""
    ref = path_ref(call)
    client = await named_client(tx, form.client_ref, form.client_id)
    vehicle, created = await put_vehicle(
        tx, ref, client_id=client.id, make=form.make, model=form.model, year=form.year, vin=form.vin, plate=form.plate,
        mileage_km=form.mileage_km, clears={name for name in form.model_fields_set if getattr(form, name) is None},
    )  # fmt: skip
    return Answer(201 if created else 200, vehicle_shape(vehicle, client))


async def show_vehicle(call: Call) -> Answer:
    """GET /vehicles/{ref}."""
    async with call.desk.db.read() as reader:
        vehicle = await vehicle_by_ref(reader, known_ref(call))
        if vehicle is None:
            raise Refused("not-found")
        return Answer(200, vehicle_shape(vehicle, await client_by_id(reader, vehicle.client_id)))


def vehicle_shape(vehicle: Vehicle, client: Client) -> shapes.Vehicle:
    """A vehicle with its owner."""
    vin = normal_vin(vehicle.vin) if vehicle.vin else None
    return shapes.Vehicle(
        id=vehicle.public_id, ref=vehicle.ref, client_id=client.public_id, client_ref=client.ref, make=vehicle.make,
        model=vehicle.model, year=vehicle.year, vin=vehicle.vin, plate=vehicle.plate, mileage_km=vehicle.mileage_km,
        mileage_at=vehicle.mileage_at, sold=vehicle.sold, warnings=[f"vin-{vin.warning}"] if vin and vin.warning else [],
    )  # fmt: skip
