"""Clients who never write again: nobody leads their matter by now, and it must not wait for ever (W3, W6)."""

from datetime import timedelta

from services.requests.models import Limits
from services.requests.resolution import resume_resolution
from services.requests.snoozing import SNOOZED
from services.storage.tx import Tx

# What was alarming so long ago, and has been answered, is over: as in a request that opens again.
_COME_BACK = f"""
UPDATE request SET state = 'queued', waiting_since = $2, silent_days = $3, returned = true, alarm = nullif(alarm, 'danger'),
    urgent = coalesce(alarm = 'law', false)
WHERE number IN (SELECT number FROM request r WHERE state = 'waiting_client' AND agent_id IS NULL AND last_agent_at <= $1
    AND NOT {SNOOZED} ORDER BY last_agent_at, number LIMIT 500 FOR NO KEY UPDATE SKIP LOCKED)
RETURNING number, unit_id
"""


async def bring_back_silent(tx: Tx, limits: Limits) -> int:
    """Requests that nobody leads, and whose client has said nothing for `silent_days` since we last spoke, are for somebody to ask once
    more or to close; returns how many. Nobody waits: they have no clock but settling's, and give way to those who do."""
    if not limits.silent_days:
        return 0
    rows = await tx.rows(_COME_BACK, tx.now - timedelta(days=limits.silent_days), tx.now, limits.silent_days)
    for row in rows:
        await resume_resolution(tx, row["number"])
        tx.event(
            "request.queued", f"request:{row['number']}", unit_id=row["unit_id"], why="client silent", days=limits.silent_days
        )
    return len(rows)
