"""The judge of reminders and notices: what fell due was said once, of visits that stand, at a decent hour, or there is a reason."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.outbox.policy import TIMED_OUT
from services.texts import LANGUAGES, text
from services.texts import moment as in_words
from tests.crash.hours import Hours
from tests.crash.ledger import Journal, Key, Sent, key_of
from tests.crash.stage import BUSINESS_NOW, Stage
from tests.crash.timelines import Timeline

IN_FLIGHT = 10.0  # seconds in which mail may still arrive that somebody had in hand when its visit moved
GRACE = timedelta(seconds=90)  # what is released just before the night may leave a minute later
HOUR = timedelta(hours=1)
# Kind: the head of its text, and the hours in which it may be said (contract, "Quiet hours").
KINDS = {
    "visit_24h": ("reminder-day-before", 9), "visit_2h": ("reminder-hours-before", 8), "visit_booked": ("reminder-booked", 9),
    "visit_moved": ("reminder-moved", 9), "visit_cancelled": ("reminder-cancelled", 8),
}  # fmt: skip
NIGHT = 21
NOTICES = (
    "visit_booked",
    "visit_moved",
    "visit_cancelled",
)  # said at night as well, without a sound, where the morning is too late
USEFUL = {"visit_24h": 3 * HOUR, "visit_2h": HOUR / 3}  # so long before the visit at least
_LEDGER = "SELECT * FROM reminder WHERE subject LIKE 'appointment:%' ORDER BY due_at"
_MAIL = "SELECT * FROM outbox WHERE about LIKE 'appointment:%' ORDER BY id"
_LATE = f"""
SELECT kind, subject, occurrence, due_at FROM reminder WHERE state = 'planned' AND due_at <= {BUSINESS_NOW} - interval '5 seconds'
"""
_ASKED = "SELECT count(*) FROM message WHERE EXISTS (SELECT FROM unnest($1::text[]) AS head WHERE text ^@ head)"


@dataclass
class Reminders:
    """`problems` by kind; the rest are figures: rows by kind, what was skipped by reason, copies marked `maybe_twice`."""

    problems: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sent: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    arrived: int = 0
    marked: int = 0
    taken_back: int = 0
    planned: int = 0


@dataclass
class Word:
    """A row of the ledger with its mail, and what of it came to the phone."""

    row: Any
    line: Timeline
    mail: list[Any] = field(default_factory=list)

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.row['kind']} of {self.line.visit}, {self.row['occurrence']}, {self.row['state']} {self.row['why']}"

    @property
    def number(self) -> int:
        """The visit's version that it is about."""
        return int(self.row["occurrence"])

    @property
    def starts_at(self) -> datetime:
        """The visit's time at that version."""
        return self.line.versions[self.number - 1].starts_at

    @property
    def zone(self) -> ZoneInfo:
        """Of the station."""
        return ZoneInfo(self.line.zone)


async def judge_reminders(stage: Stage, found: Mapping[str, Timeline], hours: Hours, journal: Journal) -> Reminders:
    """At rest."""
    made = Reminders()
    words = {(row["kind"], row["subject"], row["occurrence"]): Word(row, line) for row in await stage.rows(_LEDGER)
             if (line := found.get(row["subject"].partition(":")[2]))}  # fmt: skip
    astray = _deliver(words, await stage.rows(_MAIL))
    for word in words.values():
        state = word.row["state"]
        made.planned += state == "planned"
        made.sent[word.row["kind"]] += state == "sent"
        made.skipped[word.row["why"]] += state == "skipped"
    [(notes,)] = await stage.rows(_ASKED, [_head(language, "reminder-unconfirmed") for language in LANGUAGES])
    asked = made.sent["unconfirmed"]
    for kind, lines in (
        ("reminders that fell due and were forgotten", [str(tuple(row)) for row in await stage.rows(_LATE)]),
        ("visits without their reminders", _unplanned(found.values(), words)),
        ("reminders left out for a reason that is not true", _excuses(words.values())),
        ("reminders without mail, or with too much of it", _unmailed(words.values())),
        ("mail about visits that no reminder knows of", astray),
        ("reminders on the phones", _on_phones(made, words.values(), journal)),
        ("reminders of what was over", _stale(words.values(), hours, journal)),
        ("reminders at night", _at_night(words.values(), journal)),
        ("agents asked about unconfirmed visits", [f"{notes} instead of {asked}"] if notes != asked else []),
    ):
        if said := list(lines):
            made.problems[kind] = said
    return made


def _head(language: str, key: str) -> str:
    return text(language, key, when="§").partition("§")[0]


def _deliver(words: Mapping[tuple[str, str, int], Word], mail: Iterable[Any]) -> list[str]:
    """Each piece of mail to its row of the ledger; what belongs to none."""
    astray = []
    for row in mail:
        subject, _, version = row["about"].rpartition(":")
        said = json.loads(row["params"])["text"]
        kind = next(
            (kind for kind, (key, _) in KINDS.items() for language in LANGUAGES if said.startswith(_head(language, key))), ""
        )
        word = words.get((kind, subject, int(version)))
        if word is None:
            astray.append(f"{row['id']} about {row['about']}: {said}")
        else:
            word.mail.append(row)
    return astray


def _unplanned(found: Iterable[Timeline], words: Mapping[tuple[str, str, int], Word]) -> Iterator[str]:
    """Each version has its three reminders, and a notice where another system decided."""
    for line in found:
        subject = f"appointment:{line.visit}"
        for number, version in enumerate(line.versions, 1):
            notice = [] if version.by == "client" else ["visit_booked" if number == 1 else "visit_moved"]
            for kind in ("visit_24h", "visit_2h", "unconfirmed", *notice):
                if (kind, subject, number) not in words:
                    yield f"{kind} of {line.visit}, {number}"
        if (
            line.cancelled
            and line.cancelled[0][1] != "client"
            and ("visit_cancelled", subject, len(line.versions)) not in words
        ):
            yield f"visit_cancelled of {line.visit}"


def _excuses(words: Iterable[Word]) -> list[str]:
    return [word.name for word in words if word.row["state"] == "skipped" and not _true(word)]


def _true(word: Word) -> bool:
    """Whether the reason for saying nothing holds, as far as it can be told from outside."""
    row, line, kind = word.row, word.line, str(word.row["kind"])
    decided_at = line.versions[word.number - 1].decided_at
    settled_at: datetime = row["settled_at"]
    moments = [moment.astimezone(word.zone) for moment in (row["due_at"], settled_at)]
    holds = {
        "moved": word.number < len(line.versions),
        "cancelled": bool(line.cancelled) and kind != "visit_cancelled",
        "confirmed": kind == "unconfirmed" and word.number in line.confirmed,
        "too-late": word.starts_at - settled_at <= USEFUL.get(kind, timedelta()),
        "booked-late": word.starts_at - decided_at < (5 * HOUR if kind == "visit_2h" else 39 * HOUR),
        "no-channel": not line.has_chat,
        "quiet": kind in USEFUL and not all(_decent(kind, local) for local in moments),
    }
    return holds.get(row["why"], False)


def _decent(kind: str, local: datetime) -> bool:
    return time(KINDS[kind][1]) <= local.time() < time(NIGHT)


def _unmailed(words: Iterable[Word]) -> list[str]:
    """One piece of mail for each that was sent, in the words of its version; none for the others."""
    return [
        f"{word.name}: {len(word.mail)}" for word in words if word.row["kind"] in KINDS
        and (len(word.mail) != (word.row["state"] == "sent") or not all(_says_when(word, row) for row in word.mail))
    ]  # fmt: skip


def _says_when(word: Word, mail: Any) -> bool:
    said = json.loads(mail["params"])["text"]
    settled_at, zone = word.row["settled_at"], word.line.zone
    return settled_at is not None and any(
        in_words(language, word.starts_at, zone, word.line.city(language), settled_at) in said for language in LANGUAGES
    )


def _key(row: Any) -> Key:
    return key_of(row["chat_id"], row["method"], json.loads(row["params"]))


def _on_phones(made: Reminders, words: Iterable[Word], journal: Journal) -> Iterator[str]:
    """What was sent came once, and once more at most where that is marked; what was taken back has a reason."""
    arrived = Counter(sent.key for sent in journal.sent)
    owed: Counter[Key] = Counter()
    doubtful: Counter[Key] = Counter()
    for word in words:
        for row in word.mail:
            key = _key(row)
            owed[key] += row["state"] == "sent"
            doubtful[key] += row["unknown"]
            made.marked += row["unknown"] > 0
            made.taken_back += row["state"] == "dropped"
            if not _accounted(word, row):
                yield f"{word.name}: mail {row['state']} ({row['error']})"
    for key in owed.keys() | doubtful.keys():
        made.arrived += arrived[key]
        if not owed[key] <= arrived[key] <= owed[key] + doubtful[key]:
            yield f"{arrived[key]} came, {owed[key]} sent, {doubtful[key]} in doubt: {key}"


def _accounted(word: Word, row: Mapping[str, Any]) -> bool:
    """Sent; given up after two attempts without an answer; or dropped, because its visit was moved, or it was too late for it."""
    state, finished_at, until = row["state"], row["finished_at"], row["valid_until"]
    if state == "dropped" and word.line.ended(word.number) is None:
        return until is not None and bool(finished_at >= until)
    return state in {"dropped", "sent"} or (state == "failed" and str(row["error"]).startswith(TIMED_OUT))


def _stale(words: Iterable[Word], hours: Hours, journal: Journal) -> Iterator[str]:
    """The same words may be true again (moved there and back): then the latest end counts."""
    until: dict[Key, float] = {}
    for word in words:
        ended = None if word.row["kind"] == "visit_cancelled" else word.line.ended(word.number)
        for row in word.mail:
            end = hours.real(ended) if ended else float("inf")
            until[_key(row)] = max(end, until.get(_key(row), end))
    for sent in journal.sent:
        late = sent.at - until.get(sent.key, float("inf"))
        if late > IN_FLIGHT:
            yield f"{late:.1f} s after it had changed: {sent.key}"


def _at_night(words: Iterable[Word], journal: Journal) -> Iterator[str]:
    """By the clock of the release: as if time had gone by itself since, for a step of it is nobody's fault."""
    arrivals: dict[Key, list[Sent]] = defaultdict(list)
    for sent in journal.sent:
        arrivals[sent.key].append(sent)
    for word in words:
        for row in word.mail if word.row["settled_at"] else ():
            ahead = word.row["settled_at"] - row["created_at"]
            for sent in arrivals[_key(row)]:
                local = datetime.fromtimestamp(sent.at, word.zone) + ahead
                if not _allowed(word, row, local) and sent.message_id in (row["telegram_ids"] or []):
                    yield f"{word.name} at {local}"


def _allowed(word: Word, row: Any, local: datetime) -> bool:
    kind = word.row["kind"]
    if _decent(kind, local) or _decent(kind, local - GRACE):
        return True
    morning = local.replace(hour=KINDS[kind][1], minute=0, second=0, microsecond=0)
    morning += timedelta(days=0 if local < morning else 1)
    silent = json.loads(row["params"]).get("disable_notification")
    return kind in NOTICES and bool(silent) and word.starts_at - morning < 2 * HOUR
