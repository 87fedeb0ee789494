"""Phones that other systems bring: verified where the token vouches for them (decision 18)."""

import pytest

from services.errors import Refused
from services.tokens import add_token, let_vouch, list_tokens
from tests.api.shop import Caller, Shop, new_phone, unique


async def _ask(shop: Shop, source: Caller, phone: str) -> dict[str, object]:
    body = {"source": "site", "phone": phone, "text": "Перезвоните", "type": "callback", "unit": shop.unit}
    return dict((await source.post("/requests", body)).ok(201)["client"])


@pytest.mark.parametrize(("vouches", "by"), [(True, "system"), (False, None)])
async def test_by_the_word_of_the_token(shop: Shop, reader: Caller, vouches: bool, by: str | None) -> None:
    source, ref, phone = await shop.token("source", vouches=vouches), unique("crm:"), new_phone()
    made = (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone})).ok(201)
    assert (made["phone"], made["phone_verified_by"]) == (phone, by)
    asked = await _ask(shop, source, new_phone())
    assert (asked["phone_verified_by"], asked["phone_unverified"]) == (by, None)
    [found] = (await reader.get(f"/clients?phone={asked['phone']}")).ok()["items"]
    assert found["phone_verified_by"] == by


async def test_a_site_takes_nothing_from_what_the_workshop_has_said(shop: Shop, source: Caller) -> None:
    workshop, ref, phone = await shop.token("source", vouches=True), unique("crm:"), new_phone()
    assert (await _ask(shop, source, phone))["phone_verified_by"] is None
    (await workshop.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone})).ok(201)
    assert (await _ask(shop, source, phone))["phone_verified_by"] == "system"
    moved = (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": new_phone()})).ok(200)
    assert moved["phone_verified_by"] is None, "nobody has said so of the new number"


async def test_it_is_set_and_taken_back_for_what_comes_from_then_on(shop: Shop) -> None:
    name, earlier, later = unique("token-"), new_phone(), new_phone()
    async with shop.desk.db.tx() as tx:
        source = Caller(shop.session, shop.url, await add_token(tx, name, "source", vouches=True))
    assert (await _ask(shop, source, earlier))["phone_verified_by"] == "system"
    async with shop.desk.db.tx() as tx:
        await let_vouch(tx, name, vouches=False)
        assert [row["vouches"] for row in await list_tokens(tx) if row["name"] == name] == [False]
    assert (await _ask(shop, source, later))["phone_verified_by"] is None
    assert (await _ask(shop, source, earlier))["phone_verified_by"] == "system"
    async with shop.desk.db.tx() as tx:
        await let_vouch(tx, name, vouches=True)
    assert (await _ask(shop, source, later))["phone_verified_by"] == "system"


async def test_who_brings_no_clients_vouches_for_none(shop: Shop) -> None:
    for act, code in (
        (lambda tx: add_token(tx, unique("token-"), "read", vouches=True), "invalid"),
        (lambda tx: let_vouch(tx, unique("nobody-"), vouches=True), "not-found"),
    ):
        with pytest.raises(Refused) as refused:
            async with shop.desk.db.tx() as tx:
                await act(tx)
        assert refused.value.code == code
