"""The append-only record of what happened: for the API's readers, the console's live view and the audit trail."""

from services.requests.view import Viewer
from services.storage.paging import HORIZON, Page, cursor_of, parse_cursor
from services.storage.reader import Reader

LOOKED_THROUGH = 5000
# What staff call a request, ask each other about it and say of it among themselves is not for its source.
_NOT_INTERNAL = (
    "AND e.type NOT LIKE 'question.%' AND e.type <> ALL (ARRAY['request.tagged', 'request.qualified', 'request.repeat', "
    "'request.repeat_settled', 'request.card', 'request.phone_verified', 'request.many_hands', 'request.read', 'request.exported']) "
)
_AFTER = "SELECT e.* FROM event e WHERE (e.xid, e.id) > ($1::text::xid8, $2::bigint)"
_AFTER_PLAIN = _AFTER.replace("e.*", "e.id, e.xid, e.type, e.at, e.actor, e.subject, e.unit_id, e.data - 'reason' AS data")
_END = (
    "SELECT e.xid::text AS xid, e.id FROM event e WHERE (e.xid, e.id) > ($1::text::xid8, $2::bigint) "
    f"AND e.xid < {HORIZON} ORDER BY e.xid, e.id OFFSET $3 LIMIT 1"
)


async def list_events(reader: Reader, viewer: Viewer, *, after: str | None = None, limit: int = 50) -> Page:
    """Events in commit-safe order. A source sees those of its requests, staff those of requests they may read.

    For them at most `LOOKED_THROUGH` events are looked through for one page, so that nobody waits for the whole log: a page may be
    short, or empty, and still have a next one.
    """
    xid, row_id = parse_cursor(after)
    condition, args = viewer.condition(4)
    if condition == "true":
        rows = await reader.rows(f"{_AFTER} AND e.xid < {HORIZON} ORDER BY e.xid, e.id LIMIT $3", xid, row_id, limit)
        return Page(rows, cursor_of(rows, "id", limit))
    end = await reader.row(_END, xid, row_id, LOOKED_THROUGH - 1)
    bounds = [end["xid"], end["id"]] if end else []
    until = f"(e.xid, e.id) <= (${len(args) + 4}::text::xid8, ${len(args) + 5}::bigint)" if end else f"e.xid < {HORIZON}"
    chosen, hidden = (_AFTER, "") if viewer.reads_notes else (_AFTER_PLAIN, _NOT_INTERNAL)
    rows = await reader.rows(
        f"{chosen} AND {until} AND e.subject LIKE 'request:%' {hidden}AND EXISTS (SELECT FROM request r "
        f"WHERE r.number = substr(e.subject, 9)::bigint AND {condition} OFFSET 0) ORDER BY e.xid, e.id LIMIT $3",
        xid, row_id, limit, *args, *bounds,
    )  # fmt: skip
    return Page(rows, cursor_of(rows, "id", limit) or (f"{end['xid']}-{end['id']}" if end else None))


async def last_cursor(reader: Reader) -> str:
    """The cursor after everything that is safe to read now: where a live view begins."""
    row = await reader.row(f"SELECT e.xid, e.id FROM event e WHERE e.xid < {HORIZON} ORDER BY e.xid DESC, e.id DESC LIMIT 1")
    return f"{row['xid']}-{row['id']}" if row else "0-0"
