"""A unit's group and the topics in it, as data."""

from dataclasses import dataclass
from typing import Any

from services.storage.reader import Row

GROUP_COLUMNS = "unit_id, chat_id, language, answers, every, trouble, panel_id, panel, panel_due"
TOPIC_COLUMNS = (
    "id, request_number, unit_id, chat_id, thread_id, card_id, card, name, closed, shown, changed, talk_due, card_due, answers, menu, "
    "made, led_by, retired"
)


@dataclass(frozen=True, slots=True)
class Group:
    """A connected group. `answers`: the owner's words go to the client unless marked as a note; False: the other way round."""

    unit_id: int
    chat_id: int
    language: str
    answers: bool
    every: bool
    trouble: str | None
    panel_id: int | None
    panel: str | None
    panel_due: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """What is shown of one request. See revision 0011 for the columns."""

    id: int
    request_number: int
    unit_id: int
    chat_id: int
    thread_id: int | None
    card_id: int | None
    card: str | None
    name: str
    closed: bool
    shown: int
    changed: list[int]
    talk_due: bool
    card_due: bool
    answers: bool | None
    menu: dict[str, Any]
    made: int
    led_by: int | None
    retired: bool

    def sends_answers(self, group: Group) -> bool:
        """Whether the owner's unmarked words go to the client."""
        return group.answers if self.answers is None else self.answers


def as_group(row: Row) -> Group:
    """A row with GROUP_COLUMNS."""
    return Group(**{name: row[name] for name in GROUP_COLUMNS.split(", ")})


def as_topic(row: Row) -> Topic:
    """A row with TOPIC_COLUMNS."""
    return Topic(**{name: row[name] for name in TOPIC_COLUMNS.split(", ")})
