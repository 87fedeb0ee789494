"""The simulated chain before its first client: units, staff, rules, and everybody who is going to write."""

import json
from dataclasses import dataclass
from datetime import datetime

from bot.simulation.plan import Plan, Team
from bot.simulation.rules import Rules
from services.staff.accounts import STAFF_COLUMNS, as_staff
from services.staff.models import Staff
from services.storage.database import Database
from services.storage.tx import Tx
from services.units import Hours, Unit, unit_by_code

# Nobody signs in there: the password fits nothing, and to hash one takes longer than an hour of the simulation.
_STAFF = """
INSERT INTO staff (login, name, role, unit_ids, skills, wip_limit, password_hash, language)
SELECT login, name, role, unit_ids, skills, wip_limit, '', 'ru'
FROM jsonb_to_recordset($1::text::jsonb) AS s (login text, name text, role text, unit_ids integer[], skills text[], wip_limit smallint)
"""
_CLIENTS = """
WITH people AS (
    INSERT INTO client (public_id, name, language, created_at)
    SELECT 'sim' || n, 'Клиент ' || n, 'ru', $2 FROM generate_series(1, $1::integer) AS n
    RETURNING id, substr(public_id, 4)::bigint AS n
)
INSERT INTO chat (chat_id, client_id, first_name, language, telegram_language, created_at)
SELECT n, id, 'Клиент', 'ru', 'ru', $2 FROM people
"""


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's times of work, and of rest within them."""

    hours: Hours
    breaks: Hours | None

    def spans(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        """Shifts between two moments; those that follow each other without a gap are one."""
        return _joined(self.hours, since, until)

    def rests(self, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        """Breaks between two moments, whether or not there is a shift."""
        return _joined(self.breaks, since, until) if self.breaks else []


@dataclass(frozen=True, slots=True)
class Chain:
    """What there is. `units` in the order of the plan."""

    units: list[Unit]
    client_ids: dict[int, int]
    staff: list[tuple[Staff, Team, Shift]]


async def furnish(db: Database, plan: Plan, rules: Rules, clients: int) -> Chain:
    """Put everything there."""
    async with db.tx() as tx:
        units = [await _unit(tx, plan, place) for place in range(len(plan.units))]
        await _rules(tx, rules)
        staff = await _staff(tx, plan, units)
        await tx.execute(_CLIENTS, clients, plan.begins)
        rows = await tx.rows("SELECT chat_id, client_id FROM chat")
        return Chain(units, {row["chat_id"]: row["client_id"] for row in rows}, staff)


async def _unit(tx: Tx, plan: Plan, place: int) -> Unit:
    unit = plan.units[place]
    name = unit.name or unit.code
    await tx.execute(
        'INSERT INTO unit (code, name, city, address, time_zone, "leading", hours) VALUES ($1, $2, $2, $2, $3, $4, $5)',
        unit.code, {"ru": name, "en": name}, unit.zone or plan.zone, place == 0, {"week": unit.week(), "days": {}},
    )  # fmt: skip
    made = await unit_by_code(tx, unit.code)
    assert made is not None  # noqa: S101 - just made
    return made


async def _rules(tx: Tx, rules: Rules) -> None:
    policy = rules.policy
    await tx.execute(
        "UPDATE policy SET weights = $1, reservation_minutes = $2, matter_minutes = $3, rest_minutes = $4 WHERE unit_id IS NULL",
        policy.weights.as_json(), policy.reservation_minutes, policy.matter_minutes, policy.rest_minutes,
    )  # fmt: skip
    await tx.execute("INSERT INTO watch_policy (unit_id, rules) VALUES (NULL, $1)", rules.watch.as_json())


async def _staff(tx: Tx, plan: Plan, units: list[Unit]) -> list[tuple[Staff, Team, Shift]]:
    ids = {unit.code: unit.id for unit in units}
    rows: list[dict[str, object]] = [
        {"login": role, "name": role.title(), "role": role, "unit_ids": [], "skills": [], "wip_limit": None}
        for role in ("head", "director", "qa")
    ]
    agents = [(team, place) for team in plan.teams for place in range(team.agents)]
    rows += [
        {
            "login": f"{team.name}.{place + 1}", "name": f"{team.name} {place + 1}", "role": "agent",
            "unit_ids": sorted(ids[code] for code in team.units), "skills": sorted(set(team.skills)), "wip_limit": team.wip_limit,
        }
        for team, place in agents
    ]  # fmt: skip
    await tx.execute(_STAFF, json.dumps(rows))
    found = await tx.rows(f"SELECT {STAFF_COLUMNS} FROM staff WHERE role = 'agent'")
    by_login = {row["login"]: as_staff(row) for row in found}
    return [(by_login[f"{team.name}.{place + 1}"], team, _shift(plan, team, place)) for team, place in agents]


def _shift(plan: Plan, team: Team, place: int) -> Shift:
    rest = team.breaks[place % len(team.breaks)] if team.breaks else None
    return Shift(
        Hours.parse(plan.zone, {"week": team.week(team.shift)}),
        Hours.parse(plan.zone, {"week": team.week(rest)}) if rest else None,
    )


def _joined(hours: Hours, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    found: list[tuple[datetime, datetime]] = []
    for begins, ends in hours.spans(since):
        if begins >= until:
            break
        if found and found[-1][1] == begins:
            found[-1] = (found[-1][0], ends)
        else:
            found.append((begins, ends))
    return found
