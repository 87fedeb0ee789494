"""Vehicles through the API."""

from typing import Any

import pytest

from services.clients.linking import link_own_contact
from services.clients.people import recognise
from services.garage.editing import add_vehicle
from tests.api.shop import Caller, Shop, new_phone, unique

VIN = "XTAGFL110KY123456"


@pytest.fixture
async def client_ref(source: Caller) -> str:
    """A client's card."""
    ref = unique("crm:")
    (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": new_phone()})).ok(201)
    return ref


def _body(client_ref: str, **more: Any) -> dict[str, Any]:
    return {"client_ref": client_ref, "make": "Lada", "model": "Vesta", **more}


async def test_put_creates_then_changes(shop: Shop, source: Caller, reader: Caller, client_ref: str) -> None:
    ref = unique("v:")
    card = (await source.get(f"/clients/{client_ref}")).ok()
    body = _body(client_ref, year=2019, vin=VIN.lower(), plate="a123bc 77", mileage_km=50_000)
    made = (await source.put(f"/vehicles/{ref}", body)).ok(201)
    assert made == {
        "id": made["id"], "ref": ref, "client_id": card["id"], "client_ref": client_ref, "make": "Lada", "model": "Vesta", "year": 2019,
        "vin": VIN, "plate": "А123ВС77", "mileage_km": 50_000, "mileage_at": shop.clock.now().isoformat(), "sold": False, "warnings": [],
    }  # fmt: skip
    assert (await source.put(f"/vehicles/{ref}", body)).ok(200) == made
    assert (await reader.get(f"/vehicles/{ref}")).ok(200) == made
    changed = (await source.put(f"/vehicles/{ref}", _body(client_ref, model="Vesta SW", plate=None))).ok(200)
    assert (changed["model"], changed["plate"], changed["vin"], changed["mileage_km"]) == ("Vesta SW", None, VIN, 50_000)


async def test_the_client_may_be_named_by_id(source: Caller, client_ref: str) -> None:
    card = (await source.get(f"/clients/{client_ref}")).ok()
    body = {"client_id": card["id"], "make": "Lada", "model": "Vesta"}
    made = (await source.put(f"/vehicles/{unique('v:')}", body)).ok(201)
    assert (made["client_id"], made["client_ref"]) == (card["id"], client_ref)
    (await source.put(f"/vehicles/{unique('v:')}", body | {"client_ref": client_ref})).ok(201)
    other = (await source.put(f"/clients/{unique('crm:')}", {"name": "Пётр", "phone": new_phone()})).ok(201)
    problem = (await source.put(f"/vehicles/{unique('v:')}", body | {"client_ref": other["ref"]})).refused(422, "invalid")
    assert problem["errors"][0]["field"] == "client_id"


async def test_a_card_that_was_joined_is_found_by_its_old_id(shop: Shop, source: Caller) -> None:
    _, chat_id = await shop.chat()
    phone, ref = new_phone(), unique("crm:")
    card = (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone})).ok(201)
    old_id = await shop.value("SELECT public_id FROM client c JOIN chat h ON h.client_id = c.id WHERE chat_id = $1", chat_id)
    async with shop.desk.db.tx() as tx:
        person = await recognise(tx, chat_id=chat_id, first_name="Пётр", last_name=None, username=None, language="ru")
        await link_own_contact(tx, person, phone)
    made = (await source.put(f"/vehicles/{unique('v:')}", {"client_id": old_id, "make": "Lada", "model": "Vesta"})).ok(201)
    assert made["client_id"] == card["id"]


@pytest.mark.parametrize(("vin", "warnings"), [("1HGCM82643A004352", ["vin-check-digit"]), ("1HGCM82633A004352", [])])
async def test_a_check_digit_only_warns(source: Caller, client_ref: str, vin: str, warnings: list[str]) -> None:
    made = (await source.put(f"/vehicles/{unique('v:')}", _body(client_ref, vin=vin))).ok(201)
    assert (made["vin"], made["warnings"]) == (vin, warnings)


@pytest.mark.parametrize("plate", ["B-MW 1234", "123 ABC 01", "LV51 ABC"])
async def test_foreign_plates_are_allowed(source: Caller, client_ref: str, plate: str) -> None:
    made = (await source.put(f"/vehicles/{unique('v:')}", _body(client_ref, plate=plate))).ok(201)
    assert made["plate"].replace(" ", "") == plate.replace(" ", "").replace("-", "")


@pytest.mark.parametrize("ref", ["a%20b", "x" * 65, "%00"])
async def test_invalid_refs(source: Caller, client_ref: str, ref: str) -> None:
    problem = (await source.put(f"/vehicles/{ref}", _body(client_ref))).refused(422, "invalid")
    assert [error["field"] for error in problem["errors"]] == ["ref"]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"client_ref": "nobody"}, "client_ref"), ({"client_ref": None}, "client_ref"), ({"client_id": "x", "client_ref": None}, "client_id"),
     ({"make": ""}, "make"), ({"model": None}, "model"), ({"vin": "123"}, "vin"), ({"vin": "O" + VIN[1:]}, "vin"),
     ({"plate": "нет"}, "plate"), ({"year": 1800}, "year"), ({"year": 2030}, "year"), ({"year": "2019"}, "year"),
     ({"mileage_km": -1}, "mileage_km"), ({"mileage_km": 3_000_001}, "mileage_km"), ({"colour": "red"}, "colour")],
)  # fmt: skip
async def test_invalid_vehicles(source: Caller, client_ref: str, body: dict[str, Any], field: str) -> None:
    problem = (await source.put("/vehicles/ok", _body(client_ref) | body)).refused(422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_unknown_vehicles_are_not_found(reader: Caller) -> None:
    for ref in ("nobody", "a%20b", "x" * 65):
        (await reader.get(f"/vehicles/{ref}")).refused(404, "not-found")


async def test_what_the_client_typed_gets_the_ref(shop: Shop, source: Caller, client_ref: str) -> None:
    card = (await source.get(f"/clients/{client_ref}")).ok()
    async with shop.desk.db.tx() as tx:
        client_id = await tx.value("SELECT id FROM client WHERE public_id = $1", card["id"])
        typed = await add_vehicle(tx, client_id, plate="А777АА77", source="telegram")
    made = (await source.put(f"/vehicles/{unique('v:')}", _body(client_ref, plate="A777AA77"))).ok(201)
    assert (made["id"], made["make"]) == (typed.public_id, "Lada")
