"""Who is erased is nowhere any more: not in a row, not in a copy, not on the disk. What the law keeps names nobody."""

from pathlib import Path

import pytest

from services.clients import people
from services.files import FileStore
from services.privacy.erasing import erase, was_erased
from services.privacy.forgetting import remove_files
from services.privacy.overview import overview
from tests.services.somebody import CHAT, NAME, OTHER_CHAT, PHONE, Somebody, leaks, recognise, somebody
from tests.services.world import World


@pytest.fixture
async def known(world: World, tmp_path: Path) -> Somebody:
    """Somebody with a past."""
    return await somebody(world, FileStore(tmp_path))


async def _erase(known: Somebody) -> None:
    async with known.world.db.tx() as tx:
        await erase(tx, await recognise(tx))
    await remove_files(known.world.db, known.store)


async def test_there_is_something_to_erase_everywhere(known: Somebody) -> None:
    """Otherwise the next test would prove nothing."""
    told = "\n".join(await leaks(known.world, known.store))
    tables = (
        "appointment", "call_task", "chat", "client", "client_ref", "draft", "event", "idempotency", "inbox", "message", "message_version",
        "outbox", "parts_order", "repair_order", "repair_order_step", "request", "vehicle", "file",
    )  # fmt: skip
    assert [table for table in tables if f"{table}: " not in told and f"{table} " not in told] == []


async def test_nothing_names_them_afterwards(known: Somebody) -> None:
    await _erase(known)
    assert await leaks(known.world, known.store) == []
    assert [path for path in known.store.root.rglob("*") if path.is_file()] == []


async def test_what_the_law_keeps_is_there_without_them(known: Somebody) -> None:
    await _erase(known)
    order = await known.world.one("SELECT * FROM repair_order WHERE ref = 'RO-1'")
    line = await known.world.one("SELECT title, price FROM repair_order_line WHERE order_id = $1", order["id"])
    assert (order["status"], order["vehicle_id"], order["note"], line["title"]) == ("in_work", None, "", "Замена масла")
    consents = await known.world.rows("SELECT kind, granted FROM consent WHERE client_id = $1 ORDER BY id", order["client_id"])
    assert [tuple(row) for row in consents] == [
        ("service", True), ("advertising", True), ("advertising", False), ("service", False),
    ]  # fmt: skip
    assert (await known.world.one("SELECT items FROM parts_order"))["items"] == [{"title": "Фильтр", "quantity": 1}]


async def test_what_was_open_is_ended(known: Somebody) -> None:
    _, open_one = known.requests
    await _erase(known)
    request = await known.world.request(open_one)
    assert (request.state, request.chat_id) == ("closed", None)
    assert "request.closed" in await known.world.events(open_one)
    visit = await known.world.one("SELECT status FROM appointment WHERE id = $1", known.visit.id)
    assert visit["status"] == "cancelled"
    assert await known.world.rows("SELECT FROM occupation") == []
    assert await known.world.rows("SELECT FROM reminder WHERE state = 'planned'") == []


async def test_late_visits_are_cancelled_too(known: Somebody) -> None:
    known.world.clock.at = known.visit.starts_at
    await _erase(known)
    assert (await known.world.one("SELECT status FROM appointment WHERE id = $1", known.visit.id))["status"] == "cancelled"


async def test_nothing_more_is_sent_but_a_word_to_the_other_account(known: Somebody) -> None:
    await _erase(known)
    assert [row["state"] for row in await known.world.mail(CHAT) if row["state"] in {"queued", "retry"}] == []
    [word] = [row for row in await known.world.mail(OTHER_CHAT) if row["state"] == "queued"]
    assert "другого аккаунта" in word["params"]["text"]


async def test_the_next_word_is_a_strangers(known: Somebody) -> None:
    before = known.person.client_public_id
    await _erase(known)
    person = await known.again()
    assert person.client_public_id != before
    assert (person.phone, person.language_chosen, person.service_consent) == (None, False, None)
    async with known.world.db.tx() as tx:
        seen = await overview(tx, person)
        assert (await was_erased(tx, before), await was_erased(tx, person.client_public_id)) == (True, False)
    assert (seen.vehicles, seen.visits, seen.orders, seen.requests, seen.chats) == (0, 0, 0, 0, 1)


async def test_a_contact_later_does_not_lead_back(known: Somebody) -> None:
    before = known.person.client_public_id
    await _erase(known)
    person = await known.world.shares_contact(CHAT, PHONE)
    assert person.client_public_id != before


async def test_a_card_that_was_joined_to_this_one_goes_with_it(world: World, tmp_path: Path) -> None:
    """The card born from the chat keeps the Telegram name until then."""
    known = await somebody(world, FileStore(tmp_path))
    joined = await world.rows("SELECT name FROM client WHERE merged_into IS NOT NULL AND name <> ''")
    assert any(NAME in row["name"] for row in joined)
    await _erase(known)
    assert (
        await world.rows("SELECT FROM client WHERE merged_into IS NOT NULL AND (name <> '' OR phone_unverified IS NOT NULL)")
        == []
    )


async def test_nobody_else_is_touched(known: Somebody) -> None:
    number = await known.world.asks(99, "Мой вопрос")
    await known.world.shares_contact(99, "+79990001122")
    async with known.world.db.tx() as tx:
        other = await known.world.recognise(tx, 99)
        await people.give_consent(tx, other, "service", granted=True, version="2026-11")
    await _erase(known)
    assert await known.world.texts(number, "in") == ["Мой вопрос"]
    assert (await known.world.request(number)).state == "queued"
    assert (await known.world.person(99)).phone == "+79990001122"


async def test_a_file_still_on_its_way_from_telegram_goes_when_it_can_have_arrived(known: Somebody) -> None:
    async with known.world.db.tx() as tx:
        photo = await tx.value(
            "UPDATE file SET state = 'pending', due_at = clock_timestamp() + interval '1 hour' WHERE kind = 'photo' RETURNING public_id"
        )
    await _erase(known)
    assert known.store.path(photo).exists()
    async with known.world.db.tx() as tx:
        await tx.execute(
            "UPDATE setting SET value = '{\"not_before\": \"2020-01-01T00:00:00Z\"}' WHERE starts_with(key, 'forget:')"
        )
    assert await remove_files(known.world.db, known.store) == 1
    assert not known.store.path(photo).exists()
