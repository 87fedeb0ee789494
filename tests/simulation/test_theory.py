"""Where queueing theory has an answer, the product's queue gives it: M/M/c, one answer, one request in hand."""

import heapq
import math
import statistics
from collections.abc import Iterable, Iterator
from random import Random

import pytest

from bot.simulation.clients import arriving
from tests.simulation.conftest import Play, small

pytestmark = pytest.mark.slow
AGENTS, WORK, LOAD = 3, 4.0, 0.65  # minutes of work; how busy they are
RATE = LOAD * AGENTS / WORK  # a minute
DAYS = 1
RUNS = 300  # of a plain queue, to know how far a run of this length may lie from the limit


def _plain_queue(pairs: Iterable[tuple[float, float]]) -> Iterator[float]:
    """Waits of clients who come at a moment and need so much work, first come, first served."""
    free = [0.0] * AGENTS
    for came, work in pairs:
        begins = max(came, heapq.heappop(free))
        heapq.heappush(free, begins + work)
        yield begins - came


def _erlang_c() -> tuple[float, float]:
    """The share that waits, and the mean wait of all in minutes."""
    offered = RATE * WORK
    last = offered**AGENTS / math.factorial(AGENTS) / (1 - LOAD)
    waits = last / (sum(offered**k / math.factorial(k) for k in range(AGENTS)) + last)
    return waits, waits * WORK / AGENTS / (1 - LOAD)


def _drawn(rng: Random, count: int) -> Iterator[tuple[float, float]]:
    at = 0.0
    for _ in range(count):
        at += rng.expovariate(RATE)
        yield at, rng.expovariate(1 / WORK)


async def test_the_queue_is_the_one_of_the_books(play: Play) -> None:
    """Each client waits exactly as long as in a plain queue of the same clients; and the means are Erlang's, within three standard
    deviations of such means over as many clients (waits of neighbours are alike, so that is reckoned, not guessed)."""
    plan = small(
        days=DAYS, tick=600, seed=5,
        clients={"first_contacts": RATE * 24 * 60, "types": {"other": 1}},
        work={"minutes": WORK, "spread": "exponential", "closes_at_once": 1},
        queue={"wip_limit": 1, "first_answer_minutes": 600},
        watch={"nudge_minutes": 0, "lease_minutes": 0},
        units=[{"code": "always", "hours": "00:00-24:00"}],
        teams=[{"name": "all", "agents": AGENTS, "shift": "00:00-24:00"}],
    )  # fmt: skip
    figures = await play(plan)
    waits = [one.taken for one in figures.contacts if one.taken is not None]
    matters = arriving(plan)
    pairs = [
        ((one.at - plan.begins).total_seconds() / 60, one.effort("answer", WORK, "exponential").total_seconds() / 60)
        for one in matters
    ]
    assert len(waits) > len(matters) - 20  # all but those who have just come
    assert waits == pytest.approx(list(_plain_queue(pairs))[: len(waits)], abs=0.001)

    runs = [list(_plain_queue(_drawn(Random(seed), len(waits)))) for seed in range(RUNS)]  # noqa: S311
    means = [statistics.fmean(run) for run in runs]
    shares = [statistics.fmean(wait > 0 for wait in run) for run in runs]
    share, mean = _erlang_c()
    assert statistics.fmean(means) == pytest.approx(mean, abs=3 * statistics.stdev(means) / RUNS**0.5)  # the yardstick itself
    assert statistics.fmean(waits) == pytest.approx(mean, abs=3 * statistics.stdev(means))
    assert statistics.fmean(wait > 0.001 for wait in waits) == pytest.approx(share, abs=3 * statistics.stdev(shares))
    assert statistics.fmean(load.busy for load in figures.agents) == pytest.approx(LOAD, abs=0.05)
