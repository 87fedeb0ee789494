"""Promises (W5): what keeps one, what does not, and what an unkept one stops."""

from datetime import timedelta

import pytest

from services.clients.people import choose_language
from services.errors import Refused
from services.requests import promises
from tests.services.world import World


@pytest.fixture
async def number(world: World) -> int:
    """A request that anna leads, promised for an hour from now."""
    await world.staff("anna")
    number = await world.asks(1)
    await world.next("anna")
    await world.promise("anna", number, minutes=60)
    world.clock.advance(minutes=1)
    return number


async def _state(world: World, number: int) -> str:
    return str((await world.row(number))["promise_state"])


async def test_the_client_is_told_by_when_in_the_stations_time(world: World, number: int) -> None:
    said = (await world.texts(number, "system"))[-1]
    assert all(word in said for word in ("сегодня", "13:00", "Москва", f"№ {number}"))


async def test_an_answer_keeps_it_once_delivered(world: World, number: int) -> None:
    message, _ = await world.answer("anna", number)
    assert await _state(world, number) == "open"
    await world.delivered(message)
    assert await _state(world, number) == "kept"
    assert await world.events(number, "promise") == ["promise.made", "promise.kept"]
    await world.delivered(message)
    assert await world.events(number, "promise.kept") == ["promise.kept"]


async def test_an_answer_written_before_the_promise_does_not_keep_it(world: World) -> None:
    await world.staff("anna")
    number = await world.asks(1)
    await world.next("anna")
    message, _ = await world.answer("anna", number, "Сейчас узнаю")
    await world.promise("anna", number)  # in the same moment of the clock
    await world.delivered(message)
    assert (await _state(world, number), (await world.row(number))["state"]) == ("open", "promised")
    second, _ = await world.answer("anna", number, "Ещё уточняю")
    await world.promise("anna", number, minutes=120)  # nor does one written before it was moved
    await world.delivered(second)
    assert await _state(world, number) == "open"
    third, _ = await world.answer("anna", number, "Узнала")
    await world.delivered(third)
    assert await _state(world, number) == "kept"


@pytest.mark.parametrize("outcome", ["reached", "no_answer", "wrong_number"])
async def test_a_call_keeps_it(world: World, number: int, outcome: str) -> None:
    await world.call("anna", number, outcome)  # type: ignore[arg-type]  # one of CallOutcome
    assert await _state(world, number) == "kept"


async def test_closing_keeps_it(world: World, number: int) -> None:
    await world.close("anna", number)
    assert await _state(world, number) == "kept"


@pytest.mark.parametrize("what", ["note", "system notice", "client's message", "transfer"])
async def test_nothing_else_does(world: World, number: int, what: str) -> None:
    if what == "note":
        await world.delivered(await world.note("anna", number))
    elif what == "system notice":
        await world.delivered((await world.talk(number))[-1]["id"])
    elif what == "transfer":
        await world.transfer("anna", number, request_type="price")
    else:
        await world.says(1, "Ну что?")
    assert await _state(world, number) == "open"


async def test_an_overdue_one_stops_next_until_it_is_kept_however_it_is_moved(world: World, number: int) -> None:
    other = await world.asks(2)
    world.clock.advance(minutes=59)
    with pytest.raises(Refused, match="promise-overdue"):
        await world.next("anna")  # already, though no tick has marked it
    await world.promise("anna", number, minutes=60)
    with pytest.raises(Refused, match="promise-overdue"):
        await world.next("anna")
    message, _ = await world.answer("anna", number)
    with pytest.raises(Refused, match="promise-overdue"):
        await world.next("anna")
    await world.delivered(message)
    assert await world.next("anna") == other


async def test_moved_in_time_it_stops_nothing(world: World, number: int) -> None:
    other = await world.asks(2)
    await world.promise("anna", number, minutes=90)
    world.clock.advance(minutes=70)
    assert await world.tick() == (0, 0)
    assert await world.next("anna") == other
    assert len(await world.rows("SELECT FROM promise")) == 1


async def test_the_tick_makes_it_visible_once(world: World, number: int) -> None:
    world.clock.advance(hours=2)
    assert await world.tick() == (1, 0)
    assert await world.tick() == (0, 0)
    assert await _state(world, number) == "overdue"
    assert await world.events(number, "promise") == ["promise.made", "promise.overdue"]
    await world.call("anna", number)
    kept = await world.one("SELECT data FROM event WHERE type = 'promise.kept'")
    assert kept["data"] == {"by": "call", "late": True}


@pytest.mark.parametrize("minutes", [0, -1, 60 * 24 * 367])
async def test_only_a_moment_ahead_can_be_promised(world: World, number: int, minutes: float) -> None:
    with pytest.raises(Refused, match="invalid"):
        await world.promise("anna", number, minutes=minutes)


async def test_without_any_station_a_promise_is_made_all_the_same(world: World) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE unit SET active = false")
    anna = await world.staff("anna")
    number = await world.asks(1)
    await world.next("anna")
    async with world.db.tx() as tx:
        await promises.promise(tx, anna, number, due_at=tx.now + timedelta(hours=1), note="с нулём \x00")
    assert (await world.row(number))["promise_note"] == "с нулём"


async def test_the_client_reads_it_in_the_language_chosen_meanwhile(world: World, number: int) -> None:
    async with world.db.tx() as tx:
        await choose_language(tx, await world.recognise(tx, 1), "en")
    await world.promise("anna", number, minutes=120)
    assert "will answer" in (await world.texts(number, "system"))[-1]
