"""The clock's shift as all processes share it: one row, which only ever grows (contract, "Clock")."""

from services.errors import invalid
from services.storage.reader import Reader
from services.storage.tx import Tx

_KEY = "clock_shift"
FARTHEST = 100 * 366 * 86400  # seconds; beyond it dates leave the years a database can hold


async def stored_shift(reader: Reader) -> float | None:
    """The shift in seconds; None while nobody has moved the clock (then `clock.shift_seconds` of the settings holds)."""
    value = await reader.value("SELECT value FROM setting WHERE key = $1", _KEY)
    return None if value is None else float(value)


async def store_shift(tx: Tx, seconds: float, *, present: float) -> None:
    """Move the clock to `seconds`; `present` is this process's own shift, which counts while nothing is stored.

    Follow the commit with the process's own clock and a nudge on topic `clock`. Raises Refused `invalid` for a step back and for a
    shift of more than a century.
    """
    if seconds > FARTHEST:
        raise invalid("shift_seconds", "too far")
    if seconds < present or not await _grow(tx, seconds):
        raise invalid("shift_seconds", "the clock only moves forward")
    tx.event("clock.moved", "clock", shift_seconds=seconds)


async def _grow(tx: Tx, seconds: float) -> bool:
    sql = (
        "INSERT INTO setting AS s (key, value) VALUES ($1, to_jsonb($2::float8)) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE s.value::float8 <= excluded.value::float8 RETURNING true"
    )
    return bool(await tx.value(sql, _KEY, seconds))
