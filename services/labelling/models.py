"""Labels of requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.storage.reader import Row

NON_TARGET_OUTCOMES = ("not_target", "spam")  # what an outcome says of a contact until somebody says otherwise (G10)
LONGEST_REASON = 1000  # characters
MOST_TAGS = 20  # on one request


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it is shown. `name` is by language; `unit_id` None: for every unit."""

    id: int
    code: str
    name: Mapping[str, str]
    unit_id: int | None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a request is a repeat contact. `earlier`: the request that should have settled it (the same one where that was opened again),
    closed by `charged` (a name) at `closed_at`; `counts` False: somebody has looked and says it is none; `changed_by` (a name) and
    `reason` of who has decided."""

    number: int
    earlier: int
    closed_at: datetime | None
    came_at: datetime
    charged: str
    charged_login: str
    counts: bool
    changed_by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """All of one request. `target` None: not closed yet, and nobody has said; `by` and `why` of who has said it. `later`: repeats of it."""

    tags: Sequence[Tag] = ()
    target: bool | None = None
    target_by: str = ""
    target_why: str = ""
    repeat: Repeat | None = None
    later: Sequence[Repeat] = ()


def as_tag(row: Row) -> Tag:
    """Of a row."""
    return Tag(row["id"], row["code"], row["name"], row["unit_id"], row["active"])
