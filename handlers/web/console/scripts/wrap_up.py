"""Closing by the script (W3): its results by outcome, what they cannot do without, and what follows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import count
from typing import Any, cast
from zoneinfo import ZoneInfo

from handlers.web.console.forms import Form
from handlers.web.console.moments import local_moment
from handlers.web.console.scripts.panel import Line, line
from handlers.web.console.words import Place, Words
from services.booking.reading import visits_of_request
from services.errors import invalid
from services.requests.models import OUTCOMES
from services.scripts.models import NEXTS, SETTLING, Next, NextStep, Result, Script, spoken_in
from services.scripts.shown import Sheet, fill_in
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

_DIGITS = 9
_SAID = frozenset({"no_answer", "spam", "duplicate"})  # outcomes that say it all: one result of theirs stands for them
_MORNING = time(10)  # a day without a time


@dataclass(frozen=True, slots=True)
class Option:
    """What can be chosen: `value` is `outcome`, or `outcome.result`; `digit` the key that chooses it (0: none); `needs` codes of fields."""

    value: str
    name: str
    digit: int
    next: str
    needs: Sequence[str]
    says: str


@dataclass(frozen=True, slots=True)
class Group:
    """An outcome with its results; `name` is empty where the only option says it all."""

    name: str
    options: Sequence[Option]


@dataclass(frozen=True, slots=True)
class Lack:
    """A field that nobody knows, and the names of what it is needed for."""

    line: Line
    values: Sequence[str]
    results: str


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What the form offers."""

    groups: Sequence[Group]
    lacks: Sequence[Lack]
    nexts: Sequence[str] = NEXTS


def wrap_up(sheet: Sheet, words: Words, language: str) -> WrapUp:
    """Of a request; `language` is the client's."""
    groups = list(_groups(sheet.script, words, language))
    options = [(option, group) for group in groups for option in group.options]
    lacks = []
    for field in sheet.script.fields:
        needing = [(option, group) for option, group in options if field.code in option.needs]
        if field.code not in sheet.known and needing:
            names = dict.fromkeys(group.name or option.name for option, group in needing)
            lacks.append(Lack(line(field, sheet, words), [option.value for option, _ in needing], ", ".join(names)))
    return WrapUp(groups, lacks)


def _groups(script: Script, words: Words, language: str) -> Iterator[Group]:
    """In the contract's order of outcomes; keys count through all of them, what stands for the rest of an outcome has none."""
    digits = (digit if digit <= _DIGITS else 0 for digit in count(1))
    for outcome in OUTCOMES:
        required = {field.code for field in script.fields if field.required} if outcome in SETTLING else set()
        label = words.label("outcome", outcome)
        options = [
            Option(
                f"{outcome}.{result.code}", spoken_in(result.label, words.language), next(digits), result.next,
                sorted(required | set(result.requires)), spoken_in(result.message, language),
            )
            for result in script.results if result.outcome == outcome
        ]  # fmt: skip
        if not options:
            yield Group("", [Option(outcome, label, next(digits), "none", sorted(required), "")])
        elif len(options) == 1 and outcome in _SAID:
            yield Group("", options)
        else:
            yield Group(label, [*options, Option(outcome, words("close-other"), 0, "none", sorted(required), "")])


@dataclass(frozen=True, slots=True)
class Typed:
    """A wrap-up as it was typed."""

    outcome: str | None
    result: str | None
    fields: dict[str, str]
    next_step: NextStep | None


def typed_wrap_up(form: Form, script: Script, place: Place) -> Typed:
    """What the form says. Raises Refused `invalid` on `next`, `next.due_at`."""
    outcome, _, result = form["outcome"].strip().partition(".")
    fields = {
        name.removeprefix("fields."): value for name, value in form.values.items() if name.startswith("fields.") and value.strip()
    }  # fmt: skip
    return Typed(outcome or None, result or None, fields, _next_step(form, script.result(result), place))


def _next_step(form: Form, result: Result | None, place: Place) -> NextStep | None:
    """None: nothing was said, and the result leads to nothing that wants words."""
    kind = form["next"] or (result.next if result else "")
    if kind and kind not in NEXTS:
        raise invalid("next", "unknown")
    if not form["next"] and kind not in {"recommendation", "promise"}:
        return None
    return NextStep(cast("Next", kind), form["next.title"].strip(), _due(form, kind, place))


def _due(form: Form, kind: str, place: Place) -> datetime | None:
    if kind == "promise":
        return local_moment("next.due_at", form["next.due_at"], place.zone) if form["next.due_at"].strip() else None
    if kind != "recommendation" or not form["next.day"].strip():
        return None
    moment = local_moment("next.due_at", form["next.day"], place.zone)
    return datetime.combine(moment.astimezone(ZoneInfo(place.zone)).date(), _MORNING, ZoneInfo(place.zone))


async def choose_vehicles(tx: Tx, staff: Staff, number: int, form: Form) -> None:
    """Vehicles of the client's that were chosen rather than described. Raises what `fill_in` raises."""
    for name, chosen in form.values.items():
        if name.startswith("vehicle.") and chosen:
            await fill_in(tx, staff, number, name.removeprefix("vehicle."), vehicle=chosen)


async def offered(reader: Reader, row: Row, sheet: Sheet, words: Words) -> dict[str, Any]:
    """For the page of a request that one leads: what the form offers, and ids of visits that came of it."""
    made = {visit.public_id for visit in await visits_of_request(reader, row["number"]) if visit.status != "cancelled"}
    return {"closing": wrap_up(sheet, words, row["language"]), "made": made}
