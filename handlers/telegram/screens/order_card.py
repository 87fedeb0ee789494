"""One order in full: where it stands, what comes next and by when, what is done and what it costs, and how it went."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from handlers.telegram.screens import Rows, Screen, button
from handlers.telegram.screens.orders import car_title, expected, promised, status_words
from handlers.telegram.screens.places import today
from services.garage.models import Vehicle
from services.repairs.models import Line, PartsOrder, Recommendation, RepairOrder, Step
from services.repairs.reading import total
from services.texts import clock_time, date_words, text
from services.texts.money import money
from services.units import Unit

_TITLE, _NOTE = 80, 400  # characters shown of what other systems wrote
_LINES, _ADVICE = 15, 5
_STEPS = (12, 8, 5, 3, 0)  # of the timeline, as many as fit
_FITS = 4000  # characters (telegram.md §1: 4096)


@dataclass(frozen=True, slots=True)
class Seen:
    """A repair order with everything that is shown of it."""

    order: RepairOrder
    unit: Unit
    vehicle: Vehicle | None
    lines: Sequence[Line] = field(default_factory=list)
    advice: Sequence[Recommendation] = field(default_factory=list)
    steps: Sequence[Step] = field(default_factory=list)


def repair_card(language: str, seen: Seen, now: datetime) -> Screen:
    """The repair order's card."""
    order, unit = seen.order, seen.unit
    named = unit.named(language)
    head = [
        text(language, "orders-title", ref=order.ref),
        text(language, "orders-car", car=car_title(language, seen.vehicle)),
        text(language, "orders-unit", unit=named["name"], city=named["city"]),
    ]
    blocks = ["\n".join(head), "\n".join(_now(language, seen, now)), _lines(language, seen), _advice(language, seen.advice)]
    course = [_course(language, seen.steps[-count:] if count else (), unit, now) for count in _STEPS]
    return _fitting(blocks, course, _buttons(language, order.public_id))


def _fitting(blocks: Sequence[str], course: Sequence[str], buttons: Rows) -> Screen:
    """The whole card with as much of the timeline as one message takes, folded."""
    head = "\n\n".join(block for block in blocks if block)[:_FITS]
    steps = next((steps for steps in course if len(head) + len(steps) <= _FITS), "")
    return Screen(head, buttons, details=steps)


def _now(language: str, seen: Seen, now: datetime) -> list[str]:
    order, unit = seen.order, seen.unit
    said = [text(language, "orders-now", status=status_words(language, order.status))]
    said += promised(language, order, unit, now)
    if order.note:
        said.append(_cut(order.note, _NOTE))
    said.append(text(language, "orders-next", status=order.status))
    return [*said, _where(language, unit, now)] if order.status == "ready" else said


def _where(language: str, unit: Unit, now: datetime) -> str:
    named = unit.named(language)
    return text(
        language,
        "orders-hours",
        name=named["name"],
        city=named["city"],
        address=named["address"],
        today=today(language, unit, now),
    )


def _lines(language: str, seen: Seen) -> str:
    lines, undecided = seen.lines, seen.order.status == "approval"
    if not lines:
        return ""
    said = [text(language, "orders-lines"), *(_line(language, line, undecided=undecided) for line in lines[:_LINES])]
    if len(lines) > _LINES:
        said.append(text(language, "orders-more", count=len(lines) - _LINES))
    if (whole := total(lines)) is not None:
        said.append(text(language, "orders-total", total=money(language, *whole)))
    return "\n".join(said)


def _line(language: str, line: Line, *, undecided: bool) -> str:
    """Whether a line waits for a decision is only worth saying while the whole order does."""
    decision = line.decision if undecided or line.decision == "declined" else "approved"
    return text(
        language, "orders-line", title=_cut(line.title), quantity=_times(line.quantity), decision=decision,
        price=money(language, line.total, line.currency),
    )  # fmt: skip


def _advice(language: str, items: Sequence[Recommendation]) -> str:
    said = [
        text(language, "orders-advice-line", title=_cut(item.title), danger=item.danger or "none") for item in items[:_ADVICE]
    ]
    return "\n".join([text(language, "orders-advice"), *said]) if said else ""


def _course(language: str, steps: Sequence[Step], unit: Unit, now: datetime, *, parts: bool = False) -> str:
    """The timeline, or its end; the city is said once, above it."""
    said, status = [], ""
    for step in steps:
        what = [status_words(language, step.status, parts=parts)] if step.status != status else []
        what += _moved(language, step, unit, now)
        if step.note:
            what.append(_cut(step.note, _TITLE * 2))
        status = step.status
        said.append(text(language, "orders-step", when=_briefly(language, step.at, unit, now), what=_joined(language, what)))
    heading = text(language, "orders-course", city=unit.named(language)["city"])
    return "\n".join([heading, *said]) if len(said) > 1 else ""


def _briefly(language: str, when: datetime, unit: Unit, now: datetime) -> str:
    """`пн, 23 ноября, 10:05`."""
    return f"{date_words(language, when, unit.time_zone, now)}, {clock_time(when, unit.time_zone)}"


def _joined(language: str, what: Sequence[str]) -> str:
    return "; ".join(what) or text(language, "orders-step-estimate")


def _moved(language: str, step: Step, unit: Unit, now: datetime) -> list[str]:
    """What happened to the promised time at this step."""
    if step.promised_before is None:
        return []
    before = _briefly(language, step.promised_before, unit, now)
    if step.promised_at is None:
        return [text(language, "orders-step-unpromised", before=before)]
    return [text(language, "orders-step-moved", before=before, after=_briefly(language, step.promised_at, unit, now))]


def parts_card(language: str, order: PartsOrder, unit: Unit, steps: Sequence[Step], now: datetime) -> Screen:
    """The parts order's card."""
    named = unit.named(language)
    said = [text(language, "orders-now", status=status_words(language, order.status, parts=True))]
    said += expected(language, order, unit, now)
    said.append(text(language, "orders-parts-next", status=order.status))
    if order.status == "arrived":
        said.append(_where(language, unit, now))
    head = [
        text(language, "orders-parts-title", ref=order.ref),
        text(language, "orders-unit", unit=named["name"], city=named["city"]),
    ]
    blocks = ["\n".join(head), "\n".join(said), _items(language, order.items)]
    course = [_course(language, steps[-count:] if count else (), unit, now, parts=True) for count in _STEPS]
    return _fitting(blocks, course, _buttons(language, order.public_id))


def _items(language: str, items: Sequence[dict[str, object]]) -> str:
    said = []
    for item in items[:_LINES]:
        title = str(item.get("title") or item.get("name") or item.get("article") or "").strip()
        if title:
            said.append(text(language, "orders-item", title=_cut(title), quantity=_quantity(item.get("quantity"))))
    if len(items) > _LINES:
        said.append(text(language, "orders-more", count=len(items) - _LINES))
    return "\n".join([text(language, "orders-items"), *said]) if said else ""


def _quantity(given: object) -> str:
    """Other systems' items are free in form: a number is shown, anything else counts as one."""
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return "none"
    try:
        number = Decimal(str(given))
    except ArithmeticError:
        return "none"
    return _times(number) if number.is_finite() and 0 < number < 10**6 else "none"


def _times(quantity: Decimal) -> str:
    """`4`, `4.5`, without the zeros of a stored figure; `none` for a single one."""
    return "none" if quantity == 1 else f"{quantity.normalize():f}"


def _buttons(language: str, public_id: str) -> Rows:
    return (
        (button(text(language, "orders-ask"), f"o:{public_id}:ask"),),
        (button(text(language, "orders-all"), "o:list"),),
    )


def _cut(words: str, length: int = _TITLE) -> str:
    """The beginning, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"
