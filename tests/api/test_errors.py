"""Every error of the contract that exists by now, as a caller meets it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import ClientSession

from services.desk import Desk
from services.storage.database import Database
from tests.api.conftest import serve
from tests.api.line import Line, line_to
from tests.api.shop import NOON, Caller, Shop, new_phone, unique


@pytest.mark.parametrize(
    "raw", [b"{", b"\xff", b'{"text": "\\ud800"}', b"\xef\xbb\xbf{}", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"]
)
async def test_malformed(source: Caller, raw: bytes) -> None:
    (await source.call("POST", "/requests", raw=raw)).refused(400, "malformed")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "nonsense"]
)
async def test_another_content_type_is_malformed(source: Caller, kind: str) -> None:
    (await source.call("POST", "/requests", raw=b'{"a": 1}', headers={"Content-Type": kind})).refused(400, "malformed")


async def test_an_encoding_that_is_a_lie_is_malformed(source: Caller) -> None:
    (await source.call("POST", "/requests", raw=b"not gzip at all", headers={"Content-Encoding": "gzip"})).refused(
        400, "malformed"
    )


async def test_not_found_and_wrong_methods_below_api(shop: Shop, source: Caller) -> None:
    for path in (
        "/nothing",
        "/requests/",
        "/requests/abc",
        "/requests/0",
        "/requests/99999999999999999999",
        "/files/%00",
        "/clients/нет",
    ):
        (await source.get(path)).refused(404, "not-found")
    reply = await source.call("DELETE", "/requests")
    reply.refused(405, "method-not-allowed")
    assert set(reply.headers["Allow"].split(",")) == {"GET", "HEAD", "POST"}
    async with shop.session.get(shop.url.replace("/api/v1", "/api/v2/units")) as response:
        assert response.status == 404
        assert response.content_type == "application/problem+json"


async def test_forbidden(source: Caller) -> None:
    (await source.post("/requests/next")).refused(403, "forbidden")


async def test_conflicts_of_next_come_in_order(shop: Shop, source: Caller, agent: Caller) -> None:
    """off-shift, then promise-overdue, then wip-limit."""
    for _ in range(5):
        await shop.taken(agent, source)
    await shop.ask(source)
    (await agent.post("/requests/next")).refused(409, "wip-limit")
    held = (await agent.get("/requests")).ok()["items"][0]["number"]
    (await agent.post(f"/requests/{held}/promise", {"due_at": (NOON + timedelta(minutes=5)).isoformat()})).ok()
    (await agent.post("/requests/next")).refused(409, "wip-limit")
    shop.clock.advance(minutes=6)
    (await agent.post("/requests/next")).refused(409, "promise-overdue")
    for state in ("away", "off"):
        await agent.put("/agents/me/shift", {"state": state})
        (await agent.post("/requests/next")).refused(409, "off-shift")


async def test_phone_taken(source: Caller) -> None:
    refs, phones = [unique("crm:") for _ in range(2)], [new_phone() for _ in range(2)]
    for ref, phone in zip(refs, phones, strict=True):
        (await source.put(f"/clients/{ref}", {"name": "Ольга", "phone": phone})).ok(201)
    (await source.put(f"/clients/{refs[0]}", {"name": "Ольга", "phone": phones[1]})).refused(409, "phone-taken")
    assert (await source.get(f"/clients/{refs[0]}")).ok()["phone"] == phones[0]


async def test_too_large(shop: Shop, source: Caller, agent: Caller) -> None:
    (await source.call("POST", "/requests", raw=b'"' + b"x" * (1 << 20) + b'"')).refused(413, "too-large")
    (await agent.upload(b"x" * ((20 << 20) + 1))).refused(413, "too-large")
    assert not [path for path in shop.desk.files.root.rglob("*") if path.is_file()]
    (await agent.upload(b"x" * (20 << 20))).ok(201)


async def test_invalid_names_every_field(source: Caller) -> None:
    body = {"source": " ", "phone": "+79121234567", "text": 5, "type": "nonsense", "unit": "Север", "extra": 1}
    problem = (await source.post("/requests", body)).refused(422, "invalid")
    assert {error["field"] for error in problem["errors"]} == {"source", "text", "type", "unit", "extra"}
    assert all(error["reason"] for error in problem["errors"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("unit", "nowhere"), ("type", "repairs"), ("phone", "12"), ("phone", "+49123456789012345"), ("language", "по-русски"),
     ("fields", {"a": "\x00"}), ("fields", {"a": 10**40}), ("vehicle", {"a": [[[[[[[[[1]]]]]]]]]}), ("vehicle", {"a": "x" * 20_001}),
     ("text", "\x00"), ("text", "x" * 20_001), ("name", "x" * 201), ("external_ref", "a b"), ("source", "")],
)  # fmt: skip
async def test_invalid_in_the_body(shop: Shop, source: Caller, field: str, value: object) -> None:
    body = {"source": "site", "phone": new_phone(), "text": "Вопрос", "unit": shop.unit, field: value}
    problem = (await source.post("/requests", body)).refused(422, "invalid")
    assert [error["field"].split(".")[0] for error in problem["errors"]] == [field]


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "limit=1e2", "limit=-1", "after=x", "after=1-", "after=9-99999999999999999999", "state=open",
     "type=x", "unit=nowhere", "unit=%00", "agent=nobody", "agent=A%20B", "nonsense=1", "state=queued&state=closed"],
)  # fmt: skip
async def test_invalid_filters(reader: Caller, query: str) -> None:
    (await reader.get(f"/requests?{query}")).refused(422, "invalid")


@pytest.mark.parametrize(
    "due_at", ["2026-11-20T12:00:00+00:00", "2020-01-01T00:00:00Z", "2028-11-20T12:00:00Z", "9999-12-31T23:59:59-23:59",
               "0001-01-01T00:00:00+14:00", "2026-11-21T12:00:00", "2026-11-21", "1800000000", 1800000000, None, "завтра",
               "2026-02-30T10:00:00Z"],
)  # fmt: skip
async def test_promises_need_a_moment_that_comes(shop: Shop, source: Caller, agent: Caller, due_at: object) -> None:
    number = await shop.taken(agent, source)
    problem = (await agent.post(f"/requests/{number}/promise", {"due_at": due_at})).refused(422, "invalid")
    assert problem["errors"][0]["field"] == "due_at"


async def test_not_owner_and_closed(shop: Shop, source: Caller, agent: Caller) -> None:
    colleague = await shop.agent()
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/transfer", {"agent": colleague.login, "reason": "к вам"})).ok()
    assert (await colleague.post("/requests/next")).ok()["number"] == number
    bodies = {
        "messages": {"text": "Ответ"}, "promise": {"due_at": (NOON + timedelta(hours=1)).isoformat()}, "call": {"outcome": "reached"},
        "transfer": {"reason": "нет", "type": "claim"}, "return": {"reason": "нет"}, "close": {"outcome": "solved", "summary": "Да"},
    }  # fmt: skip
    for action, body in bodies.items():
        (await agent.post(f"/requests/{number}/{action}", body)).refused(403, "not-owner")
    (await colleague.post(f"/requests/{number}/close", bodies["close"])).ok()
    for action, body in bodies.items():
        (await colleague.post(f"/requests/{number}/{action}", body)).refused(409, "closed")


async def test_wrap_up_incomplete_names_what_is_missing(shop: Shop, source: Caller, agent: Caller) -> None:
    number = await shop.taken(agent, source)
    assert (await agent.post(f"/requests/{number}/close")).refused(422, "wrap-up-incomplete")["missing"] == [
        "outcome",
        "summary",
    ]
    problem = (await agent.post(f"/requests/{number}/close", {"outcome": "solved", "summary": " "})).refused(
        422, "wrap-up-incomplete"
    )
    assert problem["missing"] == ["summary"]
    (await agent.post(f"/requests/{number}/close", {"outcome": "fine", "summary": "Да"})).refused(422, "invalid")


@pytest.mark.parametrize("body", [{"reason": "нет"}, {"type": "claim"}, {"reason": " ", "type": "claim"}, {"reason": "нет", "type": "x"},
                                  {"reason": "нет", "unit": "nowhere"}, {"reason": "нет", "agent": "nobody"}])  # fmt: skip
async def test_transfers_need_a_reason_and_an_aim(shop: Shop, source: Caller, agent: Caller, body: dict[str, str]) -> None:
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/transfer", body)).refused(422, "invalid")


@pytest.mark.parametrize("body", [{}, {"text": " "}, {"text": "x" * 20_001}, {"attachments": ["nosuch"]}, {"attachments": ["a b"]},
                                  {"attachments": ["a"] * 11}, {"text": "a", "reply_to": "1"}, {"text": "a", "reply_to": "x"},
                                  {"text": "a", "internal": "yes"}])  # fmt: skip
async def test_messages_need_something_to_say(shop: Shop, source: Caller, agent: Caller, body: dict[str, object]) -> None:
    number = await shop.taken(agent, source)
    (await agent.post(f"/requests/{number}/messages", body)).refused(422, "invalid")


@pytest.fixture
async def doomed(api_url: str, web_session: ClientSession, shop: Shop) -> AsyncIterator[tuple[Shop, Line]]:
    """The shop, with a line to its database that can be cut."""
    async with line_to(api_url) as line:
        database = await Database.open(line.url, shop.clock, size=2)
        desk = Desk(database, shop.clock, shop.desk.limits, shop.desk.files)
        async for made in serve(desk, web_session, shop.clock):
            made.unit = shop.unit
            yield made, line
        await database.close()


async def test_unavailable_without_a_database_and_back_again(doomed: tuple[Shop, Line], source: Caller) -> None:
    shop, line = doomed
    caller = shop.nobody(source.secret)
    body = {"source": "site", "phone": new_phone(), "text": "Вопрос", "unit": shop.unit}

    async def health(path: str) -> int:
        async with shop.session.get(shop.url.replace("/api/v1", path)) as response:
            return response.status

    assert [await health(path) for path in ("/health/live", "/health/ready", "/metrics")] == [200, 200, 200]
    await line.cut()
    for reply in (await caller.get("/requests"), await caller.post("/requests", body, key="outage")):
        reply.refused(503, "unavailable")
        assert int(reply.headers["Retry-After"]) > 0
    assert [await health(path) for path in ("/health/live", "/health/ready", "/metrics")] == [200, 503, 200]
    await line.mend()
    assert await health("/health/ready") == 200
    (await caller.post("/requests", body, key="outage")).ok(201)


async def test_bugs_are_told_by_an_id_alone(
    source: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("handlers.web.api.clients.clients_by_phone", broken)
    reply = await source.get("/clients?phone=%2B79121234567")
    problem = reply.refused(500, "internal")
    assert b"secret" not in reply.body
    assert problem["instance"].removeprefix("urn:uuid:") in caplog.text
