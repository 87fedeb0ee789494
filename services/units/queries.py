"""Reading units. There are few of them and they change rarely, but they are read fresh: a head's edit holds at once."""

from services.storage.reader import Reader, Row
from services.units.calendar import Hours
from services.units.models import Unit

_COLUMNS = (
    'id, code, name, city, address, phone, time_zone, "leading", hours, active, place, grid_minutes, lead_minutes, horizon_days, '
    "cutoff_minutes, visits_limit, moves_limit"
)


def _unit(row: Row) -> Unit:
    return Unit(
        row["id"], row["code"], row["name"], row["city"], row["address"], row["phone"], row["time_zone"], row["leading"],
        Hours.parse(row["time_zone"], row["hours"]), row["active"], row["place"], row["grid_minutes"], row["lead_minutes"],
        row["horizon_days"], row["cutoff_minutes"], row["visits_limit"], row["moves_limit"],
    )  # fmt: skip


async def all_units(reader: Reader) -> list[Unit]:
    """Active units, the leading one first, then by code."""
    rows = await reader.rows(f'SELECT {_COLUMNS} FROM unit WHERE active ORDER BY "leading" DESC, code')
    return [_unit(row) for row in rows]


async def unit_by_code(reader: Reader, code: str) -> Unit | None:
    """The active unit with this code."""
    row = await reader.row(f"SELECT {_COLUMNS} FROM unit WHERE active AND code = $1", code)
    return _unit(row) if row else None


async def unit_by_id(reader: Reader, unit_id: int) -> Unit | None:
    """The unit with this id, active or not."""
    row = await reader.row(f"SELECT {_COLUMNS} FROM unit WHERE id = $1", unit_id)
    return _unit(row) if row else None


async def leading_unit(reader: Reader) -> Unit | None:
    """The unit whose zone and hours hold where nothing nearer is known; the first one when none is marked."""
    row = await reader.row(f'SELECT {_COLUMNS} FROM unit WHERE active ORDER BY "leading" DESC, id LIMIT 1')
    return _unit(row) if row else None
