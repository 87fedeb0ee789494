"""A conversation as it is read: days, messages with their files and deliveries, and what happened in between."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from handlers.web.console.attached import Attached, Extras, attached, extras, split
from handlers.web.console.words import Place, Words
from services.catalog.models import in_language
from services.flood.brake import MOST as FLOOD
from services.flood.brake import PERIOD as FLOOD_PERIOD
from services.requests.amending import TAKE_BACK
from services.requests.words import alarm
from services.storage.reader import Row

_TONES = {"sent": "good", "maybe_twice": "warn", "no_channel": "warn", "blocked": "bad", "failed": "bad"}
_FIRST, _LAST = 5, 3  # messages of a flood that stay in view
_EXCERPT = 90  # characters of a quoted message
_REASON = 200  # characters of a reason; the note beside it has all of it


@dataclass(frozen=True, slots=True)
class Quote:
    """The message that is answered; `shown` is false where it stands above what is loaded. `id` 0: only its words are known."""

    id: int
    author: str
    excerpt: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said before it was edited."""

    text: str
    until: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A message, or with kind `course` one line about what happened.

    `grid`: the pictures of an album, `files`: the other files; `replaced`: files the client has put others in the place of.
    `withdrawn`: when the agent took it back. `mended_by`: whose own answer it is, as long as that may be changed.
    """

    anchor: str
    kind: str
    at: datetime
    time: str
    text: str
    author: str = ""
    id: int = 0
    quote: Quote | None = None
    edited: str = ""
    versions: Sequence[Version] = ()
    delivery: str = ""
    tone: str = ""
    grid: Sequence[Attached] = ()
    files: Sequence[Attached] = ()
    replaced: Sequence[Attached] = ()
    more: Extras = field(default_factory=Extras)
    client_reaction: str = ""
    agent_reaction: str = ""
    withdrawn: str = ""
    mended_by: int | None = None
    pile: Sequence["Entry"] = ()  # kind `pile`: many messages of one minute, folded

    @property
    def quotable(self) -> bool:
        """Whether an answer can quote it: the client has it too."""
        return self.kind in {"in", "out"} and not self.withdrawn


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the conversation, in the place's own time."""

    heading: str
    key: str
    entries: Sequence[Entry] = field(default_factory=list)


def days(messages: Sequence[Row], course: Sequence[Mapping[str, Any]], words: Words, place: Place) -> list[Day]:
    """Everything in order. What happened before the first loaded message is left out with it."""
    by_id = {message["id"]: message for message in messages}
    entries = [_message(message, by_id, words, place) for message in messages]
    since = messages[0]["at"] if messages else None
    entries += [_event(event, words, place) for event in course if since is None or event["at"] >= since]
    entries.sort(key=lambda entry: entry.at)  # stable: messages keep their order, events of the same moment follow
    entries = piled(entries, words)
    grouped = groupby(entries, key=lambda entry: words.day(entry.at, place))
    return [Day(heading, f"d{index}", list(of_day)) for index, (heading, of_day) in enumerate(grouped)]


def piled(entries: list[Entry], words: Words) -> list[Entry]:
    """A flood of the client's messages is one line that opens: its beginning and its end stay in view, and whatever tells of danger."""
    shown: list[Entry] = []
    for is_in, group in groupby(entries, key=lambda entry: entry.kind == "in"):
        run = list(group)
        if not is_in or len(run) <= FLOOD or _spread(run) > FLOOD_PERIOD * len(run) / FLOOD:
            shown += run
            continue
        middle = run[_FIRST:-_LAST]
        loud = [entry for entry in middle if alarm(entry.text)]
        quiet = [entry for entry in middle if not alarm(entry.text)]
        line = words("answering-pile", count=len(quiet))
        pile = Entry(f"p{quiet[0].id}", "pile", quiet[0].at, quiet[0].time, line, pile=quiet)
        shown += [*run[:_FIRST], pile, *loud, *run[-_LAST:]]
    return shown


def _spread(run: Sequence[Entry]) -> float:
    """Seconds."""
    return (run[-1].at - run[0].at).total_seconds()


def _message(row: Row, by_id: dict[int, Row], words: Words, place: Place) -> Entry:
    author = row["author"]
    if row["direction"] == "system":
        author = words("bot")
    delivery = row["delivery"] if row["direction"] in {"out", "system"} and not row["withdrawn_at"] else None
    more = extras(row["details"], words)
    grid, files = split(attached(file, words, place) for file in row["attachments"])
    return Entry(
        f"m{row['id']}", row["direction"], row["at"], words.time(row["at"], place), "" if more.tells_all else row["text"],
        author or words("client"), row["id"], _quote(row, by_id, words), _stamp(row["edited_at"], words, place),
        [Version(v["text"], words.stamp(datetime.fromisoformat(v["at"]), place)) for v in row["versions"]],
        words(f"delivery-{delivery.replace('_', '-')}") if delivery else "", _TONES.get(delivery or "", "wait"),
        grid, files, [attached(file, words, place) for file in row["replaced"]], more, row["client_reaction"] or "",
        row["agent_reaction"] or "", _stamp(row["withdrawn_at"], words, place), _mended_by(row, words),
    )  # fmt: skip


def _stamp(at: datetime | None, words: Words, place: Place) -> str:
    return words.time(at, place) if at else ""


def _mended_by(row: Row, words: Words) -> int | None:
    """Words of what has arrived can always be changed; what is young can be taken back."""
    if row["direction"] != "out" or row["withdrawn_at"] or not row["staff_id"]:
        return None
    return int(row["staff_id"]) if row["delivery"] in {"sent", "maybe_twice"} or words.now - row["at"] <= TAKE_BACK else None


def _quote(row: Row, by_id: dict[int, Row], words: Words) -> Quote | None:
    """What is answered; the part that was marked, where one was."""
    message_id, marked = row["reply_to"], row["details"].get("quote")
    if message_id is None:
        return Quote(0, "", excerpt(marked, (), words), shown=False) if marked else None
    quoted = by_id.get(message_id)
    if quoted is None:
        return Quote(message_id, "", marked or words("earlier-message"), shown=False)
    return Quote(
        message_id, quoted["author"] or words("client"), excerpt(marked or quoted["text"], _kinds(quoted), words), shown=True
    )  # fmt: skip


def _kinds(row: Row) -> list[str]:
    return [file["kind"] for file in row["attachments"]]


def excerpt(body: str | None, kinds: Iterable[str] | None, words: Words, length: int = _EXCERPT) -> str:
    """The first words of a message; what it is made of when it has none."""
    line = " ".join((body or "").split())
    if line:
        return line if len(line) <= length else line[: length - 1].rstrip() + "…"
    return ", ".join(dict.fromkeys(words.label("kind", kind) for kind in kinds or ()))


def _event(row: Mapping[str, Any], words: Words, place: Place) -> Entry:
    key = row["type"].replace(".", "-").replace("_", "-")
    data = row["data"]
    said = words(
        f"course-{key}", who=row["who"] or words("system"), agent=row["agent"] or "", named="yes" if row["agent"] else "no",
        why=str(data.get("why") or "").replace(" ", "-"),
        alarm=str(data.get("alarm") or ""), outcome=_outcome(data, words), late="yes" if data.get("late") else "no",
        by=str(data.get("by") or ""), rating=str(data.get("rating") or ""), blocked="yes" if data.get("blocked") else "no",
        due=_due(data, words, place, by=row["type"] != "request.snoozed"),
        reason=excerpt(str(data.get("reason") or ""), (), words, _REASON),
        stated="yes" if data.get("reason") else "no", call="yes" if data.get("by_call") else "no",
        queued="yes" if data.get("queued") else "no", clock=str(data.get("clock") or "").replace("_", "-"),
        minutes=words.minutes(int(data.get("minutes") or 0)), days=int(data.get("days") or 0),
        unit=in_language(row["unit"], words.language) if row.get("unit") else "", question=str(data.get("question") or ""),
        asked="yes" if data.get("question") else "no", left=str(data.get("left") or ""), promised="yes" if data.get("due_at") else "no",
    )  # fmt: skip
    return Entry(f"e{row['id']}", "course", row["at"], words.time(row["at"], place), said)


def _outcome(data: dict[str, Any], words: Words) -> str:
    return words.label("outcome", str(data["outcome"])) if data.get("outcome") else ""


def _due(data: dict[str, Any], words: Words, place: Place, *, by: bool) -> str:
    due = data.get("new_at") or data.get("due_at")
    return words.moment(datetime.fromisoformat(due), place, by=by) if due else ""
