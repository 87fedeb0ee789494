"""Tags: who puts them on, who edits them, what they count (G4)."""

from datetime import timedelta
from typing import Any

import pytest

from services.board.models import Scope
from services.errors import Refused
from services.labelling import editing, putting
from services.labelling.editing import TagData
from services.labelling.figures import tag_loads
from services.labelling.models import Labels
from services.labelling.reading import labels_of
from services.staff.models import Staff
from tests.services.world import World


async def _boss(world: World) -> Staff:
    return await world.staff("boss", role="director")


async def _tag(world: World, staff: Staff, ru: str = "Шум", **more: Any) -> str:
    async with world.db.tx(actor=staff.actor) as tx:
        return await editing.make_tag(tx, staff, TagData({"ru": ru, **more.pop("also", {})}, **more))


async def _labels(world: World, number: int) -> Labels:
    async with world.db.read() as reader:
        return await labels_of(reader, number)


async def test_a_tag_is_found_by_its_name_in_either_language_and_gets_a_code(world: World) -> None:
    boss = await _boss(world)
    assert await _tag(world, boss, "Шум справа", also={"en": "Noise on the right"}) == "noise-on-the-right"
    assert await _tag(world, boss, "Щётки") == "shchetki"
    assert await _tag(world, boss, "!!!") == "tag"
    number = await world.asks(1)
    async with world.db.tx(actor=boss.actor) as tx:
        for typed in ("  шум СПРАВА ", "#noise on the right", "щетки", "tag"):
            await putting.add_tag(tx, boss, number, typed)
    assert [tag.code for tag in (await _labels(world, number)).tags] == ["noise-on-the-right", "shchetki", "tag"]
    assert await world.events(number, "request.tagged") == ["request.tagged"] * 3
    async with world.db.tx(actor=boss.actor) as tx:
        await putting.remove_tag(tx, boss, number, "tag")
        await putting.remove_tag(tx, boss, number, "never-there")
        await putting.set_tags(tx, boss, number, ["shchetki", "shchetki"])
    assert [tag.code for tag in (await _labels(world, number)).tags] == ["shchetki"]


@pytest.mark.parametrize("typed", ["", "   ", "такой нет", "я" * 5000, "'; DROP TABLE tag; --", "%", "\U0001f600"])
async def test_what_is_no_tag_is_refused(world: World, typed: str) -> None:
    boss = await _boss(world)
    await _tag(world, boss)
    number = await world.asks(1)
    with pytest.raises(Refused, match="invalid"):
        async with world.db.tx(actor=boss.actor) as tx:
            await putting.add_tag(tx, boss, number, typed)


@pytest.mark.parametrize(
    ("role", "units", "leads", "outcome"),
    [
        ("agent", (), True, "ok"), ("agent", (), False, "not-found"), ("head", (), False, "ok"), ("head", ("msk",), False, "ok"),
        ("head", ("ekb",), False, "not-found"), ("qa", (), False, "ok"), ("director", (), False, "ok"), ("admin", (), False, "ok"),
    ],
)  # fmt: skip
async def test_who_puts_tags_on(world: World, role: str, units: tuple[str, ...], leads: bool, outcome: str) -> None:
    await world.unit("ekb")
    boss = await _boss(world)
    await _tag(world, boss)
    number = await world.calls_in("+79161234567", unit="msk")
    who = await world.staff("kira", role=role, units=units)
    if leads:
        await world.override("boss", number, "kira")
    try:
        async with world.db.tx(actor=who.actor) as tx:
            await putting.add_tag(tx, who, number, "шум")
        said = "ok"
    except Refused as refused:
        said = refused.code
    assert said == outcome


async def test_whoever_led_it_before_reads_and_does_not_tag(world: World) -> None:
    boss, anna = await _boss(world), await world.staff("anna")
    await _tag(world, boss)
    number = await world.asks(1)
    await world.next("anna")
    await world.staff("boris")
    await world.override("boss", number, "boris")
    with pytest.raises(Refused, match="not-owner"):
        async with world.db.tx(actor=anna.actor) as tx:
            await putting.add_tag(tx, anna, number, "шум")


async def test_a_units_tag_is_for_its_requests_and_one_out_of_use_is_only_taken_off(world: World) -> None:
    await world.unit("ekb")
    boss = await _boss(world)
    await _tag(world, boss, "Местная", unit="ekb")
    old = await _tag(world, boss, "Старая")
    here, there = await world.calls_in("+79161234567", unit="msk"), await world.calls_in("+79161234568", unit="ekb")
    async with world.db.tx(actor=boss.actor) as tx:
        await putting.add_tag(tx, boss, there, "местная")
        await putting.add_tag(tx, boss, there, "старая")
        row = await tx.row("SELECT id FROM tag WHERE code = $1", old)
        assert row
        await editing.change_tag(tx, boss, row["id"], TagData({"ru": "Старая"}, active=False))
        await putting.set_tags(tx, boss, there, [old, "mestnaya"])
    for number, typed in ((here, "местная"), (here, "старая")):
        with pytest.raises(Refused, match="invalid"):
            async with world.db.tx(actor=boss.actor) as tx:
                await putting.add_tag(tx, boss, number, typed)


async def test_tags_are_edited_within_ones_units_and_replaced_by_others(world: World) -> None:
    await world.unit("ekb")
    boss, local = await _boss(world), await world.staff("lena", role="head", units=("ekb",))
    whole, own = await _tag(world, boss, "Шум"), await _tag(world, local, "Стук", unit="ekb")
    for staff, data in (
        (local, TagData({"ru": "Везде"})), (local, TagData({"ru": "Чужая"}, unit="msk")), (boss, TagData({"ru": " шум "})),
        (boss, TagData({"en": ""})), (boss, TagData({"ru": "я" * 41})), (boss, TagData({"ru": "Где"}, unit="nowhere")),
    ):  # fmt: skip
        with pytest.raises(Refused, match="invalid"):
            async with world.db.tx(actor=staff.actor) as tx:
                await editing.make_tag(tx, staff, data)
    with pytest.raises(Refused, match="forbidden"):
        async with world.db.tx() as tx:
            await editing.make_tag(tx, await world.staff("anna"), TagData({"ru": "Моя"}))
    ids = {row["code"]: row["id"] for row in await world.rows("SELECT id, code FROM tag")}
    with pytest.raises(Refused, match="forbidden"):
        async with world.db.tx() as tx:
            await editing.change_tag(tx, local, ids[whole], TagData({"ru": "Гул"}))
    number = await world.calls_in("+79161234567", unit="ekb")
    async with world.db.tx(actor=boss.actor) as tx:
        await putting.set_tags(tx, boss, number, [whole, own])
        await editing.merge_tags(tx, boss, ids[own], whole)
    assert [tag.code for tag in (await _labels(world, number)).tags] == [whole]
    with pytest.raises(Refused, match="invalid"):
        async with world.db.tx() as tx:
            await editing.merge_tags(tx, boss, ids[whole], own)


async def test_what_requests_with_a_tag_take(world: World) -> None:
    boss = await _boss(world)
    await world.staff("anna")
    await world.staff("boris")
    code = await _tag(world, boss)
    first, second = await world.asks(1, request_type="claim"), await world.asks(2)
    for agent, minutes in (("anna", 20), ("boris", 10)):
        await world.override("boss", first, agent)
        world.clock.advance(minutes=minutes)
    await world.close("boris", first)
    again = await world.asks(1, request_type="claim")
    async with world.db.tx(actor=boss.actor) as tx:
        for number in (first, again):
            await putting.set_tags(tx, boss, number, [code])
    now = world.clock.now()
    async with world.db.read() as reader:
        [load] = await tag_loads(reader, Scope(boss, now, (now - timedelta(days=1), now + timedelta(days=1))))
    assert (load.count, round(load.share), load.repeats) == (2, 67, 50)
    assert (round(load.handling or 0), round(load.hold or 0)) == (30, 10)
    assert second
