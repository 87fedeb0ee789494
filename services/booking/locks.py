"""Whoever takes a unit's bays and technicians takes turns: those who take the same hours, and whoever changes what there is.

Two classes of advisory locks, always taken in this order and before anything is written, so that nobody waits in a circle: the unit
(shared by bookings, alone for blocks and changes of resources), then the watches of the visit, four hours each, rising.
"""

from collections.abc import Sequence
from datetime import datetime

from services.storage.tx import Tx

_UNIT, _WATCH = 6, 7  # classes of advisory locks
_SECONDS = 4 * 3600
_KEYS = 2048  # of one unit; two watches that share a key only wait for each other

# It stops at the first lock that somebody else has: whoever waits for a watch has none that comes later.
TRY = f"""pg_try_advisory_xact_lock_shared({_UNIT}, {{unit}})
    AND NOT EXISTS (SELECT FROM unnest({{keys}}::integer[]) AS key WHERE NOT pg_try_advisory_xact_lock({_WATCH}, key))"""
"""SQL: takes the locks of a unit's watches where nobody has them now; whether it did."""
_LOCK = f"""
SELECT pg_advisory_xact_lock_shared({_UNIT}, $1), (SELECT count(pg_advisory_xact_lock({_WATCH}, key)) FROM unnest($2::integer[]) AS key)
"""
_WAIT = (
    f"SELECT pg_advisory_lock_shared({_WATCH}, key), pg_advisory_unlock_shared({_WATCH}, key) FROM unnest($1::integer[]) AS key"
)


def watch_keys(unit_id: int, since: datetime, until: datetime) -> list[int]:
    """Keys of the watches between two moments, rising."""
    first, last = (int(moment.timestamp()) // _SECONDS for moment in (since, until))
    return sorted({(unit_id % (1 << 20)) * _KEYS + watch % _KEYS for watch in range(first, last + 1)})


async def wait_for_watches(tx: Tx, keys: Sequence[int]) -> None:
    """Until whoever has the locks now has decided: all who wait here go on at once, with no lock of their own."""
    await tx.execute(_WAIT, keys)


async def lock_watches(tx: Tx, unit_id: int, keys: Sequence[int]) -> None:
    """Take the locks in turn. What is read afterwards holds until the commit."""
    await tx.execute(_LOCK, unit_id, keys)


async def lock_unit(tx: Tx, unit_id: int) -> None:
    """Nobody books here until the commit."""
    await tx.execute("SELECT pg_advisory_xact_lock($1, $2)", _UNIT, unit_id)
