"""Whose script holds, who changes it, and how it does."""

from datetime import timedelta
from typing import Any

import pytest

from services.errors import Refused
from services.scripts.defaults import default_script
from services.scripts.editing import checked_script, drop_script, save_script, seen_as
from services.scripts.models import Script, as_script
from services.scripts.reading import script_of
from services.scripts.statistics import script_figures
from tests.services.conftest import NOON
from tests.services.world import World

CHAT = 501
VIN = "XTA210990Y2766389"


async def save(world: World, login: str, request_type: str, unit: int | None, body: Any, *, seen: str | None = None) -> None:
    """As the page of settings does."""
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        await save_script(tx, staff, checked_script(request_type, unit, body), seen=seen)


async def script(world: World, request_type: str, unit: int | None) -> Script:
    """The one that holds."""
    async with world.db.read() as reader:
        return await script_of(reader, request_type, unit)


# ---- Whose script holds, and changing it

BODY = {
    "asks": True,
    "fields": [
        {"code": "size", "kind": "choice", "label": {"ru": "Размер"}, "ask": {"ru": "Какой размер?"}, "required": True,
         "choices": [{"code": "r16", "label": {"ru": "R16"}}, {"code": "r17", "label": {"ru": "R17"}}]},
    ],
    "results": [
        {"code": "sold", "outcome": "solved", "label": {"ru": "Продали"}, "message": {"ru": "Ждём вас!"}},
        {"code": "lost", "outcome": "refused", "label": {"ru": "Ушёл"}, "requires": ["size"]},
    ],
}  # fmt: skip


async def test_the_units_own_else_the_chains_else_the_default(world: World) -> None:
    unit = await world.unit("own")
    await world.staff("head", role="head")
    assert await script(world, "price", unit) == default_script("price")
    await save(world, "head", "price", None, BODY)
    assert (await script(world, "price", unit)).unit_id is None
    assert (await script(world, "price", unit)).own
    await save(world, "head", "price", unit, {**BODY, "asks": False})
    own = await script(world, "price", unit)
    assert (own.unit_id, own.asks, own.fields[0].choices[1].code) == (unit, False, "r17")
    assert as_script("price", unit, own.as_json()) == own
    head = await world.known("head")
    async with world.db.tx() as tx:
        await drop_script(tx, head, "price", unit)
    assert (await script(world, "price", unit)).unit_id is None
    with pytest.raises(Refused, match="not-found"):
        async with world.db.tx() as tx:
            await drop_script(tx, head, "price", unit)
    assert await world.events(f"script:price:{unit}") == ["script.changed", "script.dropped"]


async def test_a_script_of_ones_own_at_work(world: World) -> None:
    await world.staff("head", role="head")
    await world.staff("anna")
    await save(world, "head", "price", None, BODY)
    number = await world.asks(CHAT, "Сколько стоит?", "price")
    await world.next("anna")
    with pytest.raises(Refused) as refused:
        await world.close("anna", number, None, result="lost")
    assert refused.value.data["missing"] == ["fields.size"], "a result may require what its outcome does not"
    await world.close("anna", number, None, result="sold", fields={"size": "R17"})
    assert (await world.row(number))["fields"] == {"size": "r17"}
    assert "Ждём вас!" in await world.texts(number, "out")


@pytest.mark.parametrize("role", ["agent", "qa"])
async def test_who_has_no_settings_changes_no_script(world: World, role: str) -> None:
    await world.staff("mike", role=role)
    with pytest.raises(Refused, match="forbidden"):
        await save(world, "mike", "price", None, BODY)


async def test_a_head_changes_the_scripts_of_their_units(world: World) -> None:
    unit = await world.unit("own")
    await world.staff("lena", role="head", units=["msk"])
    for place in (None, unit):
        with pytest.raises(Refused, match="forbidden"):
            await save(world, "lena", "price", place, BODY)


async def test_two_editors_at_once_are_told(world: World) -> None:
    await world.staff("head", role="head")
    seen = seen_as(await script(world, "price", None))
    await save(world, "head", "price", None, BODY, seen=seen)
    with pytest.raises(Refused) as refused:
        await save(world, "head", "price", None, {**BODY, "asks": False}, seen=seen)
    assert refused.value.data["errors"] == [{"field": "seen", "reason": "changed meanwhile"}]


def test_all_mistakes_are_told_together() -> None:
    field = BODY["fields"][0]  # type: ignore[index]
    bad = {
        "fields": [{**field, "code": "SIZE", "kind": "nonsense"}, {**field, "choices": []}, {**field, "label": {"ru": "я" * 101}}],
        "results": [{"code": "x", "outcome": "won", "label": {}, "next": "party", "requires": ["y"], "message": {"ru": "я" * 1001}}],
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        checked_script("price", None, bad)
    assert {error["field"] for error in refused.value.data["errors"]} == {
        "fields.0.code", "fields.0.kind", "fields.1.choices", "fields.2.label.ru", "fields.2.code", "results.0.outcome",
        "results.0.label.ru", "results.0.next", "results.0.requires", "results.0.message.ru",
    }  # fmt: skip


@pytest.mark.parametrize("body", [{}, {"fields": 7, "results": "x"}, {"fields": [7, None], "results": [[]]}])
def test_anything_may_be_typed(body: Any) -> None:
    made = checked_script("price", None, body)
    assert (made.fields, made.results) == ((), ())


# ---- Figures


async def test_what_is_skipped_and_what_fails_is_counted(world: World) -> None:
    await world.staff("anna")
    numbers = [await world.asks(CHAT + place, "Сколько стоит?", "price") for place in range(3)]
    async with world.db.tx() as tx:
        for number, left in zip(numbers, ("answered", "skipped", "ended"), strict=True):
            await tx.execute(
                "INSERT INTO script_field (request_number, code, asked_at, left_as) VALUES ($1, 'vehicle', $2, $3)",
                number, tx.now, left,
            )  # fmt: skip
    for number, outcome in zip(numbers, ("answered", "refused", "answered"), strict=True):
        assert await world.next("anna") == number
        await world.close("anna", number, outcome)
    await world.rates(CHAT + 2, numbers[2], 1)
    async with world.db.read() as reader:
        [figures] = await script_figures(reader, NOON - timedelta(1), NOON + timedelta(1), request_type="price", by_unit=False)
        assert await script_figures(reader, NOON + timedelta(1), NOON + timedelta(2)) == []
        assert await script_figures(reader, NOON - timedelta(1), NOON + timedelta(1), unit_ids=[0]) == []
    vehicle = figures.fields[0]
    assert (vehicle.code, vehicle.asked, vehicle.answered, vehicle.skipped) == ("vehicle", 3, 1, 2)
    assert (figures.opened, figures.closed, figures.failed) == (3, 3, 2)
    assert {(one.outcome, one.count, one.failed, one.reopened, one.low) for one in figures.results} == {
        ("answered", 2, 1, 1, 1), ("refused", 1, 1, 0, 0),
    }  # fmt: skip
