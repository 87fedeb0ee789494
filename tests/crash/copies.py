"""What arrived on the phones against what was to be sent: nothing missing, no copy without a reason (goals I5)."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from services.outbox.policy import TIMED_OUT
from services.texts import LANGUAGES, text
from tests.crash.ledger import Journal, Key, Sent, Storm, key_of

# Said as a message when the press it answers had to be answered before the work was done: a passing answer, and none of the outbox's.
LATE_ANSWERS = frozenset(text(language, key) for language in LANGUAGES for key in ("rated-stale", "menu-person-known"))
OUTBOX = """
SELECT o.id, o.chat_id, o.method, o.params, o.kind, o.state, o.unknown, o.error, o.telegram_ids, o.message_id, o.about, m.delivery,
    m.request_number
FROM outbox o LEFT JOIN message m ON m.id = o.message_id ORDER BY o.id
"""


@dataclass
class Mail:
    """A row of the outbox; `arrival`: the call that it was recorded for."""

    key: Key
    kind: str
    state: str
    unknown: int
    error: str | None
    telegram_id: int
    message_id: int | None
    request: int | None
    delivery: str | None
    about: str | None
    arrival: Sent | None = None

    @classmethod
    def of(cls, row: Any) -> "Mail":
        """From a row of `OUTBOX`."""
        return cls(
            key_of(row["chat_id"], row["method"], json.loads(row["params"])), row["kind"], row["state"], row["unknown"], row["error"],
            (row["telegram_ids"] or [0])[0], row["message_id"], row["request_number"], row["delivery"], row["about"],
        )  # fmt: skip

    @property
    def fresh(self) -> bool:
        """Whether it makes a new message each time."""
        return self.key[1].startswith(("send", "copy", "forward"))

    @property
    def edit(self) -> bool:
        """Whether it changes a message."""
        return self.key[1].startswith("edit")


@dataclass
class Copies:
    """The comparison. `problems`: broken promises. `doubled`: arrivals that nobody recorded, because something broke just then;
    `seconds`: at most so long before it. `at_once`: how many of them a chat had at one storm, answers of the bot apart."""

    problems: list[str] = field(default_factory=list)
    messages: int = 0
    arrived: int = 0
    doubled: list[Sent] = field(default_factory=list)
    unexplained: int = 0
    maybe_twice: int = 0
    given_up: int = 0
    lost: int = 0
    seconds: float = 0.0
    at_once: Counter[tuple[int, str, float]] = field(default_factory=Counter)


def _is_late_answer(sent: Sent) -> bool:
    return sent.key[1] == "sendMessage" and json.loads(sent.key[2]).get("text") in LATE_ANSWERS


def compare(rows: Sequence[Any], journal: Journal, storms: Sequence[Storm]) -> Copies:
    """`rows` are those of `OUTBOX`. Groups are left out: what is shown there is made anew from the requests."""
    private = [sent for sent in journal.sent if sent.key[0] > 0]
    found = Copies(arrived=len(private))
    mail = [Mail.of(row) for row in rows if row["chat_id"] > 0]
    fresh = [one for one in mail if one.fresh]
    found.messages = len(fresh)
    found.maybe_twice = sum(one.unknown > 0 for one in mail)
    arrived = {(sent.key[0], sent.message_id): sent for sent in private if not _is_late_answer(sent)}
    for one in fresh:
        one.arrival = arrived.pop((one.key[0], one.telegram_id), None)
    extra: dict[Key, list[Sent]] = defaultdict(list)
    for sent in arrived.values():
        extra[sent.key].append(sent)
    _in_order(found, fresh, extra)
    for one in mail:
        _ended_well(found, one, extra, journal)
    same: dict[Key, list[Mail]] = defaultdict(list)
    for one in fresh:
        same[one.key].append(one)
    for key, copies in extra.items():
        _explain(found, key, copies, same.get(key, []), storms)
    return found


def _ended_well(found: Copies, one: Mail, extra: dict[Key, list[Sent]], journal: Journal) -> None:
    """Sent and arrived, or given up after two unanswered attempts with a copy there. Edits may have been made any number of times.

    What is about a visit may have been taken back: see `reminders.py`.
    """
    if one.state == "dropped" and one.about is not None:
        return
    given_up = one.state == "failed" and (one.error or "").startswith(TIMED_OUT)
    found.given_up += given_up
    if given_up and one.arrival is None and extra.get(one.key):
        extra[one.key].pop(0)
        return
    if one.state != "sent" or (one.fresh and one.arrival is None) or (one.edit and one.key not in journal.edits):
        found.lost += 1
        found.problems.append(f"{one.state} and never arrived ({one.error}): {one.key}")
    if one.message_id is not None and one.delivery not in {"sent", "maybe_twice"}:
        found.problems.append(f"delivery of message {one.message_id} says {one.delivery}")


def _explain(found: Copies, key: Key, copies: list[Sent], mail: list[Mail], storms: Sequence[Storm]) -> None:
    """A second copy is allowed where the row says that an attempt went unanswered, and something was broken just then."""
    found.doubled += copies
    unmarked = max(0, len(copies) - sum(one.unknown for one in mail))
    if unmarked:
        found.unexplained += unmarked
        found.problems.append(f"{unmarked} unmarked copies: {key}")
    for copy in copies:
        near = min((storm for storm in storms if storm.end >= copy.at), key=lambda storm: storm.begin, default=None)
        if near is None:
            found.problems.append(f"a copy, and nothing was broken afterwards: {key}")
            continue
        found.seconds = max(found.seconds, near.begin - copy.at)
        found.at_once[key[0], "answers" if mail and mail[0].kind == "direct" else "pushes", near.begin] += 1


def _in_order(found: Copies, mail: Sequence[Mail], extra: dict[Key, list[Sent]]) -> None:
    """What a request's client is told arrives in the order in which it was written; the first copy counts."""
    latest: dict[tuple[int, int], int] = {}
    for one in mail:
        if one.request is None:
            continue
        unrecorded = extra.get(one.key, []) if one.unknown else []
        arrival = min((sent.message_id for sent in [*unrecorded, one.arrival] if sent), default=0)
        talk = (one.key[0], one.request)
        if arrival and arrival < latest.get(talk, 0):
            found.problems.append(f"out of order in request {one.request}: {one.key}")
        latest[talk] = max(arrival, latest.get(talk, 0))
