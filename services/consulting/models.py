"""A question to a colleague, as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

LONGEST = 3000  # characters of a question or an answer: with what stands around it, it fits one message of Telegram
MOST = 10  # open questions of one request
PAUSE_MINUTES = 10  # between two reminders

# A row of `question q` with everything that is told of it. The client's name and phone are not among it: those asked need the car, not
# the person.
QUESTIONS = """
SELECT q.id, q.request_number AS number, q.asked_by, a.name AS asker, q.asked_ids, q.to_skill, q.to_unit_id, u.name AS to_unit,
    u.code AS to_unit_code, q.message_id, m.text, q.asked_at, q.due_at, q.state, q.overdue_at, q.reminded_at, q.settled_at,
    s.name AS settled_by, q.answer_id, n.text AS answer, q.seen_at, r.unit_id, r.type, r.agent_id, r.state AS request_state,
    ARRAY(SELECT name FROM staff WHERE id = ANY (q.asked_ids) ORDER BY name, login) AS asked
FROM question q JOIN request r ON r.number = q.request_number JOIN message m ON m.id = q.message_id JOIN staff a ON a.id = q.asked_by
LEFT JOIN unit u ON u.id = q.to_unit_id LEFT JOIN staff s ON s.id = q.settled_by LEFT JOIN message n ON n.id = q.answer_id
"""


@dataclass(frozen=True, slots=True)
class Question:
    """See `question` in the schema. `asked`: the names of those asked; `answer`: its words, None while there is none."""

    id: int
    number: int
    asked_by: int
    asker: str
    asked_ids: Sequence[int]
    to_skill: str | None
    to_unit_id: int | None
    to_unit: dict[str, str] | None
    to_unit_code: str | None
    message_id: int
    text: str
    asked_at: datetime
    due_at: datetime | None
    state: str
    overdue_at: datetime | None
    reminded_at: datetime | None
    settled_at: datetime | None
    settled_by: str | None
    answer_id: int | None
    answer: str | None
    seen_at: datetime | None
    unit_id: int | None
    type: str
    agent_id: int | None
    request_state: str
    asked: Sequence[str]

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return self.state == "open"

    @property
    def news(self) -> bool:
        """Whether it was answered and who leads the request has not seen it."""
        return self.state == "answered" and self.seen_at is None

    @property
    def about(self) -> str:
        """What mail about it is marked with."""
        return f"question:{self.id}"

    def standing(self, now: datetime) -> str:
        """`open`, `overdue`, `answered` or `withdrawn`. The tick may be a moment late; what is told is right at once."""
        late = self.open and self.due_at is not None and self.due_at <= now
        return "overdue" if late else self.state


def as_question(row: Any) -> Question:
    """A row of QUESTIONS."""
    return Question(**dict(row))
