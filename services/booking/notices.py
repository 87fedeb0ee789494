"""What a client is told about a visit that somebody else booked, moved or cancelled."""

from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from services.booking.models import Visit
from services.reminders.planning import notice_due, plan_rows
from services.reminders.quiet import Due
from services.storage.tx import Tx

What = Literal["booked", "moved", "cancelled"]


def notice(visit: Visit, what: What, now: datetime) -> tuple[str, Due]:
    """The row of the ledger that has the client told in their chat: within a second, or when the quiet hours are over. Once per version
    of the visit. A client without a chat is told nothing; the ledger says so."""
    kind = f"visit_{what}"
    return kind, notice_due(kind, visit.starts_at, now, ZoneInfo(visit.time_zone))


async def tell(tx: Tx, visit: Visit, what: What) -> None:
    """Have the client told. Call it after `services.reminders.planning.visit_changed`, only where the client did not do it themselves."""
    await plan_rows(tx, visit, [notice(visit, what, tx.now)])
