"""Vehicles: typed, known to the workshop, passed on, sold; mileage; and what moves when cards are joined."""

from datetime import timedelta
from typing import Any

import pytest

from services.errors import Refused
from services.garage import editing
from services.garage.models import Vehicle
from services.garage.queries import vehicle_by_ref, vehicle_of, vehicles_of
from services.storage.tx import Tx
from tests.services.garage_world import OTHER, PHONE, VIN, Workshop, types_vehicle
from tests.services.world import World


@pytest.fixture
async def workshop(world: World) -> Workshop:
    """With the card of Иван."""
    made = Workshop(world)
    await made.knows()
    return made


async def test_a_typed_vehicle_is_stored_in_normal_form(world: World) -> None:
    person = await world.person(1)
    vehicle = await types_vehicle(world, 1, make=" Lada ", model="Vesta\nSW", year=2019, plate="a123bc 77", vin=VIN.lower())
    assert (vehicle.make, vehicle.model, vehicle.plate, vehicle.vin) == ("Lada", "Vesta SW", "А123ВС77", VIN)
    async with world.db.read() as reader:
        assert await vehicles_of(reader, person.client_id) == [vehicle]
        assert await vehicle_of(reader, vehicle.public_id, person.client_id) == vehicle
    assert await world.events(vehicle.subject) == ["vehicle.added"]


async def test_a_vehicle_is_only_its_owners(world: World) -> None:
    vehicle = await types_vehicle(world, 1, plate="А123ВС77")
    stranger = await world.person(2)
    async with world.db.read() as reader:
        assert await vehicle_of(reader, vehicle.public_id, stranger.client_id) is None
        assert await vehicles_of(reader, stranger.client_id) == []
    assert (await types_vehicle(world, 2, plate="А123ВС77")).id != vehicle.id  # a typed plate opens nothing


@pytest.mark.parametrize(
    ("what", "field"),
    [({}, "vehicle"), ({"make": "  "}, "vehicle"), ({"plate": "нет"}, "plate"), ({"vin": "123"}, "vin"), ({"vin": "O" + VIN[1:]}, "vin"),
     ({"make": "x" * 101}, "make"), ({"make": "Lada", "year": 1899}, "year"), ({"make": "Lada", "year": 2028}, "year")],
)  # fmt: skip
async def test_what_cannot_be_added(world: World, what: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        await types_vehicle(world, 1, **what)
    assert refused.value.data["errors"][0]["field"] == field


async def test_the_same_vehicle_typed_again_is_completed_not_doubled(world: World) -> None:
    first = await types_vehicle(world, 1, plate="А123ВС77")
    second = await types_vehicle(world, 1, make="Lada", model="Vesta", plate="а123вс 77", vin=VIN)
    assert (second.id, second.make, second.vin) == (first.id, "Lada", VIN)
    third = await types_vehicle(world, 1, vin=VIN, plate="К777КК99")  # a new plate is not silently put in the old one's place
    assert (third.id, third.plate) == (first.id, "А123ВС77")
    other = await types_vehicle(world, 1, plate="А123ВС77", vin="1HGCM82633A004352")  # the plate has passed to another one
    assert other.id != first.id


async def test_one_person_types_no_fleet(world: World) -> None:
    for number in range(editing.MOST):
        await types_vehicle(world, 1, make=f"Lada {number}")
    with pytest.raises(Refused):
        await types_vehicle(world, 1, make="Lada 100")


async def test_changing_and_selling(world: World) -> None:
    person = await world.person(1)
    vehicle = await types_vehicle(world, 1, make="Lada", plate="А123ВС77")
    async with world.db.tx() as tx:
        vehicle = await editing.change_vehicle(tx, vehicle, model="Granta", plate=None)
        assert (vehicle.make, vehicle.model, vehicle.plate) == ("Lada", "Granta", None)
        sold = await editing.mark_sold(tx, vehicle)
        assert await vehicles_of(tx, person.client_id) == []
        assert await vehicles_of(tx, person.client_id, sold=True) == [sold]
        assert await editing.mark_sold(tx, sold) == sold
        assert not (await editing.mark_sold(tx, sold, sold=False)).sold
    assert await world.events(vehicle.subject) == ["vehicle.added", "vehicle.changed", "vehicle.sold", "vehicle.kept"]
    data = await world.one("SELECT data FROM event WHERE type = 'vehicle.changed'")
    assert data["data"] == {"fields": ["model", "plate"]}  # the plate itself is nobody's business there


async def _reading(world: World, vehicle: Vehicle, km: int, **more: Any) -> str | None:
    """The reason why a reading is refused, or None."""
    async with world.db.tx() as tx:
        fresh = await _fresh(tx, vehicle)
        try:
            await editing.add_mileage(tx, fresh, km, **{"source": "telegram", **more})
        except Refused as refused:
            return str(refused.data["errors"][0]["reason"])
    return None


async def _fresh(tx: Tx, vehicle: Vehicle) -> Vehicle:
    found = await vehicle_of(tx, vehicle.public_id, vehicle.client_id)
    assert found
    return found


async def test_mileage_is_checked_for_sense(world: World) -> None:
    vehicle = await types_vehicle(world, 1, make="Lada")
    assert await _reading(world, vehicle, 3_000_001) == "out-of-range"
    assert await _reading(world, vehicle, -1, sure=True) == "out-of-range"
    assert await _reading(world, vehicle, 50_000) is None
    assert await _reading(world, vehicle, 49_999) == "less-than-before"
    assert await _reading(world, vehicle, 51_001) == "too-fast"
    assert await _reading(world, vehicle, 51_000) is None  # within a day
    world.clock.advance(days=10)
    assert await _reading(world, vehicle, 61_001) == "too-fast"
    assert await _reading(world, vehicle, 61_000) is None
    assert await _reading(world, vehicle, 100, sure=True) is None  # another odometer
    async with world.db.tx() as tx:
        now = await _fresh(tx, vehicle)
    assert (now.mileage_km, now.mileage_at) == (100, world.clock.now())


async def test_the_workshops_reading_counts_and_is_taken_once(world: World, workshop: Workshop) -> None:
    vehicle, created = await workshop.puts_vehicle(mileage_km=50_000)
    assert (created, vehicle.mileage_km) == (True, 50_000)
    world.clock.advance(days=1)
    assert await _reading(world, vehicle, 50_500) is None
    vehicle, _ = await workshop.puts_vehicle(mileage_km=50_000)  # the nightly exchange says it again
    assert vehicle.mileage_km == 50_500
    world.clock.advance(days=1)
    vehicle, _ = await workshop.puts_vehicle(mileage_km=45_000)  # a slip put right: nobody there can be asked
    assert vehicle.mileage_km == 45_000
    doubts = await world.rows("SELECT data->>'doubt' AS doubt FROM event WHERE type = 'vehicle.mileage' ORDER BY id")
    assert [row["doubt"] for row in doubts] == [None, None, "less-than-before"]


async def test_putting_creates_changes_and_repeats(world: World, workshop: Workshop) -> None:
    vehicle, created = await workshop.puts_vehicle(vin=VIN, plate="А123ВС77", year=2019)
    assert created
    assert await workshop.puts_vehicle() == (vehicle, False)  # what is left out stays
    changed, created = await workshop.puts_vehicle(plate="К777КК99", clears={"year"})
    assert (created, changed.plate, changed.year, changed.vin) == (False, "К777КК99", None, VIN)
    assert await world.events(vehicle.subject) == ["vehicle.added", "vehicle.changed"]


@pytest.mark.parametrize("mark", [{"vin": VIN}, {"plate": "А123ВС77"}])
async def test_a_typed_vehicle_gets_the_workshops_ref(world: World, workshop: Workshop, mark: dict[str, str]) -> None:
    await world.shares_contact(1, PHONE)
    typed = await types_vehicle(world, 1, make="лада", **mark)
    vehicle, created = await workshop.puts_vehicle(vin=VIN, plate="А123ВС77")
    assert (vehicle.id, vehicle.ref, created) == (typed.id, "v-1", True)
    assert (vehicle.make, vehicle.vin, vehicle.plate) == ("Lada", VIN, "А123ВС77")
    second, _ = await workshop.puts_vehicle("v-2", vin=VIN)
    assert second.id != typed.id  # it has a ref already


async def test_a_stranger_who_types_the_plate_gets_nothing_of_the_workshops(world: World, workshop: Workshop) -> None:
    typed = await types_vehicle(world, 1, plate="А123ВС77")
    vehicle, _ = await workshop.puts_vehicle(plate="А123ВС77")
    assert vehicle.id != typed.id


async def test_a_vehicle_comes_to_another_client(world: World, workshop: Workshop) -> None:
    vehicle, _ = await workshop.puts_vehicle(plate="А123ВС77")
    async with world.db.tx() as tx:
        await editing.mark_sold(tx, vehicle)
    buyer = await workshop.knows("crm-2", OTHER)
    moved, created = await workshop.puts_vehicle(client_id=buyer)
    assert (moved.id, moved.client_id, moved.sold, created) == (vehicle.id, buyer, False, False)
    assert await workshop.garage() == []


async def test_the_garage_comes_along_when_the_chat_joins_a_card(world: World, workshop: Workshop) -> None:
    known, _ = await workshop.puts_vehicle(plate="А123ВС77")
    same = await types_vehicle(world, 1, make="Lada", plate="а123вс77", vin=VIN, year=2019)
    other = await types_vehicle(world, 1, make="Haval", plate="К777КК99")
    assert await _reading(world, same, 10_000) is None
    number = await world.asks(1)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET vehicle_id = $2 WHERE number = $1", number, same.id)
    await world.shares_contact(1, PHONE)
    first, second = await workshop.garage()
    assert (first.id, first.vin, first.year, first.mileage_km) == (known.id, VIN, 2019, 10_000)  # one vehicle, not two
    assert (second.id, second.make) == (other.id, "Haval")
    assert (await world.one("SELECT vehicle_id FROM request WHERE number = $1", number))["vehicle_id"] == known.id
    leftovers = "SELECT v.id FROM vehicle v JOIN client c ON c.id = v.client_id WHERE c.merged_into IS NOT NULL"
    assert await world.rows(leftovers) == []


async def test_visits_reminders_and_switches_come_along(world: World, workshop: Workshop) -> None:
    person = await world.person(1)
    vehicle = await types_vehicle(world, 1, make="Haval")
    await _visit(world, person.client_id, 1, vehicle.id)
    async with world.db.tx() as tx:
        await tx.execute("INSERT INTO reminder_switch VALUES ($1, 'visits', false, $2)", person.client_id, tx.now)
        await tx.execute(
            "INSERT INTO reminder_switch VALUES ($1, 'visits', true, $2::timestamptz - interval '1 day')",
            workshop.client_id,
            tx.now,
        )
    await world.shares_contact(1, PHONE)
    for table in ("appointment", "reminder", "vehicle", "reminder_switch"):
        rows = await world.rows(f"SELECT client_id FROM {table}")
        assert {row["client_id"] for row in rows} == {workshop.client_id}, table
    assert not (await world.one("SELECT enabled FROM reminder_switch"))["enabled"]  # the later choice


async def test_a_person_with_a_new_number_keeps_their_visits(world: World, workshop: Workshop) -> None:
    """The card of the old number has its own history and stays; what this chat did moves."""
    await world.shares_contact(1, OTHER)
    vehicle = await types_vehicle(world, 1, make="Haval")
    old = await world.person(1)
    await _visit(world, old.client_id, 1, vehicle.id)
    await world.shares_contact(1, PHONE)
    for table in ("appointment", "reminder", "vehicle"):
        assert (await world.one(f"SELECT client_id FROM {table}"))["client_id"] == workshop.client_id, table


async def test_of_a_shared_card_only_the_own_visits_go(world: World, workshop: Workshop) -> None:
    for chat in (1, 2):
        await world.shares_contact(chat, OTHER)
    vehicle = await types_vehicle(world, 1, make="Haval")
    shared = (await world.person(1)).client_id
    await _visit(world, shared, 1, vehicle.id)
    await _visit(world, shared, 2, vehicle.id)
    await world.shares_contact(1, PHONE)
    rows = await world.rows("SELECT chat_id, client_id FROM appointment ORDER BY chat_id")
    assert [(row["chat_id"], row["client_id"]) for row in rows] == [(1, workshop.client_id), (2, shared)]
    assert [found.id for found in await workshop.garage(shared)] == [vehicle.id]


async def _visit(world: World, client_id: int, chat_id: int, vehicle_id: int) -> None:
    async with world.db.tx() as tx:
        await tx.execute(
            "WITH a AS (INSERT INTO appointment "
            "(public_id, unit_id, client_id, vehicle_id, starts_at, ends_at, status, source, chat_id, created_at) "
            "SELECT $1, id, $2, $3, $4, $5, 'done', 'telegram', $6, $4 FROM unit RETURNING *) "
            "INSERT INTO reminder (kind, subject, occurrence, client_id, due_at, planned_at) "
            "SELECT 'visit_24h', 'appointment:' || public_id, 1, client_id, starts_at, starts_at FROM a",
            f"visit{chat_id}", client_id, vehicle_id, tx.now, tx.now + timedelta(hours=1), chat_id,
        )  # fmt: skip


async def test_a_ref_is_found_again(world: World, workshop: Workshop) -> None:
    vehicle, _ = await workshop.puts_vehicle()
    async with world.db.read() as reader:
        assert await vehicle_by_ref(reader, "v-1") == vehicle
        assert await vehicle_by_ref(reader, "v-2") is None
