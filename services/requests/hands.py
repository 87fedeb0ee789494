"""Through whose hands a request went, and where requests go to and fro (V2, P3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.requests.models import Request
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx
from services.units import Unit
from services.watch.notices import heads_of, notify

LISTED = 20
SPAN = timedelta(days=30)  # of the statistics
# Whoever gave it back is told of beside those who handed it on: each is a change of hands with a reason.
_STEPS = """
SELECT * FROM (
    SELECT h.id, h.at, s.name AS who, h.reason, h.from_type, h.to_type, h.from_unit_id, h.to_unit_id, t.name AS agent,
        h.back, true AS handed_on
    FROM hand_over h JOIN staff s ON s.id = h.staff_id LEFT JOIN staff t ON t.id = h.to_staff_id WHERE h.request_number = $1
    UNION ALL
    SELECT b.id, b.at, s.name, b.reason, '', '', NULL, NULL, NULL, false, false
    FROM request_return b JOIN staff s ON s.id = b.staff_id WHERE b.request_number = $1 AND NOT b.lapsed) AS step
ORDER BY at DESC, id DESC LIMIT 50
"""
_LED = """
SELECT s.name FROM (SELECT DISTINCT staff_id FROM request_agent WHERE request_number = $1) l JOIN staff s ON s.id = l.staff_id
ORDER BY s.name, s.login
"""
# A way back: to who handed it on before, to the type or to the unit it came from.
_BACK = """
SELECT count(*) FROM hand_over h WHERE h.request_number = $1 AND (
    ($2::integer IS NOT NULL AND h.staff_id = $2) OR ($3::text <> $4 AND h.from_type = $3)
    OR ($5::integer IS DISTINCT FROM $6 AND h.from_unit_id = $5))
"""
_UNTOLD = """
SELECT m.request_number AS number, m.hands, s.name, r.unit_id FROM many_hands m JOIN request r ON r.number = m.request_number
JOIN staff s ON s.id = m.staff_id WHERE m.hands > m.told ORDER BY m.request_number LIMIT 100 FOR NO KEY UPDATE OF m SKIP LOCKED
"""
_MANY = """
SELECT r.number, m.hands, r.type, r.unit_id, r.state, c.name AS client, coalesce(s.name, '') AS agent
FROM many_hands m JOIN request r ON r.number = m.request_number JOIN client c ON c.id = r.client_id LEFT JOIN staff s ON s.id = r.agent_id
WHERE r.state <> 'closed' AND {condition} ORDER BY m.hands DESC, r.number LIMIT $1
"""
_TO_AND_FRO = """
SELECT h.from_unit_id AS unit_id, h.from_type AS type, count(*) AS handed_on, count(*) FILTER (WHERE h.back) AS back,
    count(DISTINCT h.request_number) FILTER (WHERE m.hands > 2) AS many
FROM hand_over h JOIN request r ON r.number = h.request_number LEFT JOIN many_hands m ON m.request_number = h.request_number
WHERE h.at >= $1 AND {condition} GROUP BY 1, 2 ORDER BY back DESC, many DESC, handed_on DESC, 1, 2 LIMIT $2
"""


@dataclass(frozen=True, slots=True)
class Hands:
    """`led`: everybody who leads or ever led it; `steps`: how it changed hands with a reason, the newest first."""

    led: Sequence[str]
    steps: Sequence[Row]

    @property
    def count(self) -> int:
        """Pairs of hands."""
        return len(self.led)


async def hands_of(reader: Reader, number: int) -> Hands:
    """Of this request. Check visibility before."""
    led = [row["name"] for row in await reader.rows(_LED, number)]
    return Hands(led, await reader.rows(_STEPS, number))


async def comes_back(reader: Reader, request: Request, *, agent_id: int | None, request_type: str, unit_id: int | None) -> bool:
    """Whether a hand-over leads to where the request had come from."""
    return bool(await reader.value(_BACK, request.number, agent_id, request_type, request.type, unit_id, request.unit_id))


async def tell_many_hands(tx: Tx) -> int:
    """Tell the heads of requests that came into a third (fourth, …) pair of hands; returns how many."""
    rows = await tx.rows(_UNTOLD)
    for row in rows:
        await tx.execute("UPDATE many_hands SET told = hands WHERE request_number = $1", row["number"])
        await notify(tx, await heads_of(tx, row["unit_id"]), "many_hands", row["number"], hands=row["hands"], agent=row["name"])
        tx.event("request.many_hands", f"request:{row['number']}", unit_id=row["unit_id"], hands=row["hands"])
    return len(rows)


async def many_hands(reader: Reader, condition: str, args: Sequence[Any]) -> Sequence[Row]:
    """Open requests in their third pair of hands or more; `condition` over `r`, with parameters from $2."""
    return await reader.rows(_MANY.format(condition=condition), LISTED, *args)


async def to_and_fro(reader: Reader, now: datetime, condition: str, args: Sequence[Any]) -> Sequence[Row]:
    """What goes to and fro, by the unit and type it was handed on from, in the last thirty days: `unit_id, type, handed_on, back, many`;
    `condition` over `r`, with parameters from $3."""
    return await reader.rows(_TO_AND_FRO.format(condition=condition), now - SPAN, LISTED, *args)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a request can be handed on to. `able`: their units, skills and languages take this request; `free`: on shift, not
    withdrawn, and with a hand free."""

    login: str
    name: str
    shift: str
    withdrawn: bool
    held: int
    limit: int
    able: bool
    skills: Sequence[str]

    @property
    def free(self) -> bool:
        """Whether Next could bring it to them at once."""
        return self.able and self.shift == "on" and not self.withdrawn and self.held < self.limit


_CANDIDATES = """
SELECT s.login, s.name, s.shift, coalesce(s.withdrawn_until > $1, false) AS withdrawn,
    (SELECT count(*) FROM request WHERE agent_id = s.id AND state <> 'closed') AS held, coalesce(s.wip_limit, $2) AS "limit",
    (s.unit_ids = '{}' OR $3::integer IS NULL OR $3 = ANY (s.unit_ids)) AND (s.skills = '{}' OR $4 = ANY (s.skills))
        AND (s.languages = '{}' OR $5 = ANY (s.languages)) AS able, s.skills
FROM staff s WHERE s.active AND s.role <> 'qa' AND s.id <> $6
ORDER BY array_position(ARRAY['on', 'away', 'off'], s.shift), 7 DESC, held, s.name, s.login
"""


async def candidates(reader: Reader, staff: Staff, row: Row, limit: int, now: datetime) -> list[Candidate]:
    """Everybody it can be handed on to, those on shift first; for the request as it is (`row`), `limit` as `queue.wip_limit`."""
    found = await reader.rows(_CANDIDATES, now, limit, row["unit_id"], row["type"], row["language"], staff.id)
    return [Candidate(**dict(one)) for one in found]


async def queue_by_type(reader: Reader, unit: Unit | None, now: datetime) -> dict[str, tuple[int, int]]:
    """How many wait in the queue of each type, and how many minutes the longest of them has; of the unit, or of the chain."""
    rows = await reader.rows(
        "SELECT type, count(*) AS count, min(waiting_since) AS since FROM request "
        "WHERE state = 'queued' AND silent_days IS NULL AND ($1::integer IS NULL OR unit_id = $1 OR unit_id IS NULL) GROUP BY type",
        unit.id if unit else None,
    )
    return {row["type"]: (row["count"], max(0, int((now - row["since"]).total_seconds() // 60))) for row in rows}
