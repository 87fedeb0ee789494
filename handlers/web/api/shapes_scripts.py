"""Scripts as the API tells them."""

from typing import Literal

from pydantic import BaseModel, Field

from handlers.web.api.forms import RequestType

Kind = Literal["text", "long", "vehicle", "vin", "plate", "mileage", "parts", "photo", "order", "since", "choice", "phone"]
Spoken = dict[str, str]


class Choice(BaseModel):
    """One of the answers."""

    code: str
    label: Spoken = Field(description="A text by language (ru, en); there is at least one.")


class ScriptField(BaseModel):
    """Something to know. `ask`: the bot's question, empty where it never asks; `required`: to close as solved or booked."""

    code: str
    kind: Kind
    label: Spoken
    ask: Spoken
    required: bool
    choices: list[Choice]


class Result(BaseModel):
    """What a matter comes to, below an outcome. `requires`: fields that must be known for it."""

    code: str
    outcome: str
    label: Spoken
    next: Literal["visit", "recommendation", "promise", "none"]
    requires: list[str]
    message: Spoken


class Script(BaseModel):
    """The script of a request type. `unit`: whose own it is; `own`: somebody has written it, else it is the default."""

    type: RequestType
    unit: str | None
    own: bool
    asks: bool
    fields: list[ScriptField]
    results: list[Result]


class Scripts(BaseModel):
    """In the order of the request types."""

    items: list[Script]
    next: str | None
