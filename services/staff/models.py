"""People who work here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

ROLES = ("agent", "head", "director", "qa", "admin")
SHIFTS = ("on", "away", "off")
Shift = Literal["on", "away", "off"]


@dataclass(frozen=True, slots=True)
class Staff:
    """A member of staff. Empty `unit_ids`: all units; empty `skills`: every type; empty `languages`: every language."""

    id: int
    login: str
    name: str
    role: str
    unit_ids: tuple[int, ...]
    skills: tuple[str, ...]
    active: bool
    shift: str
    language: str | None
    must_change_password: bool = False
    wip_limit: int | None = None  # their own; None: the queue's
    languages: tuple[str, ...] = ()  # which they speak with clients
    withdrawn_until: datetime | None = None  # until then nothing new comes to them (G7); see `withdrawn`

    @property
    def actor(self) -> str:
        """The person in events."""
        return f"agent:{self.login}"

    @property
    def first_name(self) -> str:
        """What the client is told."""
        return self.name.split()[0] if self.name.split() else self.login

    @property
    def reads_all(self) -> bool:
        """Roles that see conversations they do not lead (R3, G5): heads of their units, the others of all."""
        return self.role in {"head", "director", "qa", "admin"}

    @property
    def may_override(self) -> bool:
        """Who may set an owner past the queue, visibly logged."""
        return self.role in {"head", "director", "admin"}

    @property
    def takes_requests(self) -> bool:
        """Who may lead requests: quality control reads and notes, it never answers (G5)."""
        return self.role != "qa"

    def withdrawn(self, now: datetime) -> bool:
        """Whether a head has withdrawn them from what comes in, for a while (G7): what is in hand stays theirs."""
        return self.withdrawn_until is not None and self.withdrawn_until > now

    def reads(self, unit_id: int | None, led_by: Collection[int] = ()) -> bool:
        """Whether a request of this unit, ever led by `led_by`, may be read: own and formerly own ones; heads their units',
        directors, quality control and admins all (R3, G5)."""
        return self.id in led_by or (self.reads_all and (self.role != "head" or self.works_in(unit_id)))

    def works_in(self, unit_id: int | None) -> bool:
        """Whether the unit is theirs; a request of no unit yet is everybody's."""
        return unit_id is None or not self.unit_ids or unit_id in self.unit_ids
