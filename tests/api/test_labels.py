"""Labels of requests over the API: tags, qualification, the request it repeats; none of them for its source (G4, V6, G10)."""

from typing import Any

import pytest

from services.labelling.editing import TagData, make_tag
from services.staff.accounts import staff_by_login
from tests.api.shop import Shop, new_phone, unique


async def _tag(shop: Shop, name: str) -> str:
    head = await shop.agent(role="director")
    async with shop.desk.db.tx() as tx:
        staff = await staff_by_login(tx, head.login)
        assert staff
        return await make_tag(tx, staff, TagData({"ru": name, "en": name}))


async def _opened(shop: Shop, phone: str | None = None, **more: Any) -> tuple[Any, int]:
    source = more.pop("source", None) or await shop.token("source")
    body = {"source": "site", "unit": shop.unit, "phone": phone or new_phone(), "text": "Стучит подвеска", **more}
    return source, (await source.post("/requests", body)).ok(201)["number"]


async def test_whoever_leads_a_request_puts_its_tags_and_others_filter_by_them(shop: Shop) -> None:
    code, other = await _tag(shop, unique("noise")), await _tag(shop, unique("smell"))
    agent, admin = await shop.agent(), await shop.token("admin")
    source, number = await _opened(shop)
    (await agent.put(f"/requests/{number}/tags", {"tags": [code]})).refused(404, "not-found")
    assert (await agent.post("/requests/next")).ok(200)["number"] == number
    shown = (await agent.put(f"/requests/{number}/tags", {"tags": [code, other, code]})).ok(200)
    assert (shown["tags"], shown["qualification"], shown["repeat_of"]) == ([code, other], None, None)
    assert (await admin.put(f"/requests/{number}/tags", {"tags": [other]})).ok(200)["tags"] == [other]
    assert [one["number"] for one in (await admin.get(f"/requests?tag={other}")).ok()["items"]] == [number]
    assert (await admin.get(f"/requests?tag={code}")).ok()["items"] == []
    assert {one["code"] for one in (await agent.get("/tags")).ok()["items"]} >= {code, other}
    assert (await source.get(f"/requests/{number}")).ok()["tags"] == []
    (await source.get(f"/requests?tag={other}")).refused(403, "forbidden")
    (await source.put(f"/requests/{number}/tags", {"tags": []})).refused(403, "forbidden")
    told = (await source.get("/events")).ok()["items"]
    assert not [event for event in told if event["type"] == "request.tagged"]


@pytest.mark.parametrize("body", [
    {}, {"tags": "noise"}, {"tags": ["there-is-none"]}, {"tags": [1]}, {"tags": ["NO"]}, {"tags": ["x"] * 51}, {"tags": [], "more": 1},
])  # fmt: skip
async def test_what_is_no_list_of_tags_is_refused(shop: Shop, body: dict[str, Any]) -> None:
    _, number = await _opened(shop)
    admin = await shop.token("admin")
    (await admin.put(f"/requests/{number}/tags", body)).refused(422, "invalid")


async def test_a_repeat_names_the_request_that_should_have_settled_it(shop: Shop) -> None:
    phone, agent = new_phone(), await shop.agent()
    source, first = await _opened(shop, phone, type="claim")
    (await agent.post("/requests/next")).ok(200)
    closed = (await agent.post(f"/requests/{first}/close", {"outcome": "solved", "summary": "Готово"})).ok(200)
    assert closed["qualification"] == "target"
    _, second = await _opened(shop, phone, type="claim", source=source)
    assert (await agent.post("/requests/next")).ok(200)["repeat_of"] == first
    assert (await source.get(f"/requests/{second}")).ok()["repeat_of"] is None
    spam = (await agent.post(f"/requests/{second}/close", {"outcome": "spam", "summary": "Нет"})).ok(200)
    assert spam["qualification"] == "non_target"
