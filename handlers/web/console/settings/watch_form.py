"""The rules of watching as fields of a form: numbers by name, minutes by request type, and who is on duty by login."""

from collections.abc import Mapping

from handlers.web.console.forms import Form
from handlers.web.console.settings.frame import Fields
from services.requests.models import TYPES
from services.watch.editing import NUMBERS, as_edited, checked_watch, seen_as
from services.watch.models import Watch


def as_fields(watch: Watch, on_duty: Mapping[str, int]) -> Fields:
    """Rules as they stand in the form; a number that is not set is an empty field, like who may no longer be on duty."""
    stored = as_edited(watch)
    numbers = {name: _typed(stored[name]) for name in NUMBERS}
    resolve = {f"resolve.{name}": _typed(watch.resolve_minutes.get(name)) for name in TYPES}
    rush = {f"rush.{name}": _typed(watch.rush.types.get(name)) for name in TYPES}
    duty = next((login for login, staff_id in on_duty.items() if staff_id == watch.duty_id), "")
    return Fields({"mode": watch.mode, **numbers, **resolve, **rush, "duty": duty, "seen": seen_as(watch)})


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)


def typed_watch(unit_id: int | None, form: Form, on_duty: Mapping[str, int]) -> Watch:
    """The rules that were typed. Raises Refused `invalid` with every mistake."""
    resolve, rush = ({name: form[f"{group}.{name}"] for name in TYPES} for group in ("resolve", "rush"))
    return checked_watch(unit_id, {name: form[name] for name in ("mode", "duty", *NUMBERS)}, resolve, rush, on_duty)
