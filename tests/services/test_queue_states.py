"""Every event in every state of a request (contract, "Requests": states, who owns, closing, joining)."""

from collections.abc import Awaitable, Callable

import pytest

from services.errors import Refused
from services.requests.placing import choose_unit
from tests.services.world import World

CLIENT = 500
STATES = ("queued", "assigned", "waiting", "promised", "released", "closed")
SAME = None

# What a cell says: the state and owner afterwards ("a" and "b" are agents, "-" nobody), a refusal in capitals, or SAME.
Cell = str | None
TABLE: dict[str, tuple[Cell, ...]] = {
    #                  queued        assigned      waiting       promised      released      closed
    "message":        ("queued -",   "assigned a", "assigned a", "assigned a", "queued -",   "queued -"),
    "thanks":         (SAME,         SAME,         SAME,         SAME,         SAME,         SAME),
    "answer":         ("NOT-FOUND",  "waiting a",  "waiting a",  "waiting a",  "NOT-OWNER",  "CLOSED"),
    "stranger":       ("NOT-FOUND",  "NOT-FOUND",  "NOT-FOUND",  "NOT-FOUND",  "NOT-FOUND",  "NOT-FOUND"),
    "note":           ("NOT-FOUND",  SAME,         SAME,         SAME,         SAME,         SAME),
    "promise":        ("NOT-FOUND",  "promised a", "promised a", "promised a", "NOT-OWNER",  "CLOSED"),
    "reached":        ("NOT-FOUND",  "waiting a",  "waiting a",  "waiting a",  "NOT-OWNER",  "CLOSED"),
    "no answer":      ("NOT-FOUND",  SAME,         SAME,         "assigned a", "NOT-OWNER",  "CLOSED"),
    "transfer":       ("NOT-FOUND",  "queued -",   "queued -",   "queued -",   "NOT-OWNER",  "CLOSED"),
    "close":          ("NOT-FOUND",  "closed a",   "closed a",   "closed a",   "NOT-OWNER",  "CLOSED"),
    "next":           ("assigned a", SAME,         SAME,         SAME,         SAME,         SAME),
    "override":       ("assigned b", "assigned b", "waiting b",  "promised b", "waiting b",  "CLOSED"),
    "a day passes":   (SAME,         SAME,         "waiting -",  SAME,         SAME,         SAME),
    "rated 2":        (SAME,         SAME,         SAME,         SAME,         SAME,         "queued -"),
    "rated 5":        (SAME,         SAME,         SAME,         SAME,         SAME,         SAME),
}  # fmt: skip


async def _bring(world: World, state: str) -> int:
    number = await world.asks(CLIENT)
    if state == "queued":
        return number
    assert await world.next("anna") == number
    if state in {"waiting", "released"}:
        await world.answer("anna", number)
    if state == "released":
        world.clock.advance(hours=24)
        assert await world.tick() == (0, 1)
    if state == "promised":
        await world.promise("anna", number, minutes=3000)
    if state == "closed":
        await world.close("anna", number)
    return number


async def _a_day_passes(world: World, _number: int) -> None:
    world.clock.advance(hours=24)
    await world.tick()


EVENTS: dict[str, Callable[[World, int], Awaitable[object]]] = {
    "message": lambda w, _n: w.says(CLIENT, "Всё ещё стучит"),
    "thanks": lambda w, _n: w.says(CLIENT, "Спасибо большое!"),
    "answer": lambda w, n: w.answer("anna", n),
    "stranger": lambda w, n: w.answer("boris", n),
    "note": lambda w, n: w.note("anna", n),
    "promise": lambda w, n: w.promise("anna", n, minutes=4000),
    "reached": lambda w, n: w.call("anna", n, "reached"),
    "no answer": lambda w, n: w.call("anna", n, "no_answer"),
    "transfer": lambda w, n: w.transfer("anna", n, request_type="price"),
    "close": lambda w, n: w.close("anna", n),
    "next": lambda w, _n: w.next("anna"),
    "override": lambda w, n: w.override("head", n, "boris"),
    "a day passes": _a_day_passes,
    "rated 2": lambda w, n: w.rates(CLIENT, n, 2),
    "rated 5": lambda w, n: w.rates(CLIENT, n, 5),
}


async def _where(world: World, number: int) -> str:
    row = await world.row(number)
    owner = {None: "-", "anna": "a", "boris": "b"}[row["agent"]]
    return f"{row['state'].removesuffix('_client')} {owner}"


@pytest.mark.parametrize("event", TABLE)
@pytest.mark.parametrize("state", STATES)
async def test_every_event_in_every_state(world: World, state: str, event: str) -> None:
    for login, role in (("anna", "agent"), ("boris", "agent"), ("head", "head")):
        await world.staff(login, role=role)
    number = await _bring(world, state)
    before, expected = await _where(world, number), TABLE[event][STATES.index(state)]
    if expected and expected.isupper():
        with pytest.raises(Refused) as refused:
            await EVENTS[event](world, number)
        assert refused.value.code == expected.lower()
        expected = SAME
    else:
        await EVENTS[event](world, number)
    assert await _where(world, number) == (expected or before)
    assert len(await world.rows("SELECT FROM request")) == 1


async def test_waiting_is_counted_from_the_first_unanswered_message(world: World) -> None:
    await world.staff("anna")
    number = await world.asks(CLIENT)
    began = world.clock.now()
    for act in (
        lambda: world.says(CLIENT, "Вы где?"),
        lambda: world.next("anna"),
        lambda: world.says(CLIENT, "Ау"),
        lambda: world.promise("anna", number, minutes=600),
        lambda: world.says(CLIENT, "Долго"),
        lambda: world.call("anna", number, "no_answer"),
        lambda: world.transfer("anna", number, request_type="price"),
        lambda: world.says(CLIENT, "Куда передали"),
    ):
        world.clock.advance(minutes=1)
        await act()
        assert (await world.request(number)).waiting_since == began
    assert await world.next("anna") == number
    await world.answer("anna", number)
    assert (await world.request(number)).waiting_since is None
    await world.says(CLIENT, "А цена?")
    assert (await world.request(number)).waiting_since == world.clock.now()


async def test_who_ever_led_a_request_may_read_it_later_and_a_head_only_in_their_units(world: World) -> None:
    await world.unit("nsk")
    for login in ("anna", "boris"):
        await world.staff(login)
    await world.staff("north", role="head", units=["msk"])
    await world.staff("east", role="head", units=["nsk"])
    msk = (await world.one("SELECT id FROM unit WHERE code = 'msk'"))["id"]
    await world.person(CLIENT, unit_id=msk)
    number = await world.asks(CLIENT)
    await world.next("anna")
    await world.transfer("anna", number, agent="boris")
    await world.note("anna", number)
    await world.note("north", number)
    with pytest.raises(Refused, match="not-found"):
        await world.note("east", number)
    with pytest.raises(Refused, match="not-found"):
        await world.override("east", number, "boris")
    with pytest.raises(Refused, match="forbidden"):
        await world.override("anna", number, "boris")


async def test_a_head_who_holds_a_request_of_another_station_can_still_work_on_it(world: World) -> None:
    await world.unit("nsk")
    await world.staff("north", role="head", units=["msk"])
    number = await world.asks(CLIENT)
    assert await world.next("north") == number
    nsk = (await world.one("SELECT id FROM unit WHERE code = 'nsk'"))["id"]
    async with world.db.tx() as tx:
        person = await world.recognise(tx, CLIENT)
        assert await choose_unit(tx, person, number, nsk, world.limits)
    await world.answer("north", number)
    await world.close("north", number)
