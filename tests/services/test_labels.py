"""Repeat contacts, target or not: what is marked, who decides, what it counts (V6, G8, G10)."""

from datetime import timedelta

import pytest

from services.board.models import Scope
from services.distribution.line import serve_line, stand_in_line
from services.errors import Refused
from services.labelling import editing, putting
from services.labelling.models import Labels
from services.labelling.reading import labels_of
from services.labelling.repeats import over_time, repeats_by_day
from services.staff.models import Staff
from tests.services.world import World


async def _boss(world: World) -> Staff:
    return await world.staff("boss", role="director")


async def _labels(world: World, number: int) -> Labels:
    async with world.db.read() as reader:
        return await labels_of(reader, number)


async def _closed(
    world: World, chat: int = 1, request_type: str = "claim", outcome: str = "solved", agent: str = "anna"
) -> int:
    """A request that this agent has closed."""
    number = await world.asks(chat, request_type=request_type)
    await world.override("boss", number, agent)
    await world.close(agent, number, outcome=outcome)
    return number


# ---- Repeat contacts


@pytest.mark.parametrize(
    ("first", "outcome", "second", "days", "repeat"),
    [
        ("claim", "solved", "claim", 3, True),
        ("claim", "answered", "warranty", 13.9, True),
        ("claim", "solved", "claim", 14.1, False),
        ("order_eta", "answered", "order_support", 1, True),
        ("claim", "solved", "price", 1, False),
        ("claim", "spam", "claim", 1, False),
        ("claim", "no_answer", "claim", 1, False),
        ("booking", "booked", "reschedule", 1, True),
        ("other", "solved", "other", 0, True),
    ],
)
async def test_what_is_a_repeat_contact(
    world: World, *, first: str, outcome: str, second: str, days: float, repeat: bool
) -> None:  # fmt: skip
    await _boss(world)
    await world.staff("anna")
    earlier = await _closed(world, request_type=first, outcome=outcome)
    world.clock.advance(minutes=days * 24 * 60)
    number = await world.asks(1, request_type=second)
    found = (await _labels(world, number)).repeat
    assert (found is not None) == repeat
    if found:
        assert (found.earlier, found.charged_login) == (earlier, "anna")
        assert [one.number for one in (await _labels(world, earlier)).later] == [number]
        assert await world.events(number, "request.repeat") == ["request.repeat"]


async def test_another_car_and_another_client_are_no_repeats(world: World) -> None:
    await _boss(world)
    await world.staff("anna")
    first = await _closed(world)
    assert (await _labels(world, await world.asks(2, request_type="claim"))).repeat is None
    assert (await world.says(1, "Спасибо!")).outcome == "thanks"
    assert await world.rows("SELECT FROM repeat_contact") == []
    number = await world.asks(1, request_type="claim")
    async with world.db.tx() as tx:
        for ref, about in (("v-1", first), ("v-2", number)):
            await tx.execute(
                "WITH v AS (INSERT INTO vehicle (public_id, client_id, make, source, created_at) "
                "SELECT $1, client_id, 'Lada', 'api', now() FROM request WHERE number = $2 RETURNING id) "
                "UPDATE request SET vehicle_id = v.id FROM v WHERE number = $2",
                ref, about,
            )  # fmt: skip
    assert (await _labels(world, number)).repeat is None


async def test_a_type_found_out_later_decides_anew_unless_somebody_has_looked(world: World) -> None:
    boss = await _boss(world)
    await world.staff("anna")
    await _closed(world)
    number = await world.asks(1)
    await world.override("boss", number, "anna")
    assert (await _labels(world, number)).repeat is None
    await world.transfer("anna", number, request_type="claim")
    assert (await _labels(world, number)).repeat
    async with world.db.tx(actor=boss.actor) as tx:
        await putting.settle_repeat(tx, boss, number, counts=False, charged="anna", reason="Другая поломка")
    await world.override("boss", number, "anna")
    await world.transfer("anna", number, request_type="warranty")
    found = (await _labels(world, number)).repeat
    assert found
    assert (found.counts, found.reason, found.changed_by) == (False, "Другая поломка", boss.name)


async def test_days_of_the_unit_go_before_the_chains(world: World) -> None:
    await world.unit("ekb")
    boss, local = await _boss(world), await world.staff("lena", role="head", units=("ekb",))
    await world.staff("anna")
    ekb = (await world.one("SELECT id FROM unit WHERE code = 'ekb'"))["id"]
    async with world.db.tx() as tx:
        await editing.set_repeat_days(tx, boss, None, "3")
        await editing.set_repeat_days(tx, local, ekb, "0")
        assert (await editing.repeat_days(tx, None), await editing.repeat_days(tx, ekb)) == ((3, 3), (0, 0))
    for unit, marked in (("msk", True), ("ekb", False)):
        phone = f"+791612345{ekb % 90 + 10 if unit == 'ekb' else '01'}"
        first = await world.calls_in(phone, request_type="claim", unit=unit)
        await world.override("boss", first, "anna")
        await world.close("anna", first)
        again = await world.calls_in(phone, request_type="claim", unit=unit)
        assert ((await _labels(world, again)).repeat is not None) == marked
    for staff, unit_id, typed in ((local, None, "5"), (boss, ekb, "366"), (boss, None, ""), (boss, None, "x")):
        with pytest.raises(Refused):
            async with world.db.tx() as tx:
                await editing.set_repeat_days(tx, staff, unit_id, typed)
    async with world.db.tx() as tx:
        await editing.set_repeat_days(tx, local, ekb, "")
        assert await editing.repeat_days(tx, ekb) == (None, 3)


@pytest.mark.parametrize(
    ("role", "units", "code"),
    [("agent", (), "not-found"), ("head", (), ""), ("head", ("ekb",), "not-found"), ("qa", (), ""), ("admin", (), "")],
)
async def test_who_decides_about_repeats_and_targets(world: World, role: str, units: tuple[str, ...], code: str) -> None:
    await world.unit("ekb")
    await _boss(world)
    await world.staff("anna")
    phone = "+79161234567"
    first = await world.calls_in(phone, request_type="claim", unit="msk")
    await world.override("boss", first, "anna")
    await world.close("anna", first)
    number = await world.calls_in(phone, request_type="claim", unit="msk")
    who = await world.staff("kira", role=role, units=units)
    for act in (
        lambda tx: putting.settle_repeat(tx, who, number, counts=True, charged=None, reason="Не его вина"),
        lambda tx: putting.qualify(tx, who, number, target=False, reason="ошиблись номером"),
    ):
        try:
            async with world.db.tx(actor=who.actor) as tx:
                await act(tx)
            said = ""
        except Refused as refused:
            said = refused.code
        assert said == code


async def test_the_figures_count_what_the_lists_show(world: World) -> None:
    boss = await _boss(world)
    await world.staff("anna")
    await _closed(world)
    again = await world.asks(1, request_type="claim")
    await world.override("boss", again, "anna")
    await world.close("anna", again, outcome="duplicate")
    third = await world.asks(1, request_type="warranty")
    now = world.clock.now()
    begin = now.replace(hour=0, minute=0)
    scope = Scope(boss, now, (begin, begin + timedelta(days=1)))
    async with world.db.read() as reader:
        found = await repeats_by_day(reader, scope, "Europe/Moscow")
        days = await over_time(reader, scope)
    assert (found.count, [(one.login, one.count, one.closed) for one in found.people]) == (1, [("anna", 1, 2)])
    assert [(day.repeats, day.claims, day.came) for day in found.days] == [(1, 2, 3)]
    assert (len(days), days[-1]) == (14, (1, 2))
    assert third


# ---- Target or not


async def test_the_outcome_says_it_until_somebody_else_does(world: World) -> None:
    boss = await _boss(world)
    await world.staff("anna")
    for chat, (outcome, target) in enumerate(
        (("solved", True), ("not_target", False), ("spam", False), ("duplicate", True)), 10
    ):
        number = await _closed(world, chat=chat, outcome=outcome)
        assert (await _labels(world, number)).target is target
    open_one = await world.asks(900)
    assert (await _labels(world, open_one)).target is None
    async with world.db.tx(actor=boss.actor) as tx:
        await putting.qualify(tx, boss, number, target=False, reason="то же обращение")
        await putting.qualify(tx, boss, number, target=False)
    found = await _labels(world, number)
    assert (found.target, found.target_by, found.target_why) == (False, boss.name, "то же обращение")
    assert await world.events(number, "request.qualified") == ["request.qualified"]


@pytest.mark.parametrize(
    ("outcome", "target", "turn"), [("solved", False, "anna"), ("spam", True, "boris"), ("spam", None, "anna")]
)
async def test_a_contact_that_was_none_costs_no_turn(world: World, outcome: str, target: bool | None, turn: str) -> None:
    boss = await _boss(world)
    await world.staff("anna")
    await world.staff("boris")
    number = await world.asks(1, request_type="price")
    await world.override("boss", number, "anna")
    await world.close("anna", number, outcome=outcome)
    if target is not None:
        async with world.db.tx(actor=boss.actor) as tx:
            await putting.qualify(tx, boss, number, target=target)
    for login in ("anna", "boris"):
        staff = await world.known(login)
        async with world.db.tx() as tx:
            await stand_in_line(tx, staff)
    last = await world.asks(2, request_type="price")
    await serve_line(world.db, world.limits)
    assert (await world.request(last)).agent_id == (await world.known(turn)).id
