"""A request goes back to the queue only with a reason, counted, and not to the same person for a while (W4, W5)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.distribution.returns import given_back
from services.errors import Refused
from services.requests.giving_back import give_back
from tests.services.world import World

CLIENT = 700
REST = 60  # minutes, of the chain's rules as they come


async def back(world: World, login: str, number: int, reason: str = "Не моя тема") -> None:
    """Give back."""
    staff = await world.known(login)
    async with world.db.tx(actor=staff.actor) as tx:
        await give_back(tx, staff, number, reason=reason)


async def held(world: World, *, answered: bool = False) -> int:
    """A request that anna leads."""
    number = await world.asks(CLIENT)
    assert await world.next("anna") == number
    if answered:
        await world.answer("anna", number)
    return number


async def rules(world: World, **columns: Any) -> None:
    """Change the chain's rules, or give the station (`unit`) its own."""
    unit = columns.pop("unit", None)
    async with world.db.tx() as tx:
        if unit is not None:
            await tx.execute("INSERT INTO policy (unit_id) VALUES ($1)", unit)
        for name, value in columns.items():
            await tx.execute(f"UPDATE policy SET {name} = $2 WHERE unit_id IS NOT DISTINCT FROM $1", unit, value)


@pytest.fixture
async def pair(world: World) -> World:
    """Two agents on shift."""
    for login in ("anna", "boris"):
        await world.staff(login)
    return world


@pytest.mark.parametrize("reason", ["", " ", "\n\t ", "\x00", " \x00 "])
async def test_without_a_reason_it_stays_where_it_is(pair: World, reason: str) -> None:
    number = await held(pair)
    with pytest.raises(Refused) as refused:
        await back(pair, "anna", number, reason)
    assert (refused.value.code, refused.value.data["errors"]) == ("invalid", [{"field": "reason", "reason": "required"}])
    row = await pair.row(number)
    assert (row["state"], row["agent"], row["returns"]) == ("assigned", "anna", 0)
    assert await pair.events(number, "request.given_back") == []


async def test_it_goes_to_a_colleague_at_once_and_to_the_same_person_after_the_rest(pair: World) -> None:
    number = await held(pair)
    await back(pair, "anna", number)
    assert await pair.next("anna") is None
    pair.clock.advance(minutes=REST - 1)
    assert await pair.next("anna") is None
    assert await pair.next("boris") == number
    await back(pair, "boris", number)
    pair.clock.advance(minutes=1)
    assert await pair.next("boris") is None
    assert await pair.next("anna") == number


async def test_whoever_gives_back_takes_the_next_one_behind_it(pair: World) -> None:
    number = await held(pair)
    pair.clock.advance(minutes=1)
    second = await pair.asks(CLIENT + 1)
    await back(pair, "anna", number)
    assert await pair.next("anna") == second


@pytest.mark.parametrize(("chain", "own"), [(60, 5), (5, 60), (60, 0)])
async def test_the_rest_is_the_one_of_the_requests_own_station(pair: World, chain: int, own: int) -> None:
    unit = (await pair.one("SELECT id FROM unit WHERE code = 'msk'"))["id"]
    await pair.person(CLIENT, unit_id=unit)
    await rules(pair, rest_minutes=chain)
    await rules(pair, unit=unit, rest_minutes=own)
    number = await held(pair)
    await back(pair, "anna", number)
    for _ in range(own):
        assert await pair.next("anna") is None
        pair.clock.advance(minutes=1)
    assert await pair.next("anna") == number


async def test_agents_with_skills_rest_as_well(world: World) -> None:
    """They are served by another way through the queue."""
    for login in ("anna", "boris"):
        await world.staff(login, skills=["claim"])
    number = await world.asks(CLIENT, request_type="claim")
    assert await world.next("anna") == number
    await back(world, "anna", number)
    assert await world.next("anna") is None
    assert await world.next("boris") == number


async def test_where_the_client_is_waited_for_nobody_leads_it_until_the_client_writes(pair: World) -> None:
    number = await held(pair, answered=True)
    await back(pair, "anna", number)
    row = await pair.row(number)
    assert (row["state"], row["agent"], row["waiting_since"], row["returns"]) == ("waiting_client", None, None, 1)
    assert await pair.next("boris") is None
    pair.clock.advance(minutes=10)
    assert (await pair.says(CLIENT, "Так что с ценой?")).outcome == "requeued"
    row = await pair.row(number)
    assert (row["state"], row["agent"], row["waiting_since"]) == ("queued", None, pair.clock.now())
    assert await pair.next("anna") is None  # neither kept for who gave it back, nor theirs yet
    assert await pair.next("boris") == number


async def test_a_promise_goes_along_and_a_broken_one_is_kept_first(pair: World) -> None:
    number = await held(pair)
    await pair.promise("anna", number, minutes=30)
    due = pair.clock.now() + timedelta(minutes=30)
    await back(pair, "anna", number)
    row = await pair.row(number)
    assert (row["state"], row["agent"], row["promise_state"], row["promise_due_at"]) == ("queued", None, "open", due)
    assert await pair.next("boris") == number
    pair.clock.advance(minutes=30)
    for ticked in (False, True):
        with pytest.raises(Refused, match="promise-overdue"):
            await back(pair, "boris", number)
        if not ticked:
            await pair.tick()
    await pair.promise("boris", number, minutes=60)  # moving it mends nothing
    with pytest.raises(Refused, match="promise-overdue"):
        await back(pair, "boris", number)
    assert (await pair.row(number))["returns"] == 1
    await pair.call("boris", number, "reached")
    await back(pair, "boris", number)
    assert (await pair.row(number))["agent"] is None


@pytest.mark.parametrize("weight", [0, 5, 30])
async def test_each_return_counts_and_moves_it_further_in_front(pair: World, weight: int) -> None:
    async with pair.db.tx() as tx:
        await tx.execute("UPDATE policy SET weights = weights || jsonb_build_object('returned', $1::int)", weight)
    number = await held(pair)
    since = pair.clock.now()
    for times, login in enumerate(("anna", "boris"), start=1):
        pair.clock.advance(minutes=2)
        await back(pair, login, number)
        row = await pair.row(number)
        assert (row["returns"], row["returned"], row["waiting_since"]) == (times, True, since)
        assert row["queue_key"] == since - timedelta(minutes=times * weight)
        if times == 1:
            assert await pair.next("boris") == number


async def test_it_passes_who_waits_a_little_longer_and_nobody_else(pair: World) -> None:
    longest, longer = await pair.asks(1), await pair.asks(2)
    for waiting in (longest, longer):
        async with pair.db.tx() as tx:
            minutes = 6 if waiting == longest else 4
            await tx.execute(
                "UPDATE request SET waiting_since = $2 WHERE number = $1", waiting, tx.now - timedelta(minutes=minutes)
            )
    number = await pair.asks(CLIENT)
    await pair.staff("head", role="head")
    await pair.override("head", number, "anna")
    await back(pair, "anna", number)
    assert [await pair.next("boris") for _ in range(3)] == [longest, number, longer]


async def test_it_makes_room_in_hand(world: World) -> None:
    await world.staff("anna", wip_limit=1)
    number = await held(world)
    second = await world.asks(CLIENT + 1)
    with pytest.raises(Refused, match="wip-limit"):
        await world.next("anna")
    await back(world, "anna", number)
    assert await world.next("anna") == second


async def test_the_reason_is_on_record_for_colleagues_and_not_for_the_client(pair: World) -> None:
    number = await held(pair)
    sent = len(await pair.mail(CLIENT))
    await back(pair, "anna", number, "  Личное знакомство с клиентом\x00 ")
    assert await pair.texts(number, "note") == ["Личное знакомство с клиентом"]
    assert len(await pair.mail(CLIENT)) == sent
    event = await pair.one("SELECT * FROM event WHERE subject = $1 AND type = 'request.given_back'", f"request:{number}")
    assert (event["actor"], event["data"]) == ("agent:anna", {"agent": "anna", "reason": "Личное знакомство с клиентом"})


async def test_a_head_may_give_it_to_the_same_person_all_the_same(pair: World) -> None:
    await pair.staff("head", role="head")
    number = await held(pair)
    await back(pair, "anna", number)
    await pair.override("head", number, "anna")
    assert (await pair.row(number))["agent"] == "anna"


OF_OWN: dict[str, tuple[str, str]] = {  # what anna may in which state: where the request is then, or why not
    "queued": ("not-found", ""), "assigned": ("", "queued"), "waiting": ("", "waiting_client"), "promised": ("", "queued"),
    "released": ("not-owner", ""), "closed": ("closed", ""),
}  # fmt: skip


async def _bring(world: World, state: str) -> int:
    if state == "queued":
        return await world.asks(CLIENT)
    number = await held(world, answered=state in {"waiting", "released"})
    if state == "released":
        world.clock.advance(hours=24)
        await world.tick()
    if state == "promised":
        await world.promise("anna", number)
    if state == "closed":
        await world.close("anna", number)
    return number


@pytest.mark.parametrize("state", OF_OWN)
async def test_only_who_leads_an_open_request_gives_it_back(pair: World, state: str) -> None:
    number = await _bring(pair, state)
    before = await pair.row(number)
    for login in ("boris", "anna"):
        code, after = OF_OWN[state] if login == "anna" else ("not-found", "")
        if code:
            with pytest.raises(Refused) as refused:
                await back(pair, login, number)
            assert refused.value.code == code
            row = await pair.row(number)
            assert (row["state"], row["agent"], row["returns"]) == (before["state"], before["agent"], 0)
        else:
            await back(pair, login, number)
            row = await pair.row(number)
            assert (row["state"], row["agent"], row["returns"]) == (after, None, 1)


async def test_heads_count_per_person_and_since_when(pair: World) -> None:
    began = pair.clock.now()
    ids = {login: (await pair.known(login)).id for login in ("anna", "boris")}
    for chat in (1, 2):
        number = await pair.asks(chat)
        assert await pair.next("anna") == number
        await back(pair, "anna", number)
        pair.clock.advance(minutes=1)

    async def counted(since: datetime, *logins: str) -> dict[str, int]:
        async with pair.db.read() as reader:
            found = await given_back(reader, [ids[login] for login in logins], since)
        return {login: found[ids[login]] for login in logins}

    assert await counted(began, "anna", "boris") == {"anna": 2, "boris": 0}
    assert await counted(began + timedelta(minutes=1), "anna") == {"anna": 1}
    assert await counted(pair.clock.now(), "anna") == {"anna": 0}
    assert await counted(began) == {}


async def _together(*acts: Awaitable[Any]) -> list[str]:
    """All at once; refusals are answers, anything else fails the test."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refused):
            raise result
    return sorted(result.code if isinstance(result, Refused) else "done" for result in results)


@pytest.mark.slow
@pytest.mark.parametrize("rival", ["again", "transfer", "close", "answer"])
async def test_of_two_at_once_one_wins(street: World, rival: str) -> None:
    rivals: dict[str, Callable[[int], Awaitable[Any]]] = {
        "again": lambda n: back(street, "anna", n), "transfer": lambda n: street.transfer("anna", n, request_type="price"),
        "close": lambda n: street.close("anna", n), "answer": lambda n: street.answer("anna", n),
    }  # fmt: skip
    await street.staff("anna", wip_limit=100)
    for turn in range(8):
        number = await street.asks(CLIENT + turn)
        assert await street.next("anna") == number
        results = await _together(back(street, "anna", number), rivals[rival](number))
        row, given = await street.row(number), len(await street.events(number, "request.given_back"))
        returns = await street.rows("SELECT FROM request_return WHERE request_number = $1", number)
        assert len(returns) == given
        if rival == "answer":  # who answers first may still give it back
            assert results in (["done", "done"], ["done", "not-owner"])
            assert (row["agent"], given) == (None, 1)
        else:
            lost = "closed" if row["state"] == "closed" else "not-owner"
            assert results == sorted(["done", lost])
            assert given == 1 or rival != "again"
            assert (given == 0) == (row["state"] == "closed") or rival == "transfer"
        if row["state"] == "queued":
            await street.staff(f"boris{turn}")
            await street.next(f"boris{turn}")
            await street.close(f"boris{turn}", number)
