"""What a set of works needs, and when within the visit: pure arithmetic."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.catalog.models import Work

RECEPTION = 10  # minutes at the start of each visit: the vehicle is taken over, nothing is occupied yet (peers-booking.md §4.1)


@dataclass(frozen=True, slots=True)
class Step:
    """Works done in one go: one bay that serves as `bay`, one technician with `skill`. Minutes; `start` counts from the visit's."""

    bay: str
    skill: str | None
    start: int
    minutes: int
    setup: int
    cleanup: int

    @property
    def end(self) -> int:
        """When the technician is free."""
        return self.start + self.minutes

    @property
    def bay_start(self) -> int:
        """From when the bay is needed; negative where setting up begins before the vehicle comes."""
        return self.start - self.setup

    @property
    def bay_end(self) -> int:
        """Until when the bay is needed."""
        return self.end + self.cleanup


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of a visit, one after another: a vehicle is in one place at a time."""

    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """How long the visit takes, reception included."""
        return self.steps[-1].end

    @property
    def first(self) -> int:
        """The earliest minute at which something is needed, counted from the visit's start; never positive."""
        return min(0, *(step.bay_start for step in self.steps))

    @property
    def last(self) -> int:
        """The latest minute at which something is needed, the grid apart."""
        return max(step.bay_end for step in self.steps)

    def length(self, grid: int) -> int:
        """Minutes the client is told: rounded up to the grid."""
        return -(-self.minutes // grid) * grid


def plan(works: Sequence[Work]) -> Plan:
    """In catalogue order, works of one kind of bay together, those of one skill together within it."""
    ordered = sorted(works, key=lambda work: (work.position, work.code))
    bays = list(dict.fromkeys(work.bay for work in ordered))
    groups: dict[tuple[str, str | None], list[Work]] = {}
    for work in sorted(ordered, key=lambda work: bays.index(work.bay)):
        groups.setdefault((work.bay, work.skill), []).append(work)
    steps: list[Step] = []
    start = RECEPTION
    for (bay, skill), members in groups.items():
        step = Step(
            bay, skill, start, sum(work.minutes for work in members), max(work.setup_minutes for work in members),
            max(work.cleanup_minutes for work in members),
        )  # fmt: skip
        steps.append(step)
        start = step.end
    return Plan(tuple(steps))
