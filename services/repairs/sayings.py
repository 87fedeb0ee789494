"""What is said about orders: what happened, what comes next and by when (peers-booking.md §4.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.repairs.models import Line, PartsOrder, Recommendation, RepairOrder, Step
from services.repairs.reading import total
from services.texts import moment, text
from services.texts.money import money
from services.units import Unit

SHOWN_LINES = 8
_SHOWN = 80  # characters of a title
_SHOWN_NOTE = 1000
_ALWAYS = timedelta(days=1)
_WITH_LINES = frozenset({"received", "approval", "warranty"})
_WITH_TOTAL = _WITH_LINES | {"ready", "issued"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where it happens, and the reader: whatever a sentence needs besides the order."""

    language: str
    unit: Unit
    now: datetime

    def until(self, at: datetime) -> str:
        """By when, in the unit's time."""
        return self.at(at, by=True)

    def at(self, at: datetime, *, by: bool = False) -> str:
        """When, in the unit's time."""
        return moment(self.language, at, self.unit.time_zone, self.unit.named(self.language)["city"], self.now, by=by)

    def say(self, key: str, **args: str | int) -> str:
        """A text in the reader's language."""
        return text(self.language, key, **args)


def status_name(language: str, order: RepairOrder | PartsOrder | Step, *, parts: bool = False) -> str:
    """The status in a word or two: `В работе`. `parts`: of a step, whether it belongs to a parts order."""
    kind = "parts-status" if parts or isinstance(order, PartsOrder) else "status"
    return text(language, f"repairs-{kind}-{order.status.replace('_', '-')}")


def status_sentence(place: Place, order: RepairOrder | PartsOrder) -> str:
    """What is going on, what comes next and by when: the heart of a push, and the answer to /status."""
    if isinstance(order, PartsOrder):
        return place.say(f"repairs-parts-push-{_dashed(order.status)}", expected=_by(place, order.expected_at))
    promised = "none" if order.promised_at and order.promised_at < place.now else _by(place, order.promised_at)
    return place.say(f"repairs-push-{_dashed(order.status)}", promised=promised)


def repair_heading(place: Place, order: RepairOrder, vehicle: str) -> str:
    """Which order: the vehicle and the number. `vehicle` may be empty."""
    return place.say("repairs-about", vehicle=vehicle or "none", ref=order.ref)


def parts_heading(place: Place, order: PartsOrder) -> str:
    """Which order: its number and what was ordered."""
    names = item_names(order)
    more = len(names) - SHOWN_LINES
    listed = ", ".join(names[:SHOWN_LINES]) + ("…" if more > 0 else "")
    return place.say("repairs-parts-about", ref=order.ref, items=listed or "none")


def item_names(order: PartsOrder) -> list[str]:
    """What was ordered, as far as the other system gave it a name."""
    found = (item.get("title") or item.get("name") or item.get("article") for item in order.items)
    return [_cut(name) for name in found if isinstance(name, str) and name.strip()]


def moved_sentence(place: Place, step: Step, *, parts: bool = False) -> str:
    """How the promised time changed; of parts: when they are expected."""
    before, after = step.promised_before, step.promised_at
    key = "repairs-parts-promise" if parts else "repairs-promise"
    if after is None:
        return place.say(f"{key}-gone", before=_by(place, before))
    if before is None:
        return place.say(f"{key}-made", after=place.until(after))
    return place.say(
        f"{key}-moved", before=place.until(before), after=place.until(after), later="yes" if after > before else "no"
    )


def line_rows(place: Place, lines: Sequence[Line], *, undecided: bool = False) -> list[str]:
    """Works and parts with their prices, at most `SHOWN_LINES`. `undecided`: those the client has to decide about only."""
    chosen = [line for line in lines if not undecided or line.decision == "open"]
    rows = [
        _marked(place, f"{_cut(line.title)}: {money(place.language, line.total, line.currency)}", line.danger)
        for line in chosen[:SHOWN_LINES]
    ]
    return [*rows, place.say("repairs-more-lines", count=len(chosen) - SHOWN_LINES)] if len(chosen) > SHOWN_LINES else rows


_MARKS = {"red": "🔴", "yellow": "🟡", "green": "🟢"}


def _marked(place: Place, what: str, danger: str | None) -> str:
    """How urgent it is, by a colour and in a word: a colour alone tells nothing to who does not see it (telegram.md §8.15)."""
    if danger is None or danger not in _MARKS:
        return f"• {what}"
    return f"{_MARKS[danger]} {what} ({place.say('repairs-danger', danger=danger)})"


def total_row(place: Place, lines: Sequence[Line], *, due: bool = False) -> list[str]:
    """What it costs; nothing when that is not known. `due`: to be paid now."""
    sum_ = total(lines)
    if sum_ is None:
        return []
    return [place.say("repairs-total", amount=money(place.language, *sum_), due="yes" if due else "no")]


def advice_rows(place: Place, items: Sequence[Recommendation]) -> list[str]:
    """What was advised for later, at most `SHOWN_LINES`."""
    if not items:
        return []
    rows = [_marked(place, _cut(item.title), item.danger) for item in items[:SHOWN_LINES]]
    return [place.say("repairs-advice"), *rows]


def note_rows(place: Place, note: str) -> list[str]:
    """What the workshop says about it in its own words."""
    return [place.say("repairs-note", note=_cut(note, _SHOWN_NOTE))] if note.strip() else []


def collect_rows(place: Place) -> list[str]:
    """Where and until when something can be had."""
    named = place.unit.named(place.language)
    where = place.say("repairs-where", unit=named["name"], city=named["city"], address=named["address"])
    span = _open_span(place)
    if span is None:
        return [where]
    opens, closes = span
    if opens > place.now:
        return [where, place.say("repairs-opens-at", at=place.at(opens))]
    if closes - place.now > _ALWAYS:
        return [where, place.say("repairs-open-always")]
    return [where, place.say("repairs-open-until", at=place.at(closes))]


def _open_span(place: Place) -> tuple[datetime, datetime] | None:
    """The span in which the unit is open or opens next; spans that meet at midnight are one, as far as that matters."""
    found: tuple[datetime, datetime] | None = None
    for opens, closes in place.unit.hours.spans(place.now):
        if found and (opens > found[1] or found[1] - place.now > _ALWAYS):
            break
        found = (found[0] if found else opens, closes)
    return found


def estimate_rows(place: Place, order: RepairOrder, lines: Sequence[Line]) -> list[str]:
    """Works with prices and the sum, where the status makes them interesting."""
    approval = order.status == "approval"
    rows = line_rows(place, lines, undecided=approval) if order.status in _WITH_LINES else []
    counted = [line for line in lines if line.decision == "open"] if approval else lines
    return [*rows, *(total_row(place, counted, due=order.status == "ready") if order.status in _WITH_TOTAL else [])]


def _by(place: Place, at: datetime | None) -> str:
    return place.until(at) if at else "none"


def _dashed(status: str) -> str:
    return status.replace("_", "-")


def _cut(words: str, limit: int = _SHOWN) -> str:
    whole = " ".join(words.split()) if limit == _SHOWN else words.strip()
    return whole if len(whole) <= limit else whole[: limit - 1].rstrip() + "…"
