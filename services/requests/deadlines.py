"""By when: what is owed to a client, in the unit's working time (G3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.requests.models import Limits
from services.storage.reader import Reader
from services.units import Unit, leading_unit, unit_by_id
from services.watch.models import Watch, as_watch

_RULES = """
SELECT w.unit_id, w.rules, EXISTS (SELECT FROM rush WHERE unit = coalesce($1, 0)) AS rush
FROM (SELECT) AS one LEFT JOIN LATERAL (
    SELECT unit_id, rules FROM watch_policy WHERE unit_id = $1 OR unit_id IS NULL ORDER BY unit_id LIMIT 1) w ON true
"""


@dataclass(frozen=True, slots=True)
class Clocks:
    """What runs for requests of a unit. `unit`: whose hours hold, None where the chain has none; `rush`: more waits than people can
    answer (G6). Every moment is None where the unit does not open within a year."""

    unit: Unit | None
    watch: Watch
    limits: Limits
    rush: bool = False

    def first_answer(self, at: datetime, request_type: str) -> datetime | None:
        """By when somebody answers who wrote at this moment."""
        return self._after(at, self._answer_minutes(request_type, self.watch.first_minutes))

    def next_answer(self, at: datetime, request_type: str) -> datetime | None:
        """The same once they have had an answer."""
        own = self.watch.first_minutes if self.watch.next_minutes is None else self.watch.next_minutes
        return self._after(at, self._answer_minutes(request_type, own))

    def handoff(self, at: datetime) -> datetime | None:
        """By when those to whom a request was handed on must have spoken (P5)."""
        return self._after(at, self.watch.handoff_minutes)

    def resolution(self, at: datetime, request_type: str) -> datetime | None:
        """By when the matter is to be settled; None also for a type that has no such clock."""
        minutes = self.watch.resolve_minutes.get(request_type)
        return self._after(at, minutes) if minutes else None

    def danger(self, at: datetime) -> datetime:
        """By when somebody must have taken a request of somebody in danger, at any hour."""
        return at + timedelta(minutes=self.watch.danger_minutes)

    def _answer_minutes(self, request_type: str, own: int | None) -> int:
        # Parts have their own (V9).
        usual = self.limits.answer_minutes(request_type) if own is None or request_type == "parts_selection" else own
        return max(usual, self.watch.rush.minutes) if self.rush else usual

    def _after(self, at: datetime, minutes: float) -> datetime | None:
        return self.unit.hours.add_working(at, minutes) if self.unit else None


async def clocks_of(reader: Reader, unit_id: int | None, limits: Limits, unit: Unit | None = None) -> Clocks:
    """The clocks of this unit's requests (None: not known yet). `unit`: whose hours hold, where they are at hand."""
    row = await reader.row(_RULES, unit_id)
    watch = as_watch(row["unit_id"], row["rules"]) if row and row["rules"] is not None else Watch()
    return Clocks(unit or await unit_of(reader, unit_id), watch, limits, bool(row and row["rush"]))


async def unit_of(reader: Reader, unit_id: int | None) -> Unit | None:
    """The unit whose hours hold: the request's, else the leading one."""
    unit = await unit_by_id(reader, unit_id) if unit_id is not None else None
    return unit or await leading_unit(reader)
