"""A client who never writes again: their request comes back to be asked about once more, or closed, and nobody waits for it (W3, W6)."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from services.requests.deadlines import clocks_of
from services.requests.giving_back import give_back
from services.requests.handing_over import end_shift
from services.requests.models import Limits
from services.requests.reasons import reason_text
from services.requests.snoozing import snooze
from services.storage.reader import Row
from tests.services.watching import gives_back, goes_home, leaves, missed, rules, silent, tick
from tests.services.world import World

DAYS = 7
PHONE = "+79161234567"


async def answered(world: World, client: int = 1, request_type: str = "other") -> int:
    """Anna has answered, and hears nothing."""
    number = await world.asks(client, request_type=request_type)
    assert await world.next("anna") == number
    await world.answer("anna", number, "Какой год выпуска?")
    return number


async def left_alone(world: World, **more: Any) -> int:
    """A request that is back because its client is silent."""
    number = await answered(world, **more)
    await tick(world, hours=25)
    assert (await world.row(number))["state"] == "waiting_client"
    await tick(world, days=DAYS)
    return number


def clocks(row: Row) -> list[Any]:
    return [row["next_answer_due"], row["handoff_due"], row["danger_due"]]


@pytest.fixture(autouse=True)
async def pair(world: World) -> None:
    """Who answers, and who may give them something."""
    await world.staff("boss", role="director")
    await world.staff("anna")
    await world.staff("boris")


async def test_it_comes_back_without_a_clock_and_says_why(world: World) -> None:
    await rules(world, resolve_minutes={"claim": 60}, nudge_minutes=0, lease_minutes=0)
    number = await answered(world, request_type="claim")
    await tick(world, hours=25)
    await tick(world, days=DAYS - 2, hours=22, minutes=59)
    assert (await world.row(number))["state"] == "waiting_client", "not a minute before"
    await tick(world, minutes=1)
    row = await world.row(number)
    assert (row["state"], row["agent"], row["waiting_since"]) == ("queued", None, world.clock.now())
    assert clocks(row) == [None, None, None]
    assert row["resolve_due"] == world.clock.now() + timedelta(minutes=60), "only what is left of settling runs on"
    assert row["preferred_agent_id"] == (await world.known("anna")).id
    assert row["reserved_for"] is None
    [event] = await world.rows("SELECT data FROM event WHERE type = 'request.queued'")
    assert (event["data"]["why"], event["data"]["days"]) == ("client silent", DAYS)
    assert await world.next("boris") == number
    reason = (await world.row(number))["reason"]
    assert reason_text(reason, "ru") == "Клиент молчит 7 дней: спросите ещё раз или закройте обращение."
    assert reason_text(reason, "en") == "The client has been silent for 7 days: ask again or close the request."
    await tick(world, minutes=59)
    assert await missed(world, number) == []


async def test_nobody_waits_so_it_goes_after_those_who_do_but_not_for_ever(world: World) -> None:
    await rules(world, nudge_minutes=0, lease_minutes=0)
    number = await left_alone(world, request_type="claim")
    waits = await world.asks(2)
    await tick(world, hours=20)
    new = await world.asks(3)
    assert await world.next("boris") == waits
    assert await world.next("boris") == new
    await tick(world, hours=5)
    last = await world.asks(4)
    assert await world.next("boris") == number, "it has stood there for longer than a day"
    assert await world.next("boris") == last
    assert await missed(world, number) == []


async def test_asked_again_it_waits_again_and_comes_back_again(world: World) -> None:
    number = await left_alone(world)
    assert await world.next("boris") == number
    await world.answer("boris", number, "Вам ещё нужна запись?")
    row = await world.row(number)
    assert (row["state"], row["silent_days"], row["waiting_since"]) == ("waiting_client", None, None)
    await tick(world, hours=25)
    assert (await world.row(number))["agent"] is None
    await tick(world, days=DAYS)
    assert ((await world.row(number))["state"], await world.next("anna")) == ("queued", number)
    await world.close("anna", number, "no_answer", "Не отвечает")
    assert (await world.row(number))["silent_days"] is None


@pytest.mark.parametrize("taken", [False, True], ids=["in the queue", "in hand"])
async def test_the_clients_own_word_makes_it_an_ordinary_one(world: World, taken: bool) -> None:
    number = await left_alone(world)
    if taken:
        assert await world.next("boris") == number
    world.clock.advance(hours=3)
    other = await world.asks(2)
    await world.says(1, "Извините, болел. Приеду завтра")
    row = await world.row(number)
    assert (row["silent_days"], row["waiting_since"]) == (None, world.clock.now()), "they wait since they wrote"
    async with world.db.read() as reader:
        rule = await clocks_of(reader, row["unit_id"], world.limits)
    assert row["next_answer_due"] == rule.next_answer(world.clock.now(), "other")
    assert (row["state"], row["reserved_for"]) == (
        ("assigned", None) if taken else ("queued", (await world.known("anna")).id)
    ), "kept for who led it, as after every word of theirs"
    if not taken:
        assert await world.next("anna") == number
        assert "молчит" not in str(reason_text((await world.row(number))["reason"], "ru"))
    assert await world.next("boris") == other


async def test_what_was_alarming_is_over_and_a_new_alarm_is_one(world: World) -> None:
    number = await world.asks(1, "Отказали тормоза, дым")
    assert (await world.row(number))["alarm"] == "danger"
    await world.next("anna")
    await world.answer("anna", number, "Вызвали эвакуатор")
    await tick(world, hours=25)
    await tick(world, days=DAYS)
    waits = await world.asks(2)
    assert ((await world.row(number))["alarm"], (await world.row(number))["urgent"]) == (None, False)
    assert await world.next("boris") == waits
    await world.says(1, "Опять дым из-под капота")
    assert (await world.row(number))["alarm"] == "danger"
    assert await world.next("boris") == number


async def test_a_promise_makes_it_somebodys_turn(world: World) -> None:
    number = await left_alone(world)
    await world.next("boris")
    await world.promise("boris", number, 60)
    row = await world.row(number)
    assert (row["silent_days"], row["state"]) == (None, "promised")


@pytest.mark.parametrize("why", ["never", "aside", "in hand", "closed", "promised"])
async def test_it_stays_where_it_is(world: World, why: str) -> None:
    if why == "never":
        world.limits = Limits(silent_days=0)
    number = await answered(world)
    await tick(world, days=DAYS - 1, hours=12)
    staff = await world.known("anna")
    if why == "aside":
        await world.override("boss", number, "anna")
        async with world.db.tx(actor=staff.actor) as tx:
            await snooze(tx, staff, number, until=tx.now + timedelta(days=10))
            await end_shift(tx, staff, {}, "потом")
    elif why != "never":
        await world.override("boss", number, "anna")
        if why == "closed":
            await world.close("anna", number)
        elif why == "promised":
            await world.promise("anna", number, 60 * 24 * 3)
    before = (await world.row(number))["state"]
    await tick(world, hours=20 if why == "in hand" else 30)
    row = await world.row(number)
    assert (row["state"], row["silent_days"]) == (before, None)


async def test_given_back_or_handed_on_it_is_still_nobodys_wait(world: World) -> None:
    number = await left_alone(world)
    assert await world.next("boris") == number
    boris = await world.known("boris")
    async with world.db.tx(actor=boris.actor) as tx:
        await give_back(tx, boris, number, reason="Не моя тема")
    row = await world.row(number)
    assert (row["state"], row["silent_days"], clocks(row)) == ("queued", DAYS, [None, None, None])
    assert await world.next("anna") == number
    await world.transfer("anna", number, request_type="claim")
    row = await world.row(number)
    assert (row["silent_days"], row["handoff_due"]) == (DAYS, world.clock.now() + timedelta(minutes=60)), (
        "as after every hand-over"
    )


async def test_heads_count_it_among_nobody_who_waits(world: World) -> None:
    await rules(world, rush={"waiting": 1, "minutes": 60, "types": {}})
    await left_alone(world)
    assert await world.rows("SELECT FROM rush") == []
    await world.asks(2)
    await tick(world, minutes=1)
    assert len(await world.rows("SELECT FROM rush")) == 1


# ---- What is owed and has no other clock has that of a hand-over (P5)


async def _forgets(world: World, _number: int) -> None:
    await tick(world, hours=25)


async def _hands_on(world: World, number: int) -> None:
    await world.transfer("anna", number, request_type="price")


WAYS = [gives_back, goes_home, leaves, _forgets, _hands_on]


@pytest.mark.parametrize("way", WAYS)
async def test_a_call_that_is_owed_has_a_clock_however_it_gets_into_the_queue(
    world: World, way: Callable[[World, int], Awaitable[None]]
) -> None:
    number = await world.calls_in(PHONE)
    await world.next("anna")
    await world.answer("anna", number, "Машина готова")
    await way(world, number)
    row = await world.row(number)
    assert (row["state"], row["next_answer_due"]) == ("queued", None)
    assert row["handoff_due"] == world.clock.now() + timedelta(minutes=60)
    await tick(world, minutes=61)
    assert "handoff" in [one["clock"] for one in await missed(world, number)]


async def test_the_clock_is_not_begun_anew_by_those_who_pass_it_round(world: World) -> None:
    """Nor where the owner is silent and it is taken away: `lease`."""
    number = await world.calls_in(PHONE)
    await world.next("anna")
    await world.answer("anna", number, "Машина готова")
    await gives_back(world, number)
    due = (await world.row(number))["handoff_due"]
    assert await world.next("boris") == number
    await silent(world, number, 21)
    await tick(world, minutes=5)
    row = await world.row(number)
    assert (row["state"], row["handoff_due"]) == ("queued", due)


async def test_who_waits_or_was_promised_needs_no_other_clock(world: World) -> None:
    number = await world.asks(1)
    await world.next("anna")
    await gives_back(world, number)
    assert (await world.row(number))["handoff_due"] is None
    await world.next("boris")
    await world.promise("boris", number, 60)
    boris = await world.known("boris")
    async with world.db.tx(actor=boris.actor) as tx:
        await end_shift(tx, boris, {}, "обещал")
    row = await world.row(number)
    assert (row["state"], row["handoff_due"], row["promise_state"]) == ("queued", None, "open")


async def test_not_reached_and_then_taken_away_it_has_a_clock_again(world: World) -> None:
    number = await world.calls_in(PHONE)
    await world.next("anna")
    await world.answer("anna", number, "Машина готова")
    await world.call("anna", number, "no_answer")
    await silent(world, number, 21)
    await tick(world, minutes=0)
    row = await world.row(number)
    assert (row["state"], row["handoff_due"]) == ("queued", world.clock.now() + timedelta(minutes=60))
