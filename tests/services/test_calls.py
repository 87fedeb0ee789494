"""Calls that are owed: promised ones, and those to people who cannot be written to; not reached is not forgotten."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from services.errors import Refused
from services.requests import promises
from services.requests.calls import calls_owed, open_calls
from services.requests.models import CallOutcome
from tests.services.watching import gives_back, goes_home, leaves, rules
from tests.services.world import World

PHONE = "+79161234567"


async def promise_call(world: World, login: str, number: int, minutes: float = 60, note: str = "узнать цену") -> None:
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        await promises.promise(tx, staff, number, due_at=tx.now + timedelta(minutes=minutes), note=note, by_call=True)


async def listed(world: World, login: str) -> list[int]:
    async with world.db.read() as reader:
        return [row["number"] for row in await open_calls(reader, await world.known(login))]


async def owed(world: World, login: str) -> int:
    async with world.db.read() as reader:
        return await calls_owed(reader, (await world.known(login)).id)


@pytest.fixture
async def number(world: World) -> int:
    """A request in Anna's hands, of a client with a chat and a phone."""
    await world.staff("anna")
    await world.shares_contact(1, PHONE)
    await world.asks(1)
    taken = await world.next("anna")
    assert taken is not None
    return taken


async def test_a_promised_call_is_wanted_at_once_and_the_client_hears_of_a_call(world: World, number: int) -> None:
    await promise_call(world, "anna", number)
    row = await world.row(number)
    assert (row["state"], row["promise_state"], row["promise_by_call"], row["call_phone"]) == ("promised", "open", True, PHONE)
    said = (await world.texts(number, "system"))[-1]
    assert said.startswith(f"Anna позвонит вам по вопросу № {number} сегодня, пн, до 13:00")
    assert await listed(world, "anna") == [number]
    assert await owed(world, "anna") == 1


async def test_an_answer_is_promised_as_before(world: World, number: int) -> None:
    await world.promise("anna", number)
    assert (await world.row(number))["promise_by_call"] is False
    assert (await world.texts(number, "system"))[-1].startswith(f"Anna ответит на ваш вопрос № {number} сегодня")
    assert await listed(world, "anna") == []


async def test_moved_it_may_become_the_other_kind(world: World, number: int) -> None:
    await promise_call(world, "anna", number)
    await promise_call(world, "anna", number, 90, "ещё раз")
    assert await owed(world, "anna") == 1, "one call, whatever is promised about it"
    await world.promise("anna", number, 120)
    assert (await world.row(number))["promise_by_call"] is False


async def test_without_a_phone_no_call_is_promised(world: World) -> None:
    await world.staff("anna")
    await world.asks(2)
    number = await world.next("anna")
    assert number is not None
    with pytest.raises(Refused) as refused:
        await promise_call(world, "anna", number)
    assert refused.value.data["errors"] == [{"field": "by_call", "reason": "no phone"}]
    assert (await world.row(number))["promise_state"] is None


@pytest.mark.parametrize(("outcome", "state", "waits"), [
    ("reached", "waiting_client", False), ("no_answer", "assigned", True), ("wrong_number", "assigned", True),
])  # fmt: skip
async def test_a_call_keeps_the_promise_and_not_reached_is_not_forgotten(
    world: World, number: int, outcome: CallOutcome, state: str, waits: bool
) -> None:
    await promise_call(world, "anna", number)
    await world.call("anna", number, outcome)
    row = await world.row(number)
    assert (row["promise_state"], row["state"], row["waiting_since"] is not None) == ("kept", state, waits)
    assert await listed(world, "anna") == []


@pytest.mark.parametrize("outcome", ["no_answer", "wrong_number"])
async def test_who_cannot_be_written_to_and_was_not_reached_waits_on(world: World, outcome: CallOutcome) -> None:
    """The answer became a call; without this the request would wait for a client who has heard nothing."""
    await world.staff("anna")
    number = await world.calls_in("+79161234500")
    assert await world.next("anna") == number
    await world.answer("anna", number, "Готово, приезжайте")
    assert (await world.row(number))["state"] == "waiting_client"
    assert await listed(world, "anna") == [number]
    world.clock.advance(minutes=3)
    await world.call("anna", number, outcome)
    row = await world.row(number)
    assert (row["state"], row["agent"], row["waiting_since"]) == ("assigned", "anna", world.clock.now())


async def test_a_call_that_nobody_owed_changes_nothing_when_it_is_not_answered(world: World, number: int) -> None:
    await world.answer("anna", number)
    await world.call("anna", number, "no_answer")
    assert (await world.row(number))["state"] == "waiting_client"


async def test_the_nearest_promise_stands_first_and_heads_see_their_units(world: World, number: int) -> None:
    ekb = await world.unit("ekb")
    for login, role, units in (
        ("boris", "agent", ()), ("boss", "head", ()), ("moscow", "head", ["msk"]), ("qa", "qa", ()),
    ):  # fmt: skip
        await world.staff(login, role=role, units=units)
    await promise_call(world, "anna", number, 120)
    other = await world.calls_in("+79161234501")
    assert await world.next("boris") == other
    await world.answer("boris", other, "Перезвоните нам")
    third = await world.calls_in("+79161234502")
    assert await world.next("anna") == third
    await promise_call(world, "anna", third, 30)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = $2 WHERE number = $1", other, ekb)
    assert await listed(world, "anna") == [third, number]
    assert await listed(world, "boris") == [other]
    assert set(await listed(world, "boss")) == {number, other, third}
    assert set(await listed(world, "moscow")) == {number, third}
    assert await listed(world, "qa") == []
    await world.close("anna", third)
    assert await listed(world, "anna") == [number]


async def _forgets(world: World, _number: int) -> None:
    world.clock.advance(hours=25)
    await world.tick()


@pytest.mark.parametrize("way", [gives_back, goes_home, leaves, _forgets])
async def test_a_call_that_is_owed_goes_on_to_somebody_else(world: World, way: Callable[[World, int], Awaitable[None]]) -> None:
    """Who was answered and has nothing but a phone has heard nothing yet and cannot write: the request must not lie where nobody looks.
    It is not the client who is waited for, so the time in which it is to be settled runs."""
    await rules(world, resolve_minutes={"callback": 60})
    await world.staff("anna")
    await world.staff("boris")
    number = await world.calls_in("+79161234503")
    await world.next("anna")
    await world.answer("anna", number, "Машина готова")
    assert (await world.row(number))["state"] == "waiting_client"
    await way(world, number)
    row = await world.row(number)
    assert (row["state"], row["waiting_since"]) == ("queued", world.clock.now())
    assert (row["resolve_due"], row["resolve_paused_at"]) == (world.clock.now() + timedelta(minutes=60), None)
    assert await world.next("boris") == number
    await world.call("boris", number, "reached")
    assert await owed(world, "boris") == 0
