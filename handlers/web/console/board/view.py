"""The board in words, with the list behind every number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from handlers.web.console.board.links import Links
from handlers.web.console.words import Words
from services.board.models import Board, Line, Owed, Person
from services.requests.board import NO_UNIT
from services.staff.models import Staff
from services.staff.rights import withdraws
from services.units import Unit


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its name and the list it counts (none: it counts no list). `bad`: something is wrong as long as it is not 0."""

    name: str
    value: str
    href: str = ""
    note: str = ""
    bad: bool = False
    since: datetime | None = None  # a clock that goes on, after `note`


@dataclass(frozen=True, slots=True)
class Waits:
    """A line of the queue: a unit in all, or one of its types."""

    name: str
    whole: bool
    count: int
    oldest: datetime
    late: int
    danger: int
    href: str
    href_late: str
    href_danger: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who answers. `acts`: the viewer may withdraw them."""

    person: Person
    shift: str
    hrefs: dict[str, str]
    first_answer: str
    acts: bool


@dataclass(frozen=True, slots=True)
class Falls:
    """Something that falls, or fell, due; `clock` and `unit` in words."""

    owed: Owed
    clock: str
    type: str
    client: str
    unit: str


def took(seconds: float | None, words: Words) -> str:
    """A duration; a dash where there is none."""
    return "—" if seconds is None else words.minutes(int(max(0, seconds) // 60))


def now_figures(board: Board, links: Links, words: Words) -> list[Figure]:
    """What is the case now."""
    waiting, promises = board.waiting, board.promises
    return [
        Figure(
            words("board-queued"), str(waiting.queued), links.requests(state="queued"), since=waiting.oldest,
            note=words("board-longest") if waiting.oldest else "",
        ),
        Figure(words("board-late"), str(waiting.late), links.requests(late="1"), bad=waiting.late > 0),
        Figure(words("board-danger"), str(waiting.danger), links.requests(alarm="danger", waiting="1"), bad=waiting.danger > 0),
        Figure(words("board-broken"), str(promises.broken), links.requests(promise="overdue"), bad=promises.broken > 0),
        Figure(words("board-soon"), str(promises.soon), links.requests(promise="soon")),
    ]  # fmt: skip


def day_figures(board: Board, links: Links, words: Words) -> list[Figure]:
    """How the day goes."""
    day = board.day
    share = "—" if day.share is None else words("board-percent", share=day.share)
    return [
        Figure(words("board-came"), str(day.came), links.requests(state="all", came=links.today)),
        Figure(words("board-in-time"), share, note=words("board-in-time-of", count=day.in_time, all=day.in_time + day.too_late)),
        Figure(words("board-first-answer"), took(day.p50, words), note=words("board-nine-of-ten", time=took(day.p90, words))),
        Figure(words("board-closed"), str(day.closed), links.requests(state="closed", closed=links.today)),
        Figure(words("repeats"), str(board.over_time[-1][0]), links.requests(state="all", repeat="1", came=links.today)),
        Figure(words("board-missed"), str(day.missed), links.missed_today(), bad=day.missed > day.made_good),
        Figure(
            words("board-made-good"), str(day.made_good), links.missed_today(state="good"),
            note=words("board-mended", time=took(day.mended, words)),
        ),
    ]  # fmt: skip


def queue_lines(board: Board, links: Links, words: Words) -> list[Waits]:
    """The queue unit by unit, each with its types, the longest wait first."""
    found = []
    for code, group in groupby(board.waiting.lines, key=lambda line: line.code):
        lines = list(group)
        named = lines[0].name.get(words.language) or lines[0].name.get("ru") or words("board-no-unit")
        found.append(_waits(lines, named, links, code or NO_UNIT, ""))
        found += [_waits([line], words.label("type", line.type), links, code or NO_UNIT, line.type) for line in lines]
    return found


def _waits(lines: Sequence[Line], name: str, links: Links, unit: str, request_type: str) -> Waits:
    chosen = {"state": "queued", "unit": unit, "type": request_type}
    return Waits(
        name, not request_type, sum(line.count for line in lines), min(line.oldest for line in lines),
        sum(line.late for line in lines), sum(line.danger for line in lines), links.requests(**chosen),
        links.requests(**chosen, late="1"), links.requests(**chosen, alarm="danger"),
    )  # fmt: skip


def members(board: Board, links: Links, words: Words, viewer: Staff) -> list[Member]:
    """Who answers, those on shift first."""
    return [_member(person, links, words, viewer) for person in board.people]


def _member(person: Person, links: Links, words: Words, viewer: Staff) -> Member:
    login, day = person.login, links.today
    hrefs = {
        "held": links.requests(agent=login), "waiting": links.requests(agent=login, waiting="1"),
        "broken": links.requests(agent=login, promise="overdue"), "soon": links.requests(agent=login, promise="soon"),
        "closed": links.requests(agent=login, state="closed", closed=day),
        "given_back": links.requests(gave=login, state="all", back=day), "missed": links.missed_today(who=login),
    }  # fmt: skip
    first = "" if person.first_answer is None else took(person.first_answer, words)
    acts = withdraws(viewer, person.role, person.unit_ids)
    return Member(person, words.label("shift", person.shift), hrefs, first, acts)


def falls(owed: Sequence[Owed], units: dict[int, Unit], words: Words) -> list[Falls]:
    """What falls due, in words."""
    return [
        Falls(
            one, words.label("clock", one.clock), words.label("type", one.type), one.client or words("client-unnamed"),
            units[one.unit_id].named(words.language)["name"] if one.unit_id in units else "",
        )
        for one in owed
    ]  # fmt: skip
