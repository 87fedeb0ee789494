"""More waits than people can answer (G6): it is noticed, told, and changes what is promised and who goes first until it is over."""

from collections.abc import Mapping

from services.storage.reader import Row
from services.storage.tx import Tx
from services.watch.models import Rush, as_watch
from services.watch.notices import heads_of, notify

# Every unit with rules for it (0: requests of no unit yet), and those where one is on. Own rules go before the chain's.
_UNITS = """
SELECT u.id, w.rules, r.since, r.types FROM (SELECT 0 AS id UNION ALL SELECT id FROM unit WHERE active) AS u
LEFT JOIN LATERAL (SELECT rules FROM watch_policy WHERE unit_id = u.id OR unit_id IS NULL ORDER BY unit_id LIMIT 1) AS w ON true
LEFT JOIN rush r ON r.unit = u.id
WHERE r.unit IS NOT NULL OR (w.rules -> 'rush' ->> 'waiting') IS NOT NULL
"""
_WAITING = """
SELECT count(*) FROM (
    SELECT FROM routing_class c JOIN request q ON q.class = c.id AND q.state = 'queued' AND q.silent_days IS NULL
    WHERE c.unit = $1 LIMIT $2) AS w
"""


async def look_at_rushes(tx: Tx) -> int:
    """Begin, change and end what has to be; returns how many of them."""
    return sum([await _look(tx, row) for row in await tx.look().rows(_UNITS)])


async def _look(tx: Tx, row: Row) -> bool:
    rush = as_watch(None, row["rules"] or {}).rush
    if not rush.waiting:
        return row["since"] is not None and await _end(tx, row["id"])
    waiting = await tx.look().value(_WAITING, row["id"], rush.waiting)
    if row["since"] is None:
        return waiting >= rush.waiting and await _begin(tx, row["id"], rush)
    if waiting * 3 < rush.waiting * 2:
        return await _end(tx, row["id"])
    return row["types"] != dict(rush.types) and await _change(tx, row["id"], rush.types)


async def _begin(tx: Tx, unit: int, rush: Rush) -> bool:
    sql = "INSERT INTO rush (unit, since, types) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1"
    if await tx.value(sql, unit, tx.now, dict(rush.types)) is None:
        return False
    await _stand_anew(tx, unit)
    await notify(tx, await heads_of(tx, unit or None), "rush", waiting=rush.waiting, unit_id=unit or None)
    tx.event("rush.began", f"unit:{unit}", unit_id=unit or None, waiting=rush.waiting)
    return True


async def _end(tx: Tx, unit: int) -> bool:
    if await tx.value("DELETE FROM rush WHERE unit = $1 RETURNING 1", unit) is None:
        return False
    await _stand_anew(tx, unit)
    await notify(tx, await heads_of(tx, unit or None), "rush_over", unit_id=unit or None)
    tx.event("rush.over", f"unit:{unit}", unit_id=unit or None)
    return True


async def _change(tx: Tx, unit: int, types: Mapping[str, int]) -> bool:
    await tx.execute("UPDATE rush SET types = $2 WHERE unit = $1", unit, dict(types))
    await _stand_anew(tx, unit)
    return True


async def _stand_anew(tx: Tx, unit: int) -> None:
    """The schema's trigger reckons where a request stands whenever this column is written."""
    await tx.execute(
        "UPDATE request SET waiting_since = waiting_since WHERE number IN (SELECT q.number FROM routing_class c JOIN request q "
        "ON q.class = c.id AND q.state = 'queued' WHERE c.unit = $1 ORDER BY q.number FOR NO KEY UPDATE OF q)",
        unit,
    )
