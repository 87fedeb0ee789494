"""Who sees which requests (contract, "Scopes"; R3, G5, W4), and pages that miss nothing."""

import asyncio

from services.clients.linking import card_for_phone
from services.events import list_events
from services.requests.intake import submit
from services.requests.view import Viewer, client_history, list_requests, request_row
from services.tokens import add_token, find_token
from tests.horizon import told
from tests.services.world import World


async def _from_source(world: World, name: str, phone: str) -> tuple[int, Viewer]:
    async with world.db.tx() as tx:
        token = await find_token(tx, await add_token(tx, name, "source"))
        assert token
        number = await submit(
            tx, client_id=await card_for_phone(tx, phone, "Пётр", "ru"), text="Перезвоните", request_type="callback", source=name,
            unit=None, language="ru", limits=world.limits, author="Пётр", token_id=token.id,
        )  # fmt: skip
    return number, token.viewer


async def _sees(world: World, viewer: Viewer, numbers: list[int]) -> list[int]:
    async with world.db.read() as reader:
        return [number for number in numbers if await request_row(reader, number, viewer)]


async def test_everybody_sees_what_is_theirs(world: World) -> None:
    nsk = await world.unit("nsk")
    anna, boris = await world.staff("anna"), await world.staff("boris")
    north = await world.staff("north", role="head", units=["msk"])
    roles = [await world.staff(role, role=role) for role in ("director", "qa", "admin")]
    await world.person(1, unit_id=nsk)
    there = await world.asks(1)
    await world.next("anna")
    await world.transfer("anna", there, agent="boris")
    await world.next("boris")
    mine, site = await _from_source(world, "site", "+79160000001")
    other, shop = await _from_source(world, "shop", "+79160000002")
    numbers = [there, mine, other]
    assert await _sees(world, site, numbers) == [mine]
    assert await _sees(world, shop, numbers) == [other]
    assert await _sees(world, Viewer("staff", staff=anna), numbers) == [there]  # formerly theirs
    assert await _sees(world, Viewer("staff", staff=boris), numbers) == [there]
    assert await _sees(world, Viewer("staff", staff=north), numbers) == [mine, other]  # of no unit yet
    for staff in roles:
        assert await _sees(world, Viewer("staff", staff=staff), numbers) == numbers
    assert await _sees(world, Viewer("all"), numbers) == numbers
    assert await _sees(world, Viewer("staff"), numbers) == []
    async with world.db.read() as reader:
        assert [row["number"] for row in await client_history(reader, (await world.request(mine)).client_id, site)] == [mine]


async def test_agents_get_no_list_of_queued_requests(street: World) -> None:
    anna = await street.staff("anna")
    held, passed = await street.asks(1), await street.asks(2)
    for _ in range(2):
        await street.next("anna")
    await street.transfer("anna", passed, request_type="price")
    await told(street.db)
    async with street.db.read() as reader:
        page = await list_requests(reader, Viewer("staff", staff=anna))
        assert [row["number"] for row in page.rows] == [held]
        assert not (await list_requests(reader, Viewer("staff", staff=anna), state="queued")).rows
        assert len((await list_requests(reader, Viewer("all"), state="queued", request_type="price", unit="msk")).rows) == 1
        assert not (await list_requests(reader, Viewer("all"), agent="boris")).rows


async def test_a_reader_that_follows_next_misses_nothing_that_commits_late(street: World) -> None:
    began, finish = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        async with street.db.tx() as tx:
            person = await street.recognise(tx, 1)
            await tx.execute(
                "INSERT INTO request (client_id, chat_id, type, state, source, language, created_at, waiting_since, queue_key) "
                "VALUES ($1, 1, 'other', 'queued', 'telegram', 'ru', $2, $2, $2)",
                person.client_id, tx.now,
            )  # fmt: skip
            number = await tx.value("SELECT max(number) FROM request")
            await tx.execute(
                "INSERT INTO message (request_number, direction, author, at) VALUES ($1, 'in', 'x', $2)", number, tx.now
            )
            tx.event("request.opened", f"request:{number}")
            began.set()
            await finish.wait()

    async def read() -> list[int]:
        numbers, after = [], None
        async with street.db.read() as reader:
            while True:
                page = await list_requests(reader, Viewer("all"), after=after, limit=2)
                numbers += [row["number"] for row in page.rows]
                if page.next is None:
                    return numbers
                after = page.next

    early = [await street.asks(chat) for chat in range(10, 13)]
    await told(street.db)
    task = asyncio.gather(slow())
    await began.wait()
    late = [await street.asks(chat) for chat in range(20, 23)]
    assert await read() == early  # nobody gets ahead of what is still being written
    finish.set()
    await task
    await told(street.db)
    everything = await read()
    assert everything[:3] == early
    assert sorted(everything) == [*early, *range(min(late) - 1, max(late) + 1)]
    async with street.db.read() as reader:
        page = await list_events(reader, Viewer("all"), limit=200)
        assert [row["subject"] for row in page.rows if row["type"] == "request.opened"] == [
            f"request:{number}" for number in everything
        ]
