"""The end of a shift: nothing with a client who waits stays with somebody who has gone home, and nobody tells their story again."""

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import timedelta

import pytest

from services.errors import Refused
from services.requests.handing_over import HandedOver, end_shift, goes_back, shift_ends
from services.requests.queue import next_request
from tests.services.world import World


async def goes_home(world: World, login: str, note: str = "", notes: Mapping[int, str] | None = None) -> HandedOver:
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        return await end_shift(tx, staff, notes or {}, note)


async def take(world: World, login: str, client: int) -> int:
    await world.asks(client)
    number = await world.next(login)
    assert number is not None
    return number


@pytest.fixture
async def pair(world: World) -> None:
    await world.staff("anna")
    await world.staff("boris")


@pytest.mark.usefixtures("pair")
async def test_who_waits_goes_back_to_their_place_with_a_note(world: World) -> None:
    number = await take(world, "anna", 1)
    before = await world.row(number)
    world.clock.advance(minutes=7)
    await world.asks(2)
    assert await goes_home(world, "anna", "Ждёт цену на колодки") == HandedOver(1, 0)
    row = await world.row(number)
    assert (row["state"], row["agent"], row["returns"]) == ("queued", None, 0)
    assert [row[name] for name in ("waiting_since", "next_answer_due", "first_answer_due", "resolve_due", "queue_key")] == [
        before[name] for name in ("waiting_since", "next_answer_due", "first_answer_due", "resolve_due", "queue_key")
    ]
    assert await world.texts(number, "note") == ["Ждёт цену на колодки"]
    assert await world.rows("SELECT FROM request_return") == []
    assert await world.events(number, "request.handed") == ["request.handed_over"]
    assert (await world.known("anna")).shift == "off"
    assert await world.next("boris") == number, "before who wrote later"
    assert await world.texts(number, "out") == []


@pytest.mark.usefixtures("pair")
async def test_who_is_waited_for_stays_nobodys_until_they_write_and_then_comes_to_anybody(world: World) -> None:
    number = await take(world, "anna", 1)
    await world.answer("anna", number)
    assert await goes_home(world, "anna") == HandedOver(0, 1)
    row = await world.row(number)
    assert (row["state"], row["agent"], row["waiting_since"], row["returns"]) == ("waiting_client", None, None, 0)
    assert row["preferred_agent_id"] == (await world.known("anna")).id
    assert await world.next("boris") is None
    await world.says(1, "Приеду завтра")
    assert (await world.row(number))["reserved_for"] is None
    assert await world.next("boris") == number


@pytest.mark.usefixtures("pair")
async def test_when_the_former_agent_is_back_the_client_comes_to_them_first(world: World) -> None:
    number = await take(world, "anna", 1)
    await world.answer("anna", number)
    await goes_home(world, "anna")
    await world.shift("anna", "on")
    await world.says(1, "Приеду завтра")
    assert await world.next("boris") is None
    assert await world.next("anna") == number


@pytest.mark.usefixtures("pair")
async def test_a_promise_goes_with_the_request(world: World) -> None:
    number = await take(world, "anna", 1)
    await world.promise("anna", number, minutes=60)
    due = (await world.row(number))["promise_due_at"]
    assert await goes_home(world, "anna", "Перезвонить про цену") == HandedOver(1, 0)
    row = await world.row(number)
    assert (row["state"], row["promise_state"], row["promise_due_at"]) == ("queued", "open", due)
    assert await world.next("boris") == number
    await world.call("boris", number, "reached")
    assert (await world.row(number))["promise_state"] == "kept"


@pytest.mark.usefixtures("pair")
async def test_a_promise_stands_after_an_answer_that_has_not_arrived(world: World) -> None:
    number = await take(world, "anna", 1)
    await world.promise("anna", number, minutes=60)
    await world.answer("anna", number)
    assert (await world.row(number))["state"] == "waiting_client"
    assert await goes_home(world, "anna", "Ответ ушёл") == HandedOver(1, 0)
    assert (await world.row(number))["state"] == "queued"


@pytest.mark.usefixtures("pair")
async def test_a_broken_promise_is_handed_over_and_stays_broken(world: World) -> None:
    """Otherwise it would lie there all night; for the next owner it bars Next as it did for the first."""
    number = await take(world, "anna", 1)
    await world.promise("anna", number, minutes=5)
    world.clock.advance(minutes=6)
    await world.tick()
    await goes_home(world, "anna", "Не успела")
    row = await world.row(number)
    assert (row["state"], row["promise_state"]) == ("queued", "overdue")
    await world.asks(2)
    assert await world.next("boris") == number
    with pytest.raises(Refused, match="promise-overdue"):
        await world.next("boris")


@pytest.mark.usefixtures("pair")
async def test_each_note_goes_to_its_own_and_one_for_all_to_the_rest(world: World) -> None:
    first, second, third = [await take(world, "anna", client) for client in (1, 2, 3)]
    await world.answer("anna", third)
    await goes_home(world, "anna", "Смена кончилась", {first: " Только про тормоза\n", second: "  ", 999: "чужое"})
    assert await world.texts(first, "note") == ["Только про тормоза"]
    assert await world.texts(second, "note") == ["Смена кончилась"]
    assert await world.texts(third, "note") == ["Смена кончилась"]


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("own", "reason"),
    [("", "required"), (" \n\t", "required"), ("\x00", "required"), ("я" * 1001, "too long"), ("я" * 1000, "")],
)
async def test_without_a_note_nothing_happens_at_all(world: World, own: str, reason: str) -> None:
    first, second = await take(world, "anna", 1), await take(world, "anna", 2)
    notes = {first: "Ждёт цену", second: own}
    if not reason:
        await goes_home(world, "anna", notes=notes)
        return
    with pytest.raises(Refused) as refused:
        await goes_home(world, "anna", notes=notes)
    assert refused.value.data["errors"] == [{"field": f"note.{second}", "reason": reason}]
    for number in (first, second):
        assert (await world.row(number))["agent"] == "anna"
        assert await world.texts(number, "note") == []
    assert (await world.known("anna")).shift == "on"


@pytest.mark.usefixtures("pair")
async def test_what_is_said_beforehand_is_what_happens(world: World) -> None:
    waits, silent, promised = [await take(world, "anna", client) for client in (1, 2, 3)]
    await world.answer("anna", silent)
    await world.promise("anna", promised)
    anna = await world.known("anna")
    async with world.db.read() as reader:
        assert await goes_back(reader, anna.id) == {waits: True, silent: False, promised: True}
    await goes_home(world, "anna", "Смена кончилась")
    for number, state in ((waits, "queued"), (silent, "waiting_client"), (promised, "queued")):
        assert (await world.row(number))["state"] == state


@pytest.mark.usefixtures("pair")
async def test_with_empty_hands_the_shift_ends_at_once(world: World) -> None:
    anna = await world.known("anna")
    async with world.db.tx(actor=anna.actor) as tx:
        assert await shift_ends(tx, anna)
    assert (await world.known("anna")).shift == "off"
    await world.shift("anna", "on")
    await take(world, "anna", 1)
    async with world.db.tx(actor=anna.actor) as tx:
        assert not await shift_ends(tx, anna)
    assert (await world.known("anna")).shift == "on"


async def test_next_pressed_in_the_same_moment_leaves_nothing_behind(street: World) -> None:
    await street.staff("anna")
    for client in range(1, 5):
        await street.asks(client)
    for _ in range(2):
        await street.next("anna")
    staff = await street.known("anna")

    async def press() -> None:
        with contextlib.suppress(Refused):  # off-shift, where the shift has ended first
            await next_request(street.db, staff, street.limits)

    await asyncio.gather(press(), goes_home(street, "anna", "Смена кончилась"), press())
    assert await street.rows("SELECT FROM request WHERE agent_id IS NOT NULL") == []
    assert (await street.known("anna")).shift == "off"


async def test_a_request_that_next_is_just_bringing_is_handed_over_too(street: World) -> None:
    """Next has taken it and not committed: the hand-over waits for that, and does not go home without it."""
    await street.staff("anna")
    number = await street.asks(1)
    staff = await street.known("anna")
    taken = asyncio.Event()

    async def press() -> None:
        async with street.db.tx(actor=staff.actor) as tx:
            assert await next_request(street.db, staff, street.limits, tx=tx) == number
            taken.set()
            async with asyncio.timeout(10):
                while not await street.rows("SELECT FROM pg_locks WHERE NOT granted"):
                    pass

    async def home() -> HandedOver:
        await taken.wait()
        return await goes_home(street, "anna", "Смена кончилась")

    _, handed = await asyncio.gather(press(), home())
    assert handed == HandedOver(1, 0)
    assert (await street.row(number))["agent"] is None


async def test_the_client_writes_in_the_same_moment(street: World) -> None:
    """Whatever came first, the request ends up in the queue or waits without an owner and is queued by the message."""
    await street.staff("anna")
    await street.staff("boris")
    number = await take(street, "anna", 1)
    await street.answer("anna", number)
    street.clock.advance(minutes=1)

    async def home() -> None:
        try:
            await goes_home(street, "anna")
        except Refused:  # the client was first: they wait now, and that needs a note
            await goes_home(street, "anna", "Написал только что")

    await asyncio.gather(home(), street.says(1, "Ещё вопрос"))
    assert (await street.row(number))["state"] == "queued"
    assert await street.next("boris") == number


@pytest.mark.usefixtures("pair")
async def test_the_clock_until_it_is_settled_runs_on_when_it_is_queued_again(world: World) -> None:
    number = await take(world, "anna", 1)
    due = world.clock.now() + timedelta(hours=10)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET resolve_due = $2 WHERE number = $1", number, due)
    await world.promise("anna", number, minutes=600)
    await world.answer("anna", number)
    world.clock.advance(hours=1)
    await goes_home(world, "anna", "Смена кончилась")
    row = await world.one("SELECT resolve_due, resolve_paused_at FROM request WHERE number = $1", number)
    assert (row["resolve_due"], row["resolve_paused_at"]) == (due + timedelta(hours=1), None)
