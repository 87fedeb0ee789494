"""One card for one person: what is offered, who may join, what moves, and that undoing puts everything back (U1, A3)."""

from datetime import date

import pytest

from services.errors import Refused
from services.privacy.collecting import collect
from services.privacy.erasing import erase
from services.recognising.cars import POINTERS
from services.recognising.likely import compare_changed, likely_pairs, not_the_same
from services.recognising.moving import BELONGINGS, ELSEWHERE
from services.recognising.signs import likeness
from services.recognising.undoing import merge_of
from tests.services.two_cards import KEPT, OTHER, PHONE, PLATE, VIN, Cards, some_world
from tests.services.world import World


@pytest.fixture
def cards(world: World) -> Cards:
    """Around a world that is rolled back."""
    return Cards(world)


@pytest.mark.parametrize(
    ("hits", "name", "other", "signs", "likely", "strong"),
    [
        (("phone",), "Ваня", "Иван Петров", ("phone",), True, False),
        (("phone",), "Иван Петров", "иван  Петров", ("phone", "name"), True, False),
        (("phone", "vin"), "Ваня", "Иван Петров", ("phone", "vin"), True, True),
        (("phone", "plate"), "Иван", "Иван Петров", ("phone", "plate", "near_name"), True, True),
        (("vin",), "Анна Петрова", "Иван Сидоров", ("vin", "other_name"), False, False),
        (("vin", "plate"), "Пётр", "Петр Иванов", ("vin", "plate", "near_name"), True, False),
        (("birthday",), "Иван Петров", "Петров Иван", ("birthday", "name"), True, False),
        (("birthday",), "Иван Петров", "Иван Сидоров", ("birthday", "near_name"), True, False),
        ((), "Иван Петров", "Иван Петров", ("name",), False, False),
        (("typed_phone", "phone"), "", "", ("phone",), True, False),
    ],
)
def test_how_much_the_signs_say(
    *, hits: tuple[str, ...], name: str, other: str, signs: tuple[str, ...], likely: bool, strong: bool
) -> None:
    found = likeness(hits, name, other)
    assert (found.signs, found.likely, found.strong) == (signs, likely, strong)


async def test_a_typed_phone_and_the_same_car_are_found_from_both_sides(cards: Cards) -> None:
    kept = await cards.known()
    joined = await cards.chat(1, PHONE, "Ваня")
    await cards.known("crm-2", OTHER, "Пётр Сидоров")
    assert [(one.public_id, one.likeness.signs) for one in await cards.likely(joined)] == [(kept, ("phone",))]
    await cards.car(kept, ref="v-1", vin=VIN, plate=PLATE)
    await cards.car(joined, vin=VIN)
    for one, other in ((kept, joined), (joined, kept)):
        [found] = await cards.likely(one)
        assert (found.public_id, found.likeness.signs, found.likeness.strong) == (other, ("phone", "vin"), True)


async def test_a_sold_car_says_nothing_and_a_birthday_needs_a_name(cards: Cards) -> None:
    kept = await cards.known(birthday=date(1980, 5, 1))
    other = await cards.known("crm-2", OTHER, "Анна Иванова", birthday=date(1980, 5, 1))
    await cards.car(kept, ref="v-1", vin=VIN)
    await cards.car(other, vin=VIN)
    async with cards.world.db.tx() as tx:
        await tx.execute("UPDATE vehicle SET sold_at = now() WHERE ref = 'v-1'")
    assert await cards.likely(other) == []
    same = await cards.known("crm-3", "+79031112244", "Петров Иван", birthday=date(1980, 5, 1))
    assert [one.public_id for one in await cards.likely(same)] == [kept]


async def test_the_heads_list_follows_the_cards_and_forgets_who_is_not_the_same(cards: Cards) -> None:
    world = cards.world
    boss = await world.staff("boss", role="head")
    kept, joined = await cards.known(), await cards.chat(1, PHONE)
    async with world.db.tx() as tx:
        assert await compare_changed(tx)
        assert await compare_changed(tx) == 0
    async with world.db.read() as reader:
        [pair] = await likely_pairs(reader, boss)
    assert {pair.one[0], pair.other[0]} == {kept, joined}
    ids = [(await cards.row(one))["id"] for one in (kept, joined)]
    for _ in range(2):
        async with world.db.tx(actor=boss.actor) as tx:
            await not_the_same(tx, boss, *ids)
    assert await cards.likely(joined) == []
    await cards.chat(1, OTHER)
    await cards.chat(1, PHONE)
    async with world.db.tx() as tx:
        await compare_changed(tx)
    async with world.db.read() as reader:
        assert await likely_pairs(reader, boss) == []
    assert await world.events(f"client:{kept}", "client.not_same") == ["client.not_same"]


async def _scene(cards: Cards) -> tuple[str, str, int]:
    """A known client, and the same one in a chat, who is asking."""
    kept = await cards.known()
    joined = await cards.chat(1, PHONE, "Ваня")
    number = await cards.world.asks(1)
    return kept, joined, number


@pytest.mark.parametrize(
    ("role", "units", "strong", "leads", "allowed"),
    [
        ("agent", (), True, True, True),
        ("agent", (), True, False, False),
        ("agent", (), False, True, False),
        ("agent", ("ekb",), True, False, False),
        ("head", (), False, False, True),
        ("head", ("msk",), False, False, True),
        ("head", ("ekb",), False, False, False),
        ("director", (), False, False, True),
        ("admin", (), False, False, True),
        ("qa", (), True, False, False),
    ],
)
async def test_who_may_join_two_cards(
    cards: Cards, *, role: str, units: tuple[str, ...], strong: bool, leads: bool, allowed: bool
) -> None:
    world = cards.world
    await world.unit("ekb")
    await world.person(1, unit_id=(await world.one("SELECT id FROM unit WHERE code = 'msk'"))["id"])
    kept, joined, number = await _scene(cards)
    await world.calls_in(PHONE, unit="msk")
    if strong:
        await cards.car(kept, ref="v-1", vin=VIN)
        await cards.car(joined, vin=VIN)
    who = await world.staff("kira", role=role, units=units)
    boss = await world.staff("boss", role="director")
    if leads:
        await world.override("boss", number, "kira")
    if allowed:
        assert (await cards.merge(who, joined, kept)).public_id == kept
    else:
        with pytest.raises(Refused) as refused:
            await cards.merge(who, joined, kept)
        assert refused.value.code in {"forbidden", "not-found"}
        assert (await cards.merge(boss, joined, kept)).public_id == kept


async def test_two_verified_phones_are_for_heads(cards: Cards) -> None:
    world = cards.world
    anna, boss = await world.staff("anna"), await world.staff("boss", role="head")
    kept = await cards.known(birthday=date(1980, 5, 1))
    other = await cards.known("crm-2", OTHER, "Иван Петров", birthday=date(1980, 5, 1))
    await cards.car(kept, ref="v-1", vin=VIN)
    await cards.car(other, vin=VIN)
    number = await world.calls_in(PHONE)
    await world.override("boss", number, "anna")
    assert (await cards.likely(other))[0].likeness.strong
    with pytest.raises(Refused) as refused:
        await cards.merge(anna, kept, other)
    assert refused.value.code == "forbidden"
    await cards.merge(boss, kept, other, chosen=KEPT | {"phone": "joined"})
    left = await cards.row(kept)
    assert (left["phone"], left["phone_unverified"]) == (OTHER, PHONE)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"reason": "  "}, "invalid", "reason"),
        ({"reason": "я" * 1001}, "invalid", "reason"),
        ({"chosen": {**KEPT, "phone": "both"}}, "invalid", "phone"),
        ({"chosen": {}}, "invalid", "name"),
        ({"seen": "0" * 16}, "invalid", "seen"),
        ({"other": "nobody"}, "not-found", ""),
        ({"other": "same"}, "not-found", ""),
    ],
)
async def test_what_is_refused(cards: Cards, changed: dict[str, object], code: str, field: str) -> None:
    boss = await cards.world.staff("boss", role="director")
    kept, joined, _ = await _scene(cards)
    other = {"nobody": "nobody", "same": kept}.get(str(changed.pop("other", "")), joined)
    with pytest.raises(Refused) as refused:
        await cards.merge(boss, kept, other, **changed)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert [error["field"] for error in refused.value.data.get("errors", ())] == ([field] if field else [])
    assert await cards.world.rows("SELECT FROM card_merge") == []


async def test_everything_is_on_one_card_and_old_ids_lead_there(cards: Cards) -> None:
    world = cards.world
    boss = await world.staff("boss", role="director")
    kept, joined, number = await _scene(cards)
    site = await world.calls_in(PHONE)
    await cards.car(kept, ref="v-1", vin=VIN)
    typed = await cards.car(joined, make="Lada", vin=VIN, plate=PLATE)
    async with world.db.tx() as tx:
        await tx.execute(
            "UPDATE request SET vehicle_id = (SELECT id FROM vehicle WHERE public_id = $2) WHERE number = $1", number, typed
        )
    await cards.merge(boss, joined, kept, chosen=KEPT | {"name": "joined"})
    left = await cards.row(kept)
    assert (left["name"], left["phone"], (await cards.row(joined))["merged_into"]) == ("Ваня", PHONE, left["id"])
    rows = await world.rows("SELECT number, client_id, chat_id, vehicle_id FROM request ORDER BY number")
    [car] = await world.rows("SELECT id, plate FROM vehicle WHERE client_id = $1", left["id"])
    assert [tuple(row) for row in rows] == [(number, left["id"], 1, car["id"]), (site, left["id"], 1, None)]
    assert car["plate"] == PLATE
    assert (await world.says(1, "Ну что там?")).number in {number, site}
    assert "request.card" in await world.events(number)
    [merge] = [row["data"] for row in await world.rows("SELECT data FROM event WHERE type = 'client.merged'")]
    assert (merge["merged"], merge["by"]) == (joined, "boss")


@pytest.mark.parametrize("seed", range(12))
async def test_undoing_a_merge_puts_everything_back(cards: Cards, seed: int) -> None:
    kept, joined = await some_world(cards, seed)
    boss = await cards.world.staff("boss", role="director")
    before = await cards.snapshot()
    await cards.merge(boss, kept, joined, chosen=KEPT | {"name": "joined"})
    assert await cards.snapshot() != before
    await cards.undo(boss)
    assert await cards.snapshot() == before


async def test_what_came_after_the_merge_stays_and_the_chat_takes_its_own_along(cards: Cards) -> None:
    world = cards.world
    boss = await world.staff("boss", role="director")
    kept, joined, _ = await _scene(cards)
    await cards.merge(boss, kept, joined)
    asked = await world.asks(1, "Ещё вопрос")
    called = await world.calls_in(PHONE)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE client SET name = 'Иван Иванович' WHERE public_id = $1", kept)
    parted = await cards.undo(boss)
    assert (parted.joined_id, parted.counts["request"], parted.counts["chat"]) == (joined, 2, 1)
    whose = {row["number"]: (row["public_id"], row["chat_id"]) for row in await world.rows(
        "SELECT r.number, c.public_id, r.chat_id FROM request r JOIN client c ON c.id = r.client_id"
    )}  # fmt: skip
    assert (whose[asked], whose[called]) == ((joined, 1), (kept, None))
    assert (await cards.row(kept))["name"] == "Иван Иванович"


async def test_a_merge_is_undone_once_in_time_and_from_the_top(cards: Cards) -> None:
    world = cards.world
    boss, anna = await world.staff("boss", role="director"), await world.staff("anna")
    first, second = await cards.chat(1, PHONE), await cards.chat(2, PHONE)
    kept = await cards.known()
    await cards.merge(boss, first, second)
    await cards.merge(boss, first, kept)
    with pytest.raises(Refused) as refused:
        await cards.undo(boss, (await world.one("SELECT min(id) AS id FROM card_merge"))["id"])
    assert refused.value.code == "too-late"
    with pytest.raises(Refused) as refused:
        await cards.undo(anna)
    assert refused.value.code == "forbidden"
    await cards.undo(boss)
    with pytest.raises(Refused) as refused:
        await cards.undo(boss)
    assert refused.value.code == "closed"
    left = (await world.one("SELECT min(id) AS id FROM card_merge"))["id"]
    world.clock.advance(hours=24 * 31)
    with pytest.raises(Refused) as refused:
        await cards.undo(boss, left)
    assert refused.value.code == "too-late"
    async with world.db.read() as reader:
        assert not (await merge_of(reader, boss, left, world.clock.now())).undoable


async def test_a_number_that_was_proved_meanwhile_stays_with_who_proved_it(cards: Cards) -> None:
    world = cards.world
    boss = await world.staff("boss", role="director")
    kept, other = await cards.known(), await cards.known("crm-2", OTHER, "Иван Петров")
    await cards.merge(boss, kept, other)
    await world.shares_contact(9, OTHER)
    await cards.undo(boss)
    back = await cards.row(other)
    assert (back["phone"], back["phone_unverified"]) == (None, OTHER)


async def test_no_table_that_points_at_a_card_or_a_car_is_forgotten(world: World) -> None:
    rows = await world.rows(
        "SELECT conrelid::regclass::text AS source, confrelid::regclass::text AS target FROM pg_constraint "
        "WHERE contype = 'f' AND confrelid IN ('client'::regclass, 'vehicle'::regclass)"
    )
    assert {row["source"] for row in rows if row["target"] == "client"} <= BELONGINGS.keys() | ELSEWHERE
    assert {row["source"] for row in rows if row["target"] == "vehicle"} <= POINTERS.keys()


async def test_who_is_forgotten_leaves_nothing_in_the_trail(cards: Cards) -> None:
    world = cards.world
    boss = await world.staff("boss", role="director")
    kept, joined, _ = await _scene(cards)
    await cards.chat(5, OTHER)
    async with world.db.tx() as tx:
        await compare_changed(tx)
    await cards.merge(boss, kept, joined, chosen=KEPT | {"name": "joined"})
    async with world.db.read() as reader:
        told = await collect(reader, (await cards.row(kept))["id"])
    assert [(one["name"], one["phone_unverified"]) for one in told["merges"]] == [("Ваня", PHONE)]
    async with world.db.tx() as tx:
        await erase(tx, await world.recognise(tx, 1))
    assert await world.rows("SELECT FROM card_merge") == []
    assert await world.rows("SELECT FROM likely_duplicate") == []
    left = await world.rows(
        "SELECT data::text AS told FROM event WHERE subject = ANY ($1)", [f"client:{kept}", f"client:{joined}"]
    )
    assert not any("Позвонили" in row["told"] or PHONE in row["told"] for row in left)
