"""Who looked into a conversation or a client's card that they do not lead: written down, and read in the audit trail."""

from collections.abc import Sequence
from datetime import timedelta

from services.requests.view import Viewer
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain, sees_audit
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

LOOKS = ("request.read", "client.read", "request.exported", "file.read")
_SAME = timedelta(hours=1)  # the pictures of a page that was opened are not told one by one
_SHOWN = """
SELECT e.id, e.at, e.type, e.subject, e.unit_id, e.data, e.actor, coalesce(p.name, '') AS who, '' AS whom, NULL::jsonb AS resource,
    NULL::jsonb AS answer, c.name AS client
FROM event e LEFT JOIN staff p ON e.actor = 'agent:' || p.login
LEFT JOIN client c ON e.subject LIKE 'client:%' AND c.public_id = substr(e.subject, 8)
WHERE e.audit = 2 AND ($1::bigint IS NULL OR e.id < $1)
  AND ($2 = '' OR e.actor = 'agent:' || $2) AND ($3::integer IS NULL OR e.unit_id = $3)
  AND ($4 OR e.unit_id = ANY ($5::integer[]) OR (p.unit_ids <> '{}' AND p.unit_ids <@ $5::integer[]))
ORDER BY e.id DESC LIMIT $6
"""
_LED = """
SELECT m.request_number, r.unit_id, r.agent_id = $2 AS led FROM attachment a JOIN file f ON f.id = a.file_id
JOIN message m ON m.id = a.message_id JOIN request r ON r.number = m.request_number WHERE f.public_id = $1
ORDER BY led DESC NULLS LAST LIMIT 1
"""


async def looks(
    reader: Reader, staff: Staff, *, before: int | None = None, who: str = "", unit_id: int | None = None, limit: int = 50
) -> Sequence[Row]:  # fmt: skip
    """Newest first: heads see those at requests of their units and by their people, the others all. Raises Refused `forbidden`."""
    demand(sees_audit(staff))
    everything = staff.role == "qa" or edits_chain(staff)
    return await reader.rows(_SHOWN, before, who, unit_id, everything, list(staff.unit_ids), limit)


def request_looked_at(tx: Tx, staff: Staff, row: Row, *, via: str = "console") -> None:
    """Somebody opened a request; written down where they do not lead it."""
    if row["agent_id"] != staff.id:
        tx.event("request.read", f"request:{row['number']}", unit_id=row["unit_id"], via=via)


async def file_looked_at(tx: Tx, viewer: Viewer, public_id: str) -> None:
    """A person opened a file; written down where they do not lead its request and have not just opened that one."""
    if viewer.staff is None:
        return
    row = await tx.row(_LED, public_id, viewer.staff.id)
    if row is None or row["led"]:
        return  # not part of a conversation: their own upload
    subject = f"request:{row['request_number']}"
    known = await tx.value(
        "SELECT EXISTS (SELECT FROM event WHERE subject = $1 AND actor = $2 AND type = ANY ($3::text[]) AND at > $4)",
        subject, viewer.staff.actor, list(LOOKS), tx.now - _SAME,
    )  # fmt: skip
    if not known:
        tx.event("file.read", subject, unit_id=row["unit_id"], file=public_id)
