"""Those who wait for the next request: it comes by itself, in fair shares; a contact that was none gives the turn back (G8)."""

import asyncio

import pytest

from services.distribution import line
from services.errors import Refused
from tests.services.world import World


async def stand(world: World, *logins: str) -> None:
    """One after the other, a second apart."""
    for login in logins:
        staff = await world.known(login)
        async with world.db.tx(actor=staff.actor) as tx:
            await line.stand_in_line(tx, staff)
        world.clock.advance(seconds=1)


async def served(world: World) -> int:
    return await line.serve_line(world.db, world.limits)


async def owner(world: World, number: int) -> str | None:
    return str((await world.row(number))["agent"])


async def test_what_comes_goes_to_who_waits_longest_when_shares_are_equal(world: World) -> None:
    for login in ("anna", "boris"):
        await world.staff(login)
    await stand(world, "boris", "anna")
    assert await served(world) == 0
    first = await world.asks(1)
    assert await served(world) == 1
    assert await owner(world, first) == "boris"
    assert (await world.row(first))["reason"]["code"] == "oldest"
    second, third = await world.asks(2), await world.asks(3)
    assert await served(world) == 1
    assert await owner(world, second) == "anna"
    assert (await world.row(third))["state"] == "queued"


async def test_shares_are_evened_out_and_what_was_none_gives_the_turn_back(world: World) -> None:
    """Boris has had one of this type today, Anna one that was spam: hers does not count."""
    for login in ("anna", "boris"):
        await world.staff(login)
    for login, outcome in (("anna", "spam"), ("boris", "solved")):
        number = await world.asks(1)
        assert await world.next(login) == number
        await world.close(login, number, outcome)
    await stand(world, "boris", "anna")
    number = await world.asks(2)
    await served(world)
    assert await owner(world, number) == "anna"


@pytest.mark.parametrize(("again", "gets"), [({"hours": 1}, "anna"), ({"hours": 24}, "boris")])
async def test_a_share_is_of_one_type_and_one_day(world: World, again: dict[str, float], gets: str) -> None:
    for login in ("anna", "boris"):
        await world.staff(login)
    for login, kind in (("anna", "claim"), ("anna", "claim"), ("boris", "price")):
        number = await world.asks(1, request_type=kind)
        assert await world.next(login) == number
        await world.close(login, number)
    world.clock.advance(**again)
    await stand(world, "boris", "anna")
    number = await world.asks(2, request_type="price")
    await served(world)
    assert await owner(world, number) == gets


async def test_only_who_may_take_it(world: World) -> None:
    """Skills, limits and overdue promises hold in the line as they do for Next; whom Next refuses waits no longer."""
    await world.staff("anna", skills=["claim"])
    await world.staff("boris", wip_limit=1)
    held = await world.asks(1)
    assert await world.next("boris") == held
    await stand(world, "anna", "boris")
    price = await world.asks(2, request_type="price")
    assert await served(world) == 0
    assert (await world.row(price))["state"] == "queued"
    async with world.db.read() as reader:
        assert await line.is_in_line(reader, (await world.known("anna")).id)
        assert not await line.is_in_line(reader, (await world.known("boris")).id)


async def test_whoever_is_not_there_any_more_gets_nothing(world: World) -> None:
    """No sign of life, or another shift."""
    for login in ("anna", "boris", "vera"):
        await world.staff(login)
    await stand(world, "anna", "boris", "vera")
    anna = await world.known("anna")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE agent_line SET seen_at = seen_at - interval '46 seconds' WHERE staff_id = $1", anna.id)
    await world.shift("boris", "away")
    number = await world.asks(1)
    await served(world)
    assert await owner(world, number) == "vera"
    async with world.db.read() as reader:
        await line.still_here(reader, anna.id)
    number = await world.asks(2)
    await served(world)
    assert await owner(world, number) == "anna"


async def test_who_may_stand_there(world: World) -> None:
    for staff, code in (
        (await world.staff("qa", role="qa"), "forbidden"),
        (await world.staff("anna", shift="away"), "off-shift"),
    ):
        async with world.db.tx() as tx:
            with pytest.raises(Refused, match=code):
                await line.stand_in_line(tx, staff)


async def test_many_processes_serve_each_request_once(street: World) -> None:
    """With real commits: four at once, ten people, ten requests."""
    logins = [f"agent{number}" for number in range(10)]
    for login in logins:
        await street.staff(login)
    await stand(street, *logins)
    numbers = [await street.asks(chat) for chat in range(10)]
    while sum(await asyncio.gather(*(served(street) for _ in range(4)))):
        pass
    assert sorted([await owner(street, number) for number in numbers]) == sorted(logins)
