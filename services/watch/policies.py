"""Reading how nobody is forgotten."""

from services.storage.reader import Reader
from services.watch.models import Watch, as_watch


async def watch_of(reader: Reader, unit_id: int | None) -> Watch:
    """The rules that hold in this unit: its own, else the chain's, else the usual ones."""
    row = await reader.row(
        "SELECT unit_id, rules FROM watch_policy WHERE unit_id = $1 OR unit_id IS NULL ORDER BY unit_id LIMIT 1", unit_id
    )
    return as_watch(row["unit_id"], row["rules"]) if row else Watch()
