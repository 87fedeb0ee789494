"""Who is handed what, by weights that are minutes of waiting (W4, W8, P4, G1), told in a sentence, and foreseen by the preview."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.clients.linking import put_client
from services.distribution.models import YEAR, Policy, Weights
from services.distribution.policies import checked_policy, drop_policy, own_policy, policy_of, save_policy, seen_as
from services.distribution.preview import preview
from services.errors import Refused
from services.requests.models import TYPES
from services.requests.reasons import reason_text
from tests.services.world import World

PLAIN = Weights(types={}, tiers={}, returned=0)


async def ruled(world: World, unit_id: int | None = None, weights: Weights = PLAIN, **rules: int) -> None:
    """Put rules in force, as a director."""
    async with world.db.tx(actor="agent:boss") as tx:
        await save_policy(tx, await boss(world), Policy(unit_id, weights, **rules))


async def boss(world: World) -> Any:
    try:
        return await world.known("boss")
    except AssertionError:
        return await world.staff("boss", role="director", shift="off")


async def tier(world: World, phone: str, name: str | None) -> None:
    async with world.db.tx() as tx:
        await put_client(tx, f"ref{phone[1:]}", name="Пётр", phone=phone, birthday=None, tier=name, clears={"tier"})


async def waiting(world: World, minutes: int, request_type: str = "other", unit: str | None = None) -> int:
    """A request that has waited so long by the moment all of them are there: call the longest first."""
    number = await world.calls_in(f"+7916{minutes:07}", request_type=request_type, unit=unit)
    async with world.db.tx() as tx:
        await tx.execute("UPDATE request SET waiting_since = $2 WHERE number = $1", number, tx.now - timedelta(minutes=minutes))
    return number


async def told(world: World, number: int, language: str = "ru") -> str:
    return reason_text((await world.row(number))["reason"], language) or ""


async def test_a_claim_counts_as_thirty_minutes_of_waiting(world: World) -> None:
    """In a new chain; and whoever gets it is told so, in both languages."""
    await world.staff("anna")
    old, claim, newer = await waiting(world, 31), await waiting(world, 5, "claim"), await waiting(world, 30)
    assert [await world.next("anna") for _ in range(3)] == [claim, old, newer]
    assert await told(world, claim) == "Следующее по правилам очереди: ждёт 5 мин, считается за 35 мин (Претензия +30)."
    assert "counts as 35 min (Claim +30)" in await told(world, claim, "en")
    assert await told(world, old) == "Дольше всех в очереди: ждёт 31 мин."


async def test_long_waits_are_told_in_days_and_hours(world: World) -> None:
    await world.staff("anna")
    old, claim = await waiting(world, 4150), await waiting(world, 100, "claim")
    assert [await world.next("anna") for _ in range(2)] == [old, claim]
    assert await told(world, old) == "Дольше всех в очереди: ждёт 2 д 21 ч."
    assert await told(world, old, "en") == "Longest in the queue: waiting for 2 d 21 h."
    assert "ждёт 1 ч 40 мин, считается за 2 ч 10 мин (Претензия +30)" in await told(world, claim)


async def test_nothing_is_hidden_because_it_is_old(world: World) -> None:
    """However many claims come, whoever has waited half an hour longer stands before them."""
    await world.staff("anna")
    old = await waiting(world, 40)
    for minutes in range(9, 0, -1):
        await waiting(world, minutes, "claim")
    assert await world.next("anna") == old


async def test_tier_type_and_returns_add_up(world: World) -> None:
    await ruled(world, weights=Weights(types={"price": 10}, tiers={"gold": 20}, returned=7))
    await world.staff("anna", wip_limit=9)
    await world.staff("boris")
    price = await waiting(world, 3, "price")
    await tier(world, "+79160000003", "Gold")
    longer, longest = await waiting(world, 32), await waiting(world, 34)
    assert [await world.next("anna") for _ in range(2)] == [longest, price]
    await world.transfer("anna", price, request_type="price", agent=None)
    assert await world.next("boris") == price
    assert await told(world, price) == (
        "Следующее по правилам очереди: ждёт 3 мин, считается за 40 мин (Цена +10, клиент «Gold» +20, возврат +7)."
    )
    assert await world.next("anna") == longer


async def test_another_tier_moves_who_waits(world: World) -> None:
    await ruled(world, weights=Weights(tiers={"gold": 60}))
    await world.staff("anna")
    await waiting(world, 20)
    gold = await waiting(world, 10)
    await tier(world, "+79160000010", "gold")
    assert await world.next("anna") == gold
    plain = await waiting(world, 15)
    await tier(world, "+79160000015", "gold")
    await tier(world, "+79160000015", None)
    first = await world.next("anna")
    assert first != plain


async def test_other_rules_move_who_waits_in_their_unit_alone(world: World) -> None:
    """The unit's own rules go before the chain's; giving them up brings the chain's back."""
    nsk = await world.unit("nsk")
    await world.staff("anna", wip_limit=9)
    price, there = await waiting(world, 20, "price", "msk"), await waiting(world, 10, "price", "nsk")
    await ruled(world, nsk, replace(PLAIN, types={"price": 15}))
    assert await world.next("anna") == there
    await world.transfer("anna", there, request_type="price")
    async with world.db.tx() as tx:
        await drop_policy(tx, await boss(world), nsk)
    assert await world.next("anna") == price


async def test_a_promise_and_a_deadline_draw_near(world: World) -> None:
    """A promise of somebody who has left stands in the queue by its time."""
    await ruled(world, weights=Weights(promise=30, deadline=None))
    await world.staff("anna")
    await world.staff("boris")
    promised = await waiting(world, 5)
    assert await world.next("anna") == promised
    await world.promise("anna", promised, minutes=10)
    other = await waiting(world, 15)
    async with world.db.tx() as tx:
        await tx.execute(
            "UPDATE request SET state = 'queued', agent_id = NULL, waiting_since = waiting_since WHERE number = $1", promised
        )
    assert await world.next("boris") == promised
    assert "срок, обещанный" in await told(world, promised)
    await ruled(world, weights=Weights(deadline=120))
    parts = await world.calls_in("+79169999999", request_type="parts_selection")
    price = await world.calls_in("+79169999998", request_type="price")
    assert [await world.next("boris") for _ in range(3)] == [other, price, parts]
    assert "срок ответа" in await told(world, price)


async def test_languages_like_skills(world: World) -> None:
    """Whoever speaks the client's language gets the request; a language that nobody there speaks goes to everybody."""
    await world.staff("anna")
    await world.staff("john")
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET languages = '{en}' WHERE login = 'john'")
    russian = await world.asks(1)
    async with world.db.tx() as tx:
        person = await world.recognise(tx, 2, "en")
        person.language = "en"
        await tx.execute("UPDATE chat SET language = 'en' WHERE chat_id = 2")
    english = await world.asks(2)
    assert await world.next("john") == english
    assert await world.next("john") is None
    assert await world.next("anna") == russian
    async with world.db.tx() as tx:
        await tx.execute("UPDATE staff SET languages = '{en}' WHERE login = 'anna'")
    russian = await world.asks(3)
    assert await world.next("john") == russian


@pytest.mark.parametrize("length", [3, 200])
async def test_others_backlog_hides_nothing(world: World, length: int) -> None:
    """Whoever does one thing only finds it behind however much that is not theirs."""
    await world.staff("anna", skills=["warranty"])
    await world.staff("boris")
    async with world.db.tx() as tx:
        person = await world.recognise(tx, 1)
        rows = await tx.rows(
            "WITH made AS (INSERT INTO request (client_id, type, state, source, language, created_at, waiting_since) "
            "SELECT $1, 'price', 'queued', 'site', 'ru', $2, $2 FROM generate_series(1, $3::integer) RETURNING number) "
            "INSERT INTO message (request_number, direction, author, at) SELECT number, 'in', '', $2 FROM made RETURNING request_number",
            person.client_id, tx.now - timedelta(days=3), length,
        )  # fmt: skip
        for row in rows:
            tx.event("request.opened", f"request:{row['request_number']}")
    numbers = [await world.asks(chat, request_type="warranty") for chat in range(2, 5)]
    assert [await world.next("anna") for _ in range(3)] == numbers
    assert await world.next("anna") is None


async def test_kept_for_who_leads_another_matter_of_the_client(world: World) -> None:
    """Where the unit wants it (G1), for as long as it says, and not beyond their shift."""
    await ruled(world, matter_minutes=20)
    await world.staff("anna")
    await world.staff("boris")
    first = await world.asks(1)
    assert await world.next("anna") == first
    second = await world.asks(1)
    assert await world.next("boris") is None
    assert await world.next("anna") == second
    third = await world.asks(1)
    world.clock.advance(minutes=20)
    assert await world.next("boris") == third
    fourth = await world.asks(1)
    await world.shift("boris", "off")
    assert await world.next("anna") == fourth


async def test_a_returning_request_is_kept_as_long_as_the_unit_says(world: World) -> None:
    await ruled(world, reservation_minutes=3)
    await world.staff("anna")
    await world.staff("boris")
    number = await world.asks(1)
    await world.next("anna")
    await world.close("anna", number)
    await world.says(1, "Опять стучит")
    assert await world.next("boris") is None
    world.clock.advance(minutes=3)
    assert await world.next("boris") == number


async def test_the_preview_foresees_what_next_brings(world: World) -> None:
    """Now and by other rules, with the reason; and hands nothing out."""
    for login in ("anna", "boris"):
        await world.staff(login)
    await world.staff("vera", skills=["claim"], wip_limit=1)
    await world.staff("away", shift="away")
    held, old, claim, price = [await waiting(world, *what) for what in ((50, "claim"), (40,), (9, "claim"), (30, "price"))]
    assert await world.next("vera") == held
    policy = Policy(None, Weights(types={"price": 60}, returned=0))
    async with world.db.read() as reader:
        hands = await preview(reader, policy, world.clock.now(), world.limits)
    assert {hand.login: hand.hindered for hand in hands} == {"anna": None, "boris": None, "vera": "wip-limit"}
    free = [hand for hand in hands if hand.hindered is None]
    assert [hand.now.number for hand in free if hand.now] == [old, claim]
    assert [hand.then.number for hand in free if hand.then] == [price, old]
    assert "(Цена +60)" in str(reason_text(free[0].then.reason if free[0].then else None, "ru"))
    for hand in free:
        assert hand.now
        assert await world.next(hand.login) == hand.now.number
        assert (await world.row(hand.now.number))["reason"] == hand.now.reason


async def test_whose_rules(world: World) -> None:
    nsk = await world.unit("nsk")
    head = await world.staff("head", role="head", units=["nsk"])
    anna, qa = await world.staff("anna"), await world.staff("qa", role="qa")
    async with world.db.tx() as tx:
        for staff, unit in ((anna, nsk), (qa, nsk), (head, None)):
            with pytest.raises(Refused, match="forbidden"):
                await save_policy(tx, staff, Policy(unit, PLAIN))
            with pytest.raises(Refused, match="forbidden"):
                await own_policy(tx, staff, unit)
        chain = await policy_of(tx, nsk)
        assert await own_policy(tx, head, nsk) is None
        await save_policy(tx, head, Policy(nsk, PLAIN), seen=seen_as(chain))
        with pytest.raises(Refused, match="invalid"):
            await save_policy(tx, head, Policy(nsk, chain.weights), seen=seen_as(chain))
        assert (await policy_of(tx, nsk)).weights == PLAIN


_FIELDS = {"law": "1440", "returned": "5", "promise": "0", "rest_minutes": "60", "matter_minutes": "0"}


def test_rules_as_they_are_typed() -> None:
    policy = checked_policy(
        7, {**_FIELDS, "deadline": " ", "reservation_minutes": "15"}, {"claim": "30", "price": ""}, {" Gold ": "1 000"}
    )
    assert policy == Policy(7, Weights({"claim": 30}, {"gold": 1000}, 1440, 5, 0, None), 15, 0, 60)


@pytest.mark.parametrize(
    ("typed", "types", "tiers", "fields"),
    [
        ({"law": "никогда"}, {}, {}, {"law"}),
        ({"law": str(YEAR + 1), "returned": "-1", "promise": ""}, {}, {}, {"law", "returned", "promise"}),
        ({}, {"claim": "10081"}, {"x" * 65: "5"}, {"type.claim", f"tier.{'x' * 65}"}),
        ({"rest_minutes": "9" * 5000}, {}, {}, {"rest_minutes"}),
        ({}, {}, {str(number): "1" for number in range(21)}, {"tiers"}),
    ],
)
def test_mistakes_are_told_together(
    typed: Mapping[str, str], types: Mapping[str, str], tiers: Mapping[str, str], fields: set[str]
) -> None:
    with pytest.raises(Refused) as refused:
        checked_policy(None, {**_FIELDS, **typed}, types, tiers)
    assert {error["field"] for error in refused.value.data["errors"]} == fields


_MINUTES = st.integers(0, 300)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    types=st.dictionaries(st.sampled_from(TYPES), _MINUTES), deadline=st.none() | _MINUTES,
    waits=st.lists(st.tuples(_MINUTES, st.sampled_from(TYPES), st.none() | _MINUTES), min_size=1, max_size=8),
)  # fmt: skip
async def test_the_order_is_that_of_a_slow_calculation(
    world: World, types: dict[str, int], deadline: int | None, waits: list[tuple[int, str, int | None]]
) -> None:
    """Next hands out in the order of: waited, and what counts beside it; or how near the answer falls due."""
    await ruled(world, weights=replace(PLAIN, types=types, deadline=deadline))
    now = world.clock.now()
    expected: list[tuple[datetime, int]] = []
    async with world.db.tx() as tx:
        person = await world.recognise(tx, 1)
        for waited, kind, due in waits:
            number = await tx.value(
                "INSERT INTO request (client_id, type, state, source, language, created_at, waiting_since, next_answer_due) "
                "VALUES ($1, $2, 'queued', 'site', 'ru', $3, $3, $4) RETURNING number",
                person.client_id, kind, now - timedelta(minutes=waited), None if due is None else now + timedelta(minutes=due),
            )  # fmt: skip
            key = now - timedelta(minutes=waited + types.get(kind, 0))
            if deadline is not None and due is not None:
                key = min(key, now + timedelta(minutes=due - deadline))
            expected.append((key, number))
        rows = await tx.rows("SELECT number, queue_key FROM request WHERE state = 'queued' ORDER BY queue_key, number")
        assert [(row["queue_key"], row["number"]) for row in rows] == sorted(expected)
        await tx.execute("DELETE FROM request WHERE client_id = $1", person.client_id)
