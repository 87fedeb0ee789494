"""What was missed is told at once to agent, head and quality control, goes up the chain, and is made good or not (G2, U2, D1)."""

import pytest

from tests.services.watching import missed, rules, silent, tick, told
from tests.services.world import World


@pytest.fixture(autouse=True)
async def house(world: World) -> None:
    """An agent, two heads, a director, quality control."""
    other = await world.unit("spb")
    assert other
    await world.staff("olga")
    await world.staff("petr")
    await world.staff("boris", role="head", units=["msk"])
    await world.staff("stas", role="head", units=["spb"])
    await world.staff("vera", role="director")
    await world.staff("kira", role="qa")


async def ask(world: World, text: str = "Стучит справа") -> int:
    """A question to the Moscow station."""
    async with world.db.read() as reader:
        unit = await reader.value("SELECT id FROM unit WHERE code = 'msk'")
    await world.person(1, unit_id=unit)
    return await world.asks(1, text)


async def test_nobody_has_taken_it(world: World) -> None:
    """Ten minutes are promised; the eleventh is told, once, to those whom it concerns."""
    number = await ask(world)
    await tick(world, minutes=9.9)
    assert not await missed(world, number)
    await tick(world, minutes=0.2)
    await tick(world, minutes=1)
    [row] = await missed(world, number)
    assert (row["clock"], row["login"], row["made_good_at"]) == ("first_answer", None, None)
    assert await told(world, "boris") == await told(world, "kira") == [("missed", number)]
    assert await told(world, "stas") == await told(world, "vera") == await told(world, "olga") == []
    await tick(world, minutes=31)
    assert await told(world, "vera") == [("escalated", number)]
    await world.next("olga")
    await world.answer("olga", number)
    [row] = await missed(world, number)
    assert row["made_good_at"] == world.clock.now()
    await tick(world, days=1)
    assert await told(world, "vera") == [("escalated", number)]


async def test_who_led_it_hears_it_too(world: World) -> None:
    number = await ask(world)
    await world.next("olga")
    await tick(world, minutes=11)
    assert ("missed", number) in await told(world, "olga")
    [row] = await missed(world, number)
    assert row["login"] == "olga"
    await world.answer("olga", number)
    await world.says(1, "Когда?")
    await tick(world, minutes=11)
    assert [row["clock"] for row in await missed(world, number)] == ["first_answer", "next_answer"]


async def test_in_time_is_not_missed(world: World) -> None:
    number = await ask(world)
    await world.next("olga")
    await tick(world, minutes=9)
    await world.answer("olga", number)
    await tick(world, days=1)
    assert not await missed(world, number)


@pytest.mark.parametrize("policy", [{"mode": "journal"}, {"director_minutes": 0}], ids=["journal", "no director"])
async def test_without_a_chain_it_is_written_down_and_told_and_goes_no_higher(world: World, policy: dict[str, object]) -> None:
    await rules(world, **policy)
    number = await ask(world)
    await tick(world, minutes=11)
    await tick(world, days=1)
    assert len(await missed(world, number)) == 1
    assert await told(world, "boris") == [("missed", number)]
    assert await told(world, "vera") == []


async def test_a_unit_without_a_head_is_the_directors(world: World) -> None:
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE login = 'boris'")
    number = await ask(world)
    await tick(world, minutes=11)
    assert await told(world, "vera") == [("missed", number)]


async def test_the_night_is_nobodys_fault(world: World) -> None:
    """Written at night, owed ten minutes after opening."""
    async with world.db.tx() as tx:
        hours = {"week": {str(day): [["09:00", "20:00"]] for day in range(7)}, "days": {}}
        await tx.execute("UPDATE unit SET hours = $1", hours)
    world.clock.at = world.clock.at.replace(hour=20, minute=0)
    number = await ask(world)
    await tick(world, hours=9)
    assert not await missed(world, number)
    await tick(world, hours=1, minutes=11)
    assert len(await missed(world, number)) == 1


async def test_danger_is_paged_at_any_hour_and_goes_up_within_minutes(world: World) -> None:
    """To who is on duty; when nobody has taken it five minutes later, to the heads and then to the director, whatever the mode is."""
    petr = await world.known("petr")
    await rules(world, duty_id=petr.id, mode="journal")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE unit SET hours = $1", {"week": {}, "days": {}})
    number = await ask(world, "Отказали тормоза, еду по трассе")
    assert await told(world, "petr") == [("danger", number)]
    assert await told(world, "boris") == []
    await tick(world, minutes=5.1)
    assert await told(world, "boris") == [("missed", number)]
    await tick(world, minutes=5.1)
    assert await told(world, "vera") == [("escalated", number)]
    await world.next("olga")
    await world.answer("olga", number)
    assert [(row["clock"], row["made_good_at"] is not None) for row in await missed(world, number)] == [("danger", True)]


async def test_danger_without_a_person_on_duty_is_the_heads(world: World) -> None:
    number = await ask(world)
    await world.next("olga")
    await world.says(1, "Дымится под капотом!")
    assert await told(world, "boris") == [("danger", number)]
    await tick(world, minutes=6)
    assert "danger" not in [row["clock"] for row in await missed(world, number)], "somebody has it in hand"


async def test_silence_is_reminded_of_then_the_request_goes_to_somebody_else(world: World) -> None:
    """Chain: higher in the queue, not to the same person, and told."""
    first = await ask(world)
    await world.next("olga")
    await silent(world, first, 9)
    await tick(world)
    assert await told(world, "olga") == []
    await silent(world, first, 1.5)
    await tick(world)
    await tick(world)
    assert await told(world, "olga") == [("nudge", first)]
    await silent(world, first, 10)
    await tick(world)
    row = await world.row(first)
    assert (row["state"], row["agent_id"], row["returns"]) == ("queued", None, 1)
    assert await told(world, "olga") == [("nudge", first), ("lapsed", first)]
    assert await told(world, "boris") == await told(world, "kira") == [("missed", first)]
    assert await world.next("olga") is None, "not to the same person"
    assert await world.next("petr") == first
    await world.answer("petr", first)
    assert [(row["clock"], row["login"], row["made_good_at"] is not None) for row in await missed(world, first)] == [
        ("lease", "olga", True)
    ]


async def test_whoever_takes_it_next_is_watched_as_well(world: World) -> None:
    """It is taken from the second silent one, too, though the first silence has not been made good yet."""
    number = await ask(world)
    for login in ("olga", "petr"):
        assert await world.next(login) == number
        await silent(world, number, 25)
        await tick(world)
        assert ("lapsed", number) in await told(world, login)
    row = await world.row(number)
    assert (row["state"], row["returns"]) == ("queued", 2)
    assert [row["login"] for row in await missed(world, number)] == ["olga"]


async def test_in_the_journal_nothing_is_taken_away(world: World) -> None:
    await rules(world, mode="journal")
    number = await ask(world)
    await world.next("olga")
    await silent(world, number, 25)
    await tick(world)
    await tick(world)
    assert (await world.row(number))["state"] == "assigned"
    assert [row["clock"] for row in await missed(world, number)] == ["lease"]
    assert await told(world, "olga") == [("missed", number)]


@pytest.mark.parametrize("sign", ["note", "call", "promise", "answer"])
async def test_a_sign_of_life_is_no_silence(world: World, sign: str) -> None:
    number = await ask(world)
    await world.next("olga")
    await silent(world, number, 19)
    match sign:
        case "note":
            await world.note("olga", number)
        case "call":
            await world.call("olga", number, "no_answer")
        case "promise":
            await world.promise("olga", number)
        case _:
            await world.answer("olga", number)
    await silent(world, number, 9)
    await tick(world)
    assert (await world.row(number))["agent_id"] is not None
    assert await told(world, "olga") == []


async def test_the_clock_that_is_moved_is_no_silence(world: World) -> None:
    """Leases are real (contract, "Clock")."""
    number = await ask(world)
    await world.next("olga")
    await tick(world, hours=5)
    assert (await world.row(number))["state"] == "assigned"


async def test_who_broke_a_promise_keeps_the_request(world: World) -> None:
    """W5: it blocks their Next until it is kept; the chain has been told."""
    number = await ask(world)
    await world.next("olga")
    await world.promise("olga", number, 30)
    await world.says(1, "Ну что там?")
    await tick(world, minutes=31)
    await silent(world, number, 60)
    await tick(world)
    assert (await world.row(number))["agent_id"] is not None
    assert [(row["clock"], row["login"]) for row in await missed(world, number)] == [("promise", "olga")]
    await tick(world, minutes=30)
    assert await told(world, "vera") == [("escalated", number)]
    message, _ = await world.answer("olga", number)
    await world.delivered(message)
    assert all(row["made_good_at"] for row in await missed(world, number))


async def test_programs_read_who_led_it_by_login(world: World) -> None:
    """As in every other event of a request; nobody is None."""
    number = await ask(world)
    await world.next("olga")
    await tick(world, minutes=11)
    rows = await world.rows("SELECT data FROM event WHERE subject = $1 AND type = 'request.missed'", f"request:{number}")
    assert [(row["data"]["clock"], row["data"]["agent"]) for row in rows] == [("first_answer", "olga")]
