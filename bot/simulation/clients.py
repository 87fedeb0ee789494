"""Who writes, when, and what becomes of it: drawn beforehand from the seed, so that the same clients meet every set of rules."""

import bisect
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from bot.simulation.plan import Plan

HOUR = timedelta(hours=1)
WORDS = "Здравствуйте, подскажите, пожалуйста"
MORE_WORDS = "А на какое время можно приехать?"
# What the product itself hears as danger and as the law (services/requests/words.py).
ALARMS = {"danger": "Отказали тормоза, стоим на трассе", "law": "Если не решите, подам в суд"}
_SPREAD = 0.6  # sigma of the lognormal: half of the work takes less than 84 % of the average, a tenth more than twice that


@dataclass(slots=True)
class Matter:
    """What one client writes about. `chat_id` is theirs; everything further is drawn by its name, whoever answers and whenever."""

    index: int
    at: datetime
    unit: int
    type: str
    text: str
    seed: int
    number: int = 0
    answers: int = 0
    promised: bool = False
    came_back: bool = False

    @property
    def chat_id(self) -> int:
        """The client's chat."""
        return self.index + 1

    def chance(self, what: str) -> float:
        """A number from 0 to 1; the same name gives the same."""
        return self._drawn(what).random()

    def wait(self, what: str, mean: float) -> timedelta:
        """Exponential, `mean` in minutes."""
        return timedelta(minutes=-mean * math.log(1 - self.chance(what)))

    def effort(self, what: str, mean: float, spread: str) -> timedelta:
        """Work of `mean` minutes."""
        if spread == "exponential":
            return self.wait(what, mean)
        if spread == "fixed":
            return timedelta(minutes=mean)
        normal = self._drawn(what).gauss(0, _SPREAD)
        return timedelta(minutes=mean * math.exp(normal - _SPREAD**2 / 2))

    def one_of(self, what: str, weights: Sequence[tuple[str, float]]) -> str:
        """One of these words by its weight."""
        return _chosen(weights, self.chance(what))

    def _drawn(self, what: str) -> Random:
        return Random(f"{self.seed}:{self.index}:{what}:{self.answers}")  # noqa: S311 - clients, not secrets


def arriving(plan: Plan) -> list[Matter]:
    """First contacts in the order of their time: Poisson, by the hours of the day and the days of the week."""
    rng = Random(plan.seed)  # noqa: S311
    types = tuple(plan.clients.types.items())
    found: list[Matter] = []
    for at in _moments(plan, rng):
        unit = _position([unit.share for unit in plan.units], rng.random())
        alarm = _alarm(plan, rng.random())
        kind = _chosen(types, rng.random())
        found.append(Matter(len(found), at, unit, kind, ALARMS.get(alarm, WORDS), plan.seed))
    return found


def _moments(plan: Plan, rng: Random) -> Iterator[datetime]:
    """Each hour of local time has its own rate; where the clocks change, it is as long as it is."""
    zone, total = ZoneInfo(plan.zone), sum(plan.clients.hours)
    for day in range(plan.days):
        date = plan.start + timedelta(days=day)
        for hour, weight in enumerate(plan.clients.hours):
            rate = plan.clients.first_contacts * plan.clients.week[date.weekday()] * weight / total
            begins = datetime.combine(date, time(hour), zone).astimezone(UTC)
            passed = rng.expovariate(rate) if rate else 1.0
            while passed < 1:
                yield begins + passed * HOUR
                passed += rng.expovariate(rate)


def _alarm(plan: Plan, drawn: float) -> str:
    if drawn < plan.clients.danger:
        return "danger"
    return "law" if drawn < plan.clients.danger + plan.clients.law else ""


def _chosen(weights: Sequence[tuple[str, float]], drawn: float) -> str:
    return weights[_position([weight for _, weight in weights], drawn)][0]


def _position(weights: Sequence[float], drawn: float) -> int:
    sums = list(itertools.accumulate(weights))
    return min(bisect.bisect_right(sums, drawn * sums[-1]), len(sums) - 1)
