"""Many people with different skills, units and languages at one queue, with real commits: each request to one who may have it, in turn."""

import asyncio
import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest

from services.distribution.line import serve_line, stand_in_line
from services.errors import Refused
from services.requests.giving_back import give_back
from services.storage.reader import Row
from tests.services.world import World

pytestmark = pytest.mark.slow

TYPES = ("price", "claim", "warranty", "parts_selection", "other")
AGENTS = 16
REQUESTS = 160


async def _people(street: World, dice: random.Random) -> dict[str, tuple[set[str], set[str]]]:
    """Logins with skills and units; empty: all. Somebody can do everything, so that nothing is left."""
    people: dict[str, tuple[set[str], set[str]]] = {}
    for number in range(AGENTS):
        skills = set() if number < 2 else set(dice.sample(TYPES, dice.randint(1, 3)))
        units = set() if number < 6 else {dice.choice(("msk", "nsk"))}
        await street.staff(f"agent{number}", skills=sorted(skills), units=sorted(units), wip_limit=dice.choice([None, 1, 3]))
        people[f"agent{number}"] = (skills, units)
    return people


async def _arrive(street: World, dice: random.Random) -> None:
    for number in range(REQUESTS):
        await street.calls_in(f"+7916{number:07}", request_type=dice.choice(TYPES), unit=dice.choice(("msk", "nsk", None)))
        street.clock.advance(seconds=1)


async def _work(street: World, login: str, dice: random.Random, left: list[int]) -> None:
    """Take, and then close, give back, hand on, or keep for a while; Next or the line, as it comes."""
    hand: list[int] = []
    while left[0] > 0:
        try:
            number = await street.next(login)
        except Refused:
            number = None
        if number is None and not hand:
            if not await _waits(street, login):
                return
            hand += await _held(street, login)
            continue
        hand += [number] if number is not None else []
        await _settle(street, login, hand.pop(dice.randrange(len(hand))), dice, left)


async def _settle(street: World, login: str, number: int, dice: random.Random, left: list[int]) -> None:
    staff, way = await street.known(login), dice.random()
    if way < 0.1:
        async with street.db.tx(actor=staff.actor) as tx:
            await give_back(tx, staff, number, reason="не моё")
    elif way < 0.2:
        await street.transfer(login, number, request_type=dice.choice(TYPES))
    else:
        await street.close(login, number)
        left[0] -= 1


async def _waits(street: World, login: str) -> bool:
    """In line, until something comes or there is nothing."""
    staff = await street.known(login)
    async with street.db.tx(actor=staff.actor) as tx:
        await stand_in_line(tx, staff)
    await serve_line(street.db, street.limits)
    return bool(await _held(street, login))


async def _held(street: World, login: str) -> list[int]:
    staff = await street.known(login)
    rows = await street.rows("SELECT number FROM request WHERE agent_id = $1 AND state <> 'closed'", staff.id)
    return [row["number"] for row in rows]


@pytest.mark.parametrize("seed", [1, 2])
async def test_each_to_one_who_may_have_it_and_in_turn(street: World, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - a seed, to repeat a storm
    await street.unit("nsk")
    people = await _people(street, dice)
    await _arrive(street, dice)
    left = [REQUESTS]
    await asyncio.gather(*(_work(street, login, dice, left) for login in people))
    steps = await street.rows(
        "SELECT e.type, r.number, e.data ->> 'agent' AS agent FROM event e JOIN request r ON e.subject = 'request:' || r.number "
        "WHERE e.type IN ('request.assigned', 'request.given_back', 'request.transferred', 'request.closed') ORDER BY e.xid, e.id"
    )
    _given_to_one_at_a_time(steps)
    requests = {
        row["number"]: row
        for row in await street.rows("SELECT r.*, u.code FROM request r LEFT JOIN unit u ON u.id = r.unit_id")
    }
    assert sum(row["state"] == "closed" for row in requests.values()) == REQUESTS - left[0] > REQUESTS / 2
    _given_to_who_may(steps, requests, people)
    _in_turn(steps, requests)


def _given_to_one_at_a_time(steps: Sequence[Row]) -> None:
    owned: set[int] = set()
    for step in steps:
        if step["type"] == "request.assigned":
            assert step["number"] not in owned
            owned.add(step["number"])
        else:
            owned.remove(step["number"])


def _given_to_who_may(steps: Sequence[Row], requests: dict[int, Any], people: dict[str, tuple[set[str], set[str]]]) -> None:
    """Of those whose type never changed: by skill and unit, unless nobody there has the skill."""
    moved = {step["number"] for step in steps if step["type"] == "request.transferred"}
    for step in steps:
        row = requests[step["number"]]
        if step["type"] != "request.assigned" or step["number"] in moved:
            continue
        skills, units = people[step["agent"]]
        assert not units or row["code"] is None or row["code"] in units
        assert not skills or row["type"] in skills


def _in_turn(steps: Sequence[Row], requests: dict[int, Any]) -> None:
    """Among those of one type and unit that never came back, none was overtaken by more than there are people."""
    first: dict[tuple[str, str | None], list[int]] = defaultdict(list)
    for step in steps:
        row = requests[step["number"]]
        if step["type"] == "request.assigned" and not row["returned"]:
            first[row["type"], row["code"]].append(step["number"])
    for numbers in first.values():
        for place, number in enumerate(numbers):
            assert sum(other > number for other in numbers[:place]) <= AGENTS
