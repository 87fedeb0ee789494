"""Clocks: by when is owed what, in the unit's working time, and what stands still while the client is waited for."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.units.calendar import Hours
from tests.services.watching import missed, rules, tick, told
from tests.services.world import World

DAY = {"week": {str(day): [["09:00", "13:00"], ["14:00", "20:00"]] for day in range(7)}, "days": {}}


async def deadlines(world: World, number: int) -> dict[str, datetime | None]:
    """The moments that are owed in a request."""
    async with world.db.read() as reader:
        row = await reader.row(
            "SELECT first_answer_due, next_answer_due, resolve_due, handoff_due, danger_due FROM request WHERE number = $1",
            number,
        )
    assert row
    return dict(row)


def at(hour: int, minute: int = 0, day: int = 1) -> datetime:
    """A moment of the first days of February 2027 in Moscow."""
    return datetime(2027, 2, day, hour, minute, tzinfo=UTC) - timedelta(hours=3)


@settings(deadline=None, max_examples=50)
@given(since=st.integers(0, 3 * 24 * 60), length=st.integers(0, 24 * 60))
def test_working_time_between_two_moments_is_counted_minute_by_minute(since: int, length: int) -> None:
    """Equal to a walk through all minutes; and the inverse of adding working time."""
    hours = Hours.parse("Europe/Moscow", {"week": DAY["week"], "days": {"2027-02-02": []}})
    begin = at(0) + timedelta(minutes=since)
    end = begin + timedelta(minutes=length)
    walked = sum(hours.is_open(begin + timedelta(minutes=n)) for n in range(length))
    assert hours.working_between(begin, end) == timedelta(minutes=walked)
    assert hours.working_between(end, begin) == timedelta()
    if walked:
        reached = hours.add_working(begin, walked)
        assert reached is not None
        assert reached <= end
        assert hours.working_between(begin, reached) == timedelta(minutes=walked)


@pytest.mark.parametrize(
    ("policy", "request_type", "first", "following"),
    [
        ({}, "other", 10, 10),
        ({}, "parts_selection", 15, 15),
        ({"first_minutes": 5}, "claim", 5, 5),
        ({"first_minutes": 5, "next_minutes": 30}, "claim", 5, 30),
        ({"next_minutes": 30}, "other", 10, 30),
        ({"first_minutes": 5}, "parts_selection", 15, 15),
    ],
)
async def test_a_unit_has_its_own_answer_times(
    world: World, policy: dict[str, int], request_type: str, first: int, following: int
) -> None:
    """Parts keep theirs (V9)."""
    await rules(world, **policy)
    await world.staff("olga")
    number = await world.asks(1, request_type=request_type)
    began = world.clock.now()
    assert (await deadlines(world, number))["first_answer_due"] == began + timedelta(minutes=first)
    await world.next("olga")
    await world.answer("olga", number)
    assert (await deadlines(world, number))["next_answer_due"] is None
    world.clock.advance(minutes=40)
    await world.says(1, "А сегодня?")
    assert (await deadlines(world, number))["next_answer_due"] == world.clock.now() + timedelta(minutes=following)


async def test_settling_stands_still_while_the_client_is_waited_for(world: World) -> None:
    """Four hours of working time, two of them before the answer; then the client is silent for days."""
    unit = await world.unit("day", hours=DAY)
    await rules(world, unit, resolve_minutes={"claim": 240})
    await world.staff("olga")
    world.clock.at = at(11)
    await world.person(1, unit_id=unit)
    number = await world.asks(1, request_type="claim")
    assert (await deadlines(world, number))["resolve_due"] == at(16), "an hour's break between"
    await world.next("olga")
    world.clock.at = at(13, 30)
    await world.answer("olga", number)
    await tick(world, days=2)
    assert not await missed(world, number)
    world.clock.at = at(19, day=4)
    await world.says(1, "Вот фото")
    assert (await deadlines(world, number))["resolve_due"] == at(10, day=5), "two hours are left: one today, one tomorrow"
    world.clock.at = at(19, 30, day=4)
    await world.next("olga")
    await world.answer("olga", number)
    await world.promise("olga", number, minutes=60 * 24 * 3)
    assert (await deadlines(world, number))["resolve_due"] == at(10, day=5), "whoever promises is not waiting for the client"


async def test_settling_late_is_told_once_and_made_good_by_closing(world: World) -> None:
    await rules(world, resolve_minutes={"other": 60}, lease_minutes=0)
    for role, login in (("agent", "olga"), ("head", "boris"), ("qa", "kira")):
        await world.staff(login, role=role)
    number = await world.asks(1)
    await world.next("olga")
    await world.answer("olga", number)
    await world.says(1, "И ещё")
    await tick(world, minutes=70)
    assert [row["clock"] for row in await missed(world, number)] == ["next_answer", "resolve"]
    await world.answer("olga", number)
    await world.says(1, "И ещё одно")
    await tick(world, minutes=5)
    rows = await missed(world, number)
    assert [(row["clock"], row["made_good_at"] is None) for row in rows] == [("next_answer", False), ("resolve", True)]
    await world.close("olga", number)
    assert all(row["made_good_at"] for row in await missed(world, number))
    assert await told(world, "kira") == [("missed", number)] * 2


async def test_who_gets_a_request_has_an_hour_to_speak(world: World) -> None:
    """P5: waiting for the other department does not stay unseen."""
    await world.staff("olga")
    await world.staff("petr")
    await world.staff("boris", role="head")
    number = await world.asks(1)
    await world.next("olga")
    await world.answer("olga", number, "Уточню у коллег")
    await world.transfer("olga", number, agent="petr")
    assert (await deadlines(world, number))["handoff_due"] == world.clock.now() + timedelta(minutes=60)
    await tick(world, minutes=61)
    assert "handoff" in [row["clock"] for row in await missed(world, number)]
    assert ("missed", number) in await told(world, "boris")
    assert await world.next("petr") == number
    await world.answer("petr", number)
    assert all(row["made_good_at"] for row in await missed(world, number))
    assert (await deadlines(world, number))["handoff_due"] is None


async def test_closing_stops_every_clock_and_reopening_starts_them_anew(world: World) -> None:
    await rules(world, resolve_minutes={"other": 60})
    await world.staff("olga")
    number = await world.asks(1)
    await world.next("olga")
    await world.close("olga", number)
    assert {name for name, due in (await deadlines(world, number)).items() if due} == {"first_answer_due"}
    await tick(world, hours=2)
    assert not await missed(world, number)
    await world.says(1, "Опять стучит")
    assert (await deadlines(world, number))["resolve_due"] == world.clock.now() + timedelta(minutes=60)
    await tick(world, minutes=11)
    assert [row["clock"] for row in await missed(world, number)] == ["first_answer"]
