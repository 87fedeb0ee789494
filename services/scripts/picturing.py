"""A photo that a script asks for, given by the agent: some of those that are in the conversation, or new ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.errors import Refused
from services.files.access import readable_files
from services.requests.answers import note
from services.requests.locking import lock_own
from services.scripts.filling import fill_field, hold_card
from services.scripts.models import Field
from services.scripts.reading import script_of
from services.scripts.values import field_of
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

MOST = 24  # offered; the newest
_SHOW = ("photo", "video", "document")  # what counts as a picture of something, as with clients (`known.py`)
_OFFERED = """
SELECT f.public_id AS id, f.kind, f.name, f.mime, f.size, f.state, m.id AS message FROM message m
JOIN attachment a ON a.message_id = m.id AND a.replaced_at IS NULL JOIN file f ON f.id = a.file_id
WHERE m.request_number = $1 AND m.direction IN ('in', 'note') AND m.withdrawn_at IS NULL AND f.kind = ANY ($2::text[])
ORDER BY m.id DESC, a.position LIMIT $3
"""
_FROM = "UPDATE script_field SET message_id = $3 WHERE request_number = $1 AND code = $2 AND told_by = 'agent'"
_WHERE = "SELECT code, message_id FROM script_field WHERE request_number = $1 AND told_by = 'agent' AND message_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Pictures:
    """What may stand in fields for photos. `shown`: by the code of such a field, the message whose picture stands in it."""

    offered: Sequence[Row] = ()
    shown: dict[str, int] | None = None


async def pictures_of(reader: Reader, number: int) -> Pictures:
    """Of the client's messages and the notes. Check visibility before."""
    shown = {row["code"]: row["message_id"] for row in await reader.rows(_WHERE, number)}
    return Pictures(await reader.rows(_OFFERED, number, list(_SHOW), MOST), shown)


async def give_photos(
    tx: Tx, staff: Staff, number: int, code: str, *, chosen: Sequence[str] = (), files: Sequence[str] = ()
) -> None:
    """Fill the field with so many of the conversation's pictures (`chosen`: their public ids) and uploads of this person's, which become
    a note. Nothing at all takes away what an agent has given before.

    Raises what `lock_own` raises, and Refused `invalid` on `fields.<code>`: `unknown`, `no photo`, `not a picture`; on `attachments`.
    """
    await hold_card(tx, number)
    request = await lock_own(tx, staff, number)
    field = field_of((await script_of(tx, request.type, request.unit_id)).fields, code)
    if field.kind != "photo":
        raise _wrong(field, "unknown")
    if not (chosen or files) and code not in request.fields:
        raise _wrong(field, "no photo")
    at = await _message_of(tx, number, field, chosen)
    if files:
        if any(row["kind"] not in _SHOW for row in await readable_files(tx, staff, files)):
            raise _wrong(field, "not a picture")
        at = await note(tx, staff, number, text="", files=files)
    count = len(set(chosen)) + len(files)
    await fill_field(tx, request, field, str(count) if count else None, by="agent")
    await tx.execute(_FROM, number, code, at)


async def _message_of(tx: Tx, number: int, field: Field, chosen: Sequence[str]) -> int | None:
    """The first message that a chosen picture is part of."""
    if not chosen:
        return None
    offered = {row["id"]: row["message"] for row in await tx.rows(_OFFERED, number, list(_SHOW), None)}
    if not offered.keys() >= set(chosen):
        raise _wrong(field, "unknown")
    return int(min(offered[public_id] for public_id in chosen))


def _wrong(field: Field, reason: str) -> Refused:
    return Refused("invalid", errors=[{"field": f"fields.{field.code}", "reason": reason}])
