"""What callers send: bodies and queries, checked before anything else looks at them."""

import re
from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, WithJsonSchema
from pydantic.functional_validators import AfterValidator

from handlers.web.api.freeform import bounded
from services.requests.models import MAX_TEXT

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PLAIN = r"^[^\x00]*$"  # PostgreSQL stores no NUL
_WORDS = r"^[^\x00]*[^\x00\s][^\x00]*$"  # and something to read


def _matching(pattern: re.Pattern[str], meaning: str) -> BeforeValidator:
    def check(value: Any) -> Any:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(meaning)
        return value

    return BeforeValidator(check)


def _within_reach(moment: datetime) -> datetime:
    """The first and the last year of the calendar cannot be told in every time zone."""
    if moment.year in {MINYEAR, MAXYEAR}:
        raise ValueError("not a time of our days")
    return moment


AnyMoment = Annotated[AwareDatetime, Field(strict=False), _matching(_RFC3339, "not an RFC 3339 time with offset")]
Moment = Annotated[AnyMoment, AfterValidator(_within_reach)]
Day = Annotated[date, Field(strict=False), _matching(_DATE, "not a date of the form 2000-12-31")]
FreeForm = Annotated[dict[str, JsonValue], AfterValidator(bounded)]
Ref = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
Code = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,32}$")]
Login = Annotated[str, Field(pattern=r"^[a-z0-9._-]{1,32}$")]
Phone = Annotated[str, Field(min_length=3, max_length=40, pattern=_PLAIN)]
Name = Annotated[str, Field(max_length=200, pattern=_WORDS)]
Line = Annotated[str, Field(max_length=1000, pattern=_PLAIN)]
Text = Annotated[str, Field(max_length=MAX_TEXT, pattern=_PLAIN)]
Opaque = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
MessageId = Annotated[str, Field(pattern=r"^[1-9][0-9]{0,17}$")]
Language = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
RequestType = Literal[
    "booking", "reschedule", "repair_status", "order_eta", "order_support", "parts_selection", "warranty", "claim", "price",
    "callback", "other",
]  # fmt: skip
RequestState = Literal["queued", "assigned", "waiting_client", "promised", "closed"]
ShiftState = Literal["on", "away", "off"]


class Body(BaseModel):
    """A JSON body: no unknown fields, no conversions (the text "5" is no number)."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Nothing(Body):
    """No body, or `{}`."""


class ClientForm(Body):
    """PUT /clients/{ref}. A birthday or tier that is left out stays as it is; null removes it."""

    name: Name
    phone: Phone
    birthday: Day | None = None
    tier: Annotated[str, Field(min_length=1, max_length=64, pattern=_PLAIN)] | None = None


class RequestForm(Body):
    """POST /requests. Without a `type`, the type and the fields are read from the words."""

    source: Annotated[str, Field(max_length=64, pattern=_WORDS)]
    phone: Phone
    text: Annotated[str, Field(max_length=MAX_TEXT, pattern=_WORDS)]
    name: Annotated[str, Field(max_length=200, pattern=_PLAIN)] | None = None
    type: RequestType | None = None
    unit: Code | None = None
    vehicle: FreeForm | None = None
    fields: FreeForm | None = None
    language: Language | None = None
    external_ref: Ref | None = None


class MessageForm(Body):
    """POST /requests/{number}/messages: words, files or both; `internal`: a note that the client never sees."""

    text: Text | None = None
    attachments: Annotated[list[Opaque], Field(max_length=10)] | None = None
    internal: bool = False
    reply_to: MessageId | None = None


class EditForm(Body):
    """POST /requests/{number}/messages/{id}/edit: the words anew; empty ones leave the files alone."""

    text: Text


class ReactionForm(Body):
    """POST /requests/{number}/messages/{id}/reaction; null takes it back."""

    emoji: Annotated[str, Field(max_length=16, pattern=_PLAIN)] | None


class PromiseForm(Body):
    """POST /requests/{number}/promise. `by_call`: a call is promised, not an answer in writing."""

    due_at: Moment
    note: Line | None = None
    by_call: bool = False


class QuestionForm(Body):
    """POST /requests/{number}/questions: to a person (`agent`), or to whoever knows about `skill` at `unit` (left out: the request's)."""

    text: Annotated[str, Field(max_length=3000, pattern=_WORDS)]
    agent: Login | None = None
    skill: RequestType | None = None
    unit: Code | None = None
    attachments: Annotated[list[Opaque], Field(max_length=10)] | None = None


class AnswerForm(Body):
    """POST /questions/{id}/answer: words, files or both."""

    text: Annotated[str, Field(max_length=3000, pattern=_PLAIN)] | None = None
    attachments: Annotated[list[Opaque], Field(max_length=10)] | None = None


class TransferForm(Body):
    """POST /requests/{number}/transfer: at least one of type, unit and agent. `confirmed` false: refused (422, `confirmed`) where it would
    go back to where it came from."""

    reason: Annotated[str, Field(max_length=1000, pattern=_WORDS)]
    type: RequestType | None = None
    unit: Code | None = None
    agent: Login | None = None
    confirmed: bool = True


class ReturnForm(Body):
    """POST /requests/{number}/return: nothing goes back without a reason (W4)."""

    reason: Annotated[str, Field(max_length=1000, pattern=_WORDS)]


class NextForm(Body):
    """What follows a closed request: a `visit` that was booked from it, a `recommendation` (`title`, `due_at`) or a `promise` (`due_at`,
    `title`: of what), which come back to the queue when they fall due, or `none`."""

    kind: Literal["visit", "recommendation", "promise", "none"]
    title: Annotated[str, Field(max_length=300, pattern=_PLAIN)] | None = None
    due_at: Moment | None = None


class CloseForm(Body):
    """POST /requests/{number}/close. What is missing is told by `wrap-up-incomplete`, so nothing is required here.

    `result`: a code of the script's results, which says the outcome by itself; without `next`, what it leads to holds.
    """

    outcome: Annotated[str, Field(max_length=32, pattern=_PLAIN)] | None = None
    summary: Text | None = None
    fields: FreeForm | None = None
    message: Text | None = None
    result: Code | None = None
    next: NextForm | None = None


class CallForm(Body):
    """POST /requests/{number}/call: what became of a call to the client."""

    outcome: Literal["reached", "no_answer", "wrong_number"]
    note: Line | None = None


class ShiftForm(Body):
    """PUT /agents/me/shift."""

    state: ShiftState


class ClockForm(Body):
    """PUT /clock."""

    shift_seconds: Annotated[int | float, Field(ge=-(10**11), le=10**11, allow_inf_nan=False)]


class FileForm(BaseModel):
    """POST /files, multipart/form-data: one file."""

    file: Annotated[bytes, WithJsonSchema({"type": "string", "format": "binary"})]


class Query(BaseModel):
    """A query string: no unknown parameters."""

    model_config = ConfigDict(extra="forbid")


class ListQuery(Query):
    """Of every list."""

    after: Annotated[str, Field(max_length=64)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ClientsQuery(ListQuery):
    """GET /clients; without a phone: all cards."""

    phone: Phone | None = None


class TagsForm(Body):
    """PUT /requests/{number}/tags: exactly these, by code."""

    tags: Annotated[list[Code], Field(max_length=50)]


class RequestsQuery(ListQuery):
    """GET /requests."""

    state: RequestState | None = None
    type: RequestType | None = None
    unit: Code | None = None
    agent: Login | None = None
    tag: Code | None = None


class ScriptsQuery(ListQuery):
    """GET /scripts: of one type, as they hold in a unit; without it, as they hold in the chain."""

    type: RequestType | None = None
    unit: Code | None = None
