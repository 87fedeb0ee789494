"""The left side: the shift, Next, and the requests in hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.web.console.timeline import excerpt
from handlers.web.console.words import Place, Words, place_of
from services.desk import Desk
from services.requests.board import COUNTED, held_board, waiting_for
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.units import Unit, all_units


@dataclass(frozen=True, slots=True)
class Held:
    """A request in hand, with everything that should catch the eye in words."""

    number: int
    client: str
    type: str
    state: str
    excerpt: str
    from_client: bool
    unanswered: int
    waited: str
    late: bool
    alarm: str
    promise: str
    overdue: bool
    trouble: str


@dataclass(frozen=True, slots=True)
class Rail:
    """`refusal` is why Next cannot be pressed now: off-shift, promise-overdue, wip-limit, forbidden or nothing."""

    held: Sequence[Held]
    limit: int
    refusal: str
    waiting: int
    counted: int = COUNTED

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
    held = [_held(row, units.get(row["unit_id"], leading), words) for row in rows]
    limit = desk.limits.wip_limit if staff.wip_limit is None else staff.wip_limit
    waiting = await waiting_for(reader, staff, words.now) if staff.takes_requests else 0
    return Rail(held, limit, _refusal(staff, held, limit), waiting)


def _refusal(staff: Staff, held: Sequence[Held], limit: int) -> str:
    """In the contract's order."""
    if not staff.takes_requests:
        return "forbidden"
    if staff.shift != "on":
        return "off-shift"
    if any(request.overdue for request in held):
        return "promise-overdue"
    return "wip-limit" if len(held) >= limit else ""


def promise_broken(row: Row, now: datetime) -> bool:
    """Whether a promise has fallen due unkept (W5: moving it then does not heal it)."""
    return row["promise_state"] in {"open", "overdue"} and (
        row["promise_due_at"] <= now or row["promise_broken_at"] is not None
    )


def promise_words(row: Row, words: Words, place: Place) -> str:
    """The promise that stands, if any."""
    if row["promise_state"] not in {"open", "overdue"}:
        return ""
    broken = promise_broken(row, words.now)
    when = words.moment(row["promise_due_at"], place, by=not broken)
    return words("promise-overdue-since" if broken else "promise-until", when=when)


def _held(row: Row, unit: Unit | None, words: Words) -> Held:
    place = place_of(unit, words.language)
    now, since, due = words.now, row["waiting_since"], row["next_answer_due"]
    trouble = row["last_delivery"] if row["last_delivery"] in {"failed", "blocked", "no_channel", "retry"} else None
    return Held(
        number=row["number"], client=row["client_name"] or words("client-unnamed"), type=words.label("type", row["type"]),
        state=words.label("state", row["state"]), excerpt=excerpt(row["last_text"], row["last_files"], words),
        from_client=row["last_direction"] == "in", unanswered=row["unanswered"], waited=words.waited(since) if since else "",
        late=bool(since and due and due < now), alarm=row["alarm"] or "", promise=promise_words(row, words, place),
        overdue=promise_broken(row, now), trouble=words(f"delivery-{trouble.replace('_', '-')}") if trouble else "",
    )  # fmt: skip
