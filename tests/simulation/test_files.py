"""Files of simulations: what is wrong is told in a line, and what is right is read as it stands."""

from pathlib import Path
from typing import Any

import pytest

from bot.settings import SettingsError
from bot.simulation.clients import arriving
from bot.simulation.plan import Plan
from bot.simulation.reading import changed, made_plan, read_plan
from bot.simulation.rules import checked_rules
from tests.simulation.conftest import SMALL, small

EXAMPLE = Path(__file__).parents[2] / "docs/examples/gts-week.toml"


def _with(path: str, value: Any) -> dict[str, Any]:
    """The small chain with one thing in it changed: `teams.0.agents`."""
    *way, last = path.split(".")

    def change(at: Any, way: list[str]) -> Any:
        if isinstance(at, list):
            return [change(one, way[1:]) if str(place) == way[0] else one for place, one in enumerate(at)]
        return {**at, last: value} if not way else {**at, way[0]: change(at.get(way[0], {}), way[1:])}

    found: dict[str, Any] = change(SMALL, way)
    return found


WRONG = [
    ("days", 0, "days: Input should be greater than or equal to 1"),
    ("days", "week", "days: Input should be a valid integer"),
    ("sed", 1, "sed: unknown key"),
    ("start", "1026-01-01", "start: must lie between 2000 and 2100"),
    ("zone", "Moscow", "zone: is not a time zone"),
    ("clients.first_contacts", 0, "clients.first_contacts: Input should be greater than 0"),
    ("clients.first_contacts", 1e9, "clients.first_contacts: Input should be less than or equal to 200000"),
    ("clients.first_contacts", float("nan"), "clients.first_contacts: Input should be a finite number"),
    ("clients.hours", [1, 2, 3], "clients.hours: Tuple should have at least 24 items after validation, not 3"),
    ("clients.hours", [0] * 24, "clients.hours: needs at least one number above 0"),
    ("clients.hours", [-1] * 24, "clients.hours.1: Input should be greater than or equal to 0"),
    ("clients.types", {"spaceship": 1}, "clients.types.spaceship.[key]: is none of booking"),
    ("clients.danger", float("inf"), "clients.danger: Input should be"),
    ("clients.writes_again", 1, "clients.writes_again: Input should be less than or equal to 0.95"),
    ("work.minutes", -4, "work.minutes: Input should be greater than 0"),
    ("work.spread", "gamma", "work.spread: Input should be 'exponential', 'lognormal' or 'fixed'"),
    ("work.outcomes", {"won": 1}, "work.outcomes.won.[key]: is none of solved"),
    ("units", [], "units: Tuple should have at least 1 item"),
    ("units.0.code", "Север", "units.1.code: String should match pattern"),
    ("units.0.code", "south", "units: south is there twice"),
    ("units.0.hours", "25:00-26:00", 'units.1.hours: are not hours: "09:00-13:00, 14:00-20:00"'),
    ("teams.0.agents", -1, "teams.1.agents: Input should be greater than or equal to 0"),
    ("teams.0.units", ["moon"], "teams: front works in moon, and there is no such unit"),
    ("teams.0.shift", "always", "teams.1.shift: are not hours"),
    ("teams.0.wip_limit", 0, "teams.1.wip_limit: Input should be greater than or equal to 1"),
    ("teams.1.name", "front", "teams: front is there twice"),
    ("queue", {"wip_limit": 0}, "queue.wip_limit: Input should be greater than or equal to 1"),
    ("distribution", {"types": {"claim": -5}}, "distribution.types.claim: not a number"),
    ("distribution", {"law": 10**8}, "distribution.law: out of range (0 to 525600)"),
    ("distribution", {"speed": 1}, "distribution.speed: unknown key"),
    ("distribution", {"types": 5}, "distribution.types: is not what it takes"),
    ("distribution", {"types": {"spaceship": 5}}, "distribution.types.spaceship: unknown key"),
    ("watch", {"nudge_minutes": 30, "lease_minutes": 20}, "watch.nudge_minutes: not before the lease"),
    ("watch", {"mode": "whip"}, "watch.mode: required"),
    ("watch", {"resolve_minutes": {"claim": "soon"}}, "watch.resolve_minutes.claim: not a number"),
    ("compare", [{"name": "x", "agents": {"nobody": 1}}], 'compare "x": agents: there is no team nobody'),
    ("compare", [{"name": "x", "agents": {"front": -3}}], 'compare "x": teams.1.agents: Input should be greater than or equal to 0'),
    ("compare", [{"name": "x", "watch": {"lease_minutes": -1}}], 'compare "x": watch.lease_minutes: not a number'),
    ("compare", [{"agents": {"front": 1}}], "compare.1.name: Field required"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "said"), WRONG)
def test_what_is_wrong_is_told_in_a_line_that_says_where(path: str, value: Any, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        made_plan(_with(path, value), "chain.toml")
    lines = str(error.value).splitlines()
    assert any(line.startswith(f"chain.toml: {said}") for line in lines), lines


def test_every_mistake_has_its_line() -> None:
    wrong = _with("days", 0) | {"seed": -1, "colour": "red"}
    with pytest.raises(SettingsError) as error:
        made_plan(wrong, "chain.toml")
    assert [line.split(": ")[1] for line in str(error.value).splitlines()] == ["seed", "days", "colour"]


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read: No such file"), (b"\xff\xfe", "is not UTF-8 text"), (b"days = ", "is not valid TOML")],
)
def test_a_file_that_is_none(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "chain.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError, match=said):
        read_plan(file)


def test_the_example_is_the_chain_it_says() -> None:
    plan = read_plan(EXAMPLE)
    matters = arriving(plan)
    assert (len(plan.units), plan.days) == (12, 7)
    assert len(matters) == pytest.approx(1200 * sum(plan.clients.week), rel=0.03)  # 3 % is three standard deviations of 8,300
    by_hour = [sum(one.at.hour + 3 == hour for one in matters) for hour in range(24)]
    assert min(by_hour[10], by_hour[11], by_hour[16], by_hour[17]) > max(by_hour[8], by_hour[14], by_hour[19])


def test_the_same_seed_brings_the_same_clients_whatever_the_rules_are() -> None:
    plain, other = small(), small(queue={"wip_limit": 1}, teams=SMALL["teams"][:1])
    assert arriving(plain) == arriving(other)
    assert arriving(plain) != arriving(small(seed=8))
    assert [one.effort("answer", 9, "lognormal") for one in arriving(plain)] == [
        one.effort("answer", 9, "lognormal") for one in arriving(other)
    ]


def test_a_change_changes_nothing_else() -> None:
    change = {"name": "x", "agents": {"front": 1}, "distribution": {"types": {"claim": 0}}, "watch": {"lease_minutes": 30}}
    plan = small(compare=[change], distribution={"types": {"claim": 40, "booking": 5}})
    after = changed(plan, plan.compare[0])
    assert [team.agents for team in after.teams] == [3, 1, 1]
    assert dict(checked_rules(after).policy.weights.types) == {"booking": 5}
    assert (checked_rules(after).watch.lease_minutes, checked_rules(after).watch.nudge_minutes) == (30, 5)
    same = {"clients", "work", "queue", "units", "seed", "start", "days"}
    assert after.model_dump(include=same) == plan.model_dump(include=same)


def test_clients_write_by_the_hours_of_the_chain_when_the_clocks_change() -> None:
    plan = Plan.model_validate(
        SMALL
        | {
            "start": "2027-03-28",
            "zone": "Europe/Belgrade",
            "clients": {"first_contacts": 500, "hours": [0, 0, 0, 1] + [0] * 20},
        }
    )
    hours = {one.at.hour for one in arriving(plan)}
    assert hours == {1}  # three o'clock comes an hour earlier that night
