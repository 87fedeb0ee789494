"""The rules of a plan, held to what the console's own forms allow: a simulation can try nothing that could not be set."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from bot.simulation.plan import Plan
from services.distribution.models import Policy, Weights
from services.distribution.policies import as_edited as policy_as_edited
from services.distribution.policies import checked_policy
from services.errors import Refused
from services.requests.models import TYPES, Limits
from services.watch.editing import as_edited as watch_as_edited
from services.watch.editing import checked_watch
from services.watch.models import Watch

_USUAL = Policy(None, Weights(types={"claim": 30}, returned=5))  # what the schema begins with


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds in the simulated chain."""

    limits: Limits
    policy: Policy
    watch: Watch

    @property
    def shortest_silence(self) -> float:
        """Minutes after which somebody looks at who is silent; 0: nobody does."""
        return min((minutes for minutes in (self.watch.nudge_minutes, self.watch.lease_minutes) if minutes), default=0)


def checked_rules(plan: Plan) -> Rules:
    """Raises Refused `invalid` with every mistake by its field, as the forms do."""
    limits = Limits(**plan.queue.model_dump())
    return Rules(limits, _policy(plan.distribution), _watch(plan.watch))


def _policy(changes: Mapping[str, Any]) -> Policy:
    values = _over("distribution", policy_as_edited(_USUAL), changes)
    types, tiers = (_typed(values.pop(name)) for name in ("types", "tiers"))
    with _named("distribution", {"type": "types", "tier": "tiers"}):
        return checked_policy(None, _typed(values), _known("types", types), tiers)


def _watch(changes: Mapping[str, Any]) -> Watch:
    values = _over("watch", watch_as_edited(Watch()), {name: value for name, value in changes.items() if name != "duty_id"})
    resolve, rush = (_typed(values.pop(name)) for name in ("resolve_minutes", "rush_types"))
    values["duty"] = values.pop("duty_id")
    with _named("watch", {"resolve": "resolve_minutes", "rush": "rush_types"}):
        return checked_watch(None, _typed(values), _known("resolve_minutes", resolve), _known("rush_types", rush), {})


@contextmanager
def _named(table: str, renamed: Mapping[str, str]) -> Iterator[None]:
    """Mistakes by the file's names instead of the forms'."""
    try:
        yield
    except Refused as refused:
        for error in refused.data["errors"]:
            group, dot, rest = error["field"].partition(".")
            error["field"] = f"{table}.{renamed.get(group, group)}{dot}{rest}"
        raise


def _over(table: str, usual: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    errors = [{"field": f"{table}.{name}", "reason": "unknown key"} for name in changes if name not in usual]
    for name, value in changes.items():
        if name in usual and isinstance(value, Mapping) != isinstance(usual[name], Mapping):
            errors.append({"field": f"{table}.{name}", "reason": "is not what it takes"})
    if errors:
        raise Refused("invalid", errors=errors)
    return {**usual, **changes}


def _known(field: str, by_type: dict[str, str]) -> dict[str, str]:
    if unknown := sorted(set(by_type) - set(TYPES)):
        raise Refused("invalid", errors=[{"field": f"{field}.{name}", "reason": "unknown key"} for name in unknown])
    return by_type


def _typed(values: Mapping[str, Any]) -> dict[str, str]:
    """As a form would bring them."""
    return {name: "" if value is None else str(value) for name, value in values.items()}
