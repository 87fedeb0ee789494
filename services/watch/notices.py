"""Telling staff: a row for each person, shown in the console until it was seen, and carried to Telegram (`mailing.py`)."""

from collections.abc import Collection
from typing import Any

from services.storage.reader import Reader
from services.storage.tx import Tx

WHATS = (
    "nudge", "lapsed", "missed", "escalated", "promise_soon", "promise_slips", "danger", "withdrawn", "rush", "rush_over",
    "mention", "woken", "asked", "question_reminded", "question_answered", "question_withdrawn", "question_overdue",
    "many_hands", "group_gone",
)  # fmt: skip
# To whom it has to get at once; the others are gathered, so that a flood of them is one message.
URGENT = frozenset(
    {
        "nudge",
        "lapsed",
        "promise_soon",
        "promise_slips",
        "danger",
        "withdrawn",
        "asked",
        "question_reminded",
        "question_answered",
    }
)


async def notify(tx: Tx, staff_ids: Collection[int], what: str, number: int | None = None, **data: Any) -> None:
    """Tell each of these people. `what` is one of WHATS, `number` the request it is about, `data` what its text needs."""
    await tx.execute(
        "INSERT INTO staff_notice (staff_id, what, request_number, at, data, urgent) "
        "SELECT id, $2, $3, $4, $5, $6 FROM staff WHERE id = ANY ($1::integer[]) AND active",
        sorted(set(staff_ids)), what, number, tx.now, data, what in URGENT,
    )  # fmt: skip
    tx.event("staff.told", "staff", what=what, request=number)


async def heads_of(reader: Reader, unit_id: int | None) -> list[int]:
    """Who heads this unit (None: any); where nobody does, the directors."""
    heads = await reader.rows(
        "SELECT id FROM staff WHERE active AND role = 'head' AND (unit_ids = '{}' OR $1::integer IS NULL OR $1 = ANY (unit_ids))",
        unit_id,
    )
    return [row["id"] for row in heads] or await of_role(reader, "director")


async def of_role(reader: Reader, role: str) -> list[int]:
    """Everybody active in this role."""
    return [row["id"] for row in await reader.rows("SELECT id FROM staff WHERE active AND role = $1", role)]
