"""What a simulated chain did, out of its own record. All of it can be sent from one process to another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.simulation.agents import Agent
from bot.simulation.looking import Sample
from bot.simulation.play import Play
from services.storage.reader import Reader, Row
from services.units import Unit

HALF_HOURS = 48
_ANSWERS = """
SELECT r.number, r.type, r.unit_id, r.created_at, r.answered_at, r.first_answer_due, r.source,
    (SELECT min(e.at) FROM event e WHERE e.subject = 'request:' || r.number AND e.type = 'request.assigned') AS taken_at
FROM request r ORDER BY r.number
"""
_MISSED = """
SELECT clock, count(*) AS times, count(made_good_at) AS made_good, count(escalated_at) AS escalated,
    coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM made_good_at - due_at)::float8 / 60), 0) AS minutes
FROM missed GROUP BY clock ORDER BY times DESC, clock
"""
_EVENTS = "SELECT type, count(*) AS times FROM event GROUP BY type"
_STATES = """
SELECT CASE WHEN state = 'waiting_client' AND agent_id IS NULL THEN 'unowned' ELSE state END AS state, count(*) AS times
FROM request GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Contact:
    """A first contact. Minutes are of its unit's working time; None: not by the end. `kept` None: its time has not come yet."""

    type: str
    unit: str
    taken: float | None
    answered: float | None
    kept: bool | None


@dataclass(frozen=True, slots=True)
class MissedClock:
    """What was missed of one clock. `minutes`: from when it fell due until it was made good, the median."""

    clock: str
    times: int
    made_good: int
    escalated: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Load:
    """One agent. Hours of all days: `there` without breaks."""

    login: str
    team: str
    there: float
    worked: float
    taken: int
    answers: int
    most_held: int

    @property
    def busy(self) -> float:
        """The share of their time in which they worked on a request; more than 1: they worked on when the shift was over."""
        return self.worked / self.there if self.there else 0.0


@dataclass(frozen=True, slots=True)
class Figures:
    """All of one run. `queue`: for each half hour of the day how many waited in the queue on average, and at most.

    What it took (`statements`, `seconds` of real time) is not what came of it: the same seed has the same outcome.
    """

    days: int
    contacts: Sequence[Contact]
    missed: Sequence[MissedClock]
    events: dict[str, int]
    states: dict[str, int]
    agents: Sequence[Load]
    queue: Sequence[tuple[float, int]]
    statements: int = field(default=0, compare=False)
    seconds: float = field(default=0.0, compare=False)

    def waits(self, which: Callable[[Contact], bool] = lambda _: True) -> "Waits":
        """How long these waited for their first answer."""
        return Waits.of([one for one in self.contacts if which(one)])


@dataclass(frozen=True, slots=True)
class Waits:
    """Minutes until the first answer of those that had one, and the share of those in time among those whose time has come."""

    contacts: int
    unanswered: int
    p50: float
    p90: float
    p99: float
    kept: float

    @classmethod
    def of(cls, contacts: Sequence[Contact]) -> "Waits":
        """Of these contacts."""
        minutes = sorted(one.answered for one in contacts if one.answered is not None)
        due = [one.kept for one in contacts if one.kept is not None]
        share = sum(due) / len(due) if due else 1.0
        p50, p90, p99 = (percentile(minutes, percent) for percent in (50, 90, 99))
        return cls(len(contacts), len(contacts) - len(minutes), p50, p90, p99, share)


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The nearest rank: a wait that somebody really had. 0 where there is nothing."""
    return ordered[max(0, -(-int(len(ordered) * percent) // 100) - 1)] if ordered else 0.0


async def figures_of(play: Play, samples: Sequence[Sample]) -> Figures:
    """Everything, as it stands at the end."""
    async with play.db.read() as reader:
        return Figures(
            days=play.plan.days,
            contacts=await _contacts(reader, play),
            missed=[MissedClock(*row.values()) for row in await reader.rows(_MISSED)],
            events={row["type"]: row["times"] for row in await reader.rows(_EVENTS)},
            states={row["state"]: row["times"] for row in await reader.rows(_STATES)},
            agents=_loads(play),
            queue=_over_the_day(samples, ZoneInfo(play.plan.zone)),
            statements=play.steps.statements,
        )  # fmt: skip


async def _contacts(reader: Reader, play: Play) -> list[Contact]:
    units = {unit.id: unit for unit in play.chain.units}
    return [_contact(row, units[row["unit_id"]], play.plan.ends) for row in await reader.rows(_ANSWERS)]


def _contact(row: Row, unit: Unit, ends: datetime) -> Contact:
    came, due, answered = row["created_at"], row["first_answer_due"], row["answered_at"]

    def minutes(at: datetime | None) -> float | None:
        return unit.hours.working_between(came, at).total_seconds() / 60 if at is not None else None

    in_time = answered is not None and due is not None and answered <= due
    time_has_come = due is not None and (answered is not None or due <= ends)
    return Contact(row["type"], unit.code, minutes(row["taken_at"]), minutes(answered), in_time if time_has_come else None)


def _loads(play: Play) -> list[Load]:
    return [
        Load(
            agent.staff.login, agent.team.name, _there(agent, play) / 3600, agent.worked.total_seconds() / 3600, agent.taken,
            agent.answers, agent.most_held,
        )
        for agent in play.agents.values()
    ]  # fmt: skip


def _there(agent: Agent, play: Play) -> float:
    """Seconds of shifts without breaks."""
    since, until = play.plan.begins, play.plan.ends
    shifts = [(max(begins, since), min(ends, until)) for begins, ends in agent.shift.spans(since, until)]
    rests = agent.shift.rests(since, until)
    away = (
        min(ends, last) - max(begins, first)
        for begins, ends in rests
        for first, last in shifts
        if begins < last and first < ends
    )
    return sum((last - first).total_seconds() for first, last in shifts) - sum(gone.total_seconds() for gone in away)


def _over_the_day(samples: Sequence[Sample], zone: ZoneInfo) -> list[tuple[float, int]]:
    halves: list[list[int]] = [[] for _ in range(HALF_HOURS)]
    for sample in samples:
        local = sample.at.astimezone(zone)
        halves[local.hour * 2 + local.minute // 30].append(sample.queued)
    return [(sum(half) / len(half), max(half)) if half else (0.0, 0) for half in halves]
