"""The append-only record of what happened: for the API's readers, the console's live view and the audit trail."""

from services.requests.view import Viewer
from services.storage.paging import HORIZON, Page, cursor_of, parse_cursor
from services.storage.reader import Reader


async def list_events(reader: Reader, viewer: Viewer, *, after: str | None = None, limit: int = 50) -> Page:
    """Events in commit-safe order. A source sees those of its requests, staff those of requests they may read."""
    xid, row_id = parse_cursor(after)
    condition, args = viewer.condition(4)
    visible = (
        "true"
        if condition == "true"
        else "(e.subject LIKE 'request:%' AND EXISTS "
        f"(SELECT FROM request r WHERE r.number = substr(e.subject, 9)::bigint AND {condition}))"
    )
    rows = await reader.rows(
        f"SELECT e.* FROM event e WHERE (e.xid, e.id) > ($1::text::xid8, $2::bigint) AND e.xid < {HORIZON} AND {visible} "
        "ORDER BY e.xid, e.id LIMIT $3",
        xid, row_id, limit, *args,
    )  # fmt: skip
    return Page(rows, cursor_of(rows, "id", limit))


async def last_cursor(reader: Reader) -> str:
    """The cursor after everything that is safe to read now: where a live view begins."""
    row = await reader.row(f"SELECT xid::text, id FROM event WHERE xid < {HORIZON} ORDER BY xid DESC, id DESC LIMIT 1")
    return f"{row['xid']}-{row['id']}" if row else "0-0"
