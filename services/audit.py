"""Who changed what in the settings, when: the audit trail, read from the events."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.staff.models import Staff
from services.staff.rights import demand, edits_chain, sees_audit
from services.storage.reader import Reader, Row

KINDS = ("chain", "unit", "resource", "work", "staff", "policy", "watch", "answer", "tag", "script")
# The database knows what is a change of settings (`audit_of`): not what people do to themselves many times a day, nor what they are told.
_SHOWN = """
SELECT e.id, e.at, e.type, e.subject, e.unit_id, e.data, e.actor, coalesce(p.name, '') AS who, coalesce(s.name, '') AS whom,
    r.name AS resource, t.title AS answer
FROM event e
LEFT JOIN staff p ON e.actor = 'agent:' || p.login
LEFT JOIN staff s ON e.subject = 'staff:' || s.login
LEFT JOIN resource r ON r.id = CASE WHEN e.subject LIKE 'resource:%' THEN substr(e.subject, 10)::integer END
LEFT JOIN typical_answer t ON t.id = CASE WHEN e.subject LIKE 'answer:%' THEN substr(e.subject, 8)::integer END
WHERE e.audit = 1
  AND split_part(e.type, '.', 1) = ANY ($1::text[]) AND ($2::bigint IS NULL OR e.id < $2)
  AND ($3 = '' OR e.actor = 'agent:' || $3) AND ($4::integer IS NULL OR e.unit_id = $4)
  AND ($5 OR e.unit_id = ANY ($6::integer[]) OR (e.unit_id IS NULL AND e.type NOT LIKE 'staff.%')
    OR (s.unit_ids <> '{}' AND s.unit_ids <@ $6::integer[]))
ORDER BY e.id DESC LIMIT $7
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for: a kind of thing, who did it (login), a unit, and from below which event."""

    kind: str = ""
    who: str = ""
    unit_id: int | None = None
    before: int | None = None


async def changes(reader: Reader, staff: Staff, sought: Sought, limit: int = 50) -> Sequence[Row]:
    """Changes this person may read, newest first: heads those of their units and what all units share. Raises Refused `forbidden`."""
    demand(sees_audit(staff))
    kinds = [kind for kind in KINDS if sought.kind in {"", kind}]
    everything = staff.role == "qa" or edits_chain(staff)
    return await reader.rows(_SHOWN, kinds, sought.before, sought.who, sought.unit_id, everything, list(staff.unit_ids), limit)
