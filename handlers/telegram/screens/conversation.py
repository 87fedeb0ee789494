"""What a client is told about their question."""

from collections.abc import Sequence
from datetime import datetime

from handlers.telegram.screens import Screen, button
from handlers.telegram.screens.welcome import menu_buttons
from services.requests.models import Accepted
from services.texts import moment, text
from services.units import Unit

_CALLED = {"booking": "booking", "claim": "claim", "warranty": "claim"}  # a complaint is no question


def accepted(language: str, taken: Accepted, unit: Unit | None, units: Sequence[Unit], now: datetime) -> Screen | None:
    """The receipt (G3): number, who answers, by when. None when silence is right: the talk goes on with a person."""
    parts = _alarm(language, taken, unit, now)
    if taken.outcome in {"opened", "reopened", "requeued"}:
        parts += _receipt(language, taken, unit, now)
    elif taken.after_mark and taken.outcome == "joined":
        parts.append(text(language, "rated-reason", number=str(taken.number)))
    elif taken.outcome in {"thanks", "greeting"}:
        parts.append(text(language, f"{taken.outcome}-reply"))
    if not parts:
        return None
    if taken.outcome == "opened" and not taken.unit_known:
        return Screen("\n\n".join([*parts, text(language, "request-which-unit")]), _unit_buttons(language, taken, units))
    if taken.outcome == "greeting":
        return Screen("\n\n".join(parts), menu_buttons(language))
    return Screen("\n\n".join(parts))


def _alarm(language: str, taken: Accepted, unit: Unit | None, now: datetime) -> list[str]:
    if taken.alarm is None:
        return []
    lines = [text(language, f"safety-{taken.alarm}")]
    if taken.alarm == "danger" and unit and unit.phone:
        opens = _opens(language, unit, now)
        lines.append(
            text(language, "safety-danger-phone", phone=unit.phone, open="no" if opens else "yes", opens=opens or "none")
        )
    return [" ".join(lines)]


def _opens(language: str, unit: Unit, now: datetime) -> str:
    """When it opens next; empty while it is open."""
    at = unit.hours.next_opening(now)
    if at == now:
        return ""
    return moment(language, at, unit.time_zone, unit.named(language)["city"], now) if at else "none"


def _receipt(language: str, taken: Accepted, unit: Unit | None, now: datetime) -> list[str]:
    """And while the station is closed: its telephone, and from when on somebody answers it."""
    said = [_answer_due(language, taken, unit, now)]
    if taken.rush and taken.alarm != "danger":
        said.append(text(language, "receipt-rush"))
    opens = _opens(language, unit, now) if unit is not None else ""
    if unit is not None and unit.phone and opens and taken.alarm != "danger" and taken.unit_id == unit.id:
        said.append(text(language, "receipt-phone", phone=unit.phone, opens=opens))
    return said


def _answer_due(language: str, taken: Accepted, unit: Unit | None, now: datetime) -> str:
    due = "none"
    if taken.alarm == "danger" and taken.open_now:  # nobody in danger is told a minute to wait for
        due = "soon"
    elif taken.due_at is not None and unit is not None:
        due = moment(language, taken.due_at, unit.time_zone, unit.named(language)["city"], now, by=True)
    named = unit.named(language)["name"] if unit and taken.unit_id == unit.id else ""
    who = text(language, "receipt-who", where="unit" if named else "chain", unit=named)
    return text(
        language, f"request-{taken.outcome}", number=str(taken.number), who=who, due=due, open="yes" if taken.open_now else "no",
        what=_CALLED.get(taken.request_type, "other"),
    )  # fmt: skip


def _unit_buttons(language: str, taken: Accepted, units: Sequence[Unit]) -> tuple[tuple[dict[str, str], ...], ...]:
    rows = []
    for unit in units[:18]:  # telegram.md §1: keep a keyboard under twenty buttons
        named = unit.named(language)
        rows.append((button(f"{named['city']}, {named['name']}"[:60], f"u:{taken.number}:{unit.id}"),))
    return (*rows, (button(text(language, "button-unit-unknown"), f"u:{taken.number}:0"),))


def unit_settled(language: str, taken: Accepted, unit: Unit | None, now: datetime) -> Screen:
    """What replaces the question about the station: the receipt once more, in the hours of that station. `unit` holds the hours."""
    known = unit is not None and taken.unit_id == unit.id
    if taken.due_at is None:
        key = "unit-chosen" if known else "unit-unknown-later"
        return Screen(text(language, key, number=str(taken.number), unit=unit.named(language)["name"] if unit else ""))
    parts = [*_alarm(language, taken, unit, now), *_receipt(language, taken, unit, now)]
    return Screen("\n\n".join(parts if known else [*parts, text(language, "unit-unknown")]))


def rated(language: str, number: str, mark: str, *, reopened: bool, due: str = "none") -> Screen:
    """What replaces the row of marks. `due`: by when somebody comes back to what is open again."""
    if reopened:
        return Screen(text(language, "rated-reopened", number=number, due=due))
    return Screen(text(language, "rated-thanks", number=number, mark=mark))
