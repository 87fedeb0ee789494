"""Several workers look at the same things at the same time, with real commits, while people go on working."""

import asyncio
from collections import Counter

import pytest

from schedules.requests import look_after
from services.errors import Refused
from tests.services.watching import missed, silent, told
from tests.services.world import World

pytestmark = pytest.mark.slow


async def test_four_workers_tell_each_missed_request_once(street: World) -> None:
    """Sixty fall due in one moment."""
    await street.staff("boris", role="head")
    await street.staff("vera", role="director")
    numbers = [await street.asks(chat) for chat in range(100, 160)]
    street.clock.advance(minutes=11)
    await asyncio.gather(*(look_after(street.db, street.limits) for _ in range(4)))
    assert Counter(await told(street, "boris")) == Counter(("missed", number) for number in numbers)
    street.clock.advance(minutes=31)
    await asyncio.gather(*(look_after(street.db, street.limits) for _ in range(4)))
    assert Counter(await told(street, "vera")) == Counter(("escalated", number) for number in numbers)


@pytest.mark.parametrize("order", range(4))
async def test_an_answer_meets_the_end_of_patience(street: World, order: int) -> None:
    """Either it was given in time and nothing is taken away, or the request is in the queue and the answer is refused: nothing between."""
    await street.staff("olga")
    await street.staff("petr")
    number = await street.asks(1)
    await street.next("olga")
    await silent(street, number, 25)

    async def answer() -> str:
        try:
            await street.answer("olga", number)
        except Refused as refused:
            return refused.code
        return "answered"

    looks = [look_after(street.db, street.limits) for _ in range(2)]
    acts = [answer(), *looks] if order % 2 else [*looks, answer()]
    said = next(one for one in await asyncio.gather(*acts) if one is not None)
    row = await street.row(number)
    clocks = [one["clock"] for one in await missed(street, number)]
    if said == "answered":
        assert (row["state"], clocks) == ("waiting_client", [])
    else:
        assert (said, row["state"], clocks) == ("not-owner", "queued", ["lease"])
        assert await told(street, "olga") == [("lapsed", number)]


async def test_ticks_meet_a_day_of_promises(street: World) -> None:
    """Promises slip and fall due while their agents answer: no deadlock, and each is told of at most once."""
    await street.staff("olga", wip_limit=40)
    numbers = [await street.asks(chat) for chat in range(200, 220)]
    for number in numbers:
        assert await street.next("olga") == number
        await street.promise("olga", number, 60)
    street.clock.advance(minutes=58.5)
    await asyncio.gather(
        *(street.answer("olga", number) for number in numbers[::2]),
        *(look_after(street.db, street.limits) for _ in range(3)),
    )
    street.clock.advance(minutes=2)
    await asyncio.gather(
        *(street.close("olga", number) for number in numbers[1::4]),
        *(look_after(street.db, street.limits) for _ in range(3)),
    )
    whats = Counter(await told(street, "olga"))
    assert all(count == 1 for count in whats.values())
    for number in numbers:
        assert len([one for one in await missed(street, number) if one["clock"] == "promise"]) <= 1
