"""Many at once: one slot, one day, one client; nothing is doubled, nobody waits in a circle."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

import pytest

from services.booking.models import Visit
from services.errors import Refused
from tests.services.visits_world import DAY, Garage
from tests.services.world import World

pytestmark = pytest.mark.slow

NINE = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)  # Tuesday, 09:00 in Moscow


@pytest.fixture
async def garage(street: World) -> Garage:
    """Three lifts and technicians, real commits."""
    made = Garage(street.db)
    await made.rules(hours=DAY, visits_limit=50, moves_limit=50)
    await made.crew(3)
    await made.work("oil")
    await made.work("belt", 100)
    return made


async def outcome(doing: Awaitable[object]) -> str:
    """`done`, or the refusal."""
    try:
        await doing
    except Refused as refused:
        return refused.code
    return "done"


async def test_fifty_want_one_slot(garage: Garage) -> None:
    clients = await asyncio.gather(*(garage.client(n) for n in range(1, 51)))
    said = Counter(await asyncio.gather(*(
        outcome(garage.books(clients[n], NINE, "oil") if n % 2 else garage.holds(n + 1, NINE, "oil", draft=f"d{n}")) for n in range(50)
    )))  # fmt: skip
    assert said == {"done": 3, "slot-taken": 47}
    assert NINE not in [slot.starts_at for slot in await garage.free("oil", since=NINE)]


async def test_pressing_twice_at_once_books_once(garage: Garage) -> None:
    await garage.holds(1, NINE, "oil")
    said = await asyncio.gather(*(garage.says_yes(1) for _ in range(8)))
    assert len({visit.id for visit in said}) == 1
    assert (await garage.events(said[0].subject)).count("visit.booked") == 1


async def test_an_expired_hold_is_confirmed_or_taken_never_both(garage: Garage) -> None:
    await garage.crew(3)
    for n in range(6):
        await garage.holds(100 + n, NINE, "oil", draft=f"d{n}")
    garage.clock.advance(minutes=11)
    clients = await asyncio.gather(*(garage.client(n) for n in range(1, 13)))
    yes = [outcome(garage.says_yes(100 + n, f"d{n}")) for n in range(6)]
    others = [outcome(garage.books(client, NINE, "oil")) for client in clients]
    said = Counter(await asyncio.gather(*yes, *others, garage.ticks()))
    assert said["done"] == 6
    assert said["slot-taken"] == 12


async def test_what_was_decided_of_an_older_version_is_not_done(garage: Garage) -> None:
    """Client, reception and workshop look at the same version and decide at once: one of them wins, the others look again."""
    visit = await garage.books(await garage.client(1), NINE, "oil")
    away = [
        garage.moves(visit, NINE + timedelta(hours=n), by=by, seen=1) for n, by in ((1, "client"), (2, "unit"), (3, "source"))
    ]
    said = Counter(await asyncio.gather(*map(outcome, [*away, garage.cancels(visit, by="client", seen=1)])))
    assert said["done"] + said["closed"] == 4
    moved = await garage.visit(visit.public_id)
    assert moved is not None
    if moved.status == "cancelled":  # it may be first; or it came last and saw the version that it meant
        assert moved.version == 1
    assert said["done"] == 1


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_busy_day(garage: Garage, seed: int) -> None:
    """Bookings, holds, moves, cancellations, blocks and ticks over two days at once; the rules are checked when it is over."""
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    clients = await asyncio.gather(*(garage.client(n) for n in range(1, 9)))
    made: list[Visit] = []

    def some_time() -> datetime:
        return NINE + timedelta(days=dice.randrange(2), minutes=30 * dice.randrange(16))

    async def one(number: int) -> None:
        chat, draft = 100 + number, f"d{dice.random()}"  # what one chat does is done in turn, by its lane
        await garage.holds(chat, some_time(), dice.choice(["oil", "belt"]), draft=draft)
        made.append(await garage.says_yes(chat, draft))

    async def act(number: int) -> None:
        match dice.randrange(6):
            case 0 | 1:
                made.append(await garage.books(clients[number % 8], some_time(), dice.choice(["oil", "belt"])))
            case 2:
                await one(number)
            case 3 if made:
                await garage.moves(dice.choice(made), some_time(), by=dice.choice(["client", "unit", "source"]))
            case 4 if made:
                await garage.cancels(dice.choice(made))
            case _:
                await garage.ticks()

    for _ in range(3):
        said = Counter(await asyncio.gather(*(outcome(act(number)) for number in range(40))))
        assert set(said) <= {"done", "slot-taken", "closed", "too-late", "slot-invalid"}
        garage.clock.advance(minutes=6)
    assert len(made) > 10
