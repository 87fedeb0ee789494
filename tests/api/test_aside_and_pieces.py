"""Laying a request aside, and answers that are more than words: what the console's drawers do, over the API."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from services.bot_name import keep_bot_name
from tests.api.shop import NOON, Caller, Shop, unique
from tests.api.test_appointments import add_crew, add_work

THURSDAY = (NOON + timedelta(days=6)).isoformat()


@pytest.fixture
async def talk(shop: Shop, agent: Caller) -> tuple[int, int]:
    """A request from a chat, in the agent's hands and answered; its number and the chat."""
    number, chat = await shop.chat()
    assert (await agent.post("/requests/next")).ok()["number"] == number
    (await agent.post(f"/requests/{number}/messages", {"text": "Деталь приедет в четверг"})).ok(201)
    return number, chat


async def test_laid_aside_and_taken_up(shop: Shop, agent: Caller, reader: Caller, talk: tuple[int, int]) -> None:
    number, _ = talk
    path = f"/requests/{number}/aside"
    assert (await agent.get(f"/requests/{number}")).ok()["aside"] is None
    laid = (await agent.post(path, {"until": THURSDAY, "reason": "ждём деталь"})).ok()
    assert (laid["aside"], laid["state"], laid["agent"]) == (
        {"until": THURSDAY, "reason": "ждём деталь"},
        "waiting_client",
        agent.login,
    )
    assert (await reader.get(f"/requests/{number}")).ok()["aside"] == laid["aside"]
    [listed] = [one for one in (await agent.get(f"/requests?agent={agent.login}")).ok()["items"] if one["number"] == number]
    assert listed["aside"] == laid["aside"]
    moved = (await agent.post(path, {"until": (NOON + timedelta(days=2)).isoformat()})).ok()
    assert moved["aside"] == {"until": (NOON + timedelta(days=2)).isoformat(), "reason": ""}
    assert (await agent.call("DELETE", path)).ok()["aside"] is None
    assert (await agent.call("DELETE", path)).ok()["aside"] is None, "nothing was laid aside, nothing happens"
    events = [
        one["type"] for one in (await agent.get("/events?limit=200")).ok()["items"] if one["subject"] == f"request:{number}"
    ]
    assert [kind for kind in events if kind in {"request.snoozed", "request.woken"}] == ["request.snoozed"] * 2 + [
        "request.woken"
    ]


async def test_what_is_laid_aside_is_not_told_to_the_source(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/promise", {"due_at": THURSDAY})).ok()
    (await agent.post(f"/requests/{number}/aside", {"until": THURSDAY, "reason": "своё"})).ok()
    told = (await source.get(f"/requests/{number}")).ok()
    assert told["aside"] is None
    assert "своё" not in str((await source.get("/events?limit=200")).ok())


async def test_a_client_who_waits_is_not_laid_aside(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/aside", {"until": THURSDAY})).refused(409, "client-waits")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "until"), ({"until": None}, "until"), ({"until": "четверг"}, "until"), ({"until": "2026-11-26T12:00:00"}, "until"),
        ({"until": NOON.isoformat()}, "until"), ({"until": (NOON + timedelta(days=15)).isoformat()}, "until"),
        ({"until": THURSDAY, "reason": "о" * 201}, "reason"), ({"until": THURSDAY, "reason": 5}, "reason"),
        ({"until": THURSDAY, "aside_until": THURSDAY}, "aside_until"),
    ],
)  # fmt: skip
async def test_until_when_has_to_make_sense(agent: Caller, talk: tuple[int, int], body: Any, field: str) -> None:
    problem = (await agent.post(f"/requests/{talk[0]}/aside", body)).refused(422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]
    assert (await agent.get(f"/requests/{talk[0]}")).ok()["aside"] is None


async def test_only_the_owner_and_only_what_is_open(shop: Shop, agent: Caller, talk: tuple[int, int]) -> None:
    number, _ = talk
    head, stranger = await shop.agent(role="head"), await shop.agent()
    bodies: dict[str, Any] = {"aside": {"until": THURSDAY}, "pieces": {"kind": "place", "unit": shop.unit}}
    for what, body in bodies.items():
        (await head.post(f"/requests/{number}/{what}", body)).refused(403, "not-owner")
        (await stranger.post(f"/requests/{number}/{what}", body)).refused(404, "not-found")
    (await head.call("DELETE", f"/requests/{number}/aside")).refused(403, "not-owner")
    (await stranger.call("DELETE", f"/requests/{number}/aside")).refused(404, "not-found")
    (await agent.post(f"/requests/{number}/close", {"outcome": "solved", "summary": "Да"})).ok()
    for what, body in bodies.items():
        (await agent.post(f"/requests/{number}/{what}", body)).refused(409, "closed")


async def test_each_kind_of_piece_reaches_the_client(shop: Shop, source: Caller, agent: Caller, talk: tuple[int, int]) -> None:
    number, chat = talk
    work = await add_work(shop)
    await add_crew(shop, 1)
    async with shop.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET place = $2 WHERE code = $1", shop.unit, {"lat": 55.7, "lon": 37.6})
        client = await tx.value("SELECT public_id FROM client c JOIN chat h ON h.client_id = c.id WHERE h.chat_id = $1", chat)
    parts = {"client_id": client, "unit": shop.unit, "status": "ordered"}
    order = (await source.put(f"/parts-orders/{unique('po:')}", parts)).ok(201)["id"]
    sent = [
        (await agent.post(f"/requests/{number}/pieces", body)).ok(201)
        for body in (
            {"kind": "place", "unit": shop.unit},
            {"kind": "order", "id": order},
            {"kind": "booking_link", "unit": shop.unit, "works": [work]},
        )
    ]
    assert [one["delivery"] for one in sent] == ["queued"] * 3
    shown = (await agent.get(f"/requests/{number}")).ok()["messages"]
    assert [message["id"] for message in shown if message["direction"] == "out"][-3:] == [one["id"] for one in sent]
    sql = "SELECT jsonb_agg(params ORDER BY id) FROM outbox WHERE chat_id = $1 AND message_id = ANY ($2::bigint[])"
    place, card, link = await shop.value(sql, chat, [int(one["id"]) for one in sent])
    assert (place["latitude"], place["longitude"]) == (55.7, 37.6)
    assert f"o:{order}" in str(card["reply_markup"])
    assert link["reply_markup"]["inline_keyboard"][0][0]["callback_data"].startswith("k:")


async def test_without_telegram_a_link_is_a_note_and_a_card_is_refused(shop: Shop, source: Caller, agent: Caller) -> None:
    work = await add_work(shop)
    await add_crew(shop, 1)
    number = await shop.taken(agent, source)
    async with shop.desk.db.tx() as tx:
        await keep_bot_name(tx, "our_bot")
    link = {"kind": "booking_link", "unit": shop.unit, "works": [work]}
    assert (await agent.post(f"/requests/{number}/pieces", link)).ok(201)["delivery"] is None
    assert "https://t.me/our_bot?start=b_" in (await agent.get(f"/requests/{number}")).ok()["messages"][-1]["text"]
    problem = (await agent.post(f"/requests/{number}/pieces", {"kind": "order", "id": "whatever1"})).refused(422, "invalid")
    assert problem["errors"] == [{"field": "id", "reason": "no telegram"}]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "kind"), ({"kind": "letter"}, "kind"), ({"kind": "place"}, "unit"), ({"kind": "place", "unit": "nowhere"}, "unit"),
        ({"kind": "place", "unit": "MSK"}, "unit"), ({"kind": "place", "unit": "here"}, "unit"), ({"kind": "visit"}, "id"),
        ({"kind": "visit", "id": "somebody-elses"}, "id"), ({"kind": "order", "id": "a b"}, "id"),
        ({"kind": "order", "id": "x", "unit": "msk"}, "unit"), ({"kind": "booking_link", "unit": "here", "works": []}, "works"),
        ({"kind": "booking_link", "unit": "here", "works": ["none"]}, "works"), ({"kind": "booking_link", "unit": "here"}, "works"),
        ({"kind": "booking_link", "unit": "here", "works": ["a"] * 9}, "works"), ({"kind": "booking_link", "works": ["a"]}, "unit"),
        ({"kind": "place", "unit": "here", "text": "x"}, "text"),
    ],
)  # fmt: skip
async def test_a_piece_has_to_make_sense(shop: Shop, agent: Caller, talk: tuple[int, int], body: Any, field: str) -> None:
    """`here`: the test's own unit, whose point on the map is not set."""
    number, chat = talk
    sent = body | ({"unit": shop.unit} if body.get("unit") == "here" else {})
    before = await shop.value("SELECT count(*) FROM outbox WHERE chat_id = $1", chat)
    problem = (await agent.post(f"/requests/{number}/pieces", sent)).refused(422, "invalid")
    assert [error["field"] for error in problem["errors"]] == [field]
    assert await shop.value("SELECT count(*) FROM outbox WHERE chat_id = $1", chat) == before


async def test_repeated_calls_count_once(shop: Shop, agent: Caller, talk: tuple[int, int]) -> None:
    number, chat = talk
    async with shop.desk.db.tx() as tx:
        await tx.execute("UPDATE unit SET place = $2 WHERE code = $1", shop.unit, {"lat": 55.7, "lon": 37.6})
    body = {"kind": "place", "unit": shop.unit}
    replies = await asyncio.gather(*(agent.post(f"/requests/{number}/pieces", body, key="pin-1") for _ in range(4)))
    done = [reply.json for reply in replies if reply.status == 201]
    assert done
    assert all(reply.status == 201 or reply.code == "idempotency-busy" for reply in replies)
    assert len({one["id"] for one in done}) == 1
    assert await shop.value("SELECT count(*) FROM outbox WHERE chat_id = $1 AND method = 'sendVenue'", chat) == 1
    first = (await agent.post(f"/requests/{number}/aside", {"until": THURSDAY}, key="aside-1")).ok()
    (await agent.call("DELETE", f"/requests/{number}/aside")).ok()
    again = await agent.post(f"/requests/{number}/aside", {"until": THURSDAY}, key="aside-1")
    assert (again.ok(), again.headers.get("Idempotent-Replayed")) == (first, "true")
    (await agent.post(f"/requests/{number}/aside", {"until": NOON.isoformat()}, key="aside-1")).refused(
        422, "idempotency-mismatch"
    )
