"""POST /requests/{n}/return: back to the queue with a reason that stays on record (W4, W5)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.api.shop import NOON, Caller, Shop

REST = timedelta(minutes=60)


async def test_a_colleague_gets_it_next_and_the_same_person_only_after_the_rest(
    shop: Shop, source: Caller, agent: Caller
) -> None:
    colleague = await shop.agent()
    number = await shop.taken(agent, source)
    given = (await agent.post(f"/requests/{number}/return", {"reason": "Нужен другой специалист"})).ok()
    assert (given["number"], given["state"], given["agent"], given["reason"]) == (number, "queued", None, None)
    assert given["waiting_since"] == NOON.isoformat()
    assert given["messages"][-1]["text"] == "Нужен другой специалист"
    assert given["messages"][-1]["direction"] == "note"
    assert (await agent.post("/requests/next")).status == 204
    (await agent.post(f"/requests/{number}/messages", {"text": "ещё я"})).refused(403, "not-owner")
    assert (await colleague.post("/requests/next")).ok()["number"] == number
    (await colleague.post(f"/requests/{number}/return", {"reason": "Не моя тема"})).ok()
    shop.clock.advance(minutes=REST.seconds // 60)
    assert (await agent.post("/requests/next")).ok()["number"] == number


async def test_it_is_told_as_an_event_and_not_to_the_source(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/return", {"reason": "Личные обстоятельства"})).ok()
    told = [event for event in (await agent.get("/events?limit=200")).ok()["items"] if event["type"] == "request.given_back"]
    assert [(event["subject"], event["actor"], event["data"]["reason"]) for event in told] == [
        (f"request:{number}", f"agent:{agent.login}", "Личные обстоятельства")
    ]
    seen = (await source.get(f"/requests/{number}")).ok()
    assert seen["state"] == "queued"
    assert "Личные обстоятельства" not in str(seen["messages"])
    told = (await source.get("/events?limit=200")).ok()["items"]
    assert "request.given_back" in [event["type"] for event in told], "it learns that, and not why"
    assert "Личные обстоятельства" not in str(told)


async def test_where_the_client_is_waited_for_it_waits_on_without_an_owner(shop: Shop, agent: Caller) -> None:
    number, _chat = await shop.chat()
    assert (await agent.post("/requests/next")).ok()["number"] == number
    (await agent.post(f"/requests/{number}/messages", {"text": "Какой год выпуска?"})).ok(201)
    given = (await agent.post(f"/requests/{number}/return", {"reason": "Не моя тема"})).ok()
    assert (given["state"], given["agent"], given["waiting_since"]) == ("waiting_client", None, None)


async def test_a_broken_promise_is_kept_first(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    due = (NOON + timedelta(minutes=30)).isoformat()
    (await agent.post(f"/requests/{number}/promise", {"due_at": due})).ok()
    shop.clock.advance(minutes=30)
    (await agent.post(f"/requests/{number}/return", {"reason": "Не моя тема"})).refused(409, "promise-overdue")
    assert (await agent.get(f"/requests/{number}")).ok()["agent"] == agent.login


@pytest.mark.parametrize(
    "body",
    [{}, [], {"reason": ""}, {"reason": " \n\t"}, {"reason": None}, {"reason": 5}, {"reason": ["нет"]}, {"reason": "н" * 1001},
     {"reason": "н" * 5000}, {"reason": "не\x00т"}, {"reason": "нет", "agent": "anna"}, {"reasons": "нет"}],
)  # fmt: skip
async def test_without_a_proper_reason_nothing_happens(shop: Shop, source: Caller, agent: Caller, body: Any) -> None:
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/return", body)).refused(422, "invalid")
    assert (await agent.get(f"/requests/{number}")).ok()["agent"] == agent.login
    (await agent.post(f"/requests/{number}/return", {"reason": "н" * 1000})).ok()


async def test_a_repeated_call_counts_once_and_of_two_at_once_one_wins(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    path, body = f"/requests/{number}/return", {"reason": "Не моя тема"}
    first = (await agent.post(path, body, key="back-1")).ok()
    assert (await agent.post(path, body, key="back-1")).ok() == first
    assert await shop.value("SELECT returns FROM request WHERE number = $1", number) == 1
    shop.clock.advance(minutes=61)
    assert (await agent.post("/requests/next")).ok()["number"] == number
    replies = await asyncio.gather(*(agent.post(path, body) for _ in range(4)))
    assert sorted(reply.status for reply in replies) == [200, 403, 403, 403]
    assert await shop.value("SELECT count(*) FROM request_return WHERE request_number = $1", number) == 2


async def test_a_head_who_does_not_lead_it_gives_nothing_back(shop: Shop, source: Caller, agent: Caller) -> None:
    head = await shop.agent(role="head")
    number = await shop.taken(agent, source)
    (await head.post(f"/requests/{number}/return", {"reason": "пусть другой"})).refused(403, "not-owner")
    for nowhere in ("0", "999999999", "9" * 30, "abc"):
        assert (await agent.post(f"/requests/{nowhere}/return", {"reason": "нет"})).status == 404
