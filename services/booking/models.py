"""A visit as the rest of the product sees it."""

from dataclasses import dataclass
from datetime import datetime

OPEN = ("booked", "confirmed")  # a client may still move and cancel these


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked; both ends aware, UTC. `takes`: (resource id, since, until) of everything it would occupy."""

    starts_at: datetime
    ends_at: datetime
    takes: tuple[tuple[int, datetime, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment, read with what is told about it. `works`: (code, title per language, minutes) in order; `time_zone`: the unit's."""

    id: int
    public_id: str
    unit_id: int
    unit_code: str
    client_id: int
    vehicle_id: int | None
    starts_at: datetime
    ends_at: datetime
    status: str
    expires_at: datetime | None
    version: int
    moves: int
    comment: str
    request_number: int | None
    source: str
    chat_id: int | None
    draft: str | None
    created_at: datetime
    cancelled_by: str | None
    cancel_reason: str | None
    works: tuple[tuple[str, dict[str, str], int], ...]
    time_zone: str

    @property
    def subject(self) -> str:
        """The visit's name in events and reminders."""
        return f"appointment:{self.public_id}"

    @property
    def about(self) -> str:
        """What outgoing mail about this version of it is filed under: dropped when it ends or moves."""
        return f"{self.subject}:{self.version}"
