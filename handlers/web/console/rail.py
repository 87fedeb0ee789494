"""The left side: the shift, Next, and the requests in hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.web.console.timeline import excerpt
from handlers.web.console.words import Place, Words, place_of
from services.consulting.reading import in_hand, waiting_on
from services.desk import Desk
from services.distribution.line import is_in_line
from services.requests import view
from services.requests.board import COUNTED, held_board, waiting_for
from services.requests.snoozing import snoozed_of
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.units import Unit, all_units

_SOON = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A request in hand, with everything that should catch the eye in words. `since`: the client waits from then on; `due`, `promise_due`:
    by when an answer is owed; all three tick on the page. `soon`: hardly an hour is left."""

    number: int
    client: str
    type: str
    state: str
    excerpt: str
    from_client: bool
    unanswered: int
    since: datetime | None
    due: datetime | None
    late: bool
    soon: bool
    alarm: str
    promise: str
    promise_due: datetime | None
    overdue: bool
    trouble: str
    colleague: str = ""  # of a question to a colleague: promise (an answer came), late, wait
    colleague_says: str = ""
    aside: str = ""  # until when it is laid aside
    reopened: bool = False  # it was closed, and the client came back
    silent: bool = False  # nobody waits: the client is to be asked again, or the request closed

    @property
    def answered(self) -> bool:
        """A colleague's answer came that was not looked at: as much a reason to look as a client's word."""
        return self.colleague == "promise"


@dataclass(frozen=True, slots=True)
class Rail:
    """`refusal` is why Next cannot be pressed now: off-shift, withdrawn, promise-overdue, wip-limit, forbidden or nothing. `in_line`: the
    next request comes by itself. `back`: when new requests come again to who was withdrawn; `calls`: how many requests in hand want one."""

    held: Sequence[Held]
    limit: int
    refusal: str
    waiting: int
    now: datetime
    in_line: bool = False
    counted: int = COUNTED
    back: str = ""
    calls: int = 0
    asked: int = 0  # open questions put to this person

    @property
    def groups(self) -> list[tuple[str, list[Held]]]:
        """Those whose client waits, then those that wait for the client or for a promised time, then what is laid aside."""
        aside = [held for held in self.held if held.aside and not (held.overdue or held.answered)]
        others = [held for held in self.held if held not in aside]
        parted = (
            ("yours", [held for held in others if held.since or held.overdue or held.answered or held.silent]),
            ("theirs", [held for held in others if not (held.since or held.overdue or held.answered or held.silent)]),
            ("aside", aside),
        )
        return [(name, held) for name, held in parted if held]

    @property
    def overdue(self) -> list[Held]:
        """Promises that block Next (W5)."""
        return [held for held in self.held if held.overdue]

    @property
    def unread(self) -> int:
        """Client messages without an answer, over all requests in hand."""
        return sum(held.unanswered for held in self.held)


async def load_rail(reader: Reader, desk: Desk, staff: Staff, words: Words) -> Rail:
    """Everything the left side shows."""
    rows = await held_board(reader, staff.id)
    units = {unit.id: unit for unit in await all_units(reader)}
    leading = next(iter(units.values()), None)
    laid = await snoozed_of(reader, staff.id) if rows else {}
    home = place_of(units.get(staff.unit_ids[0], leading) if staff.unit_ids else leading, words.language)
    held = []
    for row in rows:
        unit = units.get(row["unit_id"], leading)
        one = _held(row, unit, words, home)
        held.append(_laid(one, laid.get(one.number), place_of(unit, words.language), home, words))
    limit = desk.limits.wip_limit if staff.wip_limit is None else staff.wip_limit
    waiting = await waiting_for(reader, staff, words.now) if staff.takes_requests else 0
    in_line = await is_in_line(reader, staff.id)
    back = words.moment(staff.withdrawn_until, home) if staff.withdrawn_until and staff.withdrawn(words.now) else ""
    asked = await in_hand(reader, staff.id, words.now) if held else {}
    held = [_colleague(one, asked[one.number], words) if one.number in asked else one for one in held]
    calls = sum(row["call_phone"] is not None for row in rows)
    questions = await waiting_on(reader, staff.id)
    return Rail(
        held, limit, _refusal(staff, held, limit, words.now), waiting, words.now, in_line, back=back, calls=calls, asked=questions
    )  # fmt: skip


def _laid(held: Held, laid: tuple[datetime, str] | None, place: Place, home: Place, words: Words) -> Held:
    """With the moment until which it is laid aside, if it is; with the city where that is not the reader's."""
    if laid is None:
        return held
    until, reason = laid
    when = words.stamp_within(until, place)
    told = words("answering-laid", when=when if place.city == home.city else f"{when} ({place.city})")
    return replace(held, aside=" · ".join(part for part in (told, reason) if part))


def _refusal(staff: Staff, held: Sequence[Held], limit: int, now: datetime) -> str:
    """In the contract's order."""
    if not staff.takes_requests:
        return "forbidden"
    if staff.shift != "on":
        return "off-shift"
    if staff.withdrawn(now):
        return "withdrawn"
    if any(request.overdue for request in held):
        return "promise-overdue"
    return "wip-limit" if len(held) >= limit else ""


def _colleague(held: Held, row: Row, words: Words) -> Held:
    """With what became of questions to colleagues: an answer that came comes before what is waited for."""
    if row["news"]:
        return replace(held, colleague="promise", colleague_says=words("held-answer"))
    if row["overdue"]:
        return replace(held, colleague="late", colleague_says=words("held-asked-late"))
    return replace(held, colleague="wait", colleague_says=words("held-asked", count=row["open"]))


def promise_broken(row: Row, now: datetime) -> bool:
    """Whether a promise has fallen due unkept (W5: moving it then does not heal it)."""
    return row["promise_state"] in {"open", "overdue"} and (
        row["promise_due_at"] <= now or row["promise_broken_at"] is not None
    )


def answer_due(row: Row) -> datetime | None:
    """By when the next answer is owed; where a promise stands, that says by when."""
    due = view.answer_due(row)
    return due if row["waiting_since"] and row["promise_state"] not in {"open", "overdue"} else None


def answer_late(row: Row, now: datetime) -> bool:
    """Whether that moment has passed."""
    due = answer_due(row)
    return due is not None and due < now


def promise_words(row: Row, words: Words, place: Place) -> str:
    """The promise that stands, if any."""
    if row["promise_state"] not in {"open", "overdue"}:
        return ""
    broken = promise_broken(row, words.now)
    when = words.moment(row["promise_due_at"], place, by=not broken)
    if broken:
        return words("promise-overdue-since", when=when)
    return words("promise-call-until" if row["promise_by_call"] else "promise-until", when=when)


def _promise_line(row: Row, words: Words, place: Place, home: Place) -> str:
    """As short as a narrow card allows: the time alone where it is today's, the city where it is not the reader's."""
    if row["promise_state"] not in {"open", "overdue"}:
        return ""
    due = row["promise_due_at"]
    if promise_broken(row, words.now):
        return words("promise-late")
    today = words.day(due, place) == words("today")
    key = "promise-call-by" if row["promise_by_call"] else "promise-by"
    when = words.time(due, place) if today else words.stamp_within(due, place)
    return words(key, when=when if place.city == home.city else f"{when} ({place.city})")


def _held(row: Row, unit: Unit | None, words: Words, home: Place) -> Held:
    place = place_of(unit, words.language)
    open_promise = row["promise_state"] in {"open", "overdue"}
    now, due, days = words.now, answer_due(row), row["silent_days"]
    since = row["waiting_since"] if days is None else None
    state = words.label("state", row["state"]) if days is None else words("silent-for", days=days)
    trouble = row["last_delivery"] if row["last_delivery"] in {"failed", "blocked", "no_channel", "retry"} else None
    return Held(
        number=row["number"], client=row["client_name"] or words("client-unnamed"), type=words.label("type", row["type"]),
        state=state, excerpt=excerpt(row["last_text"], row["last_files"], words),
        from_client=row["last_direction"] == "in", unanswered=row["unanswered"], since=since, due=due,
        late=answer_late(row, now), soon=bool(due and now <= due < now + _SOON), alarm=row["alarm"] or "",
        promise=_promise_line(row, words, place, home),
        promise_due=row["promise_due_at"] if open_promise else None,
        overdue=promise_broken(row, now), trouble=words(f"delivery-{trouble.replace('_', '-')}") if trouble else "",
        silent=days is not None, reopened=row["reopened"] > 0,
    )  # fmt: skip
