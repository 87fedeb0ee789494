"""What callers get: the contract's forms as models."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, PlainSerializer, WithJsonSchema

from handlers.web.api.forms import RequestState, RequestType, ShiftState

Moment = Annotated[
    datetime,
    PlainSerializer(lambda moment: moment.isoformat(), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""RFC 3339 with a numeric offset."""
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]


class Unit(BaseModel):
    """A service station; texts in the caller's language."""

    code: str
    name: str
    city: str
    address: str
    time_zone: str
    phone: str | None
    leading: bool


VerifiedBy = Literal["contact", "staff", "system"]


class Client(BaseModel):
    """A client's card. `phone_verified_by`: whose word the phone stands on, null: nobody's yet, as a site sent it. One the client merely
    typed beside is told apart."""

    id: str
    ref: str | None
    name: str
    phone: str | None
    phone_verified_by: VerifiedBy | None
    phone_unverified: str | None
    telegram: bool
    language: str
    tier: str | None
    birthday: Day | None


class RequestClient(BaseModel):
    """The client of a request."""

    id: str
    ref: str | None
    name: str
    phone: str | None
    phone_verified_by: VerifiedBy | None
    phone_unverified: str | None
    telegram: bool


class Attachment(BaseModel):
    """A file of a message; it can be had from /files/{id} once its `state` is `ready`."""

    id: str
    name: str
    mime: str
    size: int | None
    kind: str
    state: Literal["pending", "ready", "failed", "too_large"]


class Version(BaseModel):
    """An earlier text of a message that was edited."""

    text: str
    at: Moment


Delivery = Literal["queued", "sent", "retry", "blocked", "failed", "maybe_twice", "no_channel"]


class Place(BaseModel):
    """A point on the map, perhaps of a known venue."""

    latitude: float
    longitude: float
    title: str | None = None
    address: str | None = None


class ContactCard(BaseModel):
    """A card of a phone book; `own`: the sender's, as Telegram knows it."""

    name: str
    phone: str
    own: bool


class Reactions(BaseModel):
    """An emoji each; null: none."""

    client: str | None
    agent: str | None


class Message(BaseModel):
    """A message of a conversation; `note` and `system` are not the client's or the agent's words.

    `withdrawn_at`: taken back by the agent, gone from the client's chat. `quote`: the part of the quoted message that was marked.
    """

    id: str
    at: Moment
    direction: Literal["in", "out", "note", "system"]
    author: str
    text: str
    attachments: list[Attachment]
    reply_to: str | None
    edited_at: Moment | None
    versions: list[Version]
    delivery: Delivery | None
    withdrawn_at: Moment | None
    reactions: Reactions
    forwarded_from: str | None
    quote: str | None
    place: Place | None
    contact: ContactCard | None


class Promise(BaseModel):
    """What was promised to the client, an answer or a call (`by_call`); `overdue` from the moment it fell due unkept."""

    due_at: Moment
    note: str
    state: Literal["open", "kept", "overdue"]
    by_call: bool


class Deadlines(BaseModel):
    """By when, in the unit's working time."""

    first_answer_at: Moment | None
    next_answer_at: Moment | None
    resolve_at: Moment | None


class Question(BaseModel):
    """A question to a colleague; the client sees nothing of it. `asked`: the names of those it was put to, chosen by name or (`skill`,
    `unit`) by what they know and where; `overdue` from the moment it fell due open."""

    id: str
    request: int
    asker: str
    asked: list[str]
    skill: RequestType | None
    unit: str | None
    text: str
    attachments: list[Attachment]
    asked_at: Moment
    due_at: Moment | None
    state: Literal["open", "overdue", "answered", "withdrawn"]
    answer: str | None
    answer_attachments: list[Attachment]
    settled_at: Moment | None
    settled_by: str | None


class Aside(BaseModel):
    """A request is laid aside until then; `reason` is empty where none was given."""

    until: Moment
    reason: str


class Request(BaseModel):
    """A request with its conversation. `reason`: why it came to this agent.

    `tags` (codes), `qualification` and `repeat_of` (the request that should have settled it) are not for its source: it gets none of them,
    and does not learn what is laid `aside`.
    """

    number: int
    type: RequestType
    state: RequestState
    source: str
    external_ref: str | None
    language: str
    unit: str | None
    agent: str | None
    urgent: bool
    created_at: Moment
    waiting_since: Moment | None
    client: RequestClient
    vehicle: dict[str, Any] | None
    fields: dict[str, Any]
    messages: list[Message]
    promise: Promise | None
    deadlines: Deadlines
    outcome: str | None
    result: str | None
    summary: str | None
    rating: int | None
    reason: str | None
    tags: list[str]
    qualification: Literal["target", "non_target"] | None
    repeat_of: int | None
    questions: list[Question]
    aside: Aside | None


class Sent(BaseModel):
    """A message on its way; `delivery` is null for a note."""

    id: str
    delivery: Delivery | None


class File(BaseModel):
    """A stored file."""

    id: str
    name: str
    mime: str
    size: int
    kind: str


class Shift(BaseModel):
    """The caller's shift."""

    state: ShiftState


class Clock(BaseModel):
    """The shift of business time."""

    shift_seconds: int | float


class Event(BaseModel):
    """Something that happened. `id` is also a cursor: `after` may be the last id seen."""

    id: str
    type: str
    at: Moment
    actor: str
    subject: str
    data: dict[str, Any]


class Units(BaseModel):
    """A page."""

    items: list[Unit]
    next: str | None


class Clients(BaseModel):
    """A page."""

    items: list[Client]
    next: str | None


class Requests(BaseModel):
    """A page."""

    items: list[Request]
    next: str | None


class Events(BaseModel):
    """A page."""

    items: list[Event]
    next: str | None


class FieldError(BaseModel):
    """What is wrong with one field; `reason` is for developers."""

    field: str
    reason: str


class Problem(BaseModel):
    """RFC 9457; `type` ends in the code."""

    type: str
    title: str
    status: int
    detail: str | None = None
    instance: str | None = None
    errors: list[FieldError] | None = None
    missing: list[str] | None = None
    limit: int | None = None
