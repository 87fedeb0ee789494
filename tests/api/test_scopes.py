"""Who may do what: every route with every kind of token, and what is seen through each."""

import asyncio
from typing import Any

import pytest

from handlers.web.api.table import ROUTES
from tests.api.shop import Caller, Shop, new_phone, unique

# Beyond "read: every GET" and "admin: everything": what the other two may, and what needs a person (contract, "Scopes").
_SOURCE = {
    "GET /units", "GET /works", "GET /clients", "GET /clients/{ref}", "PUT /clients/{ref}", "POST /requests", "GET /requests",
    "GET /requests/{number}", "GET /files/{id}", "GET /events", "GET /vehicles/{ref}", "PUT /vehicles/{ref}", "GET /repair-orders/{ref}",
    "PUT /repair-orders/{ref}", "GET /parts-orders/{ref}", "PUT /parts-orders/{ref}",
    "GET /availability", "POST /appointments", "GET /appointments", "GET /appointments/{id}", "POST /appointments/{id}/move",
    "POST /appointments/{id}/cancel", "GET /scripts",
}  # fmt: skip
_PERSON = {
    "POST /requests/next", "POST /requests/{number}/messages", "POST /requests/{number}/promise", "POST /requests/{number}/transfer",
    "POST /requests/{number}/return", "POST /requests/{number}/call", "POST /requests/{number}/close", "PUT /agents/me/shift",
    "POST /requests/{number}/messages/{id}/edit", "POST /requests/{number}/messages/{id}/withdraw",
    "POST /requests/{number}/messages/{id}/reaction", "POST /requests/{number}/questions", "POST /questions/{id}/answer",
    "POST /questions/{id}/remind", "POST /questions/{id}/withdraw", "POST /requests/{number}/aside", "DELETE /requests/{number}/aside",
    "POST /requests/{number}/pieces",
}  # fmt: skip
_AGENT = _PERSON | {
    "GET /scripts", "GET /units", "GET /works", "GET /requests", "GET /requests/{number}", "GET /files/{id}", "GET /events",
    "GET /agents/me/shift", "GET /tags", "PUT /requests/{number}/tags", "POST /files", "GET /search", "GET /questions",
    "GET /availability", "POST /appointments", "GET /appointments", "GET /appointments/{id}", "POST /appointments/{id}/move",
    "POST /appointments/{id}/cancel",
}  # fmt: skip
_CLOCK = {"GET /clock", "PUT /clock"}
_OPERATIONS = [f"{route.method} {route.path}" for route in ROUTES]
_BODIES: dict[str, Any] = {
    "PUT /clients/{ref}": {"name": "Ольга", "phone": "+79120000000"},
    "POST /requests": {"source": "site", "phone": "+79120000000", "text": "Вопрос"},
    "POST /requests/{number}/messages": {"text": "Ответ"},
    "POST /requests/{number}/messages/{id}/edit": {"text": "Иначе"},
    "POST /requests/{number}/messages/{id}/reaction": {"emoji": "👍"},
    "POST /requests/{number}/promise": {"due_at": "2027-01-01T10:00:00+00:00"},
    "POST /requests/{number}/transfer": {"reason": "не моё", "type": "claim"},
    "POST /requests/{number}/return": {"reason": "не моё"},
    "POST /requests/{number}/aside": {"until": "2026-11-21T10:00:00+00:00"},
    "POST /requests/{number}/pieces": {"kind": "place", "unit": "msk"},
    "POST /requests/{number}/questions": {"text": "Есть диски?", "skill": "parts_selection"},
    "POST /questions/{id}/answer": {"text": "Есть"},
    "POST /requests/{number}/call": {"outcome": "reached"},
    "POST /requests/{number}/close": {"outcome": "solved", "summary": "Да"},
    "PUT /requests/{number}/tags": {"tags": []},
    "PUT /agents/me/shift": {"state": "on"},
    "PUT /clock": {"shift_seconds": 0},
}


def _allowed(scope: str, operation: str) -> bool:
    if scope == "admin":
        return operation not in _PERSON
    if scope == "read":
        return operation.startswith("GET ") and operation not in _CLOCK
    return operation in (_SOURCE if scope == "source" else _AGENT)


@pytest.mark.parametrize("scope", ["source", "read", "agent", "admin"])
async def test_every_route_with_every_scope(shop: Shop, scope: str) -> None:
    caller = await (shop.agent() if scope == "agent" else shop.token(scope))
    for operation in _OPERATIONS:
        method, _, path = operation.partition(" ")
        path = path.replace("{number}", "999999999").replace("{ref}", unique("crm:")).replace("{id}", "nosuchfile")
        body = _BODIES.get(operation)
        if operation == "POST /requests":
            body = _BODIES[operation] | {"unit": shop.unit}  # else it would be everybody's
        reply = await (caller.upload(b"GIF89a") if operation == "POST /files" else caller.call(method, path, body))
        if _allowed(scope, operation):
            assert reply.status not in (401, 403), (scope, operation, reply.body)
        else:
            reply.refused(403, "forbidden")


async def test_without_a_valid_token_there_is_nothing(shop: Shop, reader: Caller) -> None:
    for operation in _OPERATIONS:
        method, _, path = operation.partition(" ")
        path = path.replace("{number}", "1").replace("{ref}", "a").replace("{id}", "a")
        for caller in (shop.nobody(), shop.nobody("false"), shop.nobody("x" * 500)):
            reply = await caller.call(method, path, _BODIES.get(operation))
            reply.refused(401, "unauthorized")
            assert reply.headers["WWW-Authenticate"] == "Bearer"
    (await shop.nobody().call("GET", "/units", headers={"Authorization": "Basic YTpi"})).refused(401, "unauthorized")
    (await shop.nobody().call("GET", "/units", headers={"Authorization": f"bearer {reader.secret}"})).ok()


async def test_a_revoked_token_and_a_dismissed_person_are_nobody(shop: Shop, reader: Caller, agent: Caller) -> None:
    async with shop.desk.db.tx() as tx:
        await tx.execute(
            "UPDATE api_token SET revoked_at = now() WHERE token_hash = sha256($1)", (reader.secret or "").encode()
        )
        await tx.execute("UPDATE staff SET active = false WHERE login = $1", agent.login)
    (await reader.get("/units")).refused(401, "unauthorized")
    (await agent.post("/requests/next")).refused(401, "unauthorized")


async def _numbers(caller: Caller, query: str = "") -> set[int]:
    return {item["number"] for item in (await caller.get(f"/requests?limit=200{query}")).ok()["items"]}


async def test_a_source_sees_what_it_made(shop: Shop, source: Caller, reader: Caller) -> None:
    other = await shop.token("source")
    mine, theirs = await shop.ask(source), await shop.ask(other)
    assert await _numbers(reader, f"&unit={shop.unit}") == {mine, theirs}
    assert await _numbers(source) == {mine}
    (await source.get(f"/requests/{mine}")).ok()
    (await source.get(f"/requests/{theirs}")).refused(404, "not-found")
    assert {event["subject"] for event in (await source.get("/events")).ok()["items"]} == {f"request:{mine}"}


async def test_an_agent_sees_own_and_formerly_own_requests_and_no_queue(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague = await shop.agent()
    number = await shop.taken(agent, source)
    waiting = await shop.ask(source)
    assert await _numbers(agent) == {number}
    assert await _numbers(colleague) == set()
    for caller, other in ((colleague, number), (agent, waiting), (colleague, waiting)):
        (await caller.get(f"/requests/{other}")).refused(404, "not-found")
    (await agent.get("/requests?state=queued")).refused(403, "forbidden")
    (await agent.post(f"/requests/{number}/transfer", {"agent": colleague.login, "reason": "к вам"})).ok()
    assert (await agent.get(f"/requests/{number}")).ok()["state"] == "queued"  # formerly own: still to be read one by one
    assert await _numbers(agent) == set()
    events = (await agent.get("/events?limit=200")).ok()["items"]
    assert {event["subject"] for event in events} == {f"request:{number}"}


async def test_actions_on_what_may_not_be_seen_find_nothing(shop: Shop, source: Caller, agent: Caller) -> None:
    stranger = await shop.agent()
    number = await shop.taken(agent, source)
    for operation, body in _BODIES.items():
        if operation.startswith("POST /requests/{number}"):
            path = operation.removeprefix("POST ").replace("{number}", str(number))
            (await stranger.post(path, body)).refused(404, "not-found")


async def test_a_head_reads_the_own_units_and_writes_to_nobody(shop: Shop, source: Caller, agent: Caller) -> None:
    head = await shop.agent(role="head")
    stranger = await shop.agent(role="head", unit=await shop.add_unit())
    number = await shop.taken(agent, source)
    (await head.get(f"/requests/{number}")).ok()
    (await head.post(f"/requests/{number}/messages", {"text": "Это я"})).refused(403, "not-owner")
    (await stranger.get(f"/requests/{number}")).refused(404, "not-found")


async def test_files_are_for_who_may_read_the_conversation(shop: Shop, source: Caller, agent: Caller, reader: Caller) -> None:
    stranger = await shop.agent()
    number = await shop.taken(agent, source)
    file_id = (await agent.upload(b"%PDF-1.4 secret", "счёт.pdf")).ok(201)["id"]
    (await stranger.get(f"/files/{file_id}")).refused(404, "not-found")
    (await source.get(f"/files/{file_id}")).refused(404, "not-found")
    assert (await reader.get(f"/files/{file_id}")).status == 200
    held = await shop.taken(stranger, source)
    reply = await stranger.post(f"/requests/{held}/messages", {"text": "вот", "attachments": [file_id]})
    assert reply.refused(422, "invalid")["errors"][0]["field"] == "attachments"
    (await agent.post(f"/requests/{number}/messages", {"attachments": [file_id]})).ok(201)
    assert (await source.get(f"/files/{file_id}")).status == 200
    assert (await stranger.get(f"/files/{file_id}")).status == 404


async def test_the_clock_exists_only_where_time_may_be_moved(shop: Shop, admin: Caller) -> None:
    (await admin.get("/clock")).refused(404, "not-found")
    (await admin.put("/clock", {"shift_seconds": 60})).refused(404, "not-found")


async def test_one_phone_is_one_card_for_all_sources(shop: Shop, source: Caller) -> None:
    phone = new_phone()
    other = await shop.token("source")
    first, second = await asyncio.gather(
        source.put(f"/clients/{unique('a:')}", {"name": "Ольга", "phone": phone}),
        other.put(f"/clients/{unique('b:')}", {"name": "Ольга", "phone": phone}),
    )
    assert first.ok(201)["id"] == second.ok(201)["id"]
