"""A station for the measurements of booking: hours, bays, technicians, a work, and intervals that are taken already."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg

from services.catalog.editing import save_resource, save_work
from services.catalog.models import Work
from services.clock import ShiftedClock
from services.storage.database import Database
from services.units import Unit, unit_by_code

ALWAYS = {"week": {str(day): [["00:00", "00:00"]] for day in range(7)}}
DAILY = {"week": {str(day): [["09:00", "21:00"]] for day in range(7)}}

_UNIT = """
INSERT INTO unit (code, name, city, address, time_zone, hours, grid_minutes, lead_minutes, horizon_days)
VALUES ($1, '{"ru": "Стенд"}', '{"ru": "Москва"}', '{"ru": "Москва"}', 'Europe/Moscow', $2, $3, 0, 365)
"""
# Ten visits of 55 minutes a day and resource leave some gaps; the work wants an hour of a bay.
_TAKEN = """
INSERT INTO occupation (resource_id, period, reason)
SELECT r.id, tstzrange(at, at + interval '55 minutes'), 'bench'
FROM generate_series($1::timestamptz, $2::timestamptz, interval '1 day') AS day
    CROSS JOIN generate_series(0, 9) AS n
    JOIN resource AS r ON r.unit_id = ANY ($3::integer[])
    CROSS JOIN LATERAL (SELECT day + interval '6 hours' + n * interval '70 minutes' + (r.id % 3) * interval '5 minutes' AS at) AS moment
WHERE (r.id * 7 + n * 3 + extract(doy FROM day)::integer) % 5 > 0
LIMIT $4
"""


@dataclass
class Station:
    """The unit and its one work."""

    unit: Unit
    works: list[Work]


async def station(url: str, code: str, *, crew: int, hours: dict[str, Any], grid: int) -> Station:
    """So many lifts and technicians."""
    db = await Database.open(url, ShiftedClock(), size=1)
    async with db.tx() as tx:
        await tx.execute(_UNIT, code, hours, grid)
        unit = await unit_by_code(tx, code)
        assert unit
        for kind in ("bay", "technician") * crew:
            abilities = ["lift"] if kind == "bay" else []
            await save_resource(
                tx, None, unit_id=unit.id, kind=kind, name={"ru": "1"}, abilities=abilities, hours=None, position=1, active=True
            )
        work = await save_work(
            tx, code="bench", title={"ru": "Масло"}, family="other", minutes=40, bay="lift", skill=None, setup_minutes=5,
            cleanup_minutes=10, bookable=True, interval_km=None, interval_months=None, position=1, active=True,
        )  # fmt: skip
    await db.close()
    return Station(unit, [work])


async def take(connection: asyncpg.Connection, units: list[int], since: datetime, days: int, limit: int = 1 << 30) -> int:
    """Fill their days; returns how many intervals."""
    done = await connection.execute(_TAKEN, since, since + timedelta(days=days - 1), units, limit)
    return int(done.split()[-1])


def tomorrow() -> datetime:
    """Midnight, UTC."""
    return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
