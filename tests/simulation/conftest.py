"""Small chains to play with, each run in a database of its own."""

import itertools
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import pytest

from bot.simulation.figures import Figures
from bot.simulation.plan import Plan
from bot.simulation.reading import made_plan
from bot.simulation.running import Watching, played
from bot.simulation.scratch import make_fit
from tests.servers import create_database, drop_database, new_chain

_numbers = itertools.count()
SMALL: dict[str, Any] = {
    "start": "2026-11-23", "days": 1, "seed": 7, "queue": {"wip_limit": 3},
    "clients": {
        "first_contacts": 45, "hours": [0] * 9 + [4, 8, 8, 4, 3, 3, 4, 8, 6, 3, 2, 1, 0, 0, 0],
        "types": {"booking": 5, "parts_selection": 2, "claim": 1}, "danger": 0.03, "law": 0.03, "writes_again": 0.4, "comes_back": 0.15,
        "comes_back_after": 60,
    },
    "work": {"minutes": 11, "promises": 0.15, "promises_late": 0.5, "promise": 45, "silence": 15},
    "watch": {"nudge_minutes": 5, "lease_minutes": 12},
    "units": [{"code": "north", "name": "Север", "share": 2}, {"code": "south", "name": "Юг", "hours": "10:00-19:00"}],
    "teams": [
        {"name": "front", "agents": 2, "shift": "09:00-18:00", "breaks": ["12:00-12:45", "13:00-13:45"]},
        {"name": "late", "agents": 1, "shift": "12:00-21:00", "units": ["north"]},
        {"name": "parts", "agents": 1, "skills": ["parts_selection"], "shift": "10:00-19:00"},
    ],
}  # fmt: skip


def small(**changes: Any) -> Plan:
    """The small chain with top-level tables changed."""
    return made_plan(SMALL | changes, "small.toml")


class Play(Protocol):
    """Play a plan from beginning to end."""

    def __call__(self, plan: Plan, watching: Watching | None = None, /) -> Awaitable[Figures]: ...


@pytest.fixture(scope="session")
async def fit(database_url: str) -> str:
    """The name of a database that one can play in, to copy."""
    name = "simulation_fit"
    await make_fit(await new_chain(database_url, name))
    return name


@pytest.fixture(scope="module")
def playground(database_url: str, fit: str) -> Callable[[], Awaitable[str]]:
    """Makes databases to play in; they go with the session's server."""

    async def make() -> str:
        return await create_database(database_url, f"simulation_{next(_numbers)}", template=fit)

    return make


@pytest.fixture(scope="module")
def play(playground: Callable[[], Awaitable[str]], database_url: str) -> Play:
    """Plays in a new database each time."""

    async def run(plan: Plan, watching: Watching | None = None, /) -> Figures:
        url = await playground()
        try:
            return await played(url, plan, watching)
        finally:
            await drop_database(database_url, url.rpartition("?")[0].rpartition("/")[2])

    return run
