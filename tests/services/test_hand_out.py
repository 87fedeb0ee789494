"""What Next gives to whom (W2, W4, W5, W8; contract, "Who owns", "The limit", "Staff")."""

import pytest

from services.errors import Refused
from services.requests.models import TYPES
from tests.services.world import World


async def test_danger_first_then_the_law_then_who_waits_longest(world: World) -> None:
    await world.staff("anna")
    texts = {1: "Сколько стоит масло", 2: "Подам в суд", 3: "Стучит", 4: "Тормоза отказали", 5: "Отключилась печка"}
    numbers = {}
    for chat, text in texts.items():
        numbers[chat] = await world.asks(chat, text)
        world.clock.advance(minutes=1)
    given = [await world.next("anna") for _ in range(5)]
    assert given == [numbers[chat] for chat in (4, 2, 1, 3, 5)]
    assert [(await world.row(number))["reason"]["code"] for number in given if number] == [
        "danger", "law", "oldest", "oldest", "oldest",
    ]  # fmt: skip


async def test_a_message_that_sounds_the_alarm_moves_a_waiting_request_ahead_and_never_back(world: World) -> None:
    await world.staff("anna")
    first = await world.asks(1)
    world.clock.advance(minutes=1)
    second = await world.asks(2)
    taken = await world.says(2, "Дым из-под капота!")
    assert taken.alarm == "danger"
    assert (await world.says(2, "Подам в суд")).alarm is None
    row = await world.row(second)
    assert (row["urgent"], row["alarm"]) == (True, "danger")
    assert await world.next("anna") == second
    assert await world.next("anna") == first


@pytest.mark.parametrize(("personal", "held"), [(None, 5), (2, 2), (7, 7)])
async def test_the_limit_holds_over_every_door(world: World, personal: int | None, held: int) -> None:
    await world.staff("anna", wip_limit=personal)
    await world.staff("head", role="head")
    numbers = [await world.asks(chat) for chat in range(1, 10)]
    for _ in range(held):
        assert await world.next("anna")
    with pytest.raises(Refused, match="wip-limit"):
        await world.next("anna")
    with pytest.raises(Refused, match="wip-limit"):
        await world.override("head", numbers[-1], "anna")
    await world.override("head", numbers[0], "anna")  # already theirs: nothing to do
    await world.answer("anna", numbers[0])
    with pytest.raises(Refused, match="wip-limit"):  # waiting for the client still counts
        await world.next("anna")
    await world.close("anna", numbers[0])
    await world.override("head", numbers[-1], "anna")
    with pytest.raises(Refused, match="wip-limit"):
        await world.next("anna")


async def test_what_returns_from_a_silent_client_does_not_pass_the_limit(world: World) -> None:
    await world.staff("anna")
    silent = await world.asks(1)
    await world.next("anna")
    await world.answer("anna", silent)
    world.clock.advance(hours=25)
    await world.tick()
    for chat in range(2, 7):
        await world.asks(chat)
        assert await world.next("anna")
    taken = await world.says(1, "Так что с ценой")
    assert (taken.outcome, (await world.request(silent)).agent_id) == ("requeued", None)
    with pytest.raises(Refused, match="wip-limit"):
        await world.next("anna")


async def test_refusals_come_in_the_contracts_order(world: World) -> None:
    await world.staff("anna", wip_limit=1)
    number = await world.asks(1)
    await world.next("anna")
    await world.promise("anna", number, minutes=5)
    world.clock.advance(minutes=5)
    for state in ("off", "away"):
        await world.shift("anna", state)
        with pytest.raises(Refused, match="off-shift"):
            await world.next("anna")
    await world.shift("anna", "on")
    with pytest.raises(Refused, match="promise-overdue"):
        await world.next("anna")
    await world.call("anna", number, "reached")
    with pytest.raises(Refused, match="wip-limit"):
        await world.next("anna")


async def test_new_staff_begin_off_shift_and_quality_control_never_leads(world: World) -> None:
    await world.staff("new", shift="off")
    await world.staff("olga", role="qa")
    await world.staff("head", role="head")
    number = await world.asks(1)
    with pytest.raises(Refused, match="off-shift"):
        await world.next("new")
    with pytest.raises(Refused, match="forbidden"):
        await world.next("olga")
    with pytest.raises(Refused, match="invalid"):
        await world.override("head", number, "olga")
    assert (await world.request(number)).state == "queued"


async def test_nothing_to_do_is_no_refusal(world: World) -> None:
    await world.staff("anna")
    assert await world.next("anna") is None


@pytest.mark.parametrize("request_type", TYPES)
async def test_with_skills_only_those(world: World, request_type: str) -> None:
    await world.staff("parts", skills=["parts_selection", "order_eta"])
    await world.staff("anna")
    number = await world.asks(1, request_type=request_type)
    got = await world.next("parts")
    assert got == (number if request_type in {"parts_selection", "order_eta"} else None)
    if got is None:
        assert await world.next("anna") == number


async def test_a_type_that_nobody_active_in_the_unit_has_goes_to_everybody_there(world: World) -> None:
    nsk = await world.unit("nsk")
    await world.staff("parts", units=["nsk"], skills=["parts_selection"])
    await world.staff("anna", units=["msk"])
    await world.staff("claims", units=["nsk"], skills=["claim"], shift="off")
    await world.person(1, unit_id=nsk)
    number = await world.asks(1, request_type="claim")
    assert await world.next("anna") is None  # another unit's
    assert await world.next("parts") is None  # somebody there can, though off shift
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE login = 'claims'")
    assert await world.next("anna") is None
    assert await world.next("parts") == number


async def test_units_bound_what_an_agent_gets_and_no_unit_is_everybodys(world: World) -> None:
    nsk = await world.unit("nsk")
    await world.staff("east", units=["nsk"])
    here = await world.asks(1)
    await world.person(2, unit_id=nsk)
    there = await world.asks(2)
    assert (await world.row(here))["unit"] is None
    assert [await world.next("east"), await world.next("east")] == [here, there]
    msk = (await world.one("SELECT id FROM unit WHERE code = 'msk'"))["id"]
    await world.person(3, unit_id=msk)
    await world.asks(3)
    assert await world.next("east") is None


class TestReservation:
    """Transfer and reopening keep the request for somebody, for a while of their shift."""

    async def _passed_to_boris(self, world: World) -> int:
        await world.staff("anna")
        await world.staff("boris")
        number = await world.asks(1)
        await world.next("anna")
        await world.transfer("anna", number, agent="boris")
        return number

    async def test_the_named_one_gets_it_first(self, world: World) -> None:
        number = await self._passed_to_boris(world)
        world.clock.advance(minutes=-5)
        older = await world.asks(2)
        world.clock.advance(minutes=5)
        assert await world.next("anna") == older
        assert await world.next("anna") is None
        assert await world.next("boris") == number
        assert (await world.row(number))["reason"]["code"] == "reserved"

    async def test_it_lapses(self, world: World) -> None:
        number = await self._passed_to_boris(world)
        world.clock.advance(minutes=14.9)
        assert await world.next("anna") is None
        world.clock.advance(minutes=0.1)
        assert await world.next("anna") == number

    async def test_who_leaves_gives_it_back(self, world: World) -> None:
        number = await self._passed_to_boris(world)
        await world.shift("boris", "away")
        assert await world.next("anna") is None
        await world.shift("boris", "off")
        assert await world.next("anna") == number

    async def test_nobody_waits_for_who_is_off_shift(self, world: World) -> None:
        await world.staff("anna")
        await world.staff("boris", shift="off")
        number = await world.asks(1)
        await world.next("anna")
        await world.transfer("anna", number, agent="boris")
        assert "Boris" not in (await world.texts(number, "system"))[-1]
        assert await world.next("anna") == number

    async def test_danger_elsewhere_goes_before_what_is_kept_for_me(self, world: World) -> None:
        number = await self._passed_to_boris(world)
        world.clock.advance(minutes=1)
        danger = await world.asks(2, "Колесо отвалилось на ходу")
        assert [await world.next("boris"), await world.next("boris")] == [danger, number]

    async def test_reopened_goes_to_the_previous_agent(self, world: World) -> None:
        await world.staff("anna")
        await world.staff("boris")
        number = await world.asks(1)
        await world.next("anna")
        await world.close("anna", number)
        await world.says(1, "Опять стучит")
        assert await world.next("boris") is None
        assert await world.next("anna") == number

    async def test_a_reservation_does_not_stop_a_heads_override(self, world: World) -> None:
        number = await self._passed_to_boris(world)
        await world.staff("head", role="head")
        await world.override("head", number, "anna")
        row = await world.row(number)
        assert (row["agent"], row["reserved_for"], row["reason"]["by"]) == ("anna", None, "Head Иванова")
        assert await world.next("boris") is None


@pytest.mark.parametrize(
    ("where", "field"),
    [
        ({}, "type"),
        ({"request_type": "magic"}, "type"),
        ({"unit": "nowhere"}, "unit"),
        ({"agent": "nobody"}, "agent"),
        ({"agent": "anna"}, "agent"),
        ({"agent": "olga"}, "agent"),
        ({"agent": "gone"}, "agent"),
        ({"request_type": "price", "reason": " \x00 "}, "reason"),
    ],
)
async def test_transfers_that_make_no_sense(world: World, where: dict[str, str], field: str) -> None:
    await world.staff("anna")
    await world.staff("olga", role="qa")
    await world.staff("gone")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE login = 'gone'")
    number = await world.asks(1)
    await world.next("anna")
    with pytest.raises(Refused) as refused:
        await world.transfer("anna", number, **where)
    assert refused.value.data["errors"][0]["field"] == field
    assert (await world.request(number)).state == "assigned"


async def test_a_transfer_tells_the_client_once_and_colleagues_why(world: World) -> None:
    await world.unit("nsk")
    await world.staff("anna")
    await world.staff("boris")
    number = await world.asks(1)
    await world.next("anna")
    await world.transfer("anna", number, request_type="claim", unit="nsk", agent="boris", reason="Это к вам")
    row = await world.row(number)
    assert (row["type"], row["unit"], row["agent"], row["state"]) == ("claim", "nsk", None, "queued")
    assert await world.texts(number, "note") == ["Это к вам"]
    assert len(await world.texts(number, "system")) == 1
    assert "Это к вам" not in str(await world.mail(1))
    assert await world.events(number, "request.transferred") == ["request.transferred"]


async def test_an_override_of_a_long_silent_request_lasts(world: World) -> None:
    await world.staff("anna")
    await world.staff("head", role="head")
    number = await world.asks(1)
    await world.next("anna")
    await world.answer("anna", number)
    world.clock.advance(hours=30)
    await world.tick()
    await world.override("head", number, "anna")
    await world.tick()
    assert (await world.row(number))["agent"] == "anna"
    world.clock.advance(hours=24)
    await world.tick()
    assert (await world.row(number))["agent"] is None
