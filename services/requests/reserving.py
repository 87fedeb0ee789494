"""Keeping a request for somebody for a while: whoever leads the client's matter comes first (G1)."""

from datetime import datetime, timedelta

from services.distribution.policies import policy_of
from services.requests.models import Limits, Request
from services.storage.tx import Tx

# Somebody on shift who leads another open request of the client, the last one who wrote, and has a hand free.
_LEADER = """
UPDATE request SET reserved_for = leader.id, reserved_until = $2::timestamptz + policy.matter_minutes * interval '1 minute' FROM (
    SELECT s.id FROM request o JOIN staff s ON s.id = o.agent_id
    WHERE o.client_id = (SELECT client_id FROM request WHERE number = $1) AND o.number <> $1 AND o.state <> 'closed'
      AND s.active AND s.shift <> 'off' AND (s.withdrawn_until IS NULL OR s.withdrawn_until <= $2)
      AND (SELECT count(*) FROM request h WHERE h.agent_id = s.id AND h.state <> 'closed') < coalesce(s.wip_limit, $3)
    ORDER BY greatest(o.last_agent_at, o.assigned_at) DESC NULLS LAST LIMIT 1
) AS leader, policy
WHERE number = $1 AND policy.matter_minutes > 0 AND policy.id = (
    SELECT p.id FROM policy p WHERE p.unit_id = request.unit_id OR p.unit_id IS NULL ORDER BY p.unit_id LIMIT 1
)
"""


async def kept_until(tx: Tx, unit_id: int | None, limits: Limits) -> datetime:
    """Until when a request that returns now is kept for who led it; it ends with their shift all the same."""
    minutes = (await policy_of(tx, unit_id)).reservation_minutes
    return tx.now + timedelta(minutes=limits.reservation_minutes if minutes is None else minutes)


async def reserve_for_previous(tx: Tx, request: Request, limits: Limits) -> None:
    """Keep a returning request for who led it, for a while of their shift (G1); nobody on shift, or withdrawn: nobody's."""
    await tx.execute(
        "UPDATE request SET reserved_for = s.id, reserved_until = $2 "
        "FROM (SELECT id FROM staff WHERE id = $3 AND active AND shift <> 'off' AND (withdrawn_until IS NULL OR withdrawn_until <= $4)) s "
        "WHERE number = $1",
        request.number, await kept_until(tx, request.unit_id, limits), request.preferred_agent_id, tx.now,
    )  # fmt: skip


async def reserve_for_leader(tx: Tx, number: int, limits: Limits) -> None:
    """Keep a new request for who leads another matter of the client, where the unit's rules say so (`matter_minutes`)."""
    await tx.execute(_LEADER, number, tx.now, limits.wip_limit)
