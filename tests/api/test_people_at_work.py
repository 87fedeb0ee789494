"""What the API tells of people at work: withdrawn agents, the end of a shift, promised calls."""

from datetime import timedelta

import pytest

from services.staff.accounts import add_staff, staff_by_login
from services.staff.withdrawing import bring_back, withdraw
from tests.api.shop import NOON, Caller, Shop, unique


async def withdrawn(shop: Shop, login: str, minutes: float) -> str:
    """By a director; returns their login."""
    director = unique("director")
    async with shop.desk.db.tx() as tx:
        await add_staff(tx, director, name="Ольга", role="director")
        head = await staff_by_login(tx, director)
        assert head
        await withdraw(tx, head, login, tx.now + timedelta(minutes=minutes), "Устала")
    return director


async def test_next_is_refused_until_then_and_the_rest_goes_on(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    await shop.ask(source)
    director = await withdrawn(shop, agent.login, 30)
    problem = (await agent.post("/requests/next")).refused(409, "withdrawn")
    assert "Устала" not in str(problem)
    (await agent.post(f"/requests/{number}/messages", {"text": "Приезжайте"})).ok()
    await agent.put("/agents/me/shift", {"state": "away"})
    (await agent.post("/requests/next")).refused(409, "off-shift")
    await agent.put("/agents/me/shift", {"state": "on"})
    (await agent.post("/requests/next")).refused(409, "withdrawn")
    shop.clock.advance(minutes=30)
    (await agent.post("/requests/next")).ok()
    async with shop.desk.db.tx() as tx:
        head = await staff_by_login(tx, director)
        assert head
        await bring_back(tx, head, agent.login)


@pytest.mark.parametrize(
    ("language", "title"), [("ru", "Новые обращения вам пока не выдаются"), ("en", "New requests are paused for you")]
)
async def test_the_title_in_the_callers_language(shop: Shop, agent: Caller, language: str, title: str) -> None:
    await withdrawn(shop, agent.login, 30)
    reply = await agent.call("POST", "/requests/next", {}, headers={"Accept-Language": language})
    assert reply.refused(409, "withdrawn")["title"].startswith(title)


async def test_a_shift_ends_with_requests_in_hand_as_ever(shop: Shop, source: Caller, agent: Caller) -> None:
    """The console asks for a hand-over first; the contract of the API stays."""
    number = await shop.taken(agent, source)
    assert (await agent.put("/agents/me/shift", {"state": "off"})).ok() == {"state": "off"}
    assert (await agent.get(f"/requests/{number}")).ok()["agent"] == agent.login


async def test_a_call_is_promised(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    due = (NOON + timedelta(hours=1)).isoformat()
    made = (await agent.post(f"/requests/{number}/promise", {"due_at": due, "by_call": True})).ok()
    assert (made["promise"]["by_call"], made["promise"]["state"]) == (True, "open")
    moved = (await agent.post(f"/requests/{number}/promise", {"due_at": due})).ok()
    assert moved["promise"]["by_call"] is False
    for wrong in ("true", 1, None):
        problem = (await agent.post(f"/requests/{number}/promise", {"due_at": due, "by_call": wrong})).refused(422, "invalid")
        assert problem["errors"][0]["field"] == "by_call"


async def test_no_call_where_there_is_no_phone(shop: Shop, agent: Caller) -> None:
    number, _ = await shop.chat()
    assert (await agent.post("/requests/next")).ok()["number"] == number
    due = (NOON + timedelta(hours=1)).isoformat()
    problem = (await agent.post(f"/requests/{number}/promise", {"due_at": due, "by_call": True})).refused(422, "invalid")
    assert problem["errors"] == [{"field": "by_call", "reason": "no phone"}]
