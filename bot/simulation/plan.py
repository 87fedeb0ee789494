"""What is simulated, as the file says it: clients, work, units, teams, rules, and what is compared. `reading.py` reads it.

Times of day are the chain's zone's (`zone`), or the unit's own where it has one. Weights (`hours`, `week`, `types`, `outcomes`, `share`)
need not add up to anything.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, model_validator

from bot.sections import Section
from services.requests.models import OUTCOMES, TYPES
from services.units.week import HoursError, Spans, read_spans
from services.units.zones import is_zone

MOST_CONTACTS = 200_000  # in one run: what is simulated is there to be looked at the same day
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _one_of(*words: str) -> AfterValidator:
    def check(word: str) -> str:
        if word not in words:
            raise ValueError(f"is none of {', '.join(words)}")
        return word

    return AfterValidator(check)


def _zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError("is not a time zone")
    return name


def _hours(typed: str) -> str:
    try:
        read_spans(typed)
    except HoursError:
        raise ValueError('are not hours: "09:00-13:00, 14:00-20:00"') from None
    return typed


def _weights(weights: Any) -> Any:
    if not sum(weights.values() if isinstance(weights, Mapping) else weights) > 0:
        raise ValueError("needs at least one number above 0")
    return weights


Type = Annotated[str, _one_of(*TYPES)]
Outcome = Annotated[str, _one_of(*OUTCOMES)]
Day = Annotated[str, _one_of(*DAYS)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Minutes = Annotated[float, Field(gt=0, le=10_080, allow_inf_nan=False)]
Weight = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
Zone = Annotated[str, AfterValidator(_zone)]
Times = Annotated[str, AfterValidator(_hours)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,24}$")]
Text = Annotated[str, Field(max_length=100)]


class Clients(Section):
    """Who writes, and when."""

    first_contacts: Annotated[float, Field(gt=0, le=MOST_CONTACTS, allow_inf_nan=False)]
    """On a day of weight 1."""
    week: Annotated[tuple[Weight, ...], Field(min_length=7, max_length=7), AfterValidator(_weights)] = (1.0,) * 7
    """From Monday on; 1 is a whole day's contacts."""
    hours: Annotated[tuple[Weight, ...], Field(min_length=24, max_length=24), AfterValidator(_weights)] = (1.0,) * 24
    types: Annotated[dict[Type, Weight], AfterValidator(_weights)] = Field(default_factory=lambda: {"other": 1.0})
    danger: Share = 0.0
    law: Share = 0.0
    writes_again: Annotated[float, Field(ge=0, le=0.95, allow_inf_nan=False)] = 0.0
    """After an answer, each time."""
    writes_after: Minutes = 10.0
    """Minutes on average."""
    comes_back: Annotated[float, Field(ge=0, le=0.95, allow_inf_nan=False)] = 0.0
    """After the request was closed, once."""
    comes_back_after: Minutes = 360.0


class Work(Section):
    """How long people work, and how they do it. Minutes are averages."""

    spread: Literal["exponential", "lognormal", "fixed"] = "lognormal"
    minutes: Minutes = 4.0
    """From opening a request to the first answer."""
    by_type: dict[Type, Minutes] = Field(default_factory=dict)
    follow_up: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 0.5
    """A further answer takes so much of that."""
    closes_at_once: Share = 0.6
    """Requests that are settled with the last answer; the others are closed after `silence` minutes."""
    silence: Minutes = 20.0
    wrap_up: Minutes = 0.5
    promises: Share = 0.0
    """First answers that are put off by a promise."""
    promise: Minutes = 60.0
    """Minutes until it falls due."""
    promises_late: Share = 0.0
    late: Minutes = 15.0
    outcomes: Annotated[dict[Outcome, Weight], AfterValidator(_weights)] = Field(default_factory=lambda: {"solved": 1.0})

    def mean(self, request_type: str) -> float:
        """Minutes until the first answer, on average."""
        return self.by_type.get(request_type, self.minutes)


class UnitPlan(Section):
    """A station."""

    code: Code
    name: Text = ""
    share: Weight = 1.0
    hours: Times = "09:00-21:00"
    weekend: Times | None = None
    """Saturday and Sunday, where they differ."""
    zone: Zone | None = None

    def week(self) -> dict[str, Spans]:
        """As `unit.hours` stores it."""
        weekend = self.hours if self.weekend is None else self.weekend
        return {str(day): read_spans(self.hours if day < 5 else weekend) for day in range(7)}  # noqa: PLR2004 - Saturday


class Team(Section):
    """Agents who work alike. No `units`, `skills`: all of them. `breaks`: one entry for each agent in turn."""

    name: Code
    agents: Annotated[int, Field(ge=0, le=500)]
    units: tuple[Code, ...] = ()
    skills: tuple[Type, ...] = ()
    shift: Times = "09:00-21:00"
    days: Annotated[tuple[Day, ...], Field(min_length=1)] = DAYS
    breaks: tuple[Times, ...] = ()
    wip_limit: Annotated[int, Field(ge=1, le=1000)] | None = None
    speed: Annotated[float, Field(gt=0, le=10, allow_inf_nan=False)] = 1.0

    def week(self, spans: str) -> dict[str, Spans]:
        """The same spans on each of their days."""
        return {str(at): read_spans(spans) if day in self.days else [] for at, day in enumerate(DAYS)}


class Queue(Section):
    """The settings of the queue (`[queue]` of settings.toml)."""

    wip_limit: Annotated[int, Field(ge=1, le=1000)] = 5
    reservation_minutes: Annotated[int, Field(ge=0, le=10_080)] = 15
    client_silence_hours: Annotated[int, Field(ge=1, le=8760)] = 24
    silent_days: Annotated[int, Field(ge=0, le=365)] = 7
    reopen_hours: Annotated[int, Field(ge=0, le=8760)] = 72
    first_answer_minutes: Annotated[int, Field(ge=1, le=10_080)] = 10
    parts_answer_minutes: Annotated[int, Field(ge=1, le=10_080)] = 15


class Change(Section):
    """One row of what is compared: everything as in the file but for this."""

    name: Annotated[str, Field(min_length=1, max_length=60)]
    agents: dict[Code, Annotated[int, Field(ge=-500, le=500)]] = Field(default_factory=dict)
    """How many more (or fewer) of a team."""
    first_contacts: float | None = None
    queue: dict[str, int] = Field(default_factory=dict)
    distribution: dict[str, Any] = Field(default_factory=dict)
    watch: dict[str, Any] = Field(default_factory=dict)


class Plan(Section):
    """A whole file."""

    seed: Annotated[int, Field(ge=0, le=2**62)] = 1
    start: date
    days: Annotated[int, Field(ge=1, le=366)] = 7
    zone: Zone = "Europe/Moscow"
    tick: Annotated[int, Field(ge=1, le=600)] = 60
    """Seconds of simulated time between two looks at what is due."""
    compare_days: Annotated[int, Field(ge=1, le=366)] | None = None
    """Days of the compared runs, where they are fewer."""
    clients: Clients
    work: Work = Work()
    queue: Queue = Queue()
    distribution: dict[str, Any] = Field(default_factory=dict)
    watch: dict[str, Any] = Field(default_factory=dict)
    units: Annotated[tuple[UnitPlan, ...], Field(min_length=1, max_length=500)]
    teams: Annotated[tuple[Team, ...], Field(min_length=1, max_length=200)]
    compare: Annotated[tuple[Change, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        codes = [unit.code for unit in self.units]
        names = [team.name for team in self.teams]
        for what, found in (("units", codes), ("teams", names)):
            if doubled := sorted({one for one in found if found.count(one) > 1}):
                raise ValueError(f"{what}: {doubled[0]} is there twice")
        for team in self.teams:
            if unknown := sorted(set(team.units) - set(codes)):
                raise ValueError(f"teams: {team.name} works in {unknown[0]}, and there is no such unit")
        if not any(unit.share for unit in self.units):
            raise ValueError("units: at least one needs a share above 0")
        if not 2000 <= self.start.year <= 2100:  # noqa: PLR2004 - years that every zone and number can hold
            raise ValueError("start: must lie between 2000 and 2100")
        if self.clients.first_contacts * self.days > MOST_CONTACTS:
            raise ValueError(f"clients.first_contacts × days: more than {MOST_CONTACTS} in one run")
        return self

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.start, time(), ZoneInfo(self.zone)).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The moment after the last."""
        return datetime.combine(self.start + timedelta(days=self.days), time(), ZoneInfo(self.zone)).astimezone(UTC)
