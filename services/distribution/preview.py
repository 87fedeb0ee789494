"""What rules would lead to: who would be given what at this moment, and why. Nothing is handed out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.distribution.models import Policy
from services.requests.models import Limits
from services.storage.reader import Reader, Row

LOOKED_AT = 2000  # requests at the head of the queue; what stands further back is not looked at
_PEOPLE = """
SELECT s.id, s.login, s.name, s.classes, coalesce(s.wip_limit, $3) - count(r.number) AS free,
    coalesce(bool_or(r.promise_due <= $2), false) AS overdue, coalesce(s.withdrawn_until > $2, false) AS withdrawn
FROM staff s LEFT JOIN request r ON r.agent_id = s.id AND r.state <> 'closed'
WHERE s.active AND s.shift = 'on' AND s.role <> 'qa' AND ($1::integer IS NULL OR s.unit_ids = '{}' OR $1 = ANY (s.unit_ids))
GROUP BY s.id ORDER BY count(r.number), max(r.assigned_at) NULLS FIRST, s.name
"""
# Under the rules tried out ($2) stand the requests of their unit; of the chain's: of all units that have none of their own.
_WAITING = """
SELECT q.number, q.type, q.alarm, q.class, q.waiting_since, q.reserved_for, q.reserved_until, q.queue_key, q.standing, c.name, c.tier,
    u.code AS unit, CASE WHEN whose.own THEN s.key ELSE q.queue_key END AS new_key,
    CASE WHEN whose.own THEN nullif(s.why, '{}') ELSE q.standing END AS new_standing,
    ARRAY(SELECT staff_id FROM request_return b WHERE b.request_number = q.number AND b.until > $3) AS rests
FROM (SELECT number FROM request WHERE state = 'queued' ORDER BY queue_key, number LIMIT $4) AS head
JOIN request q ON q.number = head.number
JOIN client c ON c.id = q.client_id
LEFT JOIN unit u ON u.id = q.unit_id
CROSS JOIN LATERAL standing($2::jsonb, q, c.tier) AS s
CROSS JOIN LATERAL (
    SELECT CASE WHEN $1::integer IS NOT NULL THEN q.unit_id IS NOT DISTINCT FROM $1
        ELSE NOT EXISTS (SELECT FROM policy p WHERE p.unit_id = q.unit_id) END AS own
) AS whose
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """A request that somebody would be given. `reason` is what `claim_next` would write: see `services.requests.reasons`."""

    number: int
    type: str
    unit: str | None
    client: str
    tier: str | None
    alarm: str | None
    reason: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody on shift, and what Next would bring them: `now`, and by the rules tried out (`then`).

    `hindered`: why it would bring nothing (`withdrawn`, `promise-overdue`, `wip-limit`), None where nothing hinders.
    """

    login: str
    name: str
    hindered: str | None
    now: Offer | None = None
    then: Offer | None = None


async def preview(reader: Reader, policy: Policy, now: datetime, limits: Limits) -> list[Hand]:
    """Everybody on shift in the unit, in the order in which they would press Next: fewest requests in hand, then longest without a new one.

    Whoever comes later does not get what an earlier one has got, as in life. Only the first `LOOKED_AT` requests of the queue count.
    """
    people = await reader.rows(_PEOPLE, policy.unit_id, now, limits.wip_limit)
    waiting = await reader.rows(_WAITING, policy.unit_id, policy.weights.as_json(), now, LOOKED_AT)
    present = _offers(people, waiting, now, lambda row: (row["queue_key"], row["standing"]))
    future = _offers(people, waiting, now, lambda row: (row["new_key"], row["new_standing"]))
    return [Hand(p["login"], p["name"], _hindered(p), present.get(p["id"]), future.get(p["id"])) for p in people]


def _hindered(person: Row) -> str | None:
    if person["withdrawn"]:
        return "withdrawn"
    if person["overdue"]:
        return "promise-overdue"
    return "wip-limit" if person["free"] <= 0 else None


def _offers(
    people: Sequence[Row],
    waiting: Sequence[Row],
    now: datetime,
    stands: Callable[[Row], tuple[datetime, Mapping[str, Any] | None]],
) -> dict[int, Offer]:
    left = sorted(waiting, key=lambda row: (stands(row)[0], row["number"]))
    found: dict[int, Offer] = {}
    for person in people:
        if _hindered(person) is None and (row := _next(left, person, now)) is not None:
            left.remove(row)
            found[person["id"]] = _offer(row, stands(row)[1], now, reserved=_kept_for(row, now) == person["id"])
    return found


def _next(left: Sequence[Row], person: Row, now: datetime) -> Row | None:
    """As `claim_next` picks: danger, then what is kept for the person, then the place in the queue."""
    open_to = [row for row in left if _may(row, person, now)]
    own = [row for row in open_to if _kept_for(row, now) == person["id"]]
    return next((row for row in [*[r for r in open_to if r["alarm"] == "danger"], *own, *open_to]), None)


def _may(row: Row, person: Row, now: datetime) -> bool:
    kept = _kept_for(row, now)
    if kept == person["id"]:
        return True
    fits = person["classes"] is None or row["class"] in person["classes"]
    return fits and person["id"] not in row["rests"] and (kept is None or row["alarm"] == "danger")


def _kept_for(row: Row, now: datetime) -> int | None:
    return row["reserved_for"] if row["reserved_for"] is not None and row["reserved_until"] > now else None


def _offer(row: Row, standing: Mapping[str, Any] | None, now: datetime, *, reserved: bool) -> Offer:
    waited = max(0, int((now - row["waiting_since"]).total_seconds()))
    reason = {**(standing or {}), "code": row["alarm"] or ("reserved" if reserved else "oldest"), "waited_seconds": waited}
    return Offer(row["number"], row["type"], row["unit"], row["name"], row["tier"], row["alarm"], reason)
