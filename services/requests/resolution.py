"""The clock until a matter is settled: it stands still while the client is waited for."""

from services.requests.deadlines import unit_of
from services.storage.tx import Tx
from services.units import Unit


async def resume_resolution(tx: Tx, number: int, unit: Unit | None = None) -> None:
    """What was left of it in working time runs on from now; where it had run out, it stays so. `unit`: whose hours hold, if at hand."""
    row = await tx.row(
        "SELECT unit_id, resolve_due, resolve_paused_at FROM request WHERE number = $1 AND resolve_paused_at IS NOT NULL",
        number,
    )
    if row is None:
        return
    hours = unit or await unit_of(tx, row["unit_id"])
    due, paused = row["resolve_due"], row["resolve_paused_at"]
    if hours is not None and due > paused:
        left = hours.hours.working_between(paused, due)
        due = hours.hours.add_working(tx.now, left.total_seconds() / 60)
    await tx.execute("UPDATE request SET resolve_due = $2, resolve_paused_at = NULL WHERE number = $1", number, due)
