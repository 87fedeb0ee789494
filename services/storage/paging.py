"""Pages that miss nothing. Rows carry the transaction that made them; a reader never goes beyond the oldest one still running, so a
row that commits late cannot slip in behind the cursor."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.errors import invalid
from services.storage.reader import Row

HORIZON = "pg_snapshot_xmin(pg_current_snapshot())"


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor to go on from (None on an empty page of a list that was never begun)."""

    rows: Sequence[Row]
    next: str | None


def parse_cursor(after: str | None) -> tuple[str, int]:
    """`"<xid>-<id>"` → its parts; the beginning when None. Raises Refused `invalid`."""
    if not after:
        return "0", 0
    xid, dash, row_id = after.partition("-")
    if not (dash and xid.isascii() and xid.isdigit() and row_id.isascii() and row_id.isdigit()):
        raise invalid("after", "not a cursor of this list")
    if int(xid) >= 1 << 64 or int(row_id) >= 1 << 63:
        raise invalid("after", "not a cursor of this list")
    return xid, int(row_id)


def cursor_of(rows: Sequence[Row], column: str, limit: int) -> str | None:
    """Where the next page begins; None when this page was not full: there is no next page yet."""
    if len(rows) < limit:
        return None
    return f"{rows[-1]['xid']}-{rows[-1][column]}"
