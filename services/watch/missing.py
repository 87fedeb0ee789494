"""What was missed: written down once, told at once, and made good or not (G2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from services.storage.tx import Tx
from services.units import Unit
from services.watch.models import Watch
from services.watch.notices import heads_of, notify, of_role

ANSWERED = ("first_answer", "next_answer", "handoff", "danger", "lease")  # what an answer makes good
PROMISED = ("handoff", "danger", "lease")  # what a promise makes good: the client knows who answers, and by when
_RECORD = """
INSERT INTO missed (request_number, clock, unit_id, staff_id, due_at, at, escalate_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (request_number, clock) WHERE made_good_at IS NULL DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Missed:
    """Something owed in a request was not done by `due_at`. `staff_id`: who led it then, None: nobody had taken it."""

    number: int
    clock: str
    unit_id: int | None
    staff_id: int | None
    due_at: datetime


async def record_missed(
    tx: Tx, missed: Missed, watch: Watch, unit: Unit | None, *, client_told: datetime | None = None
) -> bool:  # fmt: skip
    """Write it down and tell who led the request, the heads and quality control. False: it is known, and not made good yet.

    `client_told`: the new time that the client has just heard; what goes to the director goes there by then.
    """
    escalate_at = _escalates(tx.now, missed, watch, unit)
    if escalate_at is not None and client_told is not None:
        escalate_at = min(escalate_at, client_told)
    sql = (missed.number, missed.clock, missed.unit_id, missed.staff_id, missed.due_at, tx.now, escalate_at)
    if await tx.value(_RECORD, *sql) is None:
        return False
    led = await tx.row("SELECT name, login FROM staff WHERE id = $1", missed.staff_id)
    data = {"clock": missed.clock, "due_at": missed.due_at.isoformat()}
    if client_told is not None:
        data["client_told"] = client_told.isoformat()
    others = {*await heads_of(tx, missed.unit_id), *await of_role(tx, "qa")}
    if missed.staff_id is not None and not (
        missed.clock == "lease" and watch.mode == "chain"
    ):  # there they are told that they lost it
        others.add(missed.staff_id)
    await notify(tx, others, "missed", missed.number, agent=led["name"] if led else "", **data)
    tx.event("request.missed", f"request:{missed.number}", unit_id=missed.unit_id, agent=led["login"] if led else None, **data)
    return True


def _escalates(now: datetime, missed: Missed, watch: Watch, unit: Unit | None) -> datetime | None:
    """When the director hears of it, unless it is made good before (U2)."""
    if missed.clock == "danger":
        return now + timedelta(minutes=watch.danger_minutes)
    if watch.mode != "chain" or not watch.director_minutes or unit is None:
        return None
    return unit.hours.add_working(now, watch.director_minutes)


async def escalate_missed(tx: Tx) -> int:
    """Tell the directors of what the heads have known for long enough; returns how many."""
    rows = await tx.rows(
        "UPDATE missed SET escalated_at = $1, escalate_at = NULL FROM (SELECT m.id, s.name, s.login FROM missed m LEFT JOIN staff s "
        "ON s.id = m.staff_id WHERE m.escalate_at <= $1 AND m.made_good_at IS NULL ORDER BY m.escalate_at LIMIT 200 "
        "FOR NO KEY UPDATE OF m SKIP LOCKED) AS due WHERE missed.id = due.id "
        "RETURNING missed.request_number, missed.clock, missed.unit_id, missed.due_at, due.name, due.login",
        tx.now,
    )  # fmt: skip
    directors = await of_role(tx, "director") if rows else []
    for row in rows:
        data = {"clock": row["clock"], "due_at": row["due_at"].isoformat()}
        await notify(tx, directors, "escalated", row["request_number"], agent=row["name"] or "", **data)
        tx.event("request.escalated", f"request:{row['request_number']}", unit_id=row["unit_id"], agent=row["login"], **data)
    return len(rows)


async def make_good(tx: Tx, number: int, staff_id: int | None, clocks: Collection[str]) -> None:
    """What was missed of these clocks has been done after all: from now on it counts how long it took."""
    rows = await tx.rows(
        "UPDATE missed SET made_good_at = $3, made_good_by = $4 WHERE request_number = $1 AND clock = ANY ($2::text[]) "
        "AND made_good_at IS NULL RETURNING clock, unit_id",
        number, list(clocks), tx.now, staff_id,
    )  # fmt: skip
    for row in rows:
        tx.event("request.made_good", f"request:{number}", unit_id=row["unit_id"], clock=row["clock"])


async def attended(tx: Tx, number: int, staff_id: int) -> None:
    """A sign of life of who leads the request; of others' it changes nothing."""
    await tx.execute("UPDATE request SET attended_at = real_now() WHERE number = $1 AND agent_id = $2", number, staff_id)
