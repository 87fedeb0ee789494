"""What happens at the same moment, with real commits. After each test the whole database is checked (tests/services/invariants.py)."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest

from schedules.requests import look_after
from services.clients.linking import put_client
from services.errors import Refused
from services.staff.models import Staff
from tests.services.world import World

pytestmark = pytest.mark.slow

PHONE = "+79161234567"


async def together(*acts: Awaitable[Any]) -> list[Any]:
    """All at once; refusals are answers, anything else fails the test."""
    results = await asyncio.gather(*acts, return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException) and not isinstance(result, Refused):
            raise result
    return [result.code if isinstance(result, Refused) else result for result in results]


async def _queue(street: World, size: int) -> list[int]:
    return [await street.asks(1000 + place) for place in range(size)]


async def test_fifty_presses_of_next_give_no_more_than_five(street: World) -> None:
    await street.staff("anna")
    numbers = await _queue(street, 12)
    given = await together(*(street.next("anna") for _ in range(50)))
    assert Counter(str(got) for got in given if not isinstance(got, int)) == {"wip-limit": 45}
    assert sorted(got for got in given if isinstance(got, int)) == numbers[:5]


async def test_each_request_is_given_once(street: World) -> None:
    logins = [f"agent{place}" for place in range(20)]
    for login in logins:
        await street.staff(login)
    numbers = await _queue(street, 80)

    async def work(login: str) -> list[int]:
        got: list[int] = []
        idle = 0
        while len(got) < 5 and idle < 3:
            if (number := await street.next(login)) is None:
                idle += 1  # the rest is being given to others in this moment
            else:
                got.append(number)
        return got

    given = [number for got in await together(*(work(login) for login in logins)) for number in got]
    assert sorted(given) == numbers
    assert len(await street.rows("SELECT FROM request_agent")) == 80


async def test_no_door_passes_the_limit(street: World) -> None:
    """Next and a head's override at the same time, for the same agent."""
    await street.staff("anna")
    for place in range(4):
        await street.staff(f"head{place}", role="head")
    numbers = await _queue(street, 20)
    acts = [street.next("anna") for _ in range(10)] + [
        street.override(f"head{n % 4}", numbers[-1 - n], "anna") for n in range(10)
    ]
    random.Random(1).shuffle(acts)  # noqa: S311 - repeatable
    await together(*acts)
    assert len(await street.rows("SELECT FROM request WHERE agent_id IS NOT NULL")) == 5


async def test_a_message_that_meets_the_closing_is_never_lost(street: World) -> None:
    await street.staff("anna")
    for turn in range(25):
        number = await street.asks(turn)
        assert await street.next("anna") == number
        await street.answer("anna", number)
        taken, closed = await together(street.says(turn, "Стойте, ещё вопрос"), street.close("anna", number))
        assert closed is None
        assert taken.number == number
        row, said = await street.row(number), [(m["direction"], m["text"]) for m in await street.talk(number)]
        assert ("in", "Стойте, ещё вопрос") in said
        if taken.outcome == "reopened":
            assert row["state"] == "queued"
            assert await street.next("anna") == number
            await street.close("anna", number)
        else:  # it was there before the closing, so whoever closed answers for it
            assert (taken.outcome, row["state"], said[-1][0]) == ("joined", "closed", "system")


async def test_thanks_that_meet_the_closing_reopen_nothing(street: World) -> None:
    await street.staff("anna")
    for turn in range(15):
        number = await street.asks(turn)
        await street.next("anna")
        await street.answer("anna", number)
        await together(street.close("anna", number), street.says(turn, "Спасибо!"))
        assert (await street.row(number))["state"] == "closed"


async def test_closing_twice_closes_once(street: World) -> None:
    await street.staff("anna")
    for turn in range(10):
        number = await street.asks(turn)
        await street.next("anna")
        assert sorted(map(str, await together(*(street.close("anna", number) for _ in range(3))))) == [
            "None",
            "closed",
            "closed",
        ]
        assert len(await street.mail(turn)) == 1
        assert await street.events(number, "request.closed") == ["request.closed"]


async def test_transfer_meets_next_answer_and_override(street: World) -> None:
    for login in ("anna", "boris"):
        await street.staff(login)
    await street.staff("head", role="head")
    for turn in range(15):
        number = await street.asks(turn)
        await street.override("head", number, "anna")
        await together(
            street.transfer("anna", number, request_type="price"), street.next("boris"), street.answer("anna", number),
            street.override("head", number, "boris"),
        )  # fmt: skip
        row = await street.row(number)
        assert (row["state"], row["agent"]) in {
            ("queued", None), ("assigned", "boris"), ("waiting_client", "boris"), ("waiting_client", "anna"), ("assigned", "anna"),
        }  # fmt: skip
        if row["agent"] is None:
            await street.override("head", number, "anna")
        await street.close((await street.row(number))["agent"], number)


async def test_one_transfer_of_several_holds(street: World) -> None:
    await street.staff("anna")
    for turn in range(10):
        number = await street.asks(turn)
        await street.next("anna")
        results = await together(*(street.transfer("anna", number, request_type="price") for _ in range(3)))
        assert sorted(map(str, results)) == ["None", "not-owner", "not-owner"]
        await street.next("anna")
        await street.close("anna", number)


async def test_the_tick_meets_the_client(street: World) -> None:
    await street.staff("anna", wip_limit=100)
    numbers = await _queue(street, 20)
    for _ in numbers:
        await street.answer("anna", await street.next("anna") or 0)
    street.clock.advance(hours=25)
    await together(*(street.says(1000 + place, "Я вернулся") for place in range(20)), *(street.tick() for _ in range(5)))
    states = Counter((row["state"], row["agent"]) for row in [await street.row(number) for number in numbers])
    assert set(states) <= {("assigned", "anna"), ("queued", None)}
    assert len(await street.rows("SELECT FROM event WHERE type = 'request.released'")) == states["queued", None]


async def test_one_person_linked_twice_and_a_card_made_at_the_same_time(street: World) -> None:
    """A number that several doors bring at once ends as one card."""
    for chat in range(6):
        await street.asks(chat)

    async def put(ref: str) -> None:
        async with street.db.tx() as tx:
            await put_client(tx, ref, name="Иван", phone=PHONE, birthday=None, tier=None)

    await together(*(street.shares_contact(chat, PHONE) for chat in range(6)), *(put(f"crm-{place % 2}") for place in range(6)))
    assert len(await street.rows("SELECT FROM client WHERE phone = $1", PHONE)) == 1
    owners = await street.rows("SELECT DISTINCT client_id FROM request")
    assert len(owners) == 1


Act = Callable[[World, random.Random, Staff], Awaitable[Any]]


async def _on_own(street: World, dice: random.Random, staff: Staff, act: Callable[[int], Awaitable[Any]]) -> None:
    own = await street.rows("SELECT number FROM request WHERE agent_id = $1 AND state <> 'closed'", staff.id)
    if own:
        await act(dice.choice(own)["number"])


ACTS: list[Act] = [
    lambda w, _d, s: w.next(s.login),
    lambda w, _d, s: w.next(s.login),
    lambda w, d, s: _on_own(w, d, s, lambda n: w.answer(s.login, n)),
    lambda w, d, s: _on_own(w, d, s, lambda n: w.promise(s.login, n)),
    lambda w, d, s: _on_own(w, d, s, lambda n: w.call(s.login, n, "reached")),
    lambda w, d, s: _on_own(w, d, s, lambda n: w.transfer(s.login, n, agent=f"agent{d.randrange(4)}")),
    lambda w, d, s: _on_own(w, d, s, lambda n: w.close(s.login, n)),
    lambda w, d, s: w.shift(s.login, d.choice(["on", "on", "away", "off"])),
    lambda w, d, s: w.override("head", d.randrange(1, 30), s.login),
    lambda w, _d, _s: w.tick(),
    lambda w, d, _s: w.says(d.randrange(12), d.choice(["Вы тут?", "Спасибо!", "Дым из-под капота", "В суд подам"])),
    lambda w, d, _s: w.says(d.randrange(12), "И это тоже"),
    lambda w, d, _s: w.asks(d.randrange(12)),
    lambda w, d, _s: w.rates(d.randrange(12), d.randrange(1, 30), d.randrange(1, 6)),
    lambda w, d, _s: w.shares_contact(d.randrange(12), f"+7916000000{d.randrange(4)}"),
]


@pytest.mark.parametrize("seed", range(2))
async def test_a_busy_day_breaks_no_rule_and_nobody_waits_for_each_other(street: World, seed: int) -> None:
    """Ten people doing anything at any moment. One chat's updates come one after another, as its lane gives them."""
    agents = [await street.staff(f"agent{place}") for place in range(4)]
    await street.staff("head", role="head")
    chats = [asyncio.Lock() for _ in range(12)]
    says, asks, rates, shares = street.says, street.asks, street.rates, street.shares_contact

    def in_its_lane(act: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def one_by_one(chat: int, *args: Any, **more: Any) -> Any:
            async with chats[chat]:
                return await act(chat, *args, **more)

        return one_by_one

    for name, act in (("says", says), ("asks", asks), ("rates", rates), ("shares_contact", shares)):
        setattr(street, name, in_its_lane(act))

    async def one(place: int) -> None:
        dice = random.Random(seed * 1000 + place)  # noqa: S311 - repeatable
        for _ in range(20):
            street.clock.advance(minutes=dice.choice([0, 0, 1, 20, 200]))
            with suppress(Refused):
                await dice.choice(ACTS)(street, dice, dice.choice(agents))

    await together(*(one(place) for place in range(10)))


async def test_the_client_writes_and_the_ticks_look_at_the_same_moment(street: World) -> None:
    """Whoever is first: it stands there once, and the client's word is never taken for silence."""
    await street.staff("anna")
    numbers = []
    for client in range(1, 9):
        number = await street.asks(client)
        assert await street.next("anna") == number
        await street.answer("anna", number)
        numbers.append(number)
        async with street.db.tx() as tx:
            await tx.execute("UPDATE request SET agent_id = NULL WHERE number = $1", numbers[-1])
    street.clock.advance(days=street.limits.silent_days)
    await together(
        *(look_after(street.db, street.limits) for _ in range(2)), *(street.says(client, "Я тут") for client in range(1, 5))
    )
    for place, number in enumerate(numbers):
        row = await street.row(number)
        assert (row["state"], row["silent_days"]) == ("queued", None if place < 4 else street.limits.silent_days)
        assert (row["next_answer_due"] is None) == (place >= 4)
    queued = await street.rows("SELECT subject FROM event WHERE type = 'request.queued' AND data ->> 'why' = 'client silent'")
    assert len(queued) == len({row["subject"] for row in queued})
