"""Which script holds."""

from collections.abc import Mapping

from services.requests.models import TYPES
from services.scripts.defaults import default_script
from services.scripts.models import Script, as_script
from services.storage.reader import Reader

_ROW = "SELECT unit_id, body FROM script WHERE type = $1 AND (unit_id = $2 OR unit_id IS NULL) ORDER BY unit_id LIMIT 1"
_ROWS = "SELECT DISTINCT ON (type) type, unit_id, body FROM script WHERE unit_id = $1 OR unit_id IS NULL ORDER BY type, unit_id"


async def script_of(reader: Reader, request_type: str, unit_id: int | None) -> Script:
    """The script that holds in this unit (None: not known yet): its own, else the chain's, else the default."""
    row = await reader.row(_ROW, request_type, unit_id)
    return as_script(request_type, row["unit_id"], row["body"]) if row else default_script(request_type)


async def scripts_of(reader: Reader, unit_id: int | None) -> Mapping[str, Script]:
    """The scripts of all request types, in the order of TYPES, as they hold in this unit."""
    found = {row["type"]: as_script(row["type"], row["unit_id"], row["body"]) for row in await reader.rows(_ROWS, unit_id)}
    return {name: found.get(name) or default_script(name) for name in TYPES}
