"""Many at once, with real commits: the limit holds, nothing is handed out twice."""

import asyncio
from collections import Counter
from contextlib import suppress

from services.errors import Refused
from services.requests.queue import next_request
from services.staff.accounts import staff_by_login
from tests.api.shop import Caller, Shop


async def _held(shop: Shop, agent: Caller) -> int:
    sql = "SELECT count(*) FROM request r JOIN staff s ON s.id = r.agent_id WHERE s.login = $1 AND r.state <> 'closed'"
    return int(await shop.value(sql, agent.login))


async def test_fifty_parallel_next_of_one_agent_give_five(shop: Shop, source: Caller, agent: Caller) -> None:
    await asyncio.gather(*(shop.ask(source) for _ in range(60)))
    replies = await asyncio.gather(*(agent.post("/requests/next") for _ in range(50)))
    assert Counter(reply.status for reply in replies) == {200: 5, 409: 45}
    assert {reply.code for reply in replies if reply.status == 409} == {"wip-limit"}
    assert len({reply.json["number"] for reply in replies if reply.status == 200}) == 5
    assert await _held(shop, agent) == 5


async def test_the_limit_holds_over_both_doors(shop: Shop, source: Caller, agent: Caller) -> None:
    """Half by the API (with keys, in a transaction of its own), half as the console calls it."""
    await asyncio.gather(*(shop.ask(source) for _ in range(20)))
    async with shop.desk.db.read() as reader:
        staff = await staff_by_login(reader, agent.login)
    assert staff is not None

    async def console() -> bool:
        with suppress(Refused):
            return await next_request(shop.desk.db, staff, shop.desk.limits) is not None
        return False

    async def api(key: str) -> bool:
        return (await agent.post("/requests/next", key=key)).status == 200

    taken = await asyncio.gather(*(console() if turn % 2 else api(f"both{turn}") for turn in range(50)))
    assert sum(taken) == 5
    assert await _held(shop, agent) == 5


async def _work(agent: Caller, left: list[int], taken: list[tuple[str, int]]) -> None:
    """Take and close until everything has been taken by somebody."""
    while left[0]:
        reply = await agent.post("/requests/next")
        if reply.status == 204:  # all that is left is in others' hands at this very moment
            continue
        number = reply.ok(200)["number"]
        left[0] -= 1
        taken.append((agent.login, number))
        (await agent.post(f"/requests/{number}/close", {"outcome": "answered", "summary": "ок"})).ok(200)


async def test_twenty_agents_and_two_hundred_requests(shop: Shop, source: Caller) -> None:
    agents = [await shop.agent() for _ in range(20)]
    asked = await asyncio.gather(*(shop.ask(source) for _ in range(200)))
    taken: list[tuple[str, int]] = []
    left = [200]
    await asyncio.gather(*(_work(agent, left, taken) for agent in agents))
    assert sorted(number for _, number in taken) == sorted(asked)
    given = "SELECT count(*) FROM event WHERE type = 'request.assigned' AND subject = ANY ($1)"
    assert await shop.value(given, [f"request:{number}" for number in asked]) == 200
    by_agent = Counter(login for login, _ in taken)
    assert set(by_agent) == {agent.login for agent in agents}, by_agent


async def test_a_client_put_twice_at_once_is_one_card(shop: Shop, source: Caller) -> None:
    body = {"name": "Ольга", "phone": "+79995550001"}
    replies = await asyncio.gather(*(source.put("/clients/race:1", body) for _ in range(10)))
    assert Counter(reply.status for reply in replies) == {201: 1, 200: 9}
    assert len({reply.json["id"] for reply in replies}) == 1


async def test_two_cards_that_want_one_phone_at_once(shop: Shop, source: Caller) -> None:
    for number in range(8):
        (await source.put(f"/clients/want:{number}", {"name": "Ольга", "phone": f"+7999666000{number}"})).ok(201)
    wanted = {"name": "Ольга", "phone": "+79996661111"}
    replies = await asyncio.gather(*(source.put(f"/clients/want:{number}", wanted) for number in range(8)))
    assert Counter(reply.status for reply in replies) == {200: 1, 409: 7}
    assert {reply.code for reply in replies if reply.status == 409} == {"phone-taken"}
