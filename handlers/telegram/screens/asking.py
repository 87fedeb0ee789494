"""The questions of a script, one to a message."""

from collections.abc import Sequence

from handlers.telegram.screens import Button, Screen, button
from services.garage.models import Vehicle, vehicle_title
from services.scripts.asking import Question
from services.scripts.models import spoken_in
from services.texts import has_text, shown_phone, text

_VEHICLES_SHOWN = 6
_ECHOED = frozenset({"vin", "plate", "mileage", "phone", "order"})  # what is easily mistyped is said back


def question_screen(
    language: str, question: Question, dialogue: str, *, lead: str = "", garage: Sequence[Vehicle] = ()
) -> Screen:
    """The question with its ways on; `garage`: vehicles to choose from."""
    field, rows = question.field, list[tuple[Button, ...]]()
    for place, choice in enumerate(field.choices if field.kind == "choice" else ()):
        rows.append((button(spoken_in(choice.label, language)[:60], _data(dialogue, field.code, f"c{place}")),))
    if field.kind == "vehicle" and garage:
        rows += [
            (button(vehicle_title(one, language)[:60], _data(dialogue, field.code, f"v{one.public_id}")),)
            for one in garage[:_VEHICLES_SHOWN]
        ]
        rows.append((button(text(language, "script-other-vehicle"), _data(dialogue, field.code, "other")),))
    skip = button(text(language, "script-skip"), _data(dialogue, field.code, "skip"))
    enough = button(text(language, "script-enough"), _data(dialogue, field.code, "enough"))
    rows.append((skip, enough) if question.left > 1 else (skip,))
    return Screen("\n\n".join(part for part in (lead, spoken_in(field.ask, language)) if part), tuple(rows))


def lead(language: str, question: Question) -> str:
    """What stands above the first question."""
    return text(language, "script-lead", count=question.left)


def noted(language: str, question: Question, value: object) -> str:
    """What stands above the next question once this one is answered."""
    field = question.field
    if field.kind not in _ECHOED:
        return text(language, "script-noted")
    shown = shown_phone(str(value)) if field.kind == "phone" else str(value)
    return text(language, "script-noted-value", label=spoken_in(field.label, language), value=shown)


def hint(language: str, question: Question, *, length: int = 0) -> str:
    """How the answer was meant, told once."""
    key = f"script-hint-{question.field.kind}"
    return text(language, key, length=length) if has_text(language, key) else text(language, "script-hint")


def _data(dialogue: str, code: str, verb: str) -> str:
    """At most 64 bytes (telegram.md §1): 2 + 8 + 1 + 32 + 1 + 17."""
    return f"s:{dialogue}:{code}:{verb}"
