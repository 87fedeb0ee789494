"""One card in the console: what is offered beside a request, the comparison, joining, undoing, a phone that was called (U1, A3)."""

import re
from collections.abc import Callable

import pytest

from services.clients.linking import put_client
from services.clients.proofs import Proof
from services.recognising.likely import compare_changed
from services.storage.database import Database
from tests.console.filled import filled, send
from tests.console.reception import Customer, Open, give, hire, unique

Clients = Callable[[], Customer]


async def _pair(db: Database, customer: Clients, *, name: str = "Иван Петров") -> tuple[str, str, int]:
    """A client of the workshop's system, and somebody in Telegram who has typed that phone and asks."""
    phone = f"+7495{unique('').zfill(7)}"
    async with db.tx() as tx:
        client, _ = await put_client(
            tx, unique("crm-"), name=name, phone=phone, birthday=None, tier="gold", proof=Proof("system")
        )
    number = await customer().writes("Стучит подвеска")
    async with db.tx() as tx:
        joined = await tx.value(
            "UPDATE client SET phone_unverified = $2 WHERE id = (SELECT client_id FROM request WHERE number = $1) RETURNING public_id",
            number, phone,
        )  # fmt: skip
    return client.public_id, str(joined), number


async def _links(page: str) -> list[str]:
    return re.findall(r"/console/clients/[\w-]+/compare/[\w-]+", page)


async def test_a_head_joins_two_cards_from_the_request_and_takes_them_apart(
    db: Database, open_browser: Open, customer: Clients
) -> None:
    kept, joined, number = await _pair(db, customer)
    head = await open_browser(await hire(db, "head"))
    page = await head.get(f"/console/requests/{number}")
    assert "Возможно, это тот же клиент" in page
    [link, *_] = await _links(page)
    page = await head.get(link)
    assert "тот же телефон, но в одной из карточек не подтверждён" in page
    assert "Иван Петров" in page
    action = f"/console/clients/{kept}/compare/{joined}/merge"
    page = await send(head, action)
    assert (head.status, "Нужно заполнить" in page or "mistake" in page) == (422, True)
    page = await send(head, action, reason="Позвонили, один человек", name="joined")
    assert head.path.startswith(f"/console/clients/{kept}?done=joined")
    assert "Карточки объединены." in page
    assert f"/console/requests/{number}" in page
    [merge] = set(re.findall(r"/console/merges/\d+", page))
    page = await head.get(merge)
    assert "1 чат, 1 обращение" in page
    assert "Позвонили, один человек" in page
    page = await send(head, f"{merge}/undo")
    assert head.status == 422
    page = await send(head, f"{merge}/undo", reason="Это его брат")
    assert (head.status, f"/console/clients/{joined}?done=parted" in head.path) == (200, True)
    assert "Отменено" in await head.get(merge)
    assert "merges" not in await head.get(f"/console/clients/{joined}")


async def test_what_is_written_meanwhile_is_told_and_two_presses_are_one(
    db: Database, open_browser: Open, customer: Clients
) -> None:
    kept, joined, _ = await _pair(db, customer)
    head = await open_browser(await hire(db, "head"))
    await head.get(f"/console/clients/{kept}/compare/{joined}")
    action = f"/console/clients/{kept}/compare/{joined}/merge"
    fields = filled(head, action) | {"reason": "один человек"}
    async with db.tx() as tx:
        await tx.execute("UPDATE client SET name = 'Пётр Сидоров' WHERE public_id = $1", kept)
    page = await head.post(action, fields)
    assert (head.status, "один человек" in page, "Пётр Сидоров" in page) == (422, True, True)
    fields = filled(head, action)
    await head.post(action, fields)
    first = head.path
    await head.post(action, fields)
    assert head.path == first
    async with db.tx() as tx:
        assert (
            await tx.value("SELECT count(*) FROM card_merge m JOIN client c ON c.id = m.kept WHERE c.public_id = $1", kept) == 1
        )


async def test_two_people_are_not_offered_again(db: Database, open_browser: Open, customer: Clients) -> None:
    kept, joined, number = await _pair(db, customer)
    head = await open_browser(await hire(db, "director"))
    async with db.tx() as tx:
        while await compare_changed(tx):
            pass
    assert f"/compare/{joined}" in (page := await head.get("/console/duplicates")) or f"{joined}/compare" in page
    await head.get(f"/console/clients/{kept}/compare/{joined}")
    page = await send(head, f"/console/clients/{kept}/compare/{joined}/different")
    assert "это разные люди" in page
    assert joined not in await head.get("/console/duplicates")
    assert "Возможно, это тот же клиент" not in await head.get(f"/console/requests/{number}")


@pytest.mark.parametrize(("role", "units", "sees", "joins"), [
    ("agent", (), True, False), ("qa", (), True, False), ("head", ("ekb",), False, False), ("head", ("msk",), True, True),
    ("admin", (), True, True),
])  # fmt: skip
async def test_who_sees_and_joins(
    db: Database, open_browser: Open, customer: Clients, *, role: str, units: tuple[str, ...], sees: bool, joins: bool
) -> None:
    kept, joined, number = await _pair(db, customer)
    async with db.tx() as tx:
        await tx.execute("UPDATE request SET unit_id = (SELECT id FROM unit WHERE code = 'msk') WHERE number = $1", number)
    staff = await hire(db, role, units=units)
    if role == "agent":
        await give(db, number, staff)
    browser = await open_browser(staff)
    page = await browser.get(f"/console/clients/{joined}/compare/{kept}")
    assert (browser.status == 200, "Объединить карточки" in page) == (sees, joins)
    await browser.get("/console")
    csrf = re.search(r'name="csrf" value="([^"]+)"', browser.page)
    assert csrf
    fields = {
        "csrf": csrf[1],
        "key": unique("k"),
        "reason": "да",
        "name": "kept",
        "phone": "kept",
        "tier": "kept",
        "birthday": "kept",
    }
    await browser.post(f"/console/clients/{joined}/compare/{kept}/merge", fields)
    assert (browser.status == 200) == joins
    async with db.tx() as tx:
        assert bool(await tx.value("SELECT merged_into FROM client WHERE public_id = $1", joined)) == joins
    agent = await open_browser(await hire(db))
    for path in (f"/console/clients/{kept}/compare/{joined}", "/console/duplicates", "/console/merges/999999999"):
        await agent.get(path)
        assert agent.status == 404, path


@pytest.mark.parametrize("other", ["nobody", "x" * 64, "%27--"])
async def test_a_forged_id_joins_nobody(db: Database, open_browser: Open, customer: Clients, other: str) -> None:
    kept, _, _ = await _pair(db, customer)
    head = await open_browser(await hire(db, "head"))
    await head.get(f"/console/clients/{kept}/compare/{other}")
    assert head.status == 404
    await head.get(f"/console/clients/{kept}/compare/{kept}")
    assert head.status == 404


async def test_who_leads_verifies_a_phone_and_is_led_to_the_other_card(
    db: Database, open_browser: Open, customer: Clients
) -> None:
    kept, joined, number = await _pair(db, customer)
    anna = await hire(db)
    await give(db, number, anna)
    browser = await open_browser(anna)
    await browser.get(f"/console/requests/{number}")
    action = f"/console/requests/{number}/verify-phone"
    page = await browser.submit(action, reason="позвонили")
    assert (browser.status, "Этот телефон записан в карточке другого клиента." in page) == (409, True)
    assert "Сравните карточки" in page
    async with db.tx() as tx:
        await tx.execute("UPDATE client SET phone = NULL WHERE public_id = $1", kept)
    page = await browser.submit(action, reason="")
    assert browser.status == 422
    page = await browser.submit(action, reason="позвонили, подтвердил")
    assert browser.status == 200
    assert "телефон клиента подтверждён (позвонили, подтвердил)" in page
    assert action not in page
    assert joined
