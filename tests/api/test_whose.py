"""What is whose: quality control only reads, an erased card takes nothing, a sold car is not told of to who had it before."""

import json
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from services.booking import visits
from services.clients.linking import link_own_contact
from services.clients.people import recognise
from services.privacy.collecting import collect
from services.privacy.erasing import erase
from services.reminders.release import release
from tests.api.shop import Caller, Shop, new_phone, unique
from tests.api.test_appointments import NINE, add_crew, add_work


async def _client(shop: Shop, source: Caller, *, chat_id: int | None = None) -> tuple[str, dict[str, Any]]:
    """A new card; its ref, and the card."""
    ref, phone = unique("c-"), new_phone()
    card = (await source.put(f"/clients/{ref}", {"name": "Анна Петрова", "phone": phone})).ok()
    if chat_id:
        async with shop.desk.db.tx() as tx:
            person = await recognise(tx, chat_id=chat_id, first_name="Анна", last_name=None, username=None, language="ru")
            await link_own_contact(tx, person, phone)
    return ref, card


async def _bookable(shop: Shop) -> dict[str, Any]:
    code = await add_work(shop)
    await add_crew(shop, 2)
    return {"unit": shop.unit, "works": [code]}


async def test_quality_control_only_reads_visits(shop: Shop) -> None:
    source, control = await shop.token("source"), await shop.agent(role="qa")
    body = {**await _bookable(shop), "client_ref": (await _client(shop, source))[0], "starts_at": NINE.isoformat()}
    visit = (await source.post("/appointments", body)).ok(201)
    (await control.get(f"/appointments/{visit['id']}")).ok()
    (await control.post("/appointments", body)).refused(403, "forbidden")
    later = {"starts_at": (NINE + timedelta(hours=3)).isoformat()}
    (await control.post(f"/appointments/{visit['id']}/move", later)).refused(403, "forbidden")
    (await control.post(f"/appointments/{visit['id']}/cancel", {})).refused(403, "forbidden")
    assert (await source.get(f"/appointments/{visit['id']}")).ok() == visit


async def test_nothing_new_is_written_on_an_erased_card(shop: Shop) -> None:
    """Its id may still be known elsewhere."""
    source, chat_id = await shop.token("source"), 7_770_001
    _, card = await _client(shop, source, chat_id=chat_id)
    async with shop.desk.db.tx() as tx:
        await erase(tx, await recognise(tx, chat_id=chat_id, first_name="Анна", last_name=None, username=None, language="ru"))
    named = {"client_id": card["id"]}
    visit = {**await _bookable(shop), **named, "starts_at": NINE.isoformat(), "comment": "Анна Петрова, А123ВС77"}
    vehicle = {**named, "make": "Lada", "model": "Vesta", "plate": "А123ВС77"}
    for reply in (await source.post("/appointments", visit), await source.put(f"/vehicles/{unique('v-')}", vehicle)):
        assert reply.refused(422, "invalid")["errors"] == [{"field": "client_id", "reason": "unknown"}]


async def test_a_vehicle_that_has_changed_hands(shop: Shop) -> None:
    """Whoever had it before still has their visit and their order, and reads nothing of the new owner's plate."""
    source, chat_id, car, order = await shop.token("source"), 7_770_002, unique("v-"), unique("r-")
    ref, _ = await _client(shop, source, chat_id=chat_id)
    (await source.put(f"/vehicles/{car}", {"client_ref": ref, "make": "Lada", "model": "Vesta", "plate": "А123ВС77"})).ok()
    visit = {**await _bookable(shop), "client_ref": ref, "vehicle_ref": car, "starts_at": NINE.isoformat()}
    (await source.post("/appointments", visit)).ok(201)
    report = {"client_ref": ref, "vehicle_ref": car, "unit": shop.unit, "status": "received"}
    (await source.put(f"/repair-orders/{order}", report)).ok()
    buyer, _ = await _client(shop, source)
    (await source.put(f"/vehicles/{car}", {"client_ref": buyer, "make": "Lada", "model": "Vesta", "plate": "Е777КХ99"})).ok()
    (await source.put(f"/repair-orders/{order}", {**report, "status": "ready"})).ok()
    shop.clock.advance(seconds=(NINE - timedelta(hours=20) - shop.clock.now()).total_seconds())
    async with shop.desk.db.tx() as tx:
        await release(tx)
    async with shop.desk.db.read() as reader:
        client_id = await reader.value("SELECT client_id FROM chat WHERE chat_id = $1", chat_id)
        mail = [
            row["params"]["text"]
            for row in await reader.rows("SELECT params FROM outbox WHERE chat_id = $1 ORDER BY id", chat_id)
        ]
        copy = json.dumps(await collect(reader, client_id), ensure_ascii=False, default=str)
    assert any("Напоминаем" in words for words in mail)
    assert [words for words in mail if "А123ВС 77" in words], "as long as it was theirs"
    assert not [words for words in mail if "777" in words]
    assert "Е777КХ99" not in copy


async def test_who_lost_against_somebody_else_may_come_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL undoes one of two that wait for each other: no bug, nothing is done, and the same call may be repeated."""
    source = await shop.token("source")
    body = {**await _bookable(shop), "client_ref": (await _client(shop, source))[0], "starts_at": NINE.isoformat()}

    async def undone(*_: object, **__: object) -> None:
        raise asyncpg.DeadlockDetectedError("deadlock detected")

    with monkeypatch.context() as patch:
        patch.setattr(visits, "book", undone)
        (await source.post("/appointments", body, key="again")).refused(503, "unavailable")
    (await source.post("/appointments", body, key="again")).ok(201)
