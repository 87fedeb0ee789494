"""How nobody is forgotten in a unit, as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

CLOCKS = ("first_answer", "next_answer", "promise", "resolve", "handoff", "danger", "lease", "question")
Mode = Literal["chain", "journal"]


@dataclass(frozen=True, slots=True)
class Rush:
    """What changes when more waits than people can answer (G6).

    It begins when `waiting` requests of the unit wait in the queue (None: never), and ends when fewer than two thirds of that do. While it
    lasts an answer is promised within `minutes` of working time, the client hears why it takes longer, and `types` (minutes of waiting by
    request type) count in place of those of handing out.
    """

    waiting: int | None = None
    minutes: int = 60
    types: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Watch:
    """The rules of one unit; `unit_id` None: of the chain, for units that have none of their own. Minutes are of working time, but for
    `danger_minutes` (somebody in danger does not wait for the morning).

    `mode`: `chain` takes a request away from who is silent and tells the head, then the director (U2); `journal` only writes down what was
    missed, and it is worked off (D1). Agent, heads and quality control are told of what was missed in both (G2).

    Clocks: `first_minutes`, `next_minutes` until an answer (None: the settings' `queue.first_answer_minutes`; parts selection keeps its
    own, V9), `handoff_minutes` for whom a
    request was handed on to (P5), `resolve_minutes` by request type until it is settled (a type that is missing has none).
    Who has taken a request and is silent is reminded after `nudge_minutes` and loses it after `lease_minutes` (chain; in the journal it is
    written down). What the head has been told of and is not made good within `director_minutes` goes to the director (chain).
    `remind_minutes`: how long before a promise falls due its agent is reminded; `slip_minutes`: by how much later the client is told, two
    minutes before, that it will be, and how much time we ask of a client whom we have not answered in time (0: the client is not told).
    `duty_id`: who is paged when somebody is in danger, at any hour (None: the heads of the unit).
    """

    unit_id: int | None = None
    mode: Mode = "chain"
    first_minutes: int | None = None
    next_minutes: int | None = None
    handoff_minutes: int = 60
    resolve_minutes: Mapping[str, int] = field(default_factory=dict)
    nudge_minutes: int = 10
    lease_minutes: int = 20
    director_minutes: int = 30
    remind_minutes: int = 10
    slip_minutes: int = 30
    danger_minutes: int = 5
    duty_id: int | None = None
    rush: Rush = field(default_factory=Rush)

    def as_json(self) -> dict[str, Any]:
        """As `watch_policy.rules` keeps them."""
        names = [name for name in self.__dataclass_fields__ if name not in {"unit_id", "rush", "resolve_minutes"}]
        return {
            **{name: getattr(self, name) for name in names},
            "resolve_minutes": dict(self.resolve_minutes),
            "rush": {"waiting": self.rush.waiting, "minutes": self.rush.minutes, "types": dict(self.rush.types)},
        }


def as_watch(unit_id: int | None, rules: Mapping[str, Any]) -> Watch:
    """What is stored as a Watch; what is missing takes its default."""
    rush = Rush(**rules.get("rush", {}))
    return replace(Watch(unit_id), **{name: value for name, value in rules.items() if name != "rush"}, rush=rush)
