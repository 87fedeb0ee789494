"""Planning: rows of the ledger, written in the transaction of their cause. Nothing is ever sent from here."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from services.booking.models import OPEN, Visit
from services.outbox.about import drop
from services.reminders import quiet
from services.reminders.quiet import Due
from services.reminders.rules import RULES
from services.storage.tx import Tx

VISIT_KINDS = ("visit_24h", "visit_2h", "unconfirmed")
NOTICES = ("visit_booked", "visit_moved", "visit_cancelled")

_INSERT = """
INSERT INTO reminder (kind, subject, occurrence, client_id, unit_id, due_at, state, why, planned_at, settled_at)
SELECT kind, $1, $2, $3, $4, due_at, CASE why WHEN '' THEN 'planned' ELSE 'skipped' END, why, $5::timestamptz,
    CASE WHEN why <> '' THEN $5::timestamptz END
FROM unnest($6::text[], $7::timestamptz[], $8::text[]) AS r (kind, due_at, why)
ON CONFLICT DO NOTHING
"""
# That a visit is cancelled stays worth saying when it is.
_OVER = """
UPDATE reminder SET state = 'skipped', why = $4, settled_at = $5
WHERE kind = ANY($1::text[]) AND subject = $2 AND occurrence < $3 AND state = 'planned'
"""


async def visit_changed(tx: Tx, visit: Visit, also: Sequence[tuple[str, Due]] = ()) -> None:
    """Call after every booking, move, cancellation or end of a visit, before the commit; calling it again changes nothing.

    Plans the reminders of the visit's version, settles those of earlier ones (or all, where it is over), and takes back what waits
    in the outbox about them. `also`: what the client is told besides (`booking.notices.notice`). The hours of "booked less than …
    ahead" count from the decision: the booking or the last move.
    """
    if visit.status == "hold":
        return
    is_open = visit.status in OPEN
    kinds = [*VISIT_KINDS, *(kind for kind in NOTICES if kind != "visit_cancelled")]
    why = "moved" if is_open else ("cancelled" if visit.status == "cancelled" else "over")
    if not is_open or visit.version > 1:
        await tx.execute(_OVER, kinds, visit.subject, visit.version + (0 if is_open else 1), why, tx.now)
        await drop(tx, f"{visit.subject}:{visit.version - 1}" if is_open else visit.about)
    rows = [*(_visit_rows(visit, tx.now) if is_open else ()), *also]
    if rows:
        await plan_rows(tx, visit, rows)


async def plan_rows(tx: Tx, visit: Visit, rows: Sequence[tuple[str, Due]]) -> None:
    """Rows of this version of a visit; those that are there already stay as they are."""
    await tx.execute(
        _INSERT, visit.subject, visit.version, visit.client_id, visit.unit_id, tx.now,
        [kind for kind, _ in rows], [due.at for _, due in rows], [due.why for _, due in rows],
    )  # fmt: skip


def _visit_rows(visit: Visit, now: datetime) -> list[tuple[str, Due]]:
    zone = ZoneInfo(visit.time_zone)
    moments = (quiet.day_before, quiet.hours_before, quiet.unconfirmed)
    return [(kind, moment(visit.starts_at, now, zone)) for kind, moment in zip(VISIT_KINDS, moments, strict=True)]


def notice_due(what: str, starts_at: datetime, now: datetime, zone: ZoneInfo) -> Due:
    """When a client is told what was done with their visit: at once, in quiet hours at the next allowed minute.

    At once, too, where the visit would have begun before the morning: then it makes no sound (see `rules.py`).
    """
    rule = RULES[what]
    morning = rule.window.next(now, zone)
    return Due(morning if starts_at - morning >= rule.morning else now)
