"""Lists: whoever follows `next` misses nothing, also when a writer commits late."""

import asyncio
from typing import Any

from services.clients.linking import card_for_phone
from services.requests.intake import submit
from services.units import unit_by_code
from tests.api.shop import Caller, Shop, new_phone, unique


async def _pages(caller: Caller, path: str, limit: int) -> list[Any]:
    """All items, by following `next`."""
    items: list[Any] = []
    after = ""
    while True:
        page = (await caller.get(f"{path}limit={limit}{after}")).ok()
        assert len(page["items"]) <= limit
        items += page["items"]
        if page["next"] is None:
            return items
        after = f"&after={page['next']}"


async def _ask_inside(shop: Shop, release: asyncio.Event, written: asyncio.Event) -> int:
    """A request whose transaction takes its time to commit."""
    async with shop.desk.db.tx() as tx:
        client_id = await card_for_phone(tx, new_phone(), "Ольга", "ru")
        unit = await unit_by_code(tx, shop.unit)
        number = await submit(
            tx, client_id=client_id, text="Вопрос", request_type="other", source="site", unit=unit, language="ru",
            limits=shop.desk.limits, author="Ольга",
        )  # fmt: skip
        written.set()
        await release.wait()
    return number


async def test_a_late_commit_is_not_skipped(shop: Shop, source: Caller, reader: Caller) -> None:
    path = f"/requests?unit={shop.unit}&"
    first = await shop.ask(source)
    assert len(await _pages(reader, path, 200)) == 1
    release, written = asyncio.Event(), asyncio.Event()
    late = asyncio.get_running_loop().create_task(_ask_inside(shop, release, written))
    await written.wait()
    later = [await shop.ask(source) for _ in range(3)]  # committed before the late one, which was begun earlier
    begun = (await reader.get(f"{path}limit=1", at_once=True)).ok()
    assert [item["number"] for item in begun["items"]] == [first]
    assert (await reader.get(f"{path}limit=1&after={begun['next']}", at_once=True)).ok() == {"items": [], "next": None}
    release.set()
    number = await late
    items = await _pages(reader, f"{path}after={begun['next']}&", 200)
    assert [item["number"] for item in items] == [number, *later]


async def test_pages_of_every_size_hold_the_same(shop: Shop, source: Caller, reader: Caller) -> None:
    path = f"/requests?unit={shop.unit}&"
    asked = [await shop.ask(source) for _ in range(7)]
    for limit in (1, 2, 3, 7, 50, 200):
        assert [item["number"] for item in await _pages(reader, path, limit)] == asked
    assert len((await reader.get(f"{path}")).ok()["items"]) == 7


async def test_readers_among_writers_see_each_request_once(shop: Shop, source: Caller, reader: Caller) -> None:
    seen: list[int] = []
    after = ""
    writing = asyncio.gather(*(shop.ask(source) for _ in range(40)))
    while not writing.done() or len(seen) < 40:
        page = (await reader.get(f"/requests?unit={shop.unit}&limit=3{after}", at_once=True)).ok()
        if page["next"]:
            seen += [item["number"] for item in page["items"]]
            after = f"&after={page['next']}"
        elif writing.done():
            seen += [item["number"] for item in page["items"]]
    assert sorted(seen) == sorted(await writing)
    assert len(set(seen)) == 40


async def test_an_events_id_is_a_cursor(shop: Shop, source: Caller) -> None:
    number = await shop.ask(source)
    events = (await source.get("/events")).ok()["items"]
    assert len(events) == 1
    assert events[0] | {"id": "", "at": ""} == {
        "id": "", "type": "request.opened", "at": "", "actor": events[0]["actor"], "subject": f"request:{number}",
        "data": {"type": "other", "alarm": None, "source": "site"},
    }  # fmt: skip
    assert events[0]["actor"].startswith("token:")
    assert (await source.get(f"/events?after={events[0]['id']}")).ok() == {"items": [], "next": None}
    second = await shop.ask(source)
    (event,) = (await source.get(f"/events?after={events[0]['id']}")).ok()["items"]
    assert event["subject"] == f"request:{second}"


async def test_clients_and_units_page_too(shop: Shop, source: Caller) -> None:
    refs = [unique("page:") for _ in range(5)]
    for ref in refs:
        (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": new_phone()})).ok(201)
    wanted = await _pages(source, "/clients?", 200)
    assert [item["ref"] for item in wanted if item["ref"] in refs] == refs
    assert [item["id"] for item in await _pages(source, "/clients?", 7)] == [item["id"] for item in wanted]
    for _ in range(3):
        await shop.add_unit()
    whole = await _pages(source, "/units?", 200)
    assert await _pages(source, "/units?", 2) == whole
