"""Withdrawn from what comes in, for a while (G7): nothing new, what is in hand stays, and it ends by itself."""

import asyncio
import contextlib
from datetime import timedelta
from typing import Any

import pytest

from services.distribution import line
from services.distribution.policies import policy_of
from services.distribution.preview import preview
from services.errors import Refused
from services.staff import withdrawing
from services.staff.models import Staff
from services.staff.rights import withdraws
from tests.services.world import World


async def withdraw(world: World, head: str, login: str, minutes: float = 60, why: str = "Перегружена") -> None:
    staff = await world.known(head)
    async with world.db.tx(actor=staff.actor) as tx:
        await withdrawing.withdraw(tx, staff, login, tx.now + timedelta(minutes=minutes), why)


async def bring_back(world: World, head: str, login: str) -> None:
    staff = await world.known(head)
    async with world.db.tx(actor=staff.actor) as tx:
        await withdrawing.bring_back(tx, staff, login)


@pytest.fixture
async def pair(world: World) -> None:
    """An agent and the head of everything."""
    await world.staff("anna")
    await world.staff("head", role="head")


async def refused(doing: Any) -> Refused:
    with pytest.raises(Refused) as info:
        await doing
    return info.value


@pytest.mark.usefixtures("pair")
async def test_next_refuses_until_then_and_what_is_in_hand_goes_on(world: World) -> None:
    held = await world.asks(1)
    assert await world.next("anna") == held
    waiting = await world.asks(2)
    await withdraw(world, "head", "anna", minutes=60)
    assert (await refused(world.next("anna"))).code == "withdrawn"
    await world.answer("anna", held)
    await world.close("anna", held)
    world.clock.advance(minutes=59)
    assert (await refused(world.next("anna"))).code == "withdrawn"
    world.clock.advance(minutes=1)
    assert await world.next("anna") == waiting


@pytest.mark.usefixtures("pair")
async def test_it_stands_after_the_shift_and_before_everything_else(world: World) -> None:
    for client in range(1, 6):
        await world.asks(client)
        await world.next("anna")
    await withdraw(world, "head", "anna")
    assert (await refused(world.next("anna"))).code == "withdrawn"
    await world.shift("anna", "away")
    assert (await refused(world.next("anna"))).code == "off-shift"


@pytest.mark.usefixtures("pair")
async def test_brought_back_before_the_time(world: World) -> None:
    number = await world.asks(1)
    await withdraw(world, "head", "anna", minutes=600)
    await bring_back(world, "head", "anna")
    await bring_back(world, "head", "anna")
    assert await world.next("anna") == number
    assert await world.events("staff:anna", "staff.withdrawn") == ["staff.withdrawn"]
    assert await world.events("staff:anna", "staff.back") == ["staff.back"], "a second press tells nothing"


@pytest.mark.usefixtures("pair")
async def test_what_was_kept_for_them_is_free_and_they_leave_the_line(world: World) -> None:
    await world.staff("boris")
    number = await world.asks(1)
    await world.next("boris")
    await world.transfer("boris", number, agent="anna")
    anna = await world.known("anna")
    async with world.db.tx(actor=anna.actor) as tx:
        await line.stand_in_line(tx, anna)
    await withdraw(world, "head", "anna")
    row = await world.one("SELECT reserved_for, reserved_until FROM request WHERE number = $1", number)
    assert (row["reserved_for"], row["reserved_until"]) == (None, None)
    async with world.db.read() as reader:
        assert not await line.is_in_line(reader, anna.id)
    assert await world.next("boris") == number


@pytest.mark.usefixtures("pair")
async def test_the_line_gives_nothing_and_is_not_to_be_joined(world: World) -> None:
    """Also to who stood there in the moment of the withdrawal."""
    await withdraw(world, "head", "anna", minutes=30)
    anna = await world.known("anna")
    async with world.db.tx(actor=anna.actor) as tx:
        assert (await refused(line.stand_in_line(tx, anna))).code == "withdrawn"
    async with world.db.tx() as tx:
        await tx.execute("INSERT INTO agent_line (staff_id, since) VALUES ($1, $2)", anna.id, tx.now)
    number = await world.asks(1)
    assert await line.serve_line(world.db, world.limits) == 0
    world.clock.advance(minutes=30)
    assert await line.serve_line(world.db, world.limits) == 1
    assert (await world.row(number))["agent"] == "anna"


@pytest.mark.usefixtures("pair")
async def test_nothing_is_kept_for_them(world: World) -> None:
    """A returning client, a new matter of theirs, a transfer to this very person: anybody's."""
    await world.staff("boris")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE policy SET matter_minutes = 30")
    await world.asks(1)
    first = await world.next("anna")
    assert first is not None
    await withdraw(world, "head", "anna")

    async def kept() -> list[int]:
        rows = await world.rows("SELECT number FROM request WHERE reserved_for = $1", (await world.known("anna")).id)
        return [row["number"] for row in rows]

    other = await world.asks(1, "И ещё про шины", "price")
    assert await kept() == [], "another matter of the client whose first one she leads"
    assert await world.next("boris") == other
    await world.close("boris", other)
    await world.close("anna", first)
    await world.says(1, "Снова стучит")
    assert await kept() == [], "a client who comes back to her"
    third = await world.next("boris")
    assert third is not None
    await world.transfer("boris", third, agent="anna")
    assert await kept() == [], "what is transferred to her"
    assert (await world.request(third)).preferred_agent_id == (await world.known("anna")).id


@pytest.mark.usefixtures("pair")
async def test_a_heads_override_reaches_them_all_the_same(world: World) -> None:
    number = await world.asks(1)
    await withdraw(world, "head", "anna")
    await world.override("head", number, "anna")
    assert (await world.row(number))["agent"] == "anna"


@pytest.mark.usefixtures("pair")
async def test_the_preview_says_what_hinders(world: World) -> None:
    await world.asks(1)
    await withdraw(world, "head", "anna", minutes=10)

    async def hindered() -> dict[str, str | None]:
        async with world.db.read() as reader:
            hands = await preview(reader, await policy_of(reader, None), world.clock.now(), world.limits)
        return {hand.login: hand.hindered for hand in hands}

    assert await hindered() == {"anna": "withdrawn", "head": None}
    world.clock.advance(minutes=10)
    assert (await hindered())["anna"] is None


@pytest.mark.usefixtures("pair")
async def test_the_person_is_told_and_who_withdraws_themselves_is_not(world: World) -> None:
    await withdraw(world, "head", "anna", minutes=60, why="  Устала\n за неделю ")
    (told,) = await world.rows("SELECT s.login, n.what, n.data FROM staff_notice n JOIN staff s ON s.id = n.staff_id")
    assert (told["login"], told["what"]) == ("anna", "withdrawn")
    assert told["data"]["by"] == "Head Иванова"
    assert told["data"]["why"] == "Устала за неделю"
    assert told["data"]["until"] == (world.clock.now() + timedelta(hours=1)).isoformat()
    await withdraw(world, "head", "head")
    assert len(await world.rows("SELECT FROM staff_notice")) == 1
    data = (await world.one("SELECT data FROM event WHERE type = 'staff.withdrawn' ORDER BY id LIMIT 1"))["data"]
    assert "Устала" not in str(data), "whoever reads events is not told why"


@pytest.mark.usefixtures("pair")
@pytest.mark.parametrize(
    ("minutes", "why", "wrong"),
    [
        (0, "Устала", {"until": "past"}),
        (-5, "Устала", {"until": "past"}),
        (31 * 24 * 60, "Устала", {}),
        (31 * 24 * 60 + 1, "Устала", {"until": "too far"}),
        (60, " \n\x00", {"why": "required"}),
        (60, "я" * 300, {}),
        (60, "я" * 301, {"why": "too long"}),
        (0, "", {"until": "past", "why": "required"}),
    ],
)
async def test_bad_input(world: World, minutes: float, why: str, wrong: dict[str, str]) -> None:
    if not wrong:
        await withdraw(world, "head", "anna", minutes, why)
        return
    told = await refused(withdraw(world, "head", "anna", minutes, why))
    assert {error["field"]: error["reason"] for error in told.data["errors"]} == wrong
    await world.asks(1)
    assert await world.next("anna") is not None


RIGHTS = [  # who, their units, whom, their units, may
    ("agent", (), "agent", (), False), ("qa", (), "agent", (), False),
    ("head", (), "agent", (), True), ("head", (), "agent", (1,), True), ("head", (), "head", (2,), True),
    ("head", (), "director", (), False), ("head", (), "admin", (), False), ("head", (), "qa", (), False),
    ("head", (1,), "agent", (1,), True), ("head", (1,), "agent", (1, 2), True), ("head", (1,), "agent", (2,), False),
    ("head", (1,), "agent", (), False), ("head", (1,), "head", (1,), True), ("head", (1,), "head", (2,), False),
    ("director", (), "agent", (), True), ("director", (), "head", (1,), True), ("director", (), "admin", (), True),
    ("director", (), "qa", (), False), ("admin", (), "director", (), True),
]  # fmt: skip


@pytest.mark.parametrize(("role", "units", "whose", "where", "may"), RIGHTS)
def test_rights(role: str, units: tuple[int, ...], whose: str, where: tuple[int, ...], may: bool) -> None:
    staff = Staff(1, "x", "X", role, units, (), True, "on", None)
    assert withdraws(staff, whose, where) is may


async def test_rights_hold_at_the_door(world: World) -> None:
    await world.unit("ekb")
    for login, role, units in (
        ("anna", "agent", ["msk"]), ("boss", "head", ["msk"]), ("other", "head", ["ekb"]), ("boris", "agent", ["msk"]),
    ):  # fmt: skip
        await world.staff(login, role=role, units=units)
    for who, code in (("other", "forbidden"), ("boris", "not-found"), ("anna", "not-found")):
        assert (await refused(withdraw(world, who, "anna"))).code == code
        assert (await refused(bring_back(world, who, "anna"))).code == code
    assert (await refused(withdraw(world, "boss", "nobody"))).code == "not-found"
    await withdraw(world, "boss", "anna")
    await withdraw(world, "boss", "boss")
    await bring_back(world, "boss", "boss")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false, shift = 'off' WHERE login = 'boris'")
    assert (await refused(withdraw(world, "boss", "boris"))).code == "forbidden"


async def test_two_heads_at_once_and_next_in_between(street: World) -> None:
    """Whatever came first: one request at most, none after the withdrawal, and the later head's time stands."""
    await street.staff("anna")
    for login in ("one", "two"):
        await street.staff(login, role="head")
    for client in range(1, 7):
        await street.asks(client)

    async def presses() -> int:
        got = 0
        for _ in range(4):
            with contextlib.suppress(Refused):
                got += await street.next("anna") is not None
        return got

    _, _, got = await asyncio.gather(withdraw(street, "one", "anna", 30), withdraw(street, "two", "anna", 90), presses())
    held = (await street.one("SELECT count(*) AS n FROM request WHERE agent_id IS NOT NULL"))["n"]
    assert held == got
    assert (await refused(street.next("anna"))).code == "withdrawn"
    last = await street.one("SELECT data FROM event WHERE type = 'staff.withdrawn' ORDER BY id DESC LIMIT 1")
    until = (await street.one("SELECT withdrawn_until FROM staff WHERE login = 'anna'"))["withdrawn_until"]
    assert str(until) == last["data"]["until"]
    assert len(await street.events("staff:anna", "staff.withdrawn")) == 2
