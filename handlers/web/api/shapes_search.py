"""What callers of the search get."""

from typing import Literal

from pydantic import BaseModel

from handlers.web.api.shapes import Moment


class Segment(BaseModel):
    """A piece of a text; `match`: it is what was looked for. Plain text: clients' words are never markup."""

    text: str
    match: bool


class FoundPlace(BaseModel):
    """Where it was said. `message`: its id in the request; null where it stands in what was recorded about the request."""

    said: Literal["in", "out", "note", "summary"]
    message: str | None
    author: str
    at: Moment
    segments: list[Segment]


class FoundClient(BaseModel):
    """Whose request it is."""

    id: str
    name: str


class FoundRequest(BaseModel):
    """A request with its best place; `more`: further messages that match. `place` is null for one found by a number or by its client."""

    number: int
    type: str
    state: str
    outcome: str | None
    unit: str | None
    agent: str | None
    created_at: Moment
    client: FoundClient
    place: FoundPlace | None
    more: int


class Replaced(BaseModel):
    """A word that nobody wrote, and what was looked for instead."""

    typed: str
    instead: str


class Found(BaseModel):
    """A page. `only_some`: no request has all of it, these have some of it.

    `complete`: false where time was up before everything was looked through: narrow the search.
    """

    items: list[FoundRequest]
    next: str | None
    looked_for: list[Replaced]
    only_some: bool
    complete: bool
