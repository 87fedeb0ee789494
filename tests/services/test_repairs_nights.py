"""What workshops do at night is told in the morning, and only the last of it (contract, "Quiet hours"; docs/decisions/0009)."""

from datetime import timedelta

import pytest

from services.repairs.mornings import release
from tests.services.garage_world import PHONE, Workshop, delivered, pushes, words
from tests.services.world import World


@pytest.fixture
async def workshop(world: World) -> Workshop:
    """Иван, whose car was taken in at noon; nothing was told of that."""
    made = Workshop(world)
    await made.knows()
    await world.shares_contact(1, PHONE)
    await made.reports("received", notify=False)
    return made


async def at(world: World, clock: str) -> None:
    """The next time it is that late in Moscow (UTC+3), with the schedule's tick."""
    hour, minute = map(int, clock.split(":"))
    local = world.clock.now() + timedelta(hours=3)
    then = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    world.clock.advance(seconds=(then - local).total_seconds() % 86400)
    await tick(world)


async def tick(world: World) -> None:
    """One round of the schedule."""
    async with world.db.tx() as tx:
        await release(tx)


async def news(world: World) -> list[str]:
    """The second line of what the client has read: what happened."""
    return [said.splitlines()[1].split(".")[0].split("!")[0] for said in await words(world, 1)]


@pytest.mark.parametrize(
    ("done", "status", "told"),
    [("20:59", "approval", "20:59"), ("21:00", "approval", "09:00"), ("03:00", "paused", "09:00"), ("08:30", "parts_wait", "09:00"),
     ("09:00", "approval", "09:00"), ("21:00", "ready", "08:00"), ("07:59", "ready", "08:00"), ("08:00", "ready", "08:00"),
     ("23:00", "cancelled", "08:00"), ("23:00", "in_work", "09:00")],
)  # fmt: skip
async def test_the_quiet_hours(world: World, workshop: Workshop, done: str, status: str, told: str) -> None:
    """Ordinary messages from nine to nine, a ready car and a cancelled order from eight."""
    await at(world, done)
    await workshop.reports(status)
    if done != told:
        assert await pushes(world, 1) == []
        await at(world, told.replace(":00", ":01"))
    await tick(world)
    (mail,) = await pushes(world, 1)
    assert mail["params"].get("disable_notification", False) is (status == "in_work")


async def test_only_the_last_step_of_a_night_is_told(world: World, workshop: Workshop) -> None:
    promised = world.clock.now() + timedelta(days=1)
    await at(world, "22:00")
    await workshop.reports("diagnostics")
    await workshop.reports("in_work", promised_at=promised, minutes=30)
    await workshop.reports("in_work", promised_at=promised + timedelta(hours=2), minutes=30)
    await at(world, "09:01")
    assert await news(world) == ["Машина в работе"]
    assert "Обещаем закончить: завтра" not in (await words(world, 1))[0]
    assert "вт, до 14:00 (Москва)" in (await words(world, 1))[0]
    await tick(world)
    assert len(await words(world, 1)) == 1


async def test_what_happens_in_the_morning_replaces_what_waited(world: World, workshop: Workshop) -> None:
    await at(world, "23:00")
    await workshop.reports("in_work")
    await at(world, "08:10")
    await workshop.reports("ready")
    assert await news(world) == ["Машина готова, можно забирать"]
    await at(world, "09:01")
    assert len(await words(world, 1)) == 1


async def test_a_night_that_ends_as_it_began_is_no_news(world: World, workshop: Workshop) -> None:
    await workshop.reports("in_work", minutes=10)
    await delivered(world, 1)
    await at(world, "22:00")
    await workshop.reports("ready")
    await workshop.reports("in_work", minutes=1)
    await workshop.reports("paused", minutes=30)
    await workshop.reports("in_work", minutes=30)
    await at(world, "09:01")
    assert await news(world) == ["Машина в работе"]  # of yesterday


async def test_a_time_that_moved_twice_has_moved_from_what_was_known(world: World, workshop: Workshop) -> None:
    noon = world.clock.now() + timedelta(days=1)
    await workshop.reports("in_work", promised_at=noon, minutes=10)
    await at(world, "22:00")
    await workshop.reports("in_work", promised_at=noon + timedelta(hours=5))
    await workshop.reports("in_work", promised_at=noon + timedelta(hours=3), minutes=30)
    await at(world, "09:01")
    _, told = await words(world, 1)
    assert "Было: сегодня, вт, до 12:00 (Москва). Теперь: сегодня, вт, до 15:00 (Москва)." in told


async def test_closed_papers_do_not_hide_what_came_before(world: World, workshop: Workshop) -> None:
    await at(world, "21:30")
    await workshop.reports("issued")
    await workshop.reports("closed", minutes=10)
    await at(world, "09:01")
    assert await news(world) == ["Машина у вас"]


async def test_what_the_system_takes_back_without_a_word_is_not_told(world: World, workshop: Workshop) -> None:
    await at(world, "21:30")
    await workshop.reports("ready")
    await workshop.reports("in_work", notify=False, minutes=10)
    await at(world, "09:01")
    assert await pushes(world, 1) == []


async def test_a_wrong_word_of_the_evening_is_put_right_at_once(world: World, workshop: Workshop) -> None:
    """In the same message: that rings no bell."""
    await workshop.reports("in_work", minutes=10)
    await delivered(world, 1)
    await at(world, "20:59")
    await workshop.reports("ready")
    await delivered(world, 1)
    await workshop.reports("in_work", minutes=1.5)
    *_, right = await pushes(world, 1)
    assert right["method"] == "editMessageText"
    await at(world, "09:01")
    assert len(await pushes(world, 1)) == 3


async def test_who_switches_updates_off_at_night_hears_what_matters(world: World, workshop: Workshop) -> None:
    await at(world, "22:00")
    await workshop.reports("in_work", ref="ЗН-2")
    await workshop.reports("approval")
    async with world.db.tx() as tx:
        await tx.execute("INSERT INTO reminder_switch VALUES ($1, 'repair_updates', false, $2)", workshop.client_id, tx.now)
    await at(world, "09:01")
    assert [line.split(":")[0] for line in await news(world)] == ["Нужно ваше решение"]
    assert {row["why"] for row in await world.rows("SELECT why FROM reminder")} == {"", "switched-off"}


async def test_parts_wait_for_the_morning_too(world: World, workshop: Workshop) -> None:
    await at(world, "23:00")
    await workshop.reports_parts("in_transit", items=[{"title": "Колодки"}])
    await workshop.reports_parts("arrived", minutes=60)
    await at(world, "09:01")
    assert await news(world) == ["Запчасти пришли, можно забирать"]
