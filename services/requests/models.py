"""The words of the queue (contract, "Requests")."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

TYPES = (
    "booking", "reschedule", "repair_status", "order_eta", "order_support", "parts_selection", "warranty", "claim", "price",
    "callback", "other",
)  # fmt: skip
STATES = ("queued", "assigned", "waiting_client", "promised", "closed")
OUTCOMES = ("solved", "booked", "answered", "no_answer", "refused", "not_target", "duplicate", "spam")
RATED_OUTCOMES = frozenset({"solved", "booked", "answered"})
MAX_TEXT = 20_000  # characters in one message of an agent or a source; longer is a file

CallOutcome = Literal["reached", "no_answer", "wrong_number"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The queue's settings (contract, `queue.*`)."""

    wip_limit: int = 5
    reservation_minutes: int = 15
    client_silence_hours: int = 24
    reopen_hours: int = 72
    first_answer_minutes: int = 10
    parts_answer_minutes: int = 15
    silent_days: int = 7  # 0: never

    def answer_minutes(self, request_type: str) -> int:
        """Minutes of working time in which an answer is promised (V9: parts have their own)."""
        return self.parts_answer_minutes if request_type == "parts_selection" else self.first_answer_minutes


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file the client sent: known to Telegram by id, fetched later."""

    kind: str
    telegram_file_id: str
    name: str
    mime: str
    size: int | None
    unique_id: str | None = None  # the same file keeps it, whoever sends it and when (its Telegram id may change)


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message of a client, whatever it was made of."""

    telegram_id: int
    text: str = ""
    files: tuple[IncomingFile, ...] = ()
    album: str | None = None
    reply_to: int | None = None  # Telegram's id of the quoted message
    details: Mapping[str, Any] = field(default_factory=dict)  # what is neither words nor files: see `details.py`


@dataclass(frozen=True, slots=True)
class About:
    """What a new request is about, so that nobody has to ask (P1). Ids are rows of the same client: check before.

    `fields` are shown on the card; `note` is a sentence above the client's words, in their language.
    """

    unit_id: int | None = None
    vehicle_id: int | None = None
    appointment_id: int | None = None
    repair_order_id: int | None = None
    parts_order_id: int | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a client's message: the edge says it to them."""

    outcome: Literal["opened", "joined", "reopened", "requeued", "album", "edited", "thanks", "greeting", "aside"]
    number: int | None = None
    unit_id: int | None = None
    unit_known: bool = True
    due_at: datetime | None = None
    open_now: bool = True
    alarm: str | None = None  # newly raised by this message
    replaced: bool = False  # an edit that put another file in the place of one
    request_type: str = "other"
    rush: bool = False  # more waits than people can answer (G6): it takes longer than usual
    first: bool = False  # of what is kept aside: nothing waits there yet
    after_mark: bool = False  # the first words since a low mark opened it again: what went wrong


@dataclass(slots=True)
class Request:
    """A row of the queue, locked by the transaction that holds it."""

    number: int
    client_id: int
    chat_id: int | None
    type: str
    state: str
    language: str
    unit_id: int | None
    urgent: bool
    alarm: str | None
    agent_id: int | None
    preferred_agent_id: int | None
    waiting_since: datetime | None
    closed_at: datetime | None
    reopened: int
    rating: int | None
    silent_days: int | None = None  # nobody waits: it is there because the client has said nothing for so long
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> str:
        """The request's name in events."""
        return f"request:{self.number}"
