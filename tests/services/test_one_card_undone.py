"""What a merge leaves behind once it was undone, or its people forgotten (U1, A3)."""

import pytest

from services.errors import Refused
from services.privacy.erasing import erase
from services.recognising.undoing import merge_of, merges_of
from services.staff.models import Staff
from tests.services.two_cards import KEPT, OTHER, PHONE, Cards
from tests.services.world import World


@pytest.fixture
def cards(world: World) -> Cards:
    """Around a world that is rolled back."""
    return Cards(world)


async def test_undone_reasons_name_nobody_who_is_forgotten(street: World) -> None:
    cards = Cards(street)
    boss = await street.staff("boss", role="director")
    kept, joined = await cards.known(), await cards.chat(1, OTHER, "Тайна Тайнова")
    await cards.merge(boss, kept, joined, reason="Тайнова просила")
    await cards.undo(boss, reason="Тайнова не он")
    await cards.merge(boss, kept, await cards.chat(2), reason="Он же")
    async with street.db.tx() as tx:
        await erase(tx, await street.recognise(tx, 1))
    rows = await street.rows("SELECT data FROM event WHERE type IN ('client.merged', 'client.unmerged') ORDER BY id")
    assert [row["data"].get("reason") for row in rows] == [None, None, "Он же"]


async def test_the_old_number_of_the_kept_card_may_be_anothers_by_now(cards: Cards) -> None:
    world = cards.world
    boss = await world.staff("boss", role="director")
    kept, joined = await cards.known(), await cards.known("crm-2", OTHER)
    await cards.merge(boss, kept, joined, chosen=KEPT | {"phone": "joined"})
    await world.shares_contact(9, PHONE)
    await cards.undo(boss)
    assert [((await cards.row(one))["phone"], (await cards.row(one))["phone_unverified"]) for one in (kept, joined)] == [
        (None, PHONE), (OTHER, None)
    ]  # fmt: skip


async def test_a_trail_that_was_undone_is_for_who_may_look_at_both(cards: Cards) -> None:
    world = cards.world
    await world.unit("spb")
    boss, kira = await world.staff("boss", role="director"), await world.staff("kira", role="head", units=["spb"])
    kept, joined = await cards.known(), await cards.known("crm-2", OTHER, "Тайна Тайнова")
    await world.calls_in(PHONE, unit="spb")
    await world.calls_in(OTHER, unit="msk")
    await cards.merge(boss, kept, joined)
    merge_id = (await world.one("SELECT max(id) AS id FROM card_merge"))["id"]
    client_id = (await cards.row(kept))["id"]

    async def seen(staff: Staff) -> int:
        async with world.db.read() as reader:
            return len(await merges_of(reader, staff, client_id, world.clock.now()))

    assert (await seen(kira), await seen(boss)) == (1, 1)
    await cards.undo(boss)
    assert (await seen(kira), await seen(boss)) == (0, 1)
    with pytest.raises(Refused) as refused:
        async with world.db.read() as reader:
            await merge_of(reader, kira, merge_id, world.clock.now())
    assert refused.value.code == "not-found"


async def test_a_ref_goes_along_when_a_contact_joins_the_cards(cards: Cards) -> None:
    known, born = await cards.known(), await cards.chat(1)
    async with cards.world.db.tx() as tx:
        await tx.execute("INSERT INTO client_ref SELECT 'crm-9', id FROM client WHERE public_id = $1", born)
    await cards.world.shares_contact(1, PHONE)
    row = await cards.world.one("SELECT c.public_id FROM client_ref JOIN client c ON c.id = client_id WHERE ref = 'crm-9'")
    assert row["public_id"] == known
