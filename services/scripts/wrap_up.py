"""What is missing before a request can be closed, and what is remembered of its closing (W3)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from services.editing import plain
from services.errors import Refused, invalid
from services.requests.models import OUTCOMES, Request
from services.scripts.known import known_of
from services.scripts.models import NEXTS, SETTLING, NextStep, Result, Script
from services.scripts.reading import script_of
from services.scripts.values import normal_value
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx

FARTHEST = timedelta(days=2 * 366)
LONGEST_TITLE = 300  # characters
# Made from this request, or the one it is about: that one must be still to come, not the visit that is complained of.
_VISIT = """
SELECT EXISTS (
    SELECT FROM appointment a JOIN request r ON r.number = $1
    WHERE a.client_id = r.client_id AND (a.request_number = r.number AND a.status NOT IN ('hold', 'cancelled', 'no_show')
        OR a.id = r.appointment_id AND a.status IN ('booked', 'confirmed', 'arrived'))
)
"""
_PUT = """
INSERT INTO wrap_up (request_number, round, unit_id, type, outcome, result, next, at, staff_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (request_number, round) DO UPDATE SET unit_id = excluded.unit_id, type = excluded.type, outcome = excluded.outcome,
    result = excluded.result, next = excluded.next, at = excluded.at, staff_id = excluded.staff_id, rating = NULL, reopened_at = NULL
"""


async def missing_to_close(
    reader: Reader, number: int, *, outcome: str | None, summary: str | None, result: str | None = None,
    fields: Mapping[str, Any] | None = None, next_step: NextStep | None = None,
) -> list[str]:  # fmt: skip
    """In the contract's words: `outcome`, `summary`, `fields.<code>` in the script's order, `next.visit`, `next.title`, `next.due_at`.

    `fields` are those that come with the wrap-up. `next_step` None: that of the result, where it has one. Raises Refused `invalid` on
    `outcome`, `result`, `fields.<code>`, `next`, `next.title`, `next.due_at`.
    """
    row = await reader.row("SELECT type, unit_id, now() AS now FROM request WHERE number = $1", number)
    if row is None:
        raise Refused("not-found")
    script = await script_of(reader, row["type"], row["unit_id"])
    outcome, known_result = settled_as(script, outcome, result)
    step = step_of(known_result, next_step)
    given = {
        field.code
        for field in script.fields
        if fields and normal_value(field, fields.get(field.code), row["now"].date()) is not None
    }
    return [
        *(name for name, value in (("outcome", outcome), ("summary", summary)) if not (value or "").strip()),
        *await missing_fields(reader, number, script, outcome, known_result, given=given),
        *await missing_next(reader, number, step),
    ]


def settled_as(script: Script, outcome: str | None, result: str | None) -> tuple[str | None, Result | None]:
    """The outcome, which a result may say by itself, and the result. Raises Refused `invalid` on `outcome` or `result`."""
    outcome, result = (outcome or "").strip() or None, (result or "").strip() or None
    if outcome is not None and outcome not in OUTCOMES:
        raise invalid("outcome", "unknown")
    found = script.result(result) if result is not None else None
    if result is not None and found is None:
        raise invalid("result", "unknown")
    if found is not None and outcome not in {None, found.outcome}:
        raise invalid("result", "of another outcome")
    return (found.outcome if found is not None else outcome), found


def step_of(result: Result | None, chosen: NextStep | None) -> NextStep:
    """What was chosen, else what the result leads to. Raises Refused `invalid` on `next`."""
    step = chosen or NextStep(result.next if result is not None else "none")
    if step.kind not in NEXTS:
        raise invalid("next", "unknown")
    return replace(step, title=plain(step.title))


async def missing_fields(
    reader: Reader, number: int, script: Script, outcome: str | None, result: Result | None, *, given: set[str] | None = None
) -> list[str]:  # fmt: skip
    """Fields that the outcome or the result requires and nobody knows."""
    required = set(result.requires) if result is not None else set()
    if outcome in SETTLING:
        required |= {field.code for field in script.fields if field.required}
    required -= given or set()
    if not required:
        return []
    known = await known_of(reader, number, script)
    return [f"fields.{field.code}" for field in script.fields if field.code in required and field.code not in known]


async def missing_next(reader: Reader, number: int, step: NextStep) -> list[str]:
    """What the next step lacks."""
    if step.kind == "visit":
        return [] if await reader.value(_VISIT, number) else ["next.visit"]
    missing = ["next.title"] if step.kind == "recommendation" and not step.title else []
    return [*missing, "next.due_at"] if step.kind in {"recommendation", "promise"} and step.due_at is None else missing


def check_next(tx: Tx, step: NextStep) -> None:
    """Raises Refused `invalid` on `next.title` or `next.due_at`."""
    if len(step.title) > LONGEST_TITLE:
        raise invalid("next.title", "too long")
    if step.due_at is None or step.kind not in {"recommendation", "promise"}:
        return
    if step.due_at <= tx.now:
        raise invalid("next.due_at", "past")
    if step.due_at - tx.now > FARTHEST:
        raise invalid("next.due_at", "too far")


async def remember(
    tx: Tx, staff: Staff, request: Request, *, outcome: str, result: Result | None, step: NextStep
) -> None:  # fmt: skip
    """This closing, for the figures: what it came to is not lost when the request opens again."""
    await tx.execute(
        _PUT, request.number, request.reopened, request.unit_id, request.type, outcome, result.code if result else None, step.kind,
        tx.now, staff.id,
    )  # fmt: skip


async def rated(tx: Tx, request: Request, mark: int) -> None:
    """The client's mark for this closing."""
    await tx.execute(
        "UPDATE wrap_up SET rating = $3 WHERE request_number = $1 AND round = $2", request.number, request.reopened, mark
    )


async def opened_again(tx: Tx, request: Request) -> None:
    """It had not settled the matter. `request` as it was while it was closed."""
    await tx.execute(
        "UPDATE wrap_up SET reopened_at = $3 WHERE request_number = $1 AND round = $2", request.number, request.reopened, tx.now
    )
