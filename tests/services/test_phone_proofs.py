"""Whose word a phone stands on: own contact, staff, a system that vouches; what follows from nobody's (A3, U1)."""

import asyncio

import asyncpg
import pytest

from services.clients.linking import client_by_public_id, put_client
from services.clients.proofs import Proof
from services.errors import Refused
from services.finding.search import find
from services.privacy.collecting import collect
from services.privacy.erasing import erase
from services.recognising.cards import two_phones, usual_choice
from services.recognising.phones import verify_phone
from services.staff.models import Staff
from tests.services.two_cards import KEPT, OTHER, PHONE, VOUCHED, Cards
from tests.services.world import World


@pytest.fixture
def cards(world: World) -> Cards:
    """Around a world that is rolled back."""
    return Cards(world)


async def _by(cards: Cards, public_id: str) -> str | None:
    """How the card's phone was verified, as the API shows it."""
    async with cards.world.db.read() as reader:
        client = await client_by_public_id(reader, public_id)
    assert client is not None
    return client.phone_by


async def _of(world: World, number: int) -> tuple[str | None, str | None, str | None]:
    row = await world.row(number)
    return row["client_phone"], row["client_phone_by"], row["client_phone_unverified"]


async def _verify(world: World, staff: Staff, number: int, phone: str = "") -> None:
    async with world.db.tx(actor=staff.actor) as tx:
        await verify_phone(tx, staff, number, reason="позвонили", phone=phone)


@pytest.mark.parametrize(("proof", "by"), [(VOUCHED, "system"), (None, None)])
async def test_the_word_of_a_system_counts_where_it_vouches(cards: Cards, proof: Proof | None, by: str | None) -> None:
    public_id = await cards.known(proof=proof)
    assert await _by(cards, public_id) == by
    await cards.world.shares_contact(1, PHONE)
    assert await _by(cards, public_id) == "contact"
    await cards.known(proof=VOUCHED)
    assert await _by(cards, public_id) == "contact", "what they have shown themselves outweighs what is said of them"


async def test_another_number_on_nobodys_word_is_not_verified(cards: Cards) -> None:
    public_id = await cards.known()
    await cards.known(phone=OTHER, proof=None)
    assert await _by(cards, public_id) is None
    await cards.known(phone=PHONE, proof=None)
    assert await _by(cards, public_id) == "system", "that one was vouched for"


async def test_a_form_of_a_site_is_not_verified_after_joining_either(cards: Cards) -> None:
    """What was shown as verified though nobody had said so."""
    world = cards.world
    boss, anna = await world.staff("boss", role="director"), await world.staff("anna")
    site = await world.calls_in(PHONE)
    assert await _of(world, site) == (PHONE, None, None)
    chat = await cards.chat(1, PHONE)
    await cards.merge(boss, (await world.row(site))["client_public_id"], chat)
    assert await _of(world, site) == (PHONE, None, None)
    async with world.db.read() as reader:
        assert [client.verified for client in (await find(reader, boss, PHONE)).clients] == [False]
    await world.next("anna")
    await _verify(world, anna, site)
    assert await _of(world, site) == (PHONE, "staff", None)
    assert await world.events(site, "request.phone") == ["request.phone_verified"]
    with pytest.raises(Refused, match="invalid"):
        await _verify(world, anna, site)


async def test_of_two_numbers_the_one_that_was_called_is_verified(cards: Cards) -> None:
    world = cards.world
    boss, anna = await world.staff("boss", role="director"), await world.staff("anna")
    site = await world.calls_in(PHONE)
    kept = await cards.merge(boss, (await world.row(site))["client_public_id"], await cards.chat(1, OTHER))
    await world.next("anna")
    with pytest.raises(Refused, match="invalid"):
        await _verify(world, anna, site, "+79990000000")
    await _verify(world, anna, site, OTHER)
    assert await _of(world, site) == (OTHER, "staff", PHONE)
    assert await _by(cards, kept.public_id) == "staff"


async def test_who_proves_a_number_gets_it_and_not_another_persons_past(cards: Cards) -> None:
    """A number that a stranger had typed into a form, on a card with their chat, leads its owner to no conversation of theirs."""
    world = cards.world
    boss = await world.staff("boss", role="director")
    site = await world.calls_in(PHONE)
    await cards.merge(boss, (await world.row(site))["client_public_id"], await cards.chat(1))
    mine = await world.asks(2)
    await world.shares_contact(2, PHONE)
    assert await _of(world, mine) == (PHONE, "contact", None)
    assert await _of(world, site) == (None, None, PHONE)
    one, other = [(await world.row(number))["client_public_id"] for number in (site, mine)]
    assert [(likely.public_id, likely.likeness.signs[0]) for likely in await cards.likely(one)] == [(other, "phone")]


@pytest.mark.parametrize("known", [True, False], ids=["a system knows the card", "nobody has a chat there"])
async def test_a_card_that_waits_for_its_client_is_joined_on_their_contact(cards: Cards, known: bool) -> None:
    world = cards.world
    site = await world.calls_in(PHONE)
    if known:
        await cards.merge(
            await world.staff("boss", role="director"), (await world.row(site))["client_public_id"], await cards.chat(1)
        )
        await cards.known(proof=None)
    mine = await world.asks(2)
    await world.shares_contact(2, PHONE)
    assert (await world.row(mine))["client_id"] == (await world.row(site))["client_id"]
    assert await _of(world, site) == (PHONE, "contact", None)


async def test_unproved_numbers_are_no_sign_of_two_people(cards: Cards) -> None:
    """Of two numbers the verified one stays; which of them is, comes along and goes back."""
    world = cards.world
    boss = await world.staff("boss", role="director")
    await cards.known(proof=None)
    one = (await world.one("SELECT public_id FROM client"))["public_id"]
    other = (await world.shares_contact(1, OTHER)).client_public_id
    before = await cards.snapshot()
    kept, joined = await cards.card(one), await cards.card(other)
    assert not two_phones(kept, joined)
    assert usual_choice(kept, joined)["phone"] == "joined"
    await cards.merge(boss, one, other, chosen=KEPT | {"phone": "joined"})
    assert (await _by(cards, one), (await cards.row(one))["phone_unverified"]) == ("contact", PHONE)
    await cards.undo(boss)
    assert (await cards.snapshot())["phone_proof"] == before["phone_proof"]
    assert (await _by(cards, one), await _by(cards, other)) == (None, "contact")


async def test_one_of_those_who_prove_a_number_at_once_has_it(street: World) -> None:
    cards, chats = Cards(street), (1, 2, 3, 4)
    boss, anna = await street.staff("boss", role="director"), await street.staff("anna")
    site = await street.calls_in(PHONE)
    await cards.merge(boss, (await street.row(site))["client_public_id"], await cards.chat(9))
    for chat in chats:
        await street.person(chat)
    await street.next("anna")
    outcomes = await asyncio.gather(
        *(street.shares_contact(chat, PHONE) for chat in chats), _verify(street, anna, site, PHONE), return_exceptions=True
    )
    assert not [one for one in outcomes if isinstance(one, asyncpg.DeadlockDetectedError)], outcomes
    assert all(isinstance(one, Refused) for one in outcomes if isinstance(one, BaseException)), outcomes
    holders = await street.rows("SELECT c.id FROM client c JOIN phone_proof p ON p.client_id = c.id AND p.phone = c.phone")
    people = {(await street.person(chat)).client_id for chat in chats}
    assert [row["id"] for row in holders] == list(people), "all four have shown the same phone: one person"


async def test_a_proof_is_told_to_its_person_and_forgotten_with_them(world: World) -> None:
    async with world.db.tx() as tx:
        await put_client(tx, "crm-1", name="Иван", phone=PHONE, birthday=None, tier=None, proof=VOUCHED)
    person = await world.shares_contact(1, PHONE)
    async with world.db.tx() as tx:
        told = await collect(tx, person.client_id)
        await erase(tx, await world.recognise(tx, 1))
    assert [(one["phone"], one["verified_by"]) for one in told["phones"]] == [(PHONE, "contact")]
    assert await world.rows("SELECT FROM phone_proof") == []
