"""Promises that draw near: the agent is reminded, the client hears first that one slips (W5)."""

import pytest

from services.requests.promises import promise
from tests.services.watching import missed, rules, tick, told
from tests.services.world import World


@pytest.fixture
async def number(world: World) -> int:
    """A request that Olga leads."""
    await world.staff("olga")
    await world.staff("boris", role="head")
    asked = await world.asks(1)
    assert await world.next("olga") == asked
    return asked


async def heard(world: World, number: int) -> list[str]:
    """What the product itself has said to the client."""
    return await world.texts(number, "system")


async def test_the_agent_is_reminded_and_the_client_hears_a_new_time(world: World, number: int) -> None:
    """Ten minutes before, and two; the promise itself falls due as it was given."""
    await world.promise("olga", number, 60)
    await tick(world, minutes=49)
    assert await told(world, "olga") == []
    await tick(world, minutes=2)
    assert await told(world, "olga") == [("promise_soon", number)]
    said = len(await heard(world, number))
    await tick(world, minutes=7.5)
    await tick(world)
    [slips] = (await heard(world, number))[said:]
    assert "не успеваем в обещанное время" in slips
    due = world.clock.now()
    assert await told(world, "olga") == [("promise_soon", number), ("promise_slips", number)]
    assert not await missed(world, number)
    await tick(world, minutes=2)
    assert world.clock.now() > due
    [row] = await missed(world, number)
    assert (row["clock"], row["login"]) == ("promise", "olga")
    assert ("missed", number) in await told(world, "boris")
    with pytest.raises(Exception, match="promise-overdue"):
        await world.next("olga")


async def test_one_that_fell_due_during_an_outage_is_spoken_of_afterwards(world: World, number: int) -> None:
    """The client hears a time that is still to come; staff are told what was missed, once."""
    await world.promise("olga", number, 60)
    said = len(await heard(world, number))
    await tick(world, minutes=90)
    await tick(world)
    [late] = (await heard(world, number))[said:]
    assert "не успели в обещанное время" in late
    assert "14:00 (Москва)" in late  # it was promised for 13:00, and half past one has passed
    assert await told(world, "olga") == [("missed", number)]


async def test_nobody_is_woken_to_hear_of_a_broken_promise(world: World, number: int) -> None:
    """Due in the evening, noticed in the night."""
    await world.promise("olga", number, 8 * 60)
    said = len(await heard(world, number))
    await tick(world, minutes=10.5 * 60)
    assert len(await heard(world, number)) == said
    assert [row["clock"] for row in await missed(world, number)] == ["promise"]


async def test_what_is_kept_is_not_spoken_of(world: World, number: int) -> None:
    """An answer before that, and nothing more comes."""
    await world.promise("olga", number, 60)
    await tick(world, minutes=40)
    message, _ = await world.answer("olga", number)
    await world.delivered(message)
    said = len(await heard(world, number))
    await tick(world, minutes=19)
    await tick(world, minutes=19)
    assert len(await heard(world, number)) == said
    assert await told(world, "olga") == []
    assert not await missed(world, number)


async def test_an_answer_on_its_way_is_no_slip(world: World, number: int) -> None:
    """It has not been delivered yet, but the client will read it in a moment."""
    await world.promise("olga", number, 60)
    await tick(world, minutes=57)
    await world.answer("olga", number)
    said = len(await heard(world, number))
    await tick(world, minutes=1.5)
    assert len(await heard(world, number)) == said


@pytest.mark.parametrize(("policy", "minutes"), [({"slip_minutes": 0}, 60), ({}, 4)], ids=["not wanted", "too short"])
async def test_no_word_beforehand(world: World, number: int, policy: dict[str, int], minutes: float) -> None:
    await rules(world, **policy)
    await world.promise("olga", number, minutes)
    said = len(await heard(world, number))
    await tick(world, minutes=minutes - 1)
    await tick(world, minutes=2)
    assert len(await heard(world, number)) == said
    assert len(await missed(world, number)) == 1


async def test_a_moved_promise_is_watched_anew(world: World, number: int) -> None:
    """The reminder of the old time does not come; that of the new one does, and so does the word to the client."""
    await world.promise("olga", number, 30)
    await world.promise("olga", number, 90)
    await tick(world, minutes=29)
    assert await told(world, "olga") == []
    await tick(world, minutes=52)
    assert await told(world, "olga") == [("promise_soon", number)]
    said = len(await heard(world, number))
    await tick(world, minutes=7.5)
    assert len(await heard(world, number)) == said + 1


async def test_a_jump_over_everything_says_nothing_that_is_no_longer_true(world: World, number: int) -> None:
    """Asleep for a day: neither "soon" nor "we will not make it by yesterday", but a time that is still to come."""
    await world.promise("olga", number, 60)
    said = len(await heard(world, number))
    await tick(world, days=1)
    [late] = (await heard(world, number))[said:]
    assert "не успели в обещанное время. Ответим сегодня, вт, до 12:30 (Москва)." in late
    assert await told(world, "olga") == [("missed", number)]


async def test_a_promised_call_slips_as_a_call(world: World, number: int) -> None:
    staff = await world.known("olga")
    await world.shares_contact(1, "+79161234567")
    async with world.db.tx(actor=staff.actor) as tx:
        await promise(tx, staff, number, due_at=world.clock.now().replace(minute=59), by_call=True)
        minutes = 59 - world.clock.now().minute
    await tick(world, minutes=minutes - 1.5)
    assert "Позвоним" in (await heard(world, number))[-1]
