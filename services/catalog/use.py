"""What a bay or a technician is taken by: visits ahead, and blocks by staff."""

from collections.abc import Sequence
from datetime import datetime

from services.storage.reader import Reader, Row


async def visits_ahead(reader: Reader, resource_id: int, now: datetime, limit: int = 50) -> Sequence[Row]:
    """Visits that count on it and are not over: `public_id, starts_at`, the next one first."""
    return await reader.rows(
        "SELECT a.public_id, min(a.starts_at) AS starts_at FROM occupation o JOIN appointment a ON a.id = o.appointment_id "
        "WHERE o.resource_id = $1 AND o.period && tstzrange($2, NULL) AND a.status IN ('booked', 'confirmed', 'arrived') "
        "GROUP BY a.public_id ORDER BY 2 LIMIT $3",
        resource_id, now, limit,
    )  # fmt: skip


async def blocks_ahead(reader: Reader, resource_id: int, now: datetime, limit: int = 100) -> Sequence[Row]:
    """Blocks that are not over: `id, since, until, reason, who`, the next one first."""
    return await reader.rows(
        "SELECT o.id, lower(o.period) AS since, upper(o.period) AS until, o.reason, coalesce(s.name, '') AS who "
        "FROM occupation o LEFT JOIN staff s ON s.id = o.staff_id "
        "WHERE o.resource_id = $1 AND o.appointment_id IS NULL AND o.period && tstzrange($2, NULL) ORDER BY 2 LIMIT $3",
        resource_id, now, limit,
    )  # fmt: skip
