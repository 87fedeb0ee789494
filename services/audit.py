"""Who changed what in the settings, when: the audit trail, read from the events."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.requests.models import TYPES
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain, sees_audit
from services.storage.reader import Reader, Row

KINDS = ("chain", "unit", "resource", "work", "staff", "policy", "watch", "answer", "tag", "script")
# What people do to themselves many times a day, and what the system tells them, is no change of settings.
_LEFT_OUT = ("staff.signed_in", "staff.signed_out", "staff.shift", "staff.told")
_OF = """
SELECT e.id, e.at, e.type, e.subject, e.unit_id, e.data, e.actor, coalesce(p.name, '') AS who, coalesce(s.name, '') AS whom,
    r.name AS resource, t.title AS answer
FROM event e
LEFT JOIN staff p ON e.actor = 'agent:' || p.login
LEFT JOIN staff s ON e.subject = 'staff:' || s.login
LEFT JOIN resource r ON r.id = CASE WHEN e.subject LIKE 'resource:%' THEN substr(e.subject, 10)::integer END
LEFT JOIN typical_answer t ON t.id = CASE WHEN e.subject LIKE 'answer:%' THEN substr(e.subject, 8)::integer END
WHERE {which}
  AND split_part(e.type, '.', 1) = ANY ($1::text[]) AND e.type <> ALL ($2::text[]) AND ($3::bigint IS NULL OR e.id < $3)
  AND ($4 = '' OR e.actor = 'agent:' || $4) AND ($5::integer IS NULL OR e.unit_id = $5)
  AND ($6 OR e.unit_id = ANY ($7::integer[]) OR (e.unit_id IS NULL AND e.type NOT LIKE 'staff.%')
    OR (s.unit_ids <> '{{}}' AND s.unit_ids <@ $7::integer[]))
ORDER BY e.id DESC LIMIT $8
"""
# As the index event_settings says it; rules of handing out and of watching came later: they are few, and found by the index event_subject.
_SETTINGS = "split_part(e.type, '.', 1) IN ('chain', 'unit', 'resource', 'work', 'staff', 'answer')"
_RULES = """
e.subject = ANY (ARRAY(SELECT unnest(ARRAY['policy:' || id, 'watch:' || id, 'tag:repeat-' || id]) FROM unit)
    || ARRAY(SELECT 'tag:' || id FROM tag) || ARRAY['policy', 'watch', 'tag:repeat']
    || ARRAY(SELECT 'script:' || kind || whose FROM unnest(string_to_array('{types}', ' ')) AS kind,
        (SELECT '' UNION ALL SELECT ':' || id FROM unit) AS unit (whose)))
AND split_part(e.type, '.', 1) IN ('policy', 'watch', 'tag', 'script')"""
_SHOWN = f"({_OF.format(which=_SETTINGS)}) UNION ALL ({_OF.format(which=_RULES.format(types=' '.join(TYPES)))}) ORDER BY id DESC LIMIT $8"


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
    return await reader.rows(
        _SHOWN, kinds, list(_LEFT_OUT), sought.before, sought.who, sought.unit_id, everything, list(staff.unit_ids), limit
    )
