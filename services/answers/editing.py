"""Writing and changing typical answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.answers.variables import check_variables
from services.editing import checked, spoken, unchanged, update, within
from services.errors import Refused, invalid
from services.requests.messages import clean
from services.requests.models import MAX_TEXT, TYPES
from services.staff.models import Staff
from services.staff.rights import demand, edits_unit, sees_settings
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import LANGUAGES
from services.units import Unit, unit_by_code

_COLUMNS = "id, title, body, type, unit_id, position, active"


@dataclass(frozen=True, slots=True)
class AnswerData:
    """An answer as it is edited; empty `type`: for requests of any type, empty `unit` (a code): for every unit."""

    title: Mapping[str, str]
    body: Mapping[str, str]
    type: str = ""
    unit: str = ""
    position: int | str = 100
    active: bool = True


async def answers_to_edit(reader: Reader, staff: Staff) -> list[dict[str, Any]]:
    """All answers that hold where this person works, each with `mine`: whether they may change it. Agents' own ones are theirs."""
    demand(sees_settings(staff))
    rows = await reader.rows(
        f"SELECT {_COLUMNS} FROM typical_answer WHERE staff_id IS NULL ORDER BY active DESC, type NULLS FIRST, position, id"
    )
    told = [row for row in rows if staff.works_in(row["unit_id"])]
    return [dict(row) | {"mine": edits_unit(staff, row["unit_id"])} for row in told]


async def answer_to_edit(reader: Reader, staff: Staff, answer_id: int) -> dict[str, Any]:
    """One of them. Raises Refused `not-found`, `forbidden`."""
    row = await reader.row(f"SELECT {_COLUMNS} FROM typical_answer WHERE id = $1 AND staff_id IS NULL", answer_id)
    if row is None or not sees_settings(staff):
        raise Refused("not-found")
    demand(edits_unit(staff, row["unit_id"]))
    return dict(row)


async def add_answer(tx: Tx, staff: Staff, data: AnswerData) -> int:
    """A new answer; returns its id. Raises Refused `forbidden`, `invalid`."""
    values = await _checked(tx, staff, data)
    answer_id = await tx.value(
        "INSERT INTO typical_answer (title, body, type, unit_id, position, active) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        *values.values(),
    )
    tx.event(
        "answer.added", f"answer:{answer_id}", unit_id=values["unit_id"], changes={n: [None, v] for n, v in values.items()}
    )
    return int(answer_id)


async def change_answer(tx: Tx, staff: Staff, answer_id: int, data: AnswerData, *, seen: str | None = None) -> None:
    """Write what differs. Raises Refused `not-found`, `forbidden`, `invalid`."""
    await tx.execute("SELECT FROM typical_answer WHERE id = $1 FOR NO KEY UPDATE", answer_id)
    before = await answer_to_edit(tx, staff, answer_id)
    unchanged(before, seen)
    changes = await update(tx, "typical_answer", answer_id, before, await _checked(tx, staff, data))
    if changes:
        tx.event("answer.changed", f"answer:{answer_id}", unit_id=before["unit_id"], changes=changes)


async def remove_answer(tx: Tx, staff: Staff, answer_id: int) -> None:
    """Delete it; the audit trail keeps its words. Raises Refused `not-found`, `forbidden`."""
    before = await answer_to_edit(tx, staff, answer_id)
    await tx.execute("DELETE FROM typical_answer WHERE id = $1", answer_id)
    changes = {name: [value, None] for name, value in before.items() if name != "id"}
    tx.event("answer.removed", f"answer:{answer_id}", unit_id=before["unit_id"], changes=changes)


async def _checked(tx: Tx, staff: Staff, data: AnswerData) -> dict[str, Any]:
    unit = await unit_by_code(tx, data.unit) if data.unit else None
    return checked({
        "title": partial(spoken, "title", data.title),
        "body": partial(body_of, data.body),
        "type": partial(_type, data.type),
        "unit_id": partial(_unit_id, staff, data.unit, unit),
        "position": partial(within, "position", data.position, 0, 999),
        "active": lambda: data.active,
    })  # fmt: skip


def _type(code: str) -> str | None:
    if code and code not in TYPES:
        raise invalid("type", "unknown")
    return code or None


def _unit_id(staff: Staff, code: str, unit: Unit | None) -> int | None:
    if code and unit is None:
        raise invalid("unit", "unknown")
    if not edits_unit(staff, unit.id if unit else None):
        raise invalid("unit", "not yours to give")
    return unit.id if unit else None


def body_of(texts: Mapping[str, str]) -> dict[str, str]:
    """The words of an answer per language; lines are kept: it is a message. Raises Refused `invalid`, also for an unknown variable."""
    found = {language: clean(texts.get(language, "")).strip() for language in LANGUAGES}
    for language, words in found.items():
        if len(words) > MAX_TEXT:
            raise invalid(f"body.{language}", "too long")
        check_variables(f"body.{language}", words)
    if not any(found.values()):
        raise invalid(f"body.{LANGUAGES[0]}", "required")
    return {language: words for language, words in found.items() if words}
