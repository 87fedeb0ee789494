"""From a file to a Plan, and from a Plan to what is compared with it. What is wrong is told in one line each."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.settings import SettingsError
from bot.simulation.plan import Change, Plan
from bot.simulation.rules import checked_rules
from services.errors import Refused


def read_plan(file: Path) -> Plan:
    """The plan in this file, with every comparison of it tried. Raises SettingsError: a line for each mistake."""
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from None
    return made_plan(raw, str(file))


def made_plan(raw: Mapping[str, Any], file: str) -> Plan:
    """The same from what the file holds."""
    try:
        plan = Plan.model_validate(raw)
    except ValidationError as error:
        raise SettingsError("\n".join(f"{file}: {line}" for line in _lines(error))) from None
    for change in (None, *plan.compare):
        where = f'{file}: compare "{change.name}": ' if change else f"{file}: "
        try:
            checked_rules(changed(plan, change) if change else plan)
        except ValidationError as error:
            raise SettingsError("\n".join(f"{where}{line}" for line in _lines(error))) from None
        except Refused as refused:
            raise SettingsError("\n".join(f"{where}{_refusal(error)}" for error in refused.data["errors"])) from None
    return plan


def changed(plan: Plan, change: Change) -> Plan:
    """The plan as it would be. Raises ValidationError, Refused."""
    stored = plan.model_dump(exclude={"compare"}, exclude_unset=True)
    known = {team["name"]: team for team in stored["teams"]}
    for name, more in change.agents.items():
        if name not in known:
            raise Refused("invalid", errors=[{"field": "agents", "reason": f"there is no team {name}"}])
        known[name]["agents"] += more
    if change.first_contacts is not None:
        stored["clients"]["first_contacts"] = change.first_contacts
    for name in ("queue", "distribution", "watch"):
        stored[name] = _merged(stored.get(name, {}), getattr(change, name))
    return Plan.model_validate(stored)


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Tables in tables are merged, everything else is replaced."""
    both = {name: _merged(base[name], value) if _tables(base.get(name), value) else value for name, value in over.items()}
    return {**base, **both}


def _tables(*values: Any) -> bool:
    return all(isinstance(value, Mapping) for value in values)


def _lines(error: ValidationError) -> list[str]:
    return [_line(one) for one in error.errors(include_url=False, include_input=False)]


def _line(error: Any) -> str:
    where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in error["loc"])
    said = "unknown key" if error["type"] == "extra_forbidden" else error["msg"].removeprefix("Value error, ")
    return f"{where}: {said}" if where else said


def _refusal(error: Mapping[str, Any]) -> str:
    span = f" ({error['least']} to {error['most']})" if "least" in error else ""
    return f"{error['field']}: {error['reason']}{span}"
