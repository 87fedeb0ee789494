"""What is to be done after an attempt: pure rules."""

from dataclasses import dataclass
from typing import Any, Literal

from services.outbox.models import Parcel
from services.outbox.outcomes import Blocked, Failed, Migrated, NotSent, Outcome, RetryAfter, Sent, Unknown

State = Literal["sent", "retry", "blocked", "failed", "dropped"]

SECOND_TRY = 30.0  # seconds before a new message is sent once more that may have arrived
LONGEST_PAUSE = 60.0
GIVE_UP = 24 * 3600.0
MIGRATIONS = 5
TIMED_OUT = "no answer, it may have arrived: "


@dataclass(frozen=True, slots=True)
class Verdict:
    """The new state of an outbox row, None: as before. `delay`: seconds until the next attempt.

    `unknown` and `attempts` are added to the row's counters. `telegram_ids`: the messages that it became.
    """

    state: State | None
    delay: float = 0.0
    unknown: int = 0
    attempts: int = 0
    error: str | None = None
    telegram_ids: tuple[int, ...] = ()


DROPPED = Verdict("dropped")


def decide(parcel: Parcel, outcome: Outcome, *, cut_off: bool = False) -> Verdict:
    """The rule for each outcome; see `outcomes.py` for what they mean. `cut_off`: nothing else gets an answer either."""
    match outcome:
        case Sent(result):
            verdict = Verdict("sent", telegram_ids=telegram_ids(result))
        case Blocked(reason):
            verdict = Verdict("blocked", error=reason)
        case Failed(description):
            verdict = Verdict("failed", error=description)
        case RetryAfter(seconds):
            verdict = _later(parcel, seconds, f"retry after {seconds:g} s")
        case Migrated() if parcel.attempts <= MIGRATIONS:
            verdict = _later(parcel, 0.0, "the group has another id now")
        case Migrated():
            verdict = Verdict("failed", error="the group keeps changing its id")
        case Unknown(error, fresh=True):
            verdict = _unknown(parcel, error, cut_off=cut_off)
        case Unknown(error) | NotSent(error):
            verdict = _repeat(parcel, error)
    return verdict


def telegram_ids(result: Any) -> tuple[int, ...]:
    """Message ids in a Bot API result: a Message, a MessageId, or a list of them. A ForumTopic's id is that of the message that began it;
    nothing else has any."""
    found = result if isinstance(result, list) else [result]
    ids = (item.get("message_id", item.get("message_thread_id")) for item in found if isinstance(item, dict))
    return tuple(number for number in ids if isinstance(number, int))


def in_doubt(parcel: Parcel) -> bool:
    """Whether it may have arrived already, and is to be sent once more: only while Telegram can be reached, for that is the last time."""
    return _timed_out(parcel) and parcel.age <= GIVE_UP


def _unknown(parcel: Parcel, error: str, *, cut_off: bool) -> Verdict:
    """Once more after 30 s; when that is not answered either, an agent must look (architecture.md, "Out").

    A second time into an outage that has just begun says nothing about the message (goals I5, I7).
    """
    text = TIMED_OUT + error
    if _timed_out(parcel) and not cut_off:
        return Verdict("failed", unknown=1, error=text)
    return Verdict("retry", delay=SECOND_TRY, unknown=1, error=text)


def _repeat(parcel: Parcel, error: str) -> Verdict:
    if parcel.age > GIVE_UP:
        return Verdict("failed", error=error)
    return _later(parcel, min(LONGEST_PAUSE, 2.0 ** min(parcel.attempts - 1, 10)), error)


def _later(parcel: Parcel, delay: float, error: str) -> Verdict:
    """An unanswered attempt stays on record, whatever comes after it."""
    return Verdict("retry", delay=delay, error=parcel.error if _timed_out(parcel) else error)


def _timed_out(parcel: Parcel) -> bool:
    return (parcel.error or "").startswith(TIMED_OUT)
