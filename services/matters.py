"""What of a client's is going on with us: visits, vehicles in repair, parts on order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.booking.models import Visit
from services.booking.reading import visits_of_client
from services.garage.models import Vehicle
from services.garage.queries import vehicles_by_ids
from services.repairs.models import PartsOrder, RepairOrder
from services.repairs.reading import orders_of_client, parts_of_client
from services.storage.reader import Reader
from services.units import Unit, unit_by_id

_LATELY = timedelta(days=14)  # a finished order is still asked about for so long
_MOST = 10  # of a kind


@dataclass(frozen=True, slots=True)
class Matters:
    """Open ones first, then those finished lately. `vehicles` and `units` by their row ids."""

    visits: Sequence[Visit]
    orders: Sequence[RepairOrder]
    parts: Sequence[PartsOrder]
    vehicles: Mapping[int, Vehicle]
    units: Mapping[int, Unit]

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.visits or self.orders or self.parts)


async def matters_of(reader: Reader, client_id: int, now: datetime) -> Matters:
    """Everything of this client's that is not long over. A vehicle that is another client's by now is left out."""
    visits = (await visits_of_client(reader, client_id, open_only=True, now=now))[:_MOST]
    orders = [
        order
        for order in await orders_of_client(reader, client_id, limit=_MOST)
        if order.open or now - order.changed_at < _LATELY
    ]
    parts = [
        order
        for order in await parts_of_client(reader, client_id, limit=_MOST)
        if order.open or now - order.changed_at < _LATELY
    ]
    found = await vehicles_by_ids(reader, {order.vehicle_id for order in orders if order.vehicle_id is not None})
    places = {*(visit.unit_id for visit in visits), *(order.unit_id for order in orders), *(order.unit_id for order in parts)}
    units = {unit_id: await unit_by_id(reader, unit_id) for unit_id in places}
    return Matters(
        visits, orders, parts, {key: vehicle for key, vehicle in found.items() if vehicle.client_id == client_id},
        {key: unit for key, unit in units.items() if unit is not None},
    )  # fmt: skip
