"""Rules of watching as they are typed, saved and given up: ranges, rights, and what the event tells (U2, D1)."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from services.errors import Refused
from services.requests.models import TYPES
from services.watch.editing import (
    NUMBERS,
    as_edited,
    checked_watch,
    drop_watch,
    fit_for_duty,
    own_watch,
    save_watch,
    seen_as,
    watches_of_units,
)
from services.watch.models import Rush, Watch
from services.watch.policies import watch_of
from tests.services.world import World

ON_DUTY = {"anna": 7}
USUAL: dict[str, str] = {
    "mode": "chain", **{name: "" if value is None else str(value) for name, value in as_edited(Watch()).items() if name in NUMBERS},
}  # fmt: skip


def typed(
    changed: Mapping[str, str], resolve: Mapping[str, str] | None = None, rush: Mapping[str, str] | None = None
) -> Watch:  # fmt: skip
    return checked_watch(None, USUAL | dict(changed), resolve or {}, rush or {}, ON_DUTY)


def mistakes(*what: Any) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        typed(*what)
    return {error["field"]: error["reason"] for error in refused.value.data["errors"]}


def test_the_usual_rules_can_be_typed() -> None:
    assert typed({}) == Watch()


def test_rules_as_they_are_typed() -> None:
    found = checked_watch(
        3,
        USUAL | {
            "mode": "journal", "first_minutes": "5", "next_minutes": " 1 000 ", "handoff_minutes": "90", "nudge_minutes": "0",
            "lease_minutes": "0", "director_minutes": "0", "remind_minutes": "0", "slip_minutes": "0", "danger_minutes": "3",
            "duty": "anna", "rush_waiting": "12", "rush_minutes": "120",
        },
        {"claim": "480", "price": " "}, {"claim": "0", "callback": "15"}, ON_DUTY,
    )  # fmt: skip
    rush = Rush(12, 120, {"claim": 0, "callback": 15})
    assert found == Watch(3, "journal", 5, 1000, 90, {"claim": 480}, 0, 0, 0, 0, 0, 3, 7, rush)


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("first_minutes", ("", "1", "10080"), ("0", "10081", "-1", "пять")),
        ("next_minutes", ("", "1", "10080"), ("0", "10081", "1,5")),
        ("handoff_minutes", ("1", "10080"), ("", "0", "10081")),
        ("nudge_minutes", ("0", "19"), ("", "1441", "x")),
        ("lease_minutes", ("0", "11", "1440"), ("", "1441")),
        ("director_minutes", ("0", "10080"), ("", "10081", "9" * 5000)),
        ("remind_minutes", ("0", "1440"), ("", "1441")),
        ("slip_minutes", ("0", "10080"), ("", "10081")),
        ("danger_minutes", ("1", "1440"), ("", "0", "1441", "٣")),
        ("rush_waiting", ("", "1", "9999"), ("0", "10000")),
        ("rush_minutes", ("1", "10080"), ("", "0", "10081")),
        ("mode", ("chain", "journal"), ("", "both", "я" * 5000)),
        ("duty", ("", "anna"), ("boris", " ", "7")),
    ],
)
def test_the_range_of_each_field(field: str, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    for words in good:
        typed({field: words})
    for words in bad:
        assert set(mistakes({field: words})) == {field}, words


@pytest.mark.parametrize("group", ["resolve", "rush"])
def test_the_range_of_minutes_by_type(group: str) -> None:
    most = {"resolve": 129600, "rush": 10080}[group]
    for name in TYPES:
        assert typed({}, **{group: {name: str(most)}})
        assert set(mistakes({}, *({name: str(most + 1)} if group == other else {} for other in ("resolve", "rush")))) == {
            f"{group}.{name}"
        }
    assert mistakes({}, {"claim": "0"}) == {"resolve.claim": "out of range"}
    assert typed({}, {"no-such-type": "5"}, {"no-such-type": "x"}) == Watch(), "what nobody is asked for is not read"


@pytest.mark.parametrize(
    ("nudge", "lease", "told"),
    [
        ("10", "20", {}), ("10", "0", {}), ("0", "20", {}), ("0", "0", {}), ("19", "20", {}),
        ("20", "20", {"nudge_minutes": "not before the lease"}), ("30", "20", {"nudge_minutes": "not before the lease"}),
        ("30", "x", {"lease_minutes": "not a number"}), ("", "20", {"nudge_minutes": "required"}),
    ],
)  # fmt: skip
def test_whoever_is_reminded_has_time_left(nudge: str, lease: str, told: dict[str, str]) -> None:
    fields = {"nudge_minutes": nudge, "lease_minutes": lease}
    if told:
        assert mistakes(fields) == told
    else:
        typed(fields)


def test_mistakes_are_told_together() -> None:
    told = mistakes({"mode": "", "slip_minutes": "", "duty": "boris", "first_minutes": "0"}, {"claim": "x"}, {"price": "-1"})
    assert set(told) == {"mode", "slip_minutes", "duty", "first_minutes", "resolve.claim", "rush.price"}


async def test_a_units_own_rules_stand_before_the_chains_until_it_gives_them_up(world: World) -> None:
    nsk, director = await world.unit("nsk"), await world.staff("boss", role="director")
    async with world.db.tx(actor=director.actor) as tx:
        assert await watch_of(tx, nsk) == Watch()
        await save_watch(tx, director, Watch(None, director_minutes=45))
        await save_watch(tx, director, Watch(nsk, "journal", resolve_minutes={"claim": 480}, rush=Rush(5, 90, {"price": 3})))
        await save_watch(tx, director, Watch(None, director_minutes=50))
        assert await own_watch(tx, director, nsk) == Watch(
            nsk, "journal", resolve_minutes={"claim": 480}, rush=Rush(5, 90, {"price": 3})
        )
        assert set(await watches_of_units(tx)) == {nsk}
        await drop_watch(tx, director, nsk)
        assert await watch_of(tx, nsk) == Watch(None, director_minutes=50)
        with pytest.raises(Refused, match="not-found"):
            await drop_watch(tx, director, nsk)


async def test_the_event_tells_what_changed_and_for_whom(world: World) -> None:
    nsk, director = await world.unit("nsk"), await world.staff("boss", role="director")
    anna = await world.staff("anna")
    async with world.db.tx(actor=director.actor) as tx:
        await save_watch(tx, director, Watch())
        await save_watch(tx, director, Watch(nsk, duty_id=anna.id, first_minutes=5))
    async with world.db.tx(actor=director.actor) as tx:
        await drop_watch(tx, director, nsk)
    rows = await world.rows("SELECT type, subject, actor, unit_id, data FROM event WHERE type LIKE 'watch.%' ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("watch.changed", f"watch:{nsk}", "agent:boss", nsk, {"changes": {"first_minutes": [None, 5], "duty": [None, "anna"]}}),
        ("watch.dropped", f"watch:{nsk}", "agent:boss", nsk, {"changes": {"first_minutes": [5, None], "duty": ["anna", None]}}),
    ], "the usual rules of the chain are no change"


async def test_a_unit_may_keep_what_the_chain_has_now(world: World) -> None:
    """Saving without a change gives the unit rules of its own: later changes of the chain pass it by."""
    nsk, director = await world.unit("nsk"), await world.staff("boss", role="director")
    async with world.db.tx() as tx:
        await save_watch(tx, director, Watch(nsk))
        await save_watch(tx, director, Watch(None, slip_minutes=0))
        assert (await watch_of(tx, nsk)).slip_minutes == 30


async def test_whose_rules(world: World) -> None:
    nsk = await world.unit("nsk")
    head, of_all = await world.staff("head", role="head", units=["nsk"]), await world.staff("all", role="head")
    nobody = [await world.staff(role, role=role) for role in ("agent", "qa")]
    async with world.db.tx() as tx:
        await save_watch(tx, head, Watch(nsk))
        await save_watch(tx, of_all, Watch(nsk, slip_minutes=5))
        await save_watch(tx, of_all, Watch(None, slip_minutes=5))
        for staff, unit in [(head, None), *((one, unit) for one in nobody for unit in (nsk, None))]:
            for attempt in (own_watch(tx, staff, unit), save_watch(tx, staff, Watch(unit, slip_minutes=0))):
                with pytest.raises(Refused, match="forbidden"):
                    await attempt
        for staff in nobody:
            with pytest.raises(Refused, match="forbidden"):
                await drop_watch(tx, staff, nsk)


async def test_what_was_shown_must_still_hold(world: World) -> None:
    director = await world.staff("boss", role="director")
    async with world.db.tx() as tx:
        await save_watch(tx, director, Watch(None, slip_minutes=5), seen=seen_as(Watch()))
        with pytest.raises(Refused) as refused:
            await save_watch(tx, director, Watch(None, slip_minutes=6), seen=seen_as(Watch()))
        assert refused.value.data["errors"] == [{"field": "seen", "reason": "changed meanwhile"}]
        assert (await watch_of(tx, None)).slip_minutes == 5


async def test_of_two_who_save_at_once_one_is_told(street: World) -> None:
    """Also where there is no row to lock yet."""
    director = await street.staff("boss", role="director")

    async def save(minutes: int) -> str:
        try:
            async with street.db.tx() as tx:
                await save_watch(tx, director, Watch(None, slip_minutes=minutes), seen=seen_as(Watch()))
        except Refused as refused:
            return refused.code
        return "saved"

    assert sorted(await asyncio.gather(*(save(minutes) for minutes in (1, 2, 3)))) == ["invalid", "invalid", "saved"]
    assert len(await street.rows("SELECT FROM event WHERE type = 'watch.changed'")) == 1


async def test_who_is_fit_for_duty(world: World) -> None:
    """Whoever works there and may take requests; for the chain, whoever works everywhere."""
    nsk = await world.unit("nsk")
    for login, role, units in (
        ("anna", "agent", ["nsk"]), ("boris", "head", ["msk"]), ("vera", "agent", []), ("gleb", "director", []), ("qa", "qa", []),
        ("left", "agent", []),
    ):  # fmt: skip
        await world.staff(login, role=role, units=units)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET active = false WHERE login = 'left'")
        assert [row["login"] for row in await fit_for_duty(tx, nsk)] == ["anna", "gleb", "vera"]
        assert [row["login"] for row in await fit_for_duty(tx, None)] == ["gleb", "vera"]


def test_another_fingerprint_for_other_rules() -> None:
    seen = {seen_as(watch) for watch in (
        Watch(), Watch(1, duty_id=3), Watch(rush=Rush(3)), Watch(resolve_minutes={"claim": 1}), replace(Watch(), mode="journal"),
    )}  # fmt: skip
    assert len(seen) == 5
    assert seen_as(Watch(1)) == seen_as(Watch()), "a unit that goes by the chain's rules was shown those"
