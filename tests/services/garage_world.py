"""Vehicles and orders around the queue's world: what the workshop's system and clients do, each in one transaction."""

from typing import Any

from services.clients.linking import put_client
from services.garage import editing
from services.garage.models import Vehicle
from services.garage.queries import vehicles_of
from services.repairs.models import PartsOrder, Put, RepairOrder
from services.repairs.orders import put_order
from services.repairs.parts import put_parts_order
from services.storage.reader import Row
from services.units import unit_by_code
from tests.services.world import World

PHONE, OTHER = "+79161234567", "+79031112233"
VIN = "XTAGFL110KY123456"


class Workshop:
    """The system of a workshop, and the client Иван whose card it keeps."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client_id = 0

    async def knows(self, ref: str = "crm-1", phone: str = PHONE) -> int:
        """A client's card."""
        async with self.world.db.tx() as tx:
            client, _ = await put_client(tx, ref, name="Иван", phone=phone, birthday=None, tier=None)
        self.client_id = self.client_id or client.id
        return client.id

    async def puts_vehicle(self, ref: str = "v-1", **more: Any) -> tuple[Vehicle, bool]:
        """PUT /vehicles."""
        given = {"client_id": self.client_id, "make": "Lada", "model": "Vesta", **more}
        async with self.world.db.tx() as tx:
            return await editing.put_vehicle(tx, ref, **given)

    async def reports(self, status: Any, ref: str = "ЗН-1", *, minutes: float = 0, **more: Any) -> Put[RepairOrder]:
        """PUT /repair-orders, so many minutes after the last thing."""
        self.world.clock.advance(minutes=minutes)
        async with self.world.db.tx() as tx:
            unit = await unit_by_code(tx, "msk")
            assert unit
            given = {"client_id": self.client_id, "vehicle_id": None, "unit_id": unit.id, **more}
            return await put_order(tx, ref, status=status, **given)

    async def reports_parts(self, status: Any, ref: str = "П-1", *, minutes: float = 0, **more: Any) -> Put[PartsOrder]:
        """PUT /parts-orders."""
        self.world.clock.advance(minutes=minutes)
        async with self.world.db.tx() as tx:
            unit = await unit_by_code(tx, "msk")
            assert unit
            return await put_parts_order(tx, ref, status=status, client_id=self.client_id, unit_id=unit.id, **more)

    async def garage(self, client_id: int | None = None) -> list[Vehicle]:
        """What the client has, also what is sold."""
        async with self.world.db.read() as reader:
            return await vehicles_of(reader, client_id or self.client_id, sold=True)


async def types_vehicle(world: World, chat_id: int, **what: Any) -> Vehicle:
    """The client adds a vehicle in the chat."""
    async with world.db.tx() as tx:
        person = await world.recognise(tx, chat_id)
        return await editing.add_vehicle(tx, person.client_id, source="telegram", **what)


async def pushes(world: World, chat_id: int) -> list[Row]:
    """What goes to a chat, except what has been dropped."""
    return [row for row in await world.mail(chat_id) if row["state"] != "dropped"]


async def words(world: World, chat_id: int) -> list[str]:
    """Their texts."""
    return [row["params"]["text"] for row in await pushes(world, chat_id)]


async def delivered(world: World, chat_id: int) -> None:
    """Telegram took everything that waits."""
    async with world.db.tx() as tx:
        await tx.execute(
            "UPDATE outbox SET state = 'sent', telegram_ids = ARRAY[7000 + id] WHERE chat_id = $1 AND state = 'queued'", chat_id
        )
