"""Idempotency-Key: one effect, one answer, whatever the line does."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from services import idempotency
from services.housekeeping import clean_up
from services.idempotency import Scope
from services.requests.intake import submit
from tests.api.shop import Caller, Shop, new_phone, unique


def _body(shop: Shop, **more: Any) -> dict[str, Any]:
    return {"source": "site", "phone": new_phone(), "text": "Вопрос", "unit": shop.unit, **more}


async def _count(shop: Shop) -> int:
    return int(await shop.value("SELECT count(*) FROM request r JOIN unit u ON u.id = r.unit_id WHERE u.code = $1", shop.unit))


async def test_the_first_answer_is_given_again(shop: Shop, source: Caller) -> None:
    body, key = _body(shop), unique("key")
    first = await source.post("/requests", body, key=key)
    again = await source.post("/requests", body, key=key)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (again.status, again.body, again.headers["Content-Type"]) == (
        first.status,
        first.body,
        first.headers["Content-Type"],
    )
    assert await _count(shop) == 1


async def test_another_body_is_refused_and_the_first_answer_stays(shop: Shop, source: Caller) -> None:
    body, key = _body(shop), unique("key")
    first = await source.post("/requests", body, key=key)
    (await source.post("/requests", _body(shop), key=key)).refused(422, "idempotency-mismatch")
    assert (await source.post("/requests", body, key=key)).body == first.body
    assert await _count(shop) == 1


async def test_keys_belong_to_token_and_path(shop: Shop, source: Caller, agent: Caller) -> None:
    body, key = _body(shop), unique("key")
    other = await shop.token("source")
    numbers = {(await caller.post("/requests", body, key=key)).ok(201)["number"] for caller in (source, other)}
    assert len(numbers) == 2
    taken = (await agent.post("/requests/next", key=key)).ok()["number"]
    path = f"/requests/{taken}/messages"
    first = (await agent.post(path, {"text": "да", "internal": True}, key=key)).ok()
    assert (await agent.post(path, {"text": "да", "internal": True}, key=key)).ok() == first
    assert (await agent.post(path, {"text": "да", "internal": True}, key=key + "-2")).ok() != first


async def test_refusals_are_stored_too(shop: Shop, agent: Caller) -> None:
    await agent.put("/agents/me/shift", {"state": "off"})
    key = unique("key")
    first = await agent.post("/requests/next", key=key)
    first.refused(409, "off-shift")
    await agent.put("/agents/me/shift", {"state": "on"})
    again = await agent.post("/requests/next", key=key)
    again.refused(409, "off-shift")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.body == first.body
    assert (await agent.post("/requests/next", key=unique("key"))).status == 204


@pytest.mark.parametrize(
    ("raw", "status", "code"), [(b"{", 400, "malformed"), (b"{}", 422, "invalid"), (b" " * ((1 << 20) + 1), 413, "too-large")]
)
async def test_bad_bodies_are_stored_too(shop: Shop, source: Caller, raw: bytes, status: int, code: str) -> None:
    key = unique("key")
    first, again = [await source.call("POST", "/requests", raw=raw, key=key) for _ in range(2)]
    first.refused(status, code)
    again.refused(status, code)
    assert ("Idempotent-Replayed" in first.headers, "Idempotent-Replayed" in again.headers) == (False, True)
    (await source.post("/requests", _body(shop), key=key)).refused(422, "idempotency-mismatch")


async def test_nothing_of_a_refused_call_stays_but_its_answer(shop: Shop, source: Caller) -> None:
    """The unit is looked up before the client is made; the card must not appear all the same."""
    body = _body(shop, unit="nowhere")
    (await source.post("/requests", body, key=unique("key"))).refused(422, "invalid")
    assert await shop.value("SELECT count(*) FROM client WHERE phone = $1", body["phone"]) == 0


async def test_an_empty_answer_is_replayed(shop: Shop, agent: Caller) -> None:
    key = unique("key")
    assert (await agent.post("/requests/next", key=key)).status == 204
    await shop.ask(await shop.token("source"))
    again = await agent.post("/requests/next", key=key)
    assert (again.status, again.headers["Idempotent-Replayed"], again.body) == (204, "true", b"")
    assert (await agent.post("/requests/next")).status == 200


async def test_parallel_twins_have_one_effect(shop: Shop, source: Caller) -> None:
    body, key = _body(shop), unique("key")
    replies = await asyncio.gather(*(source.post("/requests", body, key=key) for _ in range(20)))
    assert {reply.status for reply in replies} == {201}
    assert len({reply.body for reply in replies}) == 1
    assert sum("Idempotent-Replayed" not in reply.headers for reply in replies) == 1
    assert await _count(shop) == 1


async def test_parallel_next_with_one_key_takes_one_request(shop: Shop, source: Caller, agent: Caller) -> None:
    for _ in range(3):
        await shop.ask(source)
    key = unique("key")
    replies = await asyncio.gather(*(agent.post("/requests/next", key=key) for _ in range(10)))
    assert {reply.ok()["number"] for reply in replies} == {replies[0].json["number"]}
    held = "SELECT count(*) FROM request r JOIN staff s ON s.id = r.agent_id WHERE s.login = $1"
    assert await shop.value(held, agent.login) == 1


async def _at_work(shop: Shop, caller: Caller, key: str, release: asyncio.Event, started: asyncio.Event) -> None:
    """A first POST /requests that is still at work, in another process."""
    token_id = await shop.value("SELECT id FROM api_token WHERE token_hash = sha256($1)", (caller.secret or "").encode())
    async with shop.desk.db.tx() as tx:
        await idempotency.begin(tx, Scope(token_id, "POST", "/api/v1/requests", key), b"whatever")
        started.set()
        await release.wait()
        raise ZeroDivisionError  # it dies: nothing of it is left


async def _crashing_twin(shop: Shop, source: Caller, key: str) -> tuple[asyncio.Task[None], asyncio.Event]:
    release, started = asyncio.Event(), asyncio.Event()
    twin = asyncio.get_running_loop().create_task(_at_work(shop, source, key, release, started))
    await started.wait()
    return twin, release


async def test_a_twin_waits_and_then_gives_up(shop: Shop, source: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idempotency, "WAIT_SECONDS", 0.1)
    body, key = _body(shop), unique("key")
    twin, release = await _crashing_twin(shop, source, key)
    busy = await source.post("/requests", body, key=key)
    busy.refused(409, "idempotency-busy")
    assert busy.headers["Retry-After"]
    release.set()
    with pytest.raises(ZeroDivisionError):
        await twin
    (await source.post("/requests", body, key=key)).ok(201)  # busy was not stored
    assert await _count(shop) == 1


async def test_the_wait_is_five_seconds() -> None:
    assert idempotency.WAIT_SECONDS == 5


async def test_a_twin_that_dies_leaves_the_work_to_who_waits(shop: Shop, source: Caller) -> None:
    body, key = _body(shop), unique("key")
    twin, release = await _crashing_twin(shop, source, key)
    waiting = asyncio.get_running_loop().create_task(source.post("/requests", body, key=key))
    done, _ = await asyncio.wait([waiting], timeout=0.05)
    assert not done
    release.set()
    reply = await waiting
    reply.ok(201)
    assert "Idempotent-Replayed" not in reply.headers
    await asyncio.wait([twin])
    assert isinstance(twin.exception(), ZeroDivisionError)


async def test_a_bug_or_an_outage_frees_the_key(shop: Shop, source: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    body, key = _body(shop), unique("key")

    async def broken(*args: Any, **kwargs: Any) -> int:
        await submit(*args, **kwargs)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("handlers.web.api.requests.submit", broken)
        problem = (await source.post("/requests", body, key=key)).refused(500, "internal")
        assert problem["instance"].startswith("urn:uuid:")
    assert await _count(shop) == 0
    (await source.post("/requests", body, key=key)).ok(201)
    assert await _count(shop) == 1


async def test_a_key_is_forgotten_after_seven_days(shop: Shop, source: Caller) -> None:
    body, key = _body(shop), unique("key")
    age = "UPDATE idempotency SET created_at = clock_timestamp() - $2::interval WHERE key = $1"
    first = (await source.post("/requests", body, key=key)).ok()["number"]
    async with shop.desk.db.tx() as tx:
        await tx.execute(age.replace("$2::interval", "interval '6 days 23 hours'"), key)
    assert (await source.post("/requests", body, key=key)).ok()["number"] == first
    async with shop.desk.db.tx() as tx:
        await tx.execute(age.replace("$2::interval", "interval '7 days 1 minute'"), key)
    second = (await source.post("/requests", body, key=key)).ok()["number"]
    assert second != first
    assert (await source.post("/requests", body, key=key)).ok()["number"] == second


async def test_old_keys_are_cleared_away(shop: Shop, source: Caller) -> None:
    old, young = unique("key"), unique("key")
    for key in (old, young):
        await source.post("/requests", _body(shop), key=key)
    async with shop.desk.db.tx() as tx:
        await tx.execute("UPDATE idempotency SET created_at = clock_timestamp() - interval '8 days' WHERE key = $1", old)
    assert await clean_up(shop.desk.db, shop.desk.files) >= 1
    assert await shop.value("SELECT array_agg(key) FROM idempotency WHERE key = ANY ($1)", [old, young]) == [young]


async def test_uploads_are_compared_by_content(shop: Shop, agent: Caller) -> None:
    key = unique("key")
    first, again = [await agent.upload(b"\x89PNG\r\n\x1a\n1", "a.png", key=key) for _ in range(2)]  # each with its own boundary
    assert again.ok(201) == first.ok(201)
    assert again.headers["Idempotent-Replayed"] == "true"
    (await agent.upload(b"\x89PNG\r\n\x1a\n2", "a.png", key=key)).refused(422, "idempotency-mismatch")
    assert _stored(shop.desk.files.root) == {first.json["id"]}


def _stored(root: Path) -> set[str]:
    return {path.name for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("key", ["", " ", "a b", "ключ", "x" * 256])
async def test_odd_keys_are_refused(shop: Shop, source: Caller, key: str) -> None:
    problem = (await source.post("/requests", _body(shop), key=key)).refused(422, "invalid")
    assert problem["errors"][0]["field"] == "Idempotency-Key"
    assert await _count(shop) == 0


async def test_put_needs_no_key(shop: Shop, source: Caller) -> None:
    ref, body = unique("crm:"), {"name": "Ольга", "phone": new_phone()}
    first, again = [await source.call("PUT", f"/clients/{ref}", body, key="k") for _ in range(2)]
    assert (first.status, again.status) == (201, 200)
    assert "Idempotent-Replayed" not in again.headers
