"""Back in the queue: the clocks go on, and nothing that is owed lies there without one."""

from services.requests.deadlines import clocks_of
from services.requests.models import Limits
from services.requests.resolution import resume_resolution
from services.storage.tx import Tx

_WITHOUT_CLOCK = """
SELECT unit_id FROM request WHERE number = $1 AND state = 'queued' AND next_answer_due IS NULL AND promise_due IS NULL
    AND handoff_due IS NULL AND silent_days IS NULL
"""


async def clocks_go_on(tx: Tx, number: int) -> None:
    """Settling runs on. Where a call is owed, or whatever else, and neither an answer nor a promise falls due, those it comes to next have
    the time of a hand-over (P5); what had that already gets no more of it."""
    await resume_resolution(tx, number)
    row = await tx.row(_WITHOUT_CLOCK, number)
    if row is None:
        return
    due = (await clocks_of(tx, row["unit_id"], Limits())).handoff(tx.now)  # of which no limit is a part
    await tx.execute("UPDATE request SET handoff_due = $2 WHERE number = $1", number, due)
