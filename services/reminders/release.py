"""Releasing what is due: claimed, looked at again, put into words, settled, and handed to the outbox, in one transaction."""

import structlog

from services.outbox.models import Mail
from services.reminders.ledger import Claimed, Key, claim, settle
from services.reminders.rules import Later, Send, Skip, decide
from services.reminders.visit_mail import Places, places_of, visit_mail
from services.storage.tx import Tx

BATCH = 500
log = structlog.get_logger(__name__)


async def release(tx: Tx, batch: int = BATCH) -> int:
    """Settle up to `batch` messages that are due; returns how many there were. Any number of processes may do this at once.

    Whatever happens to the process, a row is settled with the commit that hands its message on, or not at all.
    """
    rows = await claim(tx, batch)
    if not rows:
        return 0
    places = await places_of(tx, rows)
    await settle(tx, [_released(tx, row, places) for row in rows])
    return len(rows)


def _released(tx: Tx, row: Claimed, places: Places) -> tuple[Key, Send | Skip | Later]:
    """One row's verdict, with its mail. A row that cannot be told is settled as well: it must not stand in the way of the others."""
    verdict = decide(row.now, tx.now)
    if not isinstance(verdict, Send):
        return row.key, verdict
    try:
        mail: Mail = visit_mail(row, verdict, places, tx.now)
    except Exception:
        log.exception("a reminder cannot be put into words", kind=row.key.kind, subject=row.key.subject)
        return row.key, Skip("error")
    tx.send(mail)
    tx.event("reminder.sent", row.key.subject, unit_id=row.unit_id, kind=row.key.kind)
    return row.key, verdict
