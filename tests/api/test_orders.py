"""Repair orders and parts orders through the API."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from services.clients.linking import link_own_contact
from services.clients.people import recognise
from services.repairs.models import FINAL, PARTS_FINAL
from tests.api.shop import Caller, Shop, new_phone, unique

STATUSES = (
    "received", "diagnostics", "approval", "parts_wait", "in_work", "paused", "qc", "ready", "issued", "closed", "cancelled", "warranty",
)  # fmt: skip
PARTS_STATUSES = ("ordered", "confirmed", "in_transit", "delayed", "arrived", "issued", "cancelled")
LINE: dict[str, Any] = {
    "id": "1", "title": "Замена масла", "kind": "work", "quantity": 1, "price": {"amount": "1250.00", "currency": "RUB"}, "minutes": 40,
    "danger": None, "decision": "approved",
}  # fmt: skip
PART = {
    "id": "2", "title": "Масло", "kind": "part", "quantity": 4.5, "price": {"amount": "700.50", "currency": "RUB"}, "minutes": None,
    "danger": "red", "decision": "open",
}  # fmt: skip

_ODD: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, -0.0, 1e-9, 0.0005, "", " ", "a\x00", "\ud800", "x" * 65, "я" * 300, "{0}", "2026-11-21T00:00:00Z",
    "9999-12-31T23:59:59-12:00", [], {}, {"a": [None]}, "1e5", "١٢", "1", "RUB", "red", "part",
]  # fmt: skip


@dataclass
class Owner:
    """A client with a vehicle and a chat."""

    shop: Shop
    source: Caller
    client_ref: str
    vehicle_ref: str
    chat_id: int

    def body(self, status: str = "received", **more: Any) -> dict[str, Any]:
        """A repair order of theirs."""
        named = {"client_ref": self.client_ref, "vehicle_ref": self.vehicle_ref, "unit": self.shop.unit}
        return {**named, "status": status, **more}

    def parts(self, status: str = "ordered", **more: Any) -> dict[str, Any]:
        """A parts order of theirs."""
        return {"client_ref": self.client_ref, "unit": self.shop.unit, "status": status, **more}

    async def pushes(self) -> int:
        """How many messages their phone was sent."""
        return int(await self.shop.value("SELECT count(*) FROM outbox WHERE chat_id = $1", self.chat_id))


@pytest.fixture
async def owner(shop: Shop, source: Caller) -> Owner:
    """Known by their own contact."""
    return await _owner(shop, source)


async def _owner(shop: Shop, source: Caller) -> Owner:
    phone, client_ref, vehicle_ref = new_phone(), unique("crm:"), unique("v:")
    (await source.put(f"/clients/{client_ref}", {"name": "Ольга", "phone": phone})).ok(201)
    body = {"client_ref": client_ref, "make": "Lada", "model": "Vesta", "plate": "А123ВС77"}
    (await source.put(f"/vehicles/{vehicle_ref}", body)).ok(201)
    _, chat_id = await shop.chat()
    async with shop.desk.db.tx() as tx:
        person = await recognise(tx, chat_id=chat_id, first_name="Пётр", last_name=None, username=None, language="ru")
        await link_own_contact(tx, person, phone)
    return Owner(shop, source, client_ref, vehicle_ref, chat_id)


async def test_a_repair_order_from_first_to_last(shop: Shop, source: Caller, reader: Caller, owner: Owner) -> None:
    ref = unique("wo:")
    promised = (shop.clock.now() + timedelta(hours=5)).isoformat()
    moved = (shop.clock.now() + timedelta(hours=7)).isoformat()
    made = (await source.put(f"/repair-orders/{ref}", owner.body(promised_at=promised, lines=[LINE, PART], version=1))).ok(201)
    assert (made["ref"], made["status"], made["promised_at"], made["version"], made["stale"]) == (
        ref,
        "received",
        promised,
        1,
        False,
    )
    assert (made["client_ref"], made["vehicle_ref"], made["unit"]) == (owner.client_ref, owner.vehicle_ref, shop.unit)
    assert made["lines"] == [LINE, PART]
    assert made["total"] == {"amount": "4402.25", "currency": "RUB"}
    advice = {"id": "a", "title": "Колодки", "danger": "yellow", "due_at": moved}
    body = owner.body("in_work", promised_at=moved, note="Ждём", version=2, recommendations=[advice])
    changed = (await source.put(f"/repair-orders/{ref}", body)).ok(200)
    assert (changed["id"], changed["lines"], changed["recommendations"]) == (made["id"], [LINE, PART], [advice])
    assert (await reader.get(f"/repair-orders/{ref}")).ok(200) == changed
    now = shop.clock.now().isoformat()
    assert changed["timeline"] == [
        {"at": now, "status": "received", "promised_at": promised, "promised_before": None, "note": ""},
        {"at": now, "status": "in_work", "promised_at": moved, "promised_before": promised, "note": "Ждём"},
    ]
    assert await owner.pushes() == 2


@pytest.mark.parametrize("status", STATUSES)
async def test_every_status_is_taken_and_a_first_final_one_pushes_nothing(source: Caller, owner: Owner, status: str) -> None:
    made = (await source.put(f"/repair-orders/{unique('wo:')}", owner.body(status))).ok(201)
    assert made["status"] == status
    assert await owner.pushes() == (0 if status in FINAL else 1)


async def test_a_lower_version_changes_nothing_and_says_so(source: Caller, owner: Owner) -> None:
    path = f"/repair-orders/{unique('wo:')}"
    (await source.put(path, owner.body("in_work", version=10))).ok(201)
    late = (await source.put(path, owner.body("received", version=9, note="поздно"))).ok(200)
    assert (late["stale"], late["status"], late["version"], late["note"], len(late["timeline"])) == (True, "in_work", 10, "", 1)
    same = (await source.put(path, owner.body("in_work", version=10))).ok(200)
    assert (same["stale"], len(same["timeline"])) == (False, 1)
    newer = (await source.put(path, owner.body("ready", version=2**63 - 1))).ok(200)
    assert (newer["stale"], newer["status"]) == (False, "ready")
    assert await owner.pushes() == 2


async def test_notify_false_pushes_nothing(source: Caller, owner: Owner) -> None:
    path = f"/repair-orders/{unique('wo:')}"
    (await source.put(path, owner.body("received", notify=False))).ok(201)
    (await source.put(path, owner.body("ready", notify=False))).ok(200)
    assert await owner.pushes() == 0
    (await source.put(path, owner.body("issued"))).ok(200)
    assert await owner.pushes() == 1


async def test_ids_instead_of_refs(source: Caller, owner: Owner) -> None:
    client = (await source.get(f"/clients/{owner.client_ref}")).ok()
    vehicle = (await source.get(f"/vehicles/{owner.vehicle_ref}")).ok()
    body = {"client_id": client["id"], "vehicle_id": vehicle["id"], "unit": owner.shop.unit, "status": "in_work"}
    made = (await source.put(f"/repair-orders/{unique('wo:')}", body)).ok(201)
    assert (made["client_ref"], made["vehicle_ref"]) == (owner.client_ref, owner.vehicle_ref)
    (
        await source.put(
            f"/parts-orders/{unique('po:')}", {"client_id": client["id"], "unit": owner.shop.unit, "status": "ordered"}
        )
    ).ok(201)


async def test_a_vehicle_must_be_the_clients_own(shop: Shop, source: Caller, owner: Owner) -> None:
    other = await _owner(shop, source)
    path = f"/repair-orders/{unique('wo:')}"
    problem = (await source.put(path, owner.body(vehicle_ref=other.vehicle_ref))).refused(422, "invalid")
    assert problem["errors"] == [{"field": "vehicle_ref", "reason": "another client's"}]
    (await source.put(path, owner.body())).ok(201)
    sold = {"client_ref": other.client_ref, "make": "Lada", "model": "Vesta"}
    (await source.put(f"/vehicles/{owner.vehicle_ref}", sold)).ok(200)
    assert (await source.put(path, owner.body("issued"))).ok(200)["vehicle_ref"] == owner.vehicle_ref  # it was theirs then


_BAD: list[tuple[dict[str, Any], str]] = [
    ({"client_ref": "nobody"}, "client_ref"), ({"vehicle_ref": "nothing"}, "vehicle_ref"), ({"vehicle_ref": None}, "vehicle_ref"),
    ({"unit": "nowhere"}, "unit"), ({"unit": None}, "unit"), ({"status": "arrived"}, "status"), ({"status": None}, "status"),
    ({"promised_at": "завтра"}, "promised_at"), ({"promised_at": "2026-11-21T10:00:00"}, "promised_at"),
    ({"promised_at": "0001-01-01T00:00:00+05:00"}, "promised_at"), ({"version": -1}, "version"), ({"version": 2**63}, "version"),
    ({"version": "1"}, "version"), ({"notify": "no"}, "notify"), ({"note": "x" * 4001}, "note"), ({"mileage": 1}, "mileage"),
    ({"lines": [LINE, LINE]}, "lines"), ({"lines": [LINE | {"kind": "gift"}]}, "lines.0.kind"),
    ({"lines": [LINE | {"quantity": -1}]}, "lines.0.quantity"), ({"lines": [LINE | {"price": "1250.00"}]}, "lines.0.price"),
    ({"lines": [LINE | {"price": {"amount": 1250, "currency": "RUB"}}]}, "lines.0.price.amount"),
    ({"lines": [LINE | {"price": {"amount": "1.005", "currency": "RUB"}}]}, "lines.0.price.amount"),
    ({"lines": [LINE | {"price": {"amount": "1.00", "currency": "rub"}}]}, "lines.0.price.currency"),
    ({"lines": [LINE | {"danger": "blue"}]}, "lines.0.danger"), ({"lines": [LINE | {"decision": None}]}, "lines.0.decision"),
    ({"recommendations": [{"id": "1"}]}, "recommendations.0.title"),
]  # fmt: skip


@pytest.mark.parametrize(("more", "field"), _BAD)
async def test_what_a_repair_order_cannot_be(source: Caller, owner: Owner, more: dict[str, Any], field: str) -> None:
    problem = (await source.put(f"/repair-orders/{unique('wo:')}", owner.body() | more)).refused(422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]


async def test_a_missing_vehicle_is_asked_for(source: Caller, owner: Owner) -> None:
    body = owner.body()
    del body["vehicle_ref"]
    problem = (await source.put(f"/repair-orders/{unique('wo:')}", body)).refused(422, "invalid")
    assert problem["errors"] == [{"field": "vehicle_ref", "reason": "required"}]


async def test_money_and_quantities_come_back_as_they_were(source: Caller, owner: Owner) -> None:
    prices = ["0", "0.5", "999999999999.99", "-100.00", "1250"]
    lines = [LINE | {"id": str(n), "price": {"amount": amount, "currency": "RUB"}} for n, amount in enumerate(prices)]
    lines += [LINE | {"id": f"q{n}", "quantity": quantity} for n, quantity in enumerate((0, 0.001, 2, 999_999_999))]
    made = (await source.put(f"/repair-orders/{unique('wo:')}", owner.body(lines=lines))).ok(201)
    assert [line["price"]["amount"] for line in made["lines"]][:5] == ["0.00", "0.50", "999999999999.99", "-100.00", "1250.00"]
    assert [line["quantity"] for line in made["lines"]][5:] == [0, 0.001, 2, 999_999_999]
    again = (await source.put(f"/repair-orders/{made['ref']}", owner.body(lines=lines))).ok(200)
    assert again["changed_at"] == made["changed_at"]


async def test_a_report_sent_many_times_at_once_is_one(source: Caller, owner: Owner) -> None:
    path = f"/repair-orders/{unique('wo:')}"
    replies = await asyncio.gather(*(source.put(path, owner.body("received", version=1)) for _ in range(10)))
    assert Counter(reply.status for reply in replies) == {201: 1, 200: 9}
    versions = list(range(2, 12))
    replies = await asyncio.gather(
        *(source.put(path, owner.body("in_work", version=version, note=str(version))) for version in versions)
    )
    assert {reply.status for reply in replies} == {200}
    assert (await source.get(path)).ok()["version"] == 11
    assert (await source.get(path)).ok()["note"] == "11"


async def test_a_parts_order_from_first_to_last(shop: Shop, source: Caller, reader: Caller, owner: Owner) -> None:
    ref = unique("po:")
    items = [{"title": "Колодки", "quantity": 1, "price": {"amount": "3000.00", "currency": "RUB"}}, {"article": "X-1"}]
    tomorrow, later = ((shop.clock.now() + timedelta(days=days)).isoformat() for days in (1, 2))
    made = (await source.put(f"/parts-orders/{ref}", owner.parts(expected_at=tomorrow, items=items, version=3))).ok(201)
    assert (made["ref"], made["items"], made["expected_at"], made["stale"]) == (ref, items, tomorrow, False)
    delayed = (await source.put(f"/parts-orders/{ref}", owner.parts("delayed", expected_at=later, version=4))).ok(200)
    stale = (await source.put(f"/parts-orders/{ref}", owner.parts("in_transit", version=3))).ok(200)
    assert stale == delayed | {"stale": True}
    assert (await reader.get(f"/parts-orders/{ref}")).ok(200) == delayed
    now = shop.clock.now().isoformat()
    assert delayed["timeline"] == [
        {"at": now, "status": "ordered", "expected_at": tomorrow, "expected_before": None},
        {"at": now, "status": "delayed", "expected_at": later, "expected_before": tomorrow},
    ]
    assert await owner.pushes() == 2


@pytest.mark.parametrize("status", PARTS_STATUSES)
async def test_every_status_of_parts_is_taken(source: Caller, owner: Owner, status: str) -> None:
    made = (await source.put(f"/parts-orders/{unique('po:')}", owner.parts(status))).ok(201)
    assert made["status"] == status
    assert await owner.pushes() == (0 if status in PARTS_FINAL else 1)


@pytest.mark.parametrize(
    ("more", "field"),
    [({"client_ref": "nobody"}, "client_ref"), ({"client_ref": None}, "client_ref"), ({"unit": "nowhere"}, "unit"),
     ({"status": "ready"}, "status"), ({"expected_at": "2026-11-21"}, "expected_at"), ({"items": {}}, "items"), ({"items": [1]}, "items.0"),
     ({"items": [{"x": "\x00"}]}, "items.0"), ({"vehicle_ref": "x"}, "vehicle_ref")],
)  # fmt: skip
async def test_what_a_parts_order_cannot_be(source: Caller, owner: Owner, more: dict[str, Any], field: str) -> None:
    problem = (await source.put(f"/parts-orders/{unique('po:')}", owner.parts() | more)).refused(422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize("kind", ["repair-orders", "parts-orders"])
async def test_refs_in_the_address(source: Caller, reader: Caller, owner: Owner, kind: str) -> None:
    body = owner.body() if kind == "repair-orders" else owner.parts()
    for ref in ("a%20b", "x" * 65, "%D0%97%D0%9D"):
        assert (await source.put(f"/{kind}/{ref}", body)).refused(422, "invalid")["errors"][0]["field"] == "ref"
        (await reader.get(f"/{kind}/{ref}")).refused(404, "not-found")
    (await reader.get(f"/{kind}/nobody")).refused(404, "not-found")
    (await source.put(f"/{kind}/{unique('A.b_c:d-')}", body)).ok(201)


async def test_agents_have_no_door_here(agent: Caller, owner: Owner) -> None:
    (await agent.put(f"/repair-orders/{unique('wo:')}", owner.body())).refused(403, "forbidden")
    (await agent.get("/repair-orders/x")).refused(403, "forbidden")
    (await agent.get(f"/vehicles/{owner.vehicle_ref}")).refused(403, "forbidden")


async def test_events_tell_codes_and_no_names(shop: Shop, source: Caller, owner: Owner) -> None:
    made = (await source.put(f"/repair-orders/{unique('wo:')}", owner.body(note="Секрет", lines=[LINE]))).ok(201)
    rows = await shop.value("SELECT jsonb_agg(data) FROM event WHERE subject = $1", f"repair_order:{made['id']}")
    assert rows == [{"status": "received"}]


async def test_odd_lines_and_items_are_refused_or_stored(source: Caller, owner: Owner) -> None:
    dice = random.Random(7)  # noqa: S311 - repeatable, nothing secret
    taken = 0
    for _ in range(150):
        line = LINE | {"id": str(dice.random()), dice.choice([*LINE, "x"]): dice.choice(_ODD)}
        line = (
            line | {"price": LINE["price"] | {dice.choice(["amount", "currency"]): dice.choice(_ODD)}}
            if dice.random() < 0.3
            else line
        )
        advice = {"id": "1", "title": "x", dice.choice(["id", "title", "danger", "due_at"]): dice.choice(_ODD)}
        reply = await source.put("/repair-orders/odd", owner.body("in_work", lines=[line], recommendations=[advice]))
        assert reply.status in (200, 201, 400, 422), (line, advice, reply.body)
        taken += reply.status < 400
        items = [{"title": dice.choice(_ODD), "name": dice.choice(_ODD)}]
        reply = await source.put("/parts-orders/odd", owner.parts(dice.choice(PARTS_STATUSES), items=items))
        assert reply.status in (200, 201, 400, 422), (items, reply.body)
    assert taken
