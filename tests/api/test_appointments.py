"""Free slots and visits through the API."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from services.booking import visits
from services.catalog.editing import save_resource, save_work
from services.catalog.queries import works_by_codes
from services.clients.people import recognise
from services.errors import Refused
from services.units import unit_by_code
from tests.api.shop import NOON, Caller, Shop, new_phone, unique

DAY = {"week": {str(day): [["09:00", "18:00"]] for day in range(7)}}
NINE = NOON.replace(hour=6) + timedelta(days=3)  # Monday, 09:00 in Moscow


@pytest.fixture
async def oil(shop: Shop) -> str:
    """A work of an hour; two lifts and two technicians do it here."""
    code = await add_work(shop)
    await add_crew(shop, 2)
    return code


async def add_work(shop: Shop, **more: Any) -> str:
    """Its code."""
    code = unique("work-")
    values = {"minutes": 40, "bay": "lift", "skill": None, "bookable": True, "position": 100, **more}
    async with shop.desk.db.tx() as tx:
        await save_work(
            tx, code=code, title={"ru": "Масло", "en": "Oil"}, family="maintenance", setup_minutes=5, cleanup_minutes=10,
            interval_km=7500, interval_months=12, active=True, **values,
        )  # fmt: skip
    return code


async def add_crew(shop: Shop, count: int, *, unit: str | None = None) -> None:
    """So many lifts and technicians, in a unit that works by day."""
    async with shop.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET hours = $2 WHERE code = $1", unit or shop.unit, DAY)
        station = await unit_by_code(tx, unit or shop.unit)
        assert station
        for kind, ability in [("bay", "lift"), ("technician", "any")] * count:
            await save_resource(
                tx,
                None,
                unit_id=station.id,
                kind=kind,
                name={"ru": "1"},
                abilities=[ability],
                hours=None,
                position=1,
                active=True,
            )


async def add_client(source: Caller, phone: str | None = None) -> str:
    """Its ref."""
    ref = unique("crm:")
    (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone or new_phone()})).ok()
    return ref


def slots_path(shop: Shop, works: Sequence[str], since: datetime = NINE, days: float = 1, unit: str | None = None) -> str:
    """GET /availability."""
    times = "".join(f"&{name}={quote(at.isoformat())}" for name, at in (("from", since), ("to", since + timedelta(days=days))))
    return f"/availability?unit={unit or shop.unit}&works={','.join(works)}{times}"


async def starts(caller: Caller, path: str) -> list[datetime]:
    """Of all slots."""
    return [datetime.fromisoformat(slot["starts_at"]) for slot in (await caller.get(path)).ok()["slots"]]


def body(shop: Shop, client: str, work: str, at: datetime = NINE, **more: Any) -> dict[str, Any]:
    """POST /appointments."""
    return {"unit": shop.unit, "works": [work], "starts_at": at.isoformat(), "client_ref": client, **more}


async def test_what_can_be_done(shop: Shop, reader: Caller, oil: str) -> None:
    found, after = {}, ""
    while after is not None:
        page = (await reader.call("GET", f"/works?limit=1&after={after}", headers={"Accept-Language": "en"})).ok()
        found.update({work["code"]: work for work in page["items"]})
        after = page["next"]
    assert found[oil] == {
        "code": oil, "name": "Oil", "family": "maintenance", "minutes": 40, "bookable": True, "interval_km": 7500, "interval_months": 12,
    }  # fmt: skip


async def test_a_listed_slot_is_booked_read_moved_and_cancelled(shop: Shop, source: Caller, reader: Caller, oil: str) -> None:
    client = await add_client(source)
    slot = (await source.get(slots_path(shop, [oil]))).ok()["slots"][0]
    booked = (
        await source.post("/appointments", body(shop, client, oil) | {"starts_at": slot["starts_at"], "comment": "стук"})
    ).ok(201)
    assert booked | {"id": "", "client_id": "", "created_at": ""} == {
        "id": "", "status": "booked", "starts_at": slot["starts_at"], "ends_at": slot["ends_at"], "unit": shop.unit, "works": [oil],
        "client_id": "", "client_ref": client, "vehicle_id": None, "vehicle_ref": None, "comment": "стук", "request": None, "source": "api",
        "version": 1, "created_at": "", "cancelled_by": None, "cancel_reason": None,
    }  # fmt: skip
    path = f"/appointments/{booked['id']}"
    assert (await reader.get(path)).ok() == booked
    later = NINE + timedelta(hours=3)
    moved = (await source.post(f"{path}/move", {"starts_at": later.isoformat()})).ok(200)
    assert (moved["starts_at"], moved["version"]) == (later.isoformat(), 2)
    cancelled = (await source.post(f"{path}/cancel", {"reason": "передумал"})).ok(200)
    assert (cancelled["status"], cancelled["cancelled_by"], cancelled["cancel_reason"]) == ("cancelled", "source", "передумал")
    assert (await source.post(f"{path}/cancel", {})).ok(200)["cancel_reason"] == "передумал"
    (await source.post(f"{path}/move", {"starts_at": NINE.isoformat()})).refused(409, "closed")


async def test_taken_and_never_there(shop: Shop, source: Caller, oil: str) -> None:
    client = await add_client(source)
    for _ in range(2):
        (await source.post("/appointments", body(shop, client, oil))).ok(201)
    (await source.post("/appointments", body(shop, client, oil))).refused(409, "slot-taken")
    assert NINE not in await starts(source, slots_path(shop, [oil]))
    for at in (NINE + timedelta(minutes=1), NINE - timedelta(hours=1), NOON - timedelta(days=1), NINE + timedelta(days=300)):
        (await source.post("/appointments", body(shop, client, oil, at))).refused(422, "slot-invalid")


async def test_the_same_key_books_once(shop: Shop, source: Caller, oil: str) -> None:
    client = await add_client(source)
    first = await source.post("/appointments", body(shop, client, oil), key="k1")
    again = await source.post("/appointments", body(shop, client, oil), key="k1")
    assert first.ok(201) == again.ok(201)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (
        await shop.value("SELECT count(*) FROM appointment a JOIN unit u ON u.id = a.unit_id WHERE u.code = $1", shop.unit) == 1
    )


async def test_what_is_wrong_is_named(shop: Shop, source: Caller, oil: str) -> None:
    client, other = await add_client(source), await add_client(source)
    (await source.put("/vehicles/v:x", {"client_ref": other, "make": "Lada", "model": "Vesta"})).ok()
    by_wear = await add_work(shop, bookable=False)
    cases = {
        "unit": {"unit": "nowhere"}, "works": {"works": ["nothing"]}, "client_ref": {"client_ref": "nobody"},
        "vehicle_ref": {"vehicle_ref": "v:x"}, "request": {"request": 1_000_000_000},
    }  # fmt: skip
    for field, wrong in cases.items():
        problem = (await source.post("/appointments", body(shop, client, oil) | wrong)).refused(422, "invalid")
        assert [error["field"] for error in problem["errors"]] == [field]
    (await source.post("/appointments", body(shop, client, by_wear))).refused(422, "invalid")
    (await source.get(slots_path(shop, [by_wear]))).refused(422, "invalid")
    (await source.post("/appointments", body(shop, client, oil, comment="\x00"))).refused(422, "invalid")
    (await source.get("/appointments/nosuch")).refused(404, "not-found")


async def test_times_asked_for(shop: Shop, source: Caller, oil: str) -> None:
    (await source.get(slots_path(shop, [oil], days=32))).refused(422, "invalid")
    (await source.get(slots_path(shop, [oil], days=0))).refused(422, "invalid")
    assert await starts(source, slots_path(shop, [oil], since=NOON - timedelta(days=9), days=9)) == []
    moscow = f"/availability?unit={shop.unit}&works={oil}&from=2026-11-23T09:00:00+03:00&to=2026-11-23T10:00:00+03:00"
    assert await starts(source, moscow) == [NINE, NINE + timedelta(minutes=30)]
    week = await starts(source, f"/availability?unit={shop.unit}&works={oil}")
    assert NOON + timedelta(minutes=60) <= min(week) < max(week) < NOON + timedelta(days=7)


async def test_agents_book_where_they_work_without_notice(shop: Shop, source: Caller, oil: str) -> None:
    agent, client = await shop.agent(), await add_client(source)
    soon = NOON + timedelta(minutes=30)
    assert soon in await starts(agent, slots_path(shop, [oil], since=NOON))
    assert soon not in await starts(source, slots_path(shop, [oil], since=NOON))
    visit = (await agent.post("/appointments", body(shop, client, oil, soon))).ok(201)
    elsewhere = await shop.agent(unit=await shop.add_unit())
    (await elsewhere.get(f"/appointments/{visit['id']}")).refused(404, "not-found")
    (await elsewhere.post(f"/appointments/{visit['id']}/cancel", {})).refused(404, "not-found")
    (await elsewhere.post("/appointments", body(shop, client, oil))).refused(422, "invalid")
    (await elsewhere.get(slots_path(shop, [oil]))).refused(422, "invalid")
    assert (await elsewhere.get("/appointments")).ok()["items"] == []
    assert (await agent.post(f"/appointments/{visit['id']}/cancel", {})).ok()["cancelled_by"] == "unit"


async def test_a_visit_keeps_the_number_of_its_request(shop: Shop, source: Caller, oil: str) -> None:
    phone = new_phone()
    client = await add_client(source, phone)
    number = await shop.ask(source, phone=phone)
    visit = (await source.post("/appointments", body(shop, client, oil, request=number))).ok(201)
    assert visit["request"] == number
    stranger = await add_client(source)
    (await source.post("/appointments", body(shop, stranger, oil, request=number))).refused(422, "invalid")
    other = await shop.token("source")
    (await other.post("/appointments", body(shop, client, oil, request=number))).refused(422, "invalid")


async def test_lists_by_time_and_unit_page_by_page(shop: Shop, source: Caller, reader: Caller, oil: str) -> None:
    client = await add_client(source)
    ids = [
        (await source.post("/appointments", body(shop, client, oil, NINE + timedelta(hours=n)))).ok(201)["id"]
        for n in (3, 1, 2)
    ]
    found, after = [], ""
    while after is not None:
        page = (await reader.get(f"/appointments?unit={shop.unit}&limit=2&after={after}")).ok()
        found += [visit["id"] for visit in page["items"]]
        after = page["next"]
    assert found == ids
    since, until = (quote((NINE + timedelta(hours=n)).isoformat()) for n in (2, 3))
    page = (await reader.get(f"/appointments?unit={shop.unit}&from={since}&to={until}")).ok()
    assert [visit["id"] for visit in page["items"]] == [ids[2]]


async def test_fifty_at_once_for_one_slot_from_both_doors(shop: Shop, source: Caller, oil: str) -> None:
    """As many winners as there are lifts and technicians; the others are told; nobody waits for a deadlock."""
    await add_crew(shop, 3)
    clients = [await add_client(source) for _ in range(5)]

    async def by_api(number: int) -> str:
        reply = await source.post("/appointments", body(shop, clients[number % 5], oil))
        return "won" if reply.status == 201 else reply.code

    async def by_bot(number: int) -> str:
        chat_id = 900_000_000 + int(unique("")) * 100 + number
        try:
            async with shop.desk.db.tx() as tx:
                person = await recognise(tx, chat_id=chat_id, first_name="Пётр", last_name=None, username=None, language="ru")
                unit = await unit_by_code(tx, shop.unit)
                assert unit
                await visits.hold(
                    tx, unit=unit, works=await works_by_codes(tx, [oil]), starts_at=NINE, client_id=person.client_id, vehicle_id=None,
                    chat_id=chat_id, draft=unique("draft"), minutes=10,
                )  # fmt: skip
        except Refused as refused:
            return refused.code
        return "won"

    said = Counter(await asyncio.gather(*(by_bot(n) if n % 2 else by_api(n) for n in range(50))))
    assert said == {"won": 5, "slot-taken": 45}
    doubled = """SELECT count(*) FROM occupation a JOIN occupation b
        ON a.resource_id = b.resource_id AND a.id < b.id AND a.period && b.period"""
    assert await shop.value(doubled) == 0
