"""Whose cards somebody may look at: the one place for this rule.

A card belongs to the units the client has had to do with: requests, visits, orders. Who works in one of them may look; who led a
request of the client may, too. A client of no unit yet is everybody's, as a request of no unit is (`Staff.works_in`); a head reads
requests of no unit, so their clients are theirs to see. Directors, quality control and admins see all units, and so does whoever
has no particular units.
"""

from typing import Any

from services.staff.models import Staff
from services.storage.reader import Reader

# OFFSET 0 keeps each question one about a single client: otherwise the planner may read and hash whole tables to answer for a few.
_OF_UNITS = """
(EXISTS (SELECT FROM request q WHERE q.client_id = c.id AND (q.unit_id = ANY ({units}) OR q.unit_id IS NULL AND {heads}) OFFSET 0)
 OR EXISTS (SELECT FROM appointment q WHERE q.client_id = c.id AND q.unit_id = ANY ({units}) AND q.status <> 'hold' OFFSET 0)
 OR EXISTS (SELECT FROM repair_order q WHERE q.client_id = c.id AND q.unit_id = ANY ({units}) OFFSET 0)
 OR EXISTS (SELECT FROM parts_order q WHERE q.client_id = c.id AND q.unit_id = ANY ({units}) OFFSET 0)
 OR EXISTS (SELECT FROM request q JOIN request_agent ra ON ra.request_number = q.number
            WHERE q.client_id = c.id AND ra.staff_id = {staff} OFFSET 0)
 OR NOT (EXISTS (SELECT FROM request q WHERE q.client_id = c.id AND q.unit_id IS NOT NULL OFFSET 0)
         OR EXISTS (SELECT FROM appointment q WHERE q.client_id = c.id AND q.status <> 'hold' OFFSET 0)
         OR EXISTS (SELECT FROM repair_order q WHERE q.client_id = c.id OFFSET 0)
         OR EXISTS (SELECT FROM parts_order q WHERE q.client_id = c.id OFFSET 0)))
"""


def condition(staff: Staff, first: int) -> tuple[str, list[Any]]:
    """SQL over `c` (client) that holds for cards this person may look at, with parameters numbered from `first`."""
    if not staff.unit_ids or (staff.reads_all and staff.role != "head"):
        return "true", []
    heads = "true" if staff.role == "head" else "false"
    return _OF_UNITS.format(units=f"${first}::integer[]", staff=f"${first + 1}", heads=heads), [list(staff.unit_ids), staff.id]


async def meets(reader: Reader, staff: Staff, client_id: int) -> bool:
    """Whether this person may look at the card."""
    holds, args = condition(staff, 2)
    return bool(await reader.value(f"SELECT {holds} FROM client c WHERE c.id = $1", client_id, *args))


async def leads_for(reader: Reader, staff: Staff, client_id: int) -> bool:
    """Whether they lead an open request of this client now. Who does not, leaves a trace when looking at the card."""
    sql = "SELECT EXISTS (SELECT FROM request WHERE client_id = $1 AND agent_id = $2 AND state <> 'closed')"
    return bool(await reader.value(sql, client_id, staff.id))
