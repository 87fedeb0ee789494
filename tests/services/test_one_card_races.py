"""Merging, writing and forgetting at the same time; a typed phone that was called (U1, A3)."""

import asyncio

import asyncpg
import pytest

from services.clients.linking import put_client
from services.errors import Refused
from services.privacy.erasing import erase
from services.recognising.likely import likely_for
from services.recognising.merging import merge
from services.recognising.phones import verify_phone
from services.recognising.undoing import merges_of
from services.staff.models import Staff
from tests.services.two_cards import KEPT, OTHER, PHONE, Cards
from tests.services.world import World


@pytest.fixture
def cards(world: World) -> Cards:
    """Around a world that is rolled back."""
    return Cards(world)


async def test_two_who_merge_at_once_and_a_client_who_writes_meanwhile(street: World) -> None:
    cards = Cards(street)
    boss, head = await street.staff("boss", role="director"), await street.staff("kira", role="head")
    for chat in range(1, 6):
        kept = await cards.known(f"crm-{chat}", f"+7916123450{chat}")
        joined = await cards.chat(chat, f"+7916123450{chat}")
        await street.asks(chat)
        outcomes = await asyncio.gather(
            cards.merge(boss, kept, joined), cards.merge(head, joined, kept), street.says(chat, "Алло?"), street.says(chat, "Вы там?"),
            street.shares_contact(chat, f"+7916123450{chat}"), return_exceptions=True,
        )  # fmt: skip
        assert [type(one) for one in outcomes if isinstance(one, Exception)].count(Refused) >= 1
        assert (await cards.row(joined))["merged_into"] == (await cards.row(kept))["id"]
        assert await street.rows("SELECT FROM card_merge WHERE kept = $1", (await cards.row(kept))["id"]) != [] or not [
            one for one in outcomes[:2] if not isinstance(one, Exception)
        ]


async def test_a_merge_and_an_erasure_at_once_leave_nobody_behind(street: World) -> None:
    cards = Cards(street)
    boss = await street.staff("boss", role="director")

    async def forget(chat: int) -> None:
        async with street.db.tx() as tx:
            await erase(tx, await street.recognise(tx, chat))

    for chat in range(1, 6):
        kept = await cards.known(f"crm-{chat}", f"+7916123450{chat}", name="Секрет Секретов")
        joined = await cards.chat(chat, f"+7916123450{chat}", "Тайна Тайнова")
        await street.asks(chat)
        await asyncio.gather(cards.merge(boss, kept, joined), forget(chat), return_exceptions=True)
        await forget(chat) if await street.rows("SELECT FROM chat WHERE chat_id = $1", chat) else None
    assert await street.rows("SELECT FROM card_merge WHERE cards::text LIKE '%Тайн%'") == []
    assert await street.rows("SELECT FROM client WHERE name LIKE 'Тайна%'") == []


@pytest.mark.parametrize("door", ["site", "crm"])
async def test_who_asks_about_a_card_that_is_just_being_joined_finds_the_other_one(street: World, door: str) -> None:
    cards = Cards(street)
    boss = await street.staff("boss", role="director")
    kept, joined = await cards.known(), await cards.known("crm-2", OTHER)

    async def changes() -> str:
        async with street.db.tx() as tx:
            return (await put_client(tx, "crm-2", name="Иван", phone=PHONE, birthday=None, tier="gold"))[0].public_id

    async with asyncio.timeout(20), asyncio.TaskGroup() as both, street.db.tx(actor=boss.actor) as tx:
        await merge(tx, boss, kept, joined, reason="Один человек", chosen=KEPT)
        task: asyncio.Task[int | str] = both.create_task(street.calls_in(OTHER) if door == "site" else changes())
        while not await street.rows("SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
            assert not task.done()
    done = task.result()
    if door == "site":  # nobody has the phone any more: as from somebody new, and offered for joining
        row = await street.one(
            "SELECT merged_into FROM client WHERE id = (SELECT client_id FROM request WHERE number = $1)", done
        )
        assert row["merged_into"] is None
    else:
        assert (done, (await cards.row(kept))["tier"]) == (kept, "gold")


async def test_verifying_a_phone_and_merging_at_once_wait_for_each_other(street: World) -> None:
    cards = Cards(street)
    boss, anna = await street.staff("boss", role="director"), await street.staff("anna", wip_limit=9)

    async def verify(number: int) -> None:
        async with street.db.tx(actor=anna.actor) as tx:
            await verify_phone(tx, anna, number, reason="позвонили")

    for chat in range(1, 6):
        kept = await cards.known(f"crm-{chat}", f"+7916123450{chat}")
        joined = await cards.chat(chat, f"+7916123460{chat}")
        await street.asks(chat)
        number = await street.next("anna") or 0
        outcomes = await asyncio.gather(cards.merge(boss, kept, joined), verify(number), return_exceptions=True)
        assert not [one for one in outcomes if isinstance(one, asyncpg.DeadlockDetectedError)]


async def _typed(cards: Cards, phone: str = PHONE) -> tuple[Staff, int, str]:
    anna = await cards.world.staff("anna")
    public_id = await cards.chat(1, phone)
    number = await cards.world.asks(1)
    await cards.world.next("anna")
    return anna, number, public_id


async def test_a_typed_phone_is_verified_by_who_leads_the_request(cards: Cards) -> None:
    world = cards.world
    anna, number, public_id = await _typed(cards)
    boris = await world.staff("boris", role="head")
    for who, reason, code in ((boris, "звонил", "not-owner"), (anna, " ", "invalid")):
        with pytest.raises(Refused) as refused:
            async with world.db.tx(actor=who.actor) as tx:
                await verify_phone(tx, who, number, reason=reason)
        assert refused.value.code == code
    async with world.db.tx(actor=anna.actor) as tx:
        await verify_phone(tx, anna, number, reason="позвонили, подтвердил")
    row = await cards.row(public_id)
    assert (row["phone"], row["phone_unverified"]) == (PHONE, None)
    event = await world.one("SELECT * FROM event WHERE type = 'client.phone_verified'")
    assert (event["actor"], event["data"]["reason"]) == ("agent:anna", "позвонили, подтвердил")
    with pytest.raises(Refused, match="invalid"):
        async with world.db.tx(actor=anna.actor) as tx:
            await verify_phone(tx, anna, number, reason="ещё раз")


async def test_a_phone_of_another_card_leads_to_the_comparison(cards: Cards) -> None:
    world = cards.world
    kept = await cards.known()
    anna, number, public_id = await _typed(cards)
    with pytest.raises(Refused, match="phone-taken"):
        async with world.db.tx(actor=anna.actor) as tx:
            await verify_phone(tx, anna, number, reason="позвонили")
    async with world.db.read() as reader:
        client_id = (await cards.row(public_id))["id"]
        assert [one.public_id for one in await likely_for(reader, anna, client_id)] == [kept]
        assert await merges_of(reader, anna, client_id, world.clock.now()) == []


async def test_a_card_that_was_kept_may_be_joined_by_a_contact_and_old_ids_lead_on(cards: Cards) -> None:
    world = cards.world
    boss = await world.staff("boss", role="director")
    first, second = await cards.chat(1), await cards.chat(2)
    kept = (await cards.merge(boss, first, second)).public_id
    known = await cards.known()
    await world.shares_contact(1, PHONE)
    target = (await cards.row(known))["id"]
    assert {(await cards.row(one))["merged_into"] for one in (first, second)} == {target}
    assert kept in {first, second}
    assert (await world.person(2)).client_public_id == known
