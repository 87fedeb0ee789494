"""Whose word a phone stands on, as people see it in the console (decision 18)."""

import pytest

from services.clients.linking import card_for_phone
from services.clients.proofs import OWN_CONTACT, Proof, prove_phone
from services.requests.intake import submit
from services.requests.models import Limits
from services.storage.database import Database
from tests.console.reception import Open, give, hire, unique


async def _from_a_site(db: Database, proof: Proof | None = None) -> tuple[int, str, int]:
    """A request with nothing but a phone: card, phone, number."""
    phone = f"+7495{unique('').zfill(7)}"
    async with db.tx() as tx:
        client_id = await card_for_phone(tx, phone, "Пётр Сидоров", "ru", proof)
        number = await submit(
            tx, client_id=client_id, text="Перезвоните", request_type="callback", source="site", unit=None, language="ru",
            limits=Limits(), author="Пётр",
        )  # fmt: skip
    return client_id, phone, number


@pytest.mark.parametrize(
    ("proof", "said"),
    [(OWN_CONTACT, "подтвердил клиент"), (Proof("system"), "подтверждён учётной программой"), (None, "не подтверждён")],
    ids=["contact", "system", "nobody"],
)
async def test_the_card_says_whose_word_it_is(db: Database, open_browser: Open, proof: Proof | None, said: str) -> None:
    _, _, number = await _from_a_site(db, proof)
    head = await open_browser(await hire(db, "head"))
    page = await head.get(f"/console/requests/{number}")
    assert f">{said}<" in page
    assert "Подтвердить телефон" not in page, "that is for who leads the request"


async def test_of_a_sites_number_and_a_typed_one_the_called_one_is_verified(db: Database, open_browser: Open) -> None:
    client_id, phone, number = await _from_a_site(db)
    typed = f"+7812{unique('').zfill(7)}"
    async with db.tx() as tx:
        await tx.execute("UPDATE client SET phone_unverified = $2 WHERE id = $1", client_id, typed)
    anna = await hire(db)
    await give(db, number, anna)
    browser = await open_browser(anna)
    page = await browser.get(f"/console/requests/{number}")
    assert (page.count("не подтверждён<"), page.count("Подтвердить телефон")) == (2, 2)
    action = f"/console/requests/{number}/verify-phone"
    page = await browser.submit(action, reason="", phone=typed)
    assert (browser.status, page.count('<details class="labels-form" open>')) == (422, 1)
    await browser.submit(action, reason="звонили", phone="+79990000000")
    assert browser.status == 422
    page = await browser.submit(action, reason="звонили", phone=typed)
    assert browser.status == 200
    assert ">подтвердил сотрудник<" in page
    assert "Подтвердить телефон" not in page
    async with db.read() as reader:
        row = await reader.row("SELECT phone, phone_unverified FROM client WHERE id = $1", client_id)
    assert row is not None
    assert tuple(row) == (typed, phone)


async def test_a_colleague_verifies_nothing(db: Database, open_browser: Open) -> None:
    client_id, _, number = await _from_a_site(db)
    await give(db, number, await hire(db))
    for role, status in (("agent", 404), ("head", 403), ("qa", 403)):
        other = await open_browser(await hire(db, role))
        await other.get("/console/password")
        await other.post(f"/console/requests/{number}/verify-phone", other.form("/console/password") | {"reason": "звонили"})
        assert other.status == status, role
    async with db.read() as reader:
        assert await reader.rows("SELECT FROM phone_proof WHERE client_id = $1", client_id) == []


async def test_the_comparison_says_it_too(db: Database, open_browser: Open) -> None:
    one, _, _ = await _from_a_site(db)
    other, phone, _ = await _from_a_site(db)
    async with db.tx() as tx:
        await prove_phone(tx, other, phone, OWN_CONTACT)
        ids = [await tx.value("SELECT public_id FROM client WHERE id = $1", each) for each in (one, other)]
    head = await open_browser(await hire(db, "head"))
    page = await head.get(f"/console/clients/{ids[0]}/compare/{ids[1]}")
    assert "не подтверждён" in page
    assert "подтвердил клиент" in page
    assert "В каждой карточке свой подтверждённый телефон" not in page
