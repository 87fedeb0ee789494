"""A script as data: the fields to know, and the results below the contract's outcomes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

Kind = Literal[
    "text", "long", "vehicle", "vin", "plate", "mileage", "parts", "photo", "order", "since", "choice", "phone",
]  # fmt: skip
Next = Literal["visit", "recommendation", "promise", "none"]
Source = Literal["client", "agent", "card", "order", "visit", "source"]
"""Who told it: the client or an agent in this request; the client's card and garage; an order or a visit the request is about; or the
site or system the request came from."""

KINDS: tuple[str, ...] = get_args(Kind)
NEXTS: tuple[str, ...] = get_args(Next)
SETTLING = frozenset({"solved", "booked"})
"""Outcomes that settle the matter: what a field requires is required for these."""
STORIES = frozenset({"long", "parts"})
"""Kinds that the client's own opening words answer: nobody tells the story twice (P1)."""

Spoken = Mapping[str, str]
"""A text by language; empty or missing: there is none."""


def spoken_in(texts: Spoken, language: str) -> str:
    """In this language, else in the other one."""
    return texts.get(language) or next((words for words in texts.values() if words), "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers of a field of kind `choice`."""

    code: str
    label: Spoken


@dataclass(frozen=True, slots=True)
class Field:
    """Something to know. `ask` is the bot's question; empty: the bot never asks. `required`: to close with an outcome of SETTLING."""

    code: str
    kind: Kind
    label: Spoken
    ask: Spoken
    required: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What a matter came to, below one of the contract's outcomes.

    `requires`: codes of fields that must be known for it, whatever the outcome. `message` to the client takes the place of the outcome's
    standard text; empty: the standard text.
    """

    code: str
    outcome: str
    label: Spoken
    next: Next = "none"
    requires: tuple[str, ...] = ()
    message: Spoken = ()  # type: ignore[assignment]

    def __post_init__(self) -> None:
        """No message at all is an empty mapping."""
        if not self.message:
            object.__setattr__(self, "message", {})


@dataclass(frozen=True, slots=True)
class Script:
    """The script of a request type. `unit_id`: the unit whose own it is (None: the chain's). `own`: somebody has written it; False: it is
    the default. `asks`: the bot asks the questions."""

    type: str
    unit_id: int | None
    fields: tuple[Field, ...]
    results: tuple[Result, ...]
    asks: bool = True
    own: bool = False

    def field(self, code: str) -> Field | None:
        """The field of this code."""
        return next((field for field in self.fields if field.code == code), None)

    def result(self, code: str) -> Result | None:
        """The result of this code."""
        return next((result for result in self.results if result.code == code), None)

    def as_json(self) -> dict[str, Any]:
        """As `script.body` keeps it."""
        return {
            "asks": self.asks,
            "fields": [
                {
                    "code": field.code, "kind": field.kind, "label": dict(field.label), "ask": dict(field.ask),
                    "required": field.required,
                    "choices": [{"code": choice.code, "label": dict(choice.label)} for choice in field.choices],
                }
                for field in self.fields
            ],
            "results": [
                {
                    "code": result.code, "outcome": result.outcome, "label": dict(result.label), "next": result.next,
                    "requires": list(result.requires), "message": dict(result.message),
                }
                for result in self.results
            ],
        }  # fmt: skip


def as_script(request_type: str, unit_id: int | None, body: Mapping[str, Any]) -> Script:
    """A stored body as a Script."""
    fields = tuple(
        Field(
            field["code"], field["kind"], field["label"], field.get("ask", {}), field.get("required", False),
            tuple(Choice(choice["code"], choice["label"]) for choice in field.get("choices", ())),
        )
        for field in body["fields"]
    )  # fmt: skip
    results = tuple(
        Result(
            result["code"], result["outcome"], result["label"], result.get("next", "none"), tuple(result.get("requires", ())),
            result.get("message", {}),
        )
        for result in body["results"]
    )  # fmt: skip
    return Script(request_type, unit_id, fields, results, asks=body.get("asks", True), own=True)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a field. `value` is a text (a vehicle: its title; a choice: its code), a number of kilometres (`mileage`), or a
    number of files (`photo`). `at`: when it was told or found, None where nobody wrote that down."""

    value: Any
    source: Source
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What follows a closed request: `visit` (one linked to the request must exist), `recommendation` (`title`, `due_at`), `promise`
    (`due_at`, `title` says of what), or `none`."""

    kind: Next = "none"
    title: str = ""
    due_at: datetime | None = None
