"""A last look before mail about a visit leaves: who moved or cancelled it could not take back what somebody had in hand."""

from services.outbox.models import Mail
from services.storage.database import Database

_SUBJECT = "appointment:"
# A reminder stands as long as its version of the visit. News of a cancelled one arrive in order: the last word is that it is cancelled,
# if anybody is to say so.
_STANDS = """
SELECT a.version = $2 AND (a.status IN ('booked', 'confirmed') OR (a.status = 'cancelled' AND $3 AND EXISTS (
    SELECT FROM reminder WHERE kind = 'visit_cancelled' AND subject = $4 AND occurrence = $2)))
FROM appointment AS a WHERE a.public_id = $1
"""


async def stands(db: Database, mail: Mail) -> bool:
    """Whether what the mail tells of a visit is still so; True for all other mail."""
    subject, _, version = (mail.about or "").rpartition(":")
    if not subject.startswith(_SUBJECT):
        return True
    async with db.read() as reader:
        public_id = subject.removeprefix(_SUBJECT)
        return bool(await reader.value(_STANDS, public_id, int(version), mail.kind != "bulk", subject))
