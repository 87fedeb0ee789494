"""What is looked for in conversations, and what is found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Who = Literal["", "in", "out", "note"]
Order = Literal["newest", "relevance"]
Segment = tuple[str, bool]
"""A piece of a text, and whether it is what was looked for."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is looked through. `unit` and `agent` are ids (unit 0: requests of no unit); `who`: whose words; `files`: with files only.

    `since` and `until`: when the request came, from the first moment and before the second. `tag`: an id.
    """

    unit: int | None = None
    agent: int | None = None
    request_type: str = ""
    state: str = ""
    outcome: str = ""
    who: Who = ""
    files: bool = False
    since: datetime | None = None
    until: datetime | None = None
    tag: int | None = None


EVERYTHING = Narrowing()


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was said. `kind`: `in`, `out`, `note`, or `summary`, where it stands in what was recorded about the request.

    `message`: None for a summary. `segments`: a piece of the text with what was looked for marked; plain text, never to be interpreted.
    `far`: so many messages came after it that a page of the conversation's end does not show it.
    """

    kind: Literal["in", "out", "note", "summary"]
    message: int | None
    author: str
    at: datetime
    segments: Sequence[Segment]
    far: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A request. `place`: its best place, None where it was found by a number or by its client; `more`: further messages that match.

    `client`: public id and name. `agent`: login and name of who leads or led it.
    """

    number: int
    type: str
    state: str
    outcome: str | None
    unit_id: int | None
    created_at: datetime
    client: tuple[str, str]
    agent: tuple[str, str] | None
    place: Place | None
    more: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page. `direct`: requests by their number, or of clients found by phone, plate, VIN or order; on the first page only.

    `next`: where the next page begins, None on the last one. `looked_for`: pairs of a word as typed and what was looked for instead.
    `only_some`: all of it was said nowhere, these are the best of those where some of it was. `nothing_to_look_for`: the line has no
    word that says anything. `unfinished`: time was up; what is here was found until then.
    `cut`: the line was too long and only its beginning was looked for. `filled`: the part of old requests that can be found already.
    """

    hits: Sequence[Hit] = ()
    direct: Sequence[Hit] = ()
    next: str | None = None
    looked_for: Sequence[tuple[str, str]] = ()
    nothing_to_look_for: bool = False
    only_some: bool = False
    unfinished: bool = False
    cut: bool = False
    filled: float = 1.0

    def __bool__(self) -> bool:
        return bool(self.hits or self.direct)
