"""What became of one attempt to send."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sent:
    """Done; `result` is the Bot API's answer, None when there was nothing left to do."""

    result: Any = None


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Refused for a while: this chat wants nothing for `seconds` (telegram.md §2)."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group has become a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """Nothing can reach this chat: blocked, deleted, kicked, never started, not there (telegram.md §3)."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Refused for good."""

    description: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """No answer: it may have been done. `fresh`: a second attempt could make a second message."""

    error: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class NotSent:
    """It was not done, for a reason that passes."""

    error: str


Outcome = Sent | RetryAfter | Migrated | Blocked | Failed | Unknown | NotSent
