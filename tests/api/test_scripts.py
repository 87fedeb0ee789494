"""Scripts over the API: read by everybody, closed with."""

from typing import Any

import pytest

from tests.api.shop import Caller, Shop

VIN = "XTA210990Y2766389"


async def test_scripts_are_listed_as_they_hold(shop: Shop, source: Caller, agent: Caller) -> None:
    listed = (await agent.get("/scripts")).ok()
    assert (len(listed["items"]), listed["next"]) == (11, None)
    [parts] = (await source.get(f"/scripts?type=parts_selection&unit={shop.unit}")).ok()["items"]
    assert [(field["code"], field["required"]) for field in parts["fields"]] == [
        ("vehicle", False), ("vin", False), ("parts", False), ("phone", False),
    ]  # fmt: skip
    assert (parts["unit"], parts["own"], parts["asks"]) == (None, False, True)
    assert all(set(field["label"]) == {"ru", "en"} for field in parts["fields"])
    page = (await agent.get("/scripts?limit=4")).ok()
    assert [item["type"] for item in page["items"]] == [item["type"] for item in listed["items"][:4]]
    assert len((await agent.get(f"/scripts?after={page['next']}")).ok()["items"]) == 7
    for bad in ("type=nothing", "unit=nowhere", "more=1"):
        (await agent.get(f"/scripts?{bad}")).refused(422, "invalid")


async def test_closing_tells_what_is_missing(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source, type="parts_selection")
    path = f"/requests/{number}/close"
    refused = (await agent.post(path, {})).refused(422, "wrap-up-incomplete")
    assert refused["missing"] == ["outcome", "summary"]
    refused = (await agent.post(path, {"outcome": "solved", "result": "ordered"})).refused(422, "wrap-up-incomplete")
    assert refused["missing"] == ["summary", "fields.vin"]
    refused = (await agent.post(path, {"outcome": "solved", "summary": "Да", "fields": {"vin": VIN[:-1]}})).refused(
        422, "invalid"
    )
    assert refused["errors"][0]["field"] == "fields.vin"
    assert (await agent.get(f"/requests/{number}")).ok()["state"] == "assigned"
    closed = (await agent.post(path, {"summary": "Да", "result": "ordered", "fields": {"vin": VIN.lower(), "sku": "7"}})).ok()
    assert (closed["outcome"], closed["result"], closed["fields"]) == ("solved", "ordered", {"vin": VIN, "sku": "7"})


@pytest.mark.parametrize(
    ("form", "missing"),
    [
        ({"next": {"kind": "visit"}}, ["next.visit"]),
        ({"result": "visit", "outcome": None}, ["next.visit"]),
        ({"next": {"kind": "recommendation"}}, ["next.title", "next.due_at"]),
        ({"next": {"kind": "promise", "title": "скидка"}}, ["next.due_at"]),
    ],
)
async def test_the_next_step(shop: Shop, source: Caller, agent: Caller, form: dict[str, Any], missing: list[str]) -> None:
    number = await shop.taken(agent, source, type="price")
    body = {"outcome": "answered", "summary": "Да", **form}
    assert (await agent.post(f"/requests/{number}/close", body)).refused(422, "wrap-up-incomplete")["missing"] == missing
    step = {"next": {"kind": "promise", "due_at": "2026-11-30T09:00:00+03:00"}}
    closed = (await agent.post(f"/requests/{number}/close", {**body, "outcome": "answered", "result": None, **step})).ok()
    assert (closed["state"], closed["result"]) == ("closed", None)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"next": {"kind": "party"}}, "next.kind"),
        ({"next": {"kind": "promise", "due_at": "2020-01-01T00:00:00Z"}}, "next.due_at"),
        ({"next": {"kind": "recommendation", "title": "я" * 301, "due_at": "2027-01-01T00:00:00Z"}}, "next.title"),
        ({"result": "nothing"}, "result"),
        ({"result": "told"}, "result"),
        ({"result": "x" * 33}, "result"),
    ],
)
async def test_what_cannot_be_is_told_by_its_field(
    shop: Shop, source: Caller, agent: Caller, form: dict[str, Any], field: str
) -> None:
    number = await shop.taken(agent, source, type="price")
    body = {"outcome": "solved", "summary": "Да", **form}
    refused = (await agent.post(f"/requests/{number}/close", body)).refused(422, "invalid")
    assert refused["errors"][0]["field"] == field
