"""A small chain at work: what happens in it is what the product does, and nothing of it depends on the machine."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import pytest

from bot.simulation.figures import Figures, Waits
from bot.simulation.play import Play as Played
from bot.simulation.record import PlayedTx
from bot.simulation.rules import checked_rules
from bot.simulation.running import played
from bot.simulation.steps import Steps
from services.requests.models import Limits
from services.storage.tx import Tx
from services.watch.models import Watch
from tests.services.invariants import violations
from tests.simulation.conftest import Play, small

pytestmark = pytest.mark.slow
_ABOVE = """
SELECT s.login FROM staff s JOIN request r ON r.agent_id = s.id AND r.state <> 'closed'
GROUP BY s.login, s.wip_limit HAVING count(*) > coalesce(s.wip_limit, $1)
"""
_IN_HAND = "SELECT number, agent_id FROM request WHERE agent_id IS NOT NULL AND state <> 'closed' ORDER BY number"


def _missed(figures: Figures) -> dict[str, int]:
    return {one.clock: one.times for one in figures.missed}


async def _not_at_all(_: Steps) -> None:
    """Remember nothing."""


@pytest.fixture(scope="module")
async def usual(play: Play) -> Figures:
    """What becomes of the small chain, played without short ways: all is asked and written as the product does it, mail too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Steps, "remember", _not_at_all)
        patch.setattr("bot.simulation.steps.TOGETHER", 1)
        patch.setattr(PlayedTx, "send", Tx.send)
        return await play(small())


async def test_the_rules_hold_at_every_moment_and_the_same_seed_has_the_same_outcome_by_short_ways_too(
    playground: Callable[[], Awaitable[str]], usual: Figures
) -> None:
    url, plan, seen = await playground(), small(), 0

    async def watching(play: Played) -> None:
        nonlocal seen
        seen += 1
        assert not await play.steps.fetch(_ABOVE, 3)
        rows = await play.steps.fetch(_IN_HAND)
        led = sorted((number, agent.staff.id) for agent in play.agents.values() for number in agent.hand)
        assert [(row["number"], row["agent_id"]) for row in rows] == led  # they know what they have, and no more

    figures = await played(url, plan, watching)
    connection = await asyncpg.connect(url)
    try:
        assert set(await violations(connection, Limits(wip_limit=3))) == {"an answer on its way has mail"}  # nobody reads it
        assert await connection.fetchval("SELECT max(at) < $1 FROM event", plan.ends)
    finally:
        await connection.close()
    assert seen > 600
    assert figures == usual
    assert figures.statements - 2 * seen < 0.8 * usual.statements


def test_all_ways_of_losing_and_finding_time_are_walked(usual: Figures) -> None:
    walked = ("request.lapsed", "request.handed_over", "request.reopened", "promise.overdue", "promise.kept", "request.came")
    assert [name for name in walked if not usual.events.get(name)] == []
    assert {"first_answer", "next_answer", "lease", "promise"} <= set(_missed(usual))
    assert max(load.most_held for load in usual.agents) == 3
    assert sum(load.answers for load in usual.agents) == usual.events["message.out"]


def test_breaks_and_shifts_are_kept(usual: Figures) -> None:
    assert [round(load.there, 2) for load in usual.agents] == [8.25, 8.25, 9.0, 9.0]
    assert all(load.busy < 1.1 for load in usual.agents)


async def test_what_the_rules_say_is_what_happens(play: Play, usual: Figures) -> None:
    journal = await play(small(watch={"mode": "journal", "nudge_minutes": 5, "lease_minutes": 12}))
    strict = await play(small(queue={"wip_limit": 1, "first_answer_minutes": 3}))
    assert "request.lapsed" not in journal.events  # a journal takes nothing away (D1)
    assert (
        sum(one.escalated for one in journal.missed if one.clock != "danger") == 0 < sum(one.escalated for one in usual.missed)
    )
    assert {load.most_held for load in strict.agents} == {1}
    assert strict.waits().kept < usual.waits().kept


async def test_more_people_shorten_the_wait(play: Play, usual: Figures) -> None:
    teams: list[dict[str, Any]] = [team.model_dump(exclude_unset=True) for team in small().teams]
    many = await play(small(teams=[{**teams[0], "agents": teams[0]["agents"] + 2}, *teams[1:]]))
    assert many.waits().kept > usual.waits().kept
    assert many.waits().p90 < usual.waits().p90
    assert len(many.contacts) == len(usual.contacts)


async def test_a_file_that_says_nothing_of_rules_has_those_of_a_new_chain(playground: Callable[[], Awaitable[str]]) -> None:
    rules = checked_rules(small(watch={}, queue={}))
    connection = await asyncpg.connect(await playground())
    try:
        row = await connection.fetchrow("SELECT weights, reservation_minutes, matter_minutes, rest_minutes FROM policy")
    finally:
        await connection.close()
    policy = rules.policy
    assert json.loads(row[0]) == policy.weights.as_json()
    assert tuple(row)[1:] == (policy.reservation_minutes, policy.matter_minutes, policy.rest_minutes)
    assert (rules.limits, rules.watch) == (Limits(), Watch())


async def test_nobody_there_leaves_everybody_waiting(play: Play) -> None:
    figures = await play(small(teams=[{"name": "front", "agents": 0}], tick=600))
    waits = figures.waits()
    assert (waits.unanswered, waits.kept, figures.agents) == (waits.contacts, 0.0, [])
    assert figures.states == {"queued": waits.contacts}
    assert _missed(figures)["first_answer"] == sum(one.kept is False for one in figures.contacts)


async def test_a_chain_without_clients_has_a_report_too(play: Play) -> None:
    figures = await play(small(clients={"first_contacts": 1e-9}, tick=600))
    assert figures.waits() == Waits(0, 0, 0.0, 0.0, 0.0, 1.0)
    assert all(load.worked == 0 < load.there for load in figures.agents)
