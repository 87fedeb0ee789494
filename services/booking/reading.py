"""Reading visits. Holds are never listed: they are a decision being made."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.booking.models import OPEN, Visit
from services.catalog.models import Work
from services.catalog.queries import as_work
from services.storage.paging import HORIZON, cursor_of, parse_cursor
from services.storage.reader import Reader, Row

VISIT_ROWS = """
SELECT a.*, u.code AS unit_code, u.time_zone, (
    SELECT coalesce(jsonb_agg(jsonb_build_array(w.code, w.title, aw.minutes) ORDER BY aw.position), '[]')
    FROM appointment_work aw JOIN work w ON w.id = aw.work_id WHERE aw.appointment_id = a.id
) AS works
FROM appointment a JOIN unit u ON u.id = a.unit_id
"""

REMEMBERED = 100  # visits of one client that are shown


def as_visit(row: Row) -> Visit:
    """A row of `VISIT_ROWS`."""
    return Visit(
        row["id"], row["public_id"], row["unit_id"], row["unit_code"], row["client_id"], row["vehicle_id"], row["starts_at"],
        row["ends_at"], row["status"], row["expires_at"], row["version"], row["moves"], row["comment"], row["request_number"],
        row["source"], row["chat_id"], row["draft"], row["created_at"], row["cancelled_by"], row["cancel_reason"],
        tuple((code, title, minutes) for code, title, minutes in row["works"]), row["time_zone"],
    )  # fmt: skip


async def visit_of(reader: Reader, public_id: str, *, client_id: int | None = None) -> Visit | None:
    """The visit with this id, whatever became of it; with `client_id` only if it is theirs."""
    row = await reader.row(
        f"{VISIT_ROWS} WHERE a.public_id = $1 AND a.status <> 'hold' AND ($2::bigint IS NULL OR a.client_id = $2)",
        public_id,
        client_id,
    )
    return as_visit(row) if row else None


async def held_visit(reader: Reader, draft: str, client_id: int) -> Visit | None:
    """What came of a dialogue: the hold, or the visit that was booked from it."""
    row = await reader.row(f"{VISIT_ROWS} WHERE a.draft = $1 AND a.client_id = $2", draft, client_id)
    return as_visit(row) if row else None


async def visits_of_client(reader: Reader, client_id: int, *, open_only: bool = True, now: datetime) -> list[Visit]:
    """The client's visits. `open_only`: those still to come or going on, the next one first; else the last `REMEMBERED`, backwards."""
    if not open_only:
        rows = await reader.rows(
            f"{VISIT_ROWS} WHERE a.client_id = $1 AND a.status <> 'hold' ORDER BY a.starts_at DESC LIMIT $2",
            client_id,
            REMEMBERED,
        )
    else:
        rows = await reader.rows(
            f"{VISIT_ROWS} WHERE a.client_id = $1 AND (a.status = ANY ($2::text[]) AND a.ends_at > $3 OR a.status = 'arrived') "
            "ORDER BY a.starts_at, a.id",
            client_id, list(OPEN), now,
        )  # fmt: skip
    return [as_visit(row) for row in rows]


async def list_visits(
    reader: Reader, unit_id: int | None, since: datetime | None = None, until: datetime | None = None, *,
    after: str | None = None, limit: int = 50, within: Sequence[int] | None = None,
) -> tuple[list[Visit], str | None]:  # fmt: skip
    """Visits that start in [since, until), in the order they were booked, and the cursor of the next page: it misses nothing.

    `within`: of these units only (what a member of staff may see). Raises Refused `invalid` on `after`.
    """
    xid, visit_id = parse_cursor(after)
    rows = await reader.rows(
        f"{VISIT_ROWS} WHERE (a.xid, a.id) > ($1::text::xid8, $2::bigint) AND a.xid < {HORIZON} AND a.status <> 'hold' "
        "AND ($3::integer IS NULL OR a.unit_id = $3) AND ($4::timestamptz IS NULL OR a.starts_at >= $4) "
        "AND ($5::timestamptz IS NULL OR a.starts_at < $5) AND ($6::integer[] IS NULL OR a.unit_id = ANY ($6)) "
        "ORDER BY a.xid, a.id LIMIT $7",
        xid, visit_id, unit_id, since, until, within, limit,
    )  # fmt: skip
    return [as_visit(row) for row in rows], cursor_of(rows, "id", limit)


async def unit_day(reader: Reader, unit_id: int, since: datetime, until: datetime) -> list[Visit]:
    """All visits of a unit that start in [since, until), by time, cancelled ones too: the reception's list of the day."""
    rows = await reader.rows(
        f"{VISIT_ROWS} WHERE a.unit_id = $1 AND a.starts_at >= $2 AND a.starts_at < $3 AND a.status <> 'hold' ORDER BY a.starts_at, a.id",
        unit_id, since, until,
    )  # fmt: skip
    return [as_visit(row) for row in rows]


async def visits_of_request(reader: Reader, number: int) -> list[Visit]:
    """What came of a request (W9), the latest first."""
    rows = await reader.rows(f"{VISIT_ROWS} WHERE a.request_number = $1 AND a.status <> 'hold' ORDER BY a.id DESC", number)
    return [as_visit(row) for row in rows]


async def works_of_visit(reader: Reader, visit: Visit) -> list[Work]:
    """Its works as they were agreed: those no longer offered too, with the minutes of then."""
    rows = await reader.rows(
        "SELECT w.*, aw.minutes AS agreed FROM appointment_work aw JOIN work w ON w.id = aw.work_id WHERE aw.appointment_id = $1 "
        "ORDER BY aw.position",
        visit.id,
    )
    return [replace(as_work(row), minutes=row["agreed"]) for row in rows]


async def names_outside(reader: Reader, visits: Sequence[Visit]) -> dict[int, dict[str, str | None]]:
    """Per visit's id: `client_id`, `client_ref`, `vehicle_id`, `vehicle_ref` as other systems know them."""
    rows = await reader.rows(
        "SELECT a.id, c.public_id AS client_id, (SELECT min(ref) FROM client_ref WHERE client_id = c.id) AS client_ref, "
        "v.public_id AS vehicle_id, v.ref AS vehicle_ref FROM appointment a JOIN client c ON c.id = a.client_id "
        "LEFT JOIN vehicle v ON v.id = a.vehicle_id WHERE a.id = ANY ($1::bigint[])",
        [visit.id for visit in visits],
    )
    return {row["id"]: {name: row[name] for name in ("client_id", "client_ref", "vehicle_id", "vehicle_ref")} for row in rows}
