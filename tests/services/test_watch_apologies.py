"""The time we said we would answer by has passed: the client hears it from us, once, with a new time (G2, U2, W6)."""

from datetime import timedelta

import pytest

from services.requests.promises import promise
from tests.services.watching import missed, rules, tick, told
from tests.services.world import World

pytestmark = pytest.mark.slow

LATE = "не успели ответить вовремя"
STILL = "всё ещё без ответа"


@pytest.fixture(autouse=True)
async def house(world: World) -> None:
    """Two agents, a head, a director; noon in Moscow."""
    await world.staff("olga")
    await world.staff("petr")
    await world.staff("boris", role="head")
    await world.staff("vera", role="director")
    world.clock.at = world.clock.at.replace(hour=9, minute=0)


async def heard(world: World, number: int) -> list[str]:
    """The apologies the client has read."""
    return [said for said in await world.texts(number, "system") if LATE in said or STILL in said or "Sorry" in said]


def local(world: World, **later: float) -> str:
    """A time of day in Moscow."""
    return f"{world.clock.now() + timedelta(hours=3, **later):%H:%M}"


async def test_the_client_hears_it_once_with_a_new_time(world: World) -> None:
    """Half an hour of working time more; agent and head read it too, and whatever happens nobody apologises twice."""
    number = await world.asks(1)
    assert await world.next("olga") == number
    await tick(world, minutes=9.9)
    assert await heard(world, number) == []
    await tick(world, minutes=0.2)
    [said] = await heard(world, number)
    assert said.startswith(
        f"Извините, не успели ответить вовремя на ваш вопрос № {number}. Руководитель об этом уже знает. Ответим сегодня"
    )
    assert f"до {local(world, minutes=30)} (Москва)" in said
    assert said in [mail["params"]["text"] for mail in await world.mail(1)]
    assert ("missed", number) in await told(world, "olga")
    assert ("missed", number) in await told(world, "boris")
    await world.says(1, "Ну что там?")
    for _ in range(4):
        await tick(world, minutes=20)
    assert await heard(world, number) == [said]


async def test_the_new_time_is_kept_by_the_chain(world: World) -> None:
    """When it passes too, the director knows, however patient the rules are."""
    await rules(world, director_minutes=600)
    number = await world.asks(1)
    await tick(world, minutes=10.1)
    await tick(world, minutes=29)
    assert await told(world, "vera") == []
    await tick(world, minutes=2)
    assert await told(world, "vera") == [("escalated", number)]


async def test_the_next_wait_is_another_one(world: World) -> None:
    """Late, answered, and late again when the client comes back: they were told a time again."""
    number = await world.asks(1)
    await world.next("olga")
    await tick(world, minutes=11)
    await world.answer("olga", number)
    await tick(world, minutes=5)
    async with world.db.tx() as tx:  # the shift is over
        await tx.execute("UPDATE request SET agent_id = NULL WHERE number = $1", number)
    assert (await world.says(1, "И ещё вопрос")).outcome == "requeued"
    await tick(world, minutes=11)
    assert len(await heard(world, number)) == 2


async def test_who_was_told_no_time_hears_nothing(world: World) -> None:
    """They write on in a conversation, or asked on the site: no receipt named a time."""
    number = await world.asks(1)
    await world.next("olga")
    await world.answer("olga", number)
    await tick(world, minutes=1)
    await world.says(1, "А когда?")
    await tick(world, minutes=11)
    assert [row["clock"] for row in await missed(world, number)] == ["next_answer"]
    assert await heard(world, number) == []
    await world.shares_contact(2, "+79161234567")
    other = await world.calls_in("+79161234567")
    await tick(world, minutes=11)
    assert len(await missed(world, other)) == 1
    assert await heard(world, other) == []


async def test_a_hand_over_tells_a_time_of_its_own(world: World) -> None:
    """The first time passes unsaid, since a later one was told; that of the hand-over does not."""
    number = await world.asks(1)
    await world.next("olga")
    await tick(world, minutes=5)
    await world.transfer("olga", number, agent="petr")
    await tick(world, minutes=6)
    assert [row["clock"] for row in await missed(world, number)] == ["first_answer"]
    assert await heard(world, number) == []
    await tick(world, minutes=55)
    assert "handoff" in [row["clock"] for row in await missed(world, number)]
    assert len(await heard(world, number)) == 1
    await tick(world, minutes=60)
    assert len(await heard(world, number)) == 1


async def test_after_an_outage_one_apology_stands_for_all_clocks(world: World) -> None:
    """The first answer and that of the hand-over fell due while nobody looked: both are written down, the client reads one line."""
    number = await world.asks(1)
    await world.next("olga")
    await tick(world, minutes=5)
    await world.transfer("olga", number, agent="petr")
    await tick(world, minutes=70)
    assert {row["clock"] for row in await missed(world, number)} == {"first_answer", "handoff"}
    assert len(await heard(world, number)) == 1


@pytest.mark.parametrize("why", ["danger", "call", "promise", "blocked", "not wanted", "answered"])
async def test_nothing_is_said(world: World, why: str) -> None:
    """Something else tells them, nothing can, nobody wants it, or there is nothing to tell."""
    if why == "not wanted":
        await rules(world, slip_minutes=0)
    number = await world.asks(1, "Отказали тормоза, еду по трассе" if why == "danger" else "Стучит справа")
    await world.next("olga")
    staff = await world.known("olga")
    match why:
        case "call":
            await world.shares_contact(1, "+79161234567")
            async with world.db.tx(actor=staff.actor) as tx:
                await promise(tx, staff, number, due_at=tx.now + timedelta(minutes=40), by_call=True)
        case "promise":
            await world.promise("olga", number, 40)
        case "blocked":
            await world.blocks(1)
        case "answered":
            await world.answer("olga", number)
    await tick(world, minutes=12)
    await tick(world, minutes=70)
    assert await heard(world, number) == []
    assert bool(await missed(world, number)) == (why != "answered")


async def test_after_an_outage_nothing_stale_is_said(world: World) -> None:
    """Hours later: no "in time" that is long gone, and the new time counts from now."""
    number = await world.asks(1)
    await tick(world, hours=3)
    [said] = await heard(world, number)
    assert STILL in said
    assert f"до {local(world, minutes=30)} (Москва)" in said


async def test_at_night_only_who_is_talking_to_us(world: World) -> None:
    """Three in the morning: somebody who wrote ten minutes ago is awake; who wrote in the evening is not to be woken."""
    world.clock.at = world.clock.at.replace(hour=17, minute=30)  # 20:30 in Moscow
    evening = await world.asks(1)
    world.clock.at += timedelta(hours=6, minutes=30)
    night = await world.asks(2)
    await tick(world, minutes=10.5)
    assert await heard(world, evening) == []
    assert len(await heard(world, night)) == 1
    assert len(await missed(world, evening)) == 1


async def test_in_the_hours_of_the_station(world: World) -> None:
    """Missed five minutes before it closes: the new time is tomorrow's, and the client reads which day that is."""
    hours = {"week": {str(day): [["09:00", "20:00"]] for day in range(7)}, "days": {}}
    async with world.db.tx() as tx:
        await tx.execute("UPDATE unit SET hours = $1", hours)
    world.clock.at = world.clock.at.replace(hour=16, minute=44)
    number = await world.asks(1)
    await tick(world, minutes=11)
    [said] = await heard(world, number)
    assert "Ответим завтра" in said
    assert "до 09:25 (Москва)" in said


async def test_in_an_overload_no_less_than_everybody_is_told(world: World) -> None:
    await rules(world, rush={"waiting": 1, "minutes": 45, "types": {}})
    number = await world.asks(1)
    await tick(world)
    await tick(world, minutes=11)
    [said] = await heard(world, number)
    assert local(world, minutes=45) in said


async def test_where_nobody_heads_anything_nobody_is_said_to_know(world: World) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE login IN ('boris', 'vera')")
    number = await world.asks(1)
    await tick(world, minutes=11)
    [said] = await heard(world, number)
    assert "Руководитель" not in said


async def test_in_the_clients_language(world: World) -> None:
    number = await world.asks(1)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE chat SET language = 'en'")
    await tick(world, minutes=11)
    [said] = await heard(world, number)
    assert said.startswith(
        f"Sorry, we did not answer your question № {number} in time. A manager has been told. We will answer today"
    )
