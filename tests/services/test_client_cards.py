"""One client, one card (A3, U1): own contacts, typed numbers, cards from other systems."""

from datetime import date

import pytest

from services.clients.linking import client_by_ref, clients_by_phone, keep_unverified_phone, put_client
from services.clients.models import Client
from services.clients.people import choose_language, give_consent
from services.clients.phones import contact_phone, normal_phone
from services.errors import Refused
from tests.services.world import World

PHONE, OTHER = "+79161234567", "+79031112233"


async def _put(
    world: World, ref: str, phone: str = PHONE, name: str = "Иван Петров", tier: str | None = None
) -> tuple[Client, bool]:
    async with world.db.tx() as tx:
        return await put_client(tx, ref, name=name, phone=phone, birthday=date(1980, 2, 29), tier=tier)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("8 912 345-67-89", "+79123456789"),
        ("+7 (912) 345-67-89", "+79123456789"),
        ("79123456789", "+79123456789"),
        ("912 345 67 89", "+79123456789"),
        ("8-800-555-35-35", "+78005553535"),
        ("+381 60 1234567", "+381601234567"),
        ("381601234567", "+381601234567"),
        ("+7 912 345-67-89 доб. 12", "+79123456789"),
        ("123-45-67", None),
        ("112", None),
        ("+7", None),
        ("", None),
        ("стучит", None),
        ("89123456789 и 89123456780", None),
        ("+7" + "9" * 30, None),
    ],
)
def test_typed_numbers(typed: str, normal: str | None) -> None:
    assert normal_phone(typed) == normal


@pytest.mark.parametrize(
    ("given", "phone"),
    [
        ("79161234567", "+79161234567"),
        ("+79161234567", "+79161234567"),
        ("4512345678", "+4512345678"),  # Denmark: ten digits are not a Russian number without its 7
        ("9591234567", "+9591234567"),  # Myanmar
        ("12025550123", "+12025550123"),
        ("", None),
        ("0", None),
    ],
)
def test_a_contacts_number_is_always_international(given: str, phone: str | None) -> None:
    assert contact_phone(given) == phone


async def test_an_own_contact_gives_the_card_its_phone(world: World) -> None:
    number = await world.asks(1)
    person = await world.shares_contact(1, PHONE)
    assert (await world.row(number))["client_phone"] == PHONE
    assert await world.events(person.subject) == ["client.created", "contact", "client.recognised"]
    await world.shares_contact(1, PHONE)
    assert len(await world.events(person.subject)) == 3


async def test_an_own_contact_joins_the_known_card_with_all_that_was_asked(world: World) -> None:
    client, _ = await _put(world, "crm-1")
    number = await world.asks(1)
    async with world.db.tx() as tx:
        await give_consent(tx, await world.recognise(tx, 1), "service", granted=True, version="1")
    person = await world.shares_contact(1, PHONE)
    assert (person.client_id, person.name) == (client.id, "Иван Петров")
    row = await world.row(number)
    assert (row["client_id"], row["client_ref"], row["client_telegram"]) == (client.id, "crm-1", True)
    again = await world.person(1)
    assert (again.client_id, again.phone, again.service_consent) == (client.id, PHONE, True)
    pointer = await world.one("SELECT merged_into FROM client WHERE merged_into IS NOT NULL")
    assert pointer["merged_into"] == client.id


async def test_two_chats_of_one_phone_share_the_card_but_not_the_conversations(world: World) -> None:
    mine = await world.asks(1)
    theirs = await world.asks(2)
    for chat in (1, 2):
        await world.shares_contact(chat, PHONE)
    assert (await world.row(mine))["client_id"] == (await world.row(theirs))["client_id"]
    assert (await world.says(1, "Ещё")).number == mine
    assert (await world.says(2, "Ещё")).number == theirs
    assert (await world.says(3, "Ещё")).outcome == "opened"


async def test_a_new_number_of_the_same_person(world: World) -> None:
    await world.shares_contact(1, PHONE)
    number = await world.asks(1)
    await world.shares_contact(1, OTHER)
    assert (await world.row(number))["client_phone"] == OTHER
    client, _ = await _put(world, "crm-1", PHONE)
    await world.shares_contact(1, PHONE)  # and back: the card of that number is another one by now
    assert (await world.row(number))["client_id"] == client.id


async def test_a_typed_phone_opens_reveals_and_merges_nothing(world: World) -> None:
    await _put(world, "crm-1")
    number = await world.asks(1)
    async with world.db.tx() as tx:
        await keep_unverified_phone(tx, await world.recognise(tx, 1), PHONE)
    row = await world.row(number)
    assert (row["client_phone"], row["client_phone_unverified"], row["client_ref"]) == (None, PHONE, None)
    assert row["client_name"] == "Клиент1"
    await world.shares_contact(1, OTHER)
    async with world.db.tx() as tx:
        await keep_unverified_phone(tx, await world.recognise(tx, 1), "+79990000000")
    assert (await world.row(number))["client_phone_unverified"] is None


async def test_two_refs_with_one_phone_lead_to_one_card(world: World) -> None:
    first, created = await _put(world, "crm-1", tier="vip")
    second, again = await _put(world, "1c:77")
    assert (created, again, first.id) == (True, True, second.id)
    assert (second.ref, second.tier) == ("1c:77", "vip")  # left out, so left as it is
    changed, created = await _put(world, "crm-1", OTHER, "Иван П.")
    assert (changed.phone, changed.name, created) == (OTHER, "Иван П.", False)
    async with world.db.read() as reader:
        found = await client_by_ref(reader, "1c:77")
        assert found
        assert (found.phone, found.id) == (OTHER, first.id)
        assert await clients_by_phone(reader, PHONE) == []
        assert await client_by_ref(reader, "nobody") is None


async def test_a_card_cannot_take_the_phone_of_another(world: World) -> None:
    await _put(world, "crm-1", PHONE)
    await _put(world, "crm-2", OTHER)
    with pytest.raises(Refused, match="phone-taken"):
        await _put(world, "crm-2", PHONE)


async def test_putting_the_same_again_changes_nothing(world: World) -> None:
    client, _ = await _put(world, "crm-1")
    events = await world.events(f"client:{client.public_id}")
    assert await _put(world, "crm-1") == (client, False)
    assert await world.events(f"client:{client.public_id}") == events


async def test_the_chosen_language_wins_over_telegrams_hint(world: World) -> None:
    async with world.db.tx() as tx:
        person = await world.recognise(tx, 1, "en")
        assert (person.language, person.language_chosen) == ("en", False)
        await choose_language(tx, person, "ru")
        again = await world.recognise(tx, 1, "en")
        assert (again.language, again.language_chosen) == ("ru", True)


async def test_block_and_unblock_reach_the_agents_screen_once(world: World) -> None:
    number = await world.asks(1)
    for blocked in (True, True, False, False):
        await world.blocks(1, blocked=blocked)
    await world.blocks(777)  # a chat nobody knows
    assert await world.events(number, "request.reachability") == ["request.reachability"] * 2
    assert not (await world.row(number))["client_blocked"]
