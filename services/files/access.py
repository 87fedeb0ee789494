"""Who may open a file: who uploaded it, and who may read a conversation it is part of."""

from collections.abc import Sequence

from services.errors import invalid
from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.reader import Reader, Row

MOST = 10  # files of one message: Telegram's album holds ten
# A file of a question is for those asked, too, who may not read the conversation; so is what they answered with.
_ASKED = (
    "EXISTS (SELECT FROM attachment a JOIN question q ON a.message_id IN (q.message_id, q.answer_id) "
    "WHERE a.file_id = f.id AND $2 = ANY (q.asked_ids))"
)


async def readable_file(reader: Reader, public_id: str, viewer: Viewer) -> Row | None:
    """The file's row (`public_id, name, mime, size, kind, state`), or None where the viewer may not have it."""
    if viewer.scope == "all":
        return await reader.row("SELECT * FROM file WHERE public_id = $1", public_id)
    condition, args = viewer.condition(4)
    if not viewer.reads_notes:
        condition += " AND m.direction <> 'note'"
    return await reader.row(
        "SELECT f.* FROM file f WHERE f.public_id = $1 AND (f.staff_id = $2 OR f.token_id = $3 OR EXISTS (SELECT FROM attachment a "
        f"JOIN message m ON m.id = a.message_id JOIN request r ON r.number = m.request_number WHERE a.file_id = f.id AND {condition}) "
        f"OR {_ASKED})",
        public_id, viewer.staff.id if viewer.staff else None, viewer.token_id, *args,
    )  # fmt: skip


async def own_uploads(reader: Reader, staff_id: int, public_ids: Sequence[str]) -> list[tuple[str, str]]:
    """Id and name of those of the files that this person uploaded, in the order asked."""
    rows = await reader.rows(
        "SELECT public_id, name FROM file WHERE public_id = ANY ($1::text[]) AND staff_id = $2 "
        "ORDER BY array_position($1::text[], public_id)",
        list(public_ids), staff_id,
    )  # fmt: skip
    return [(row["public_id"], row["name"]) for row in rows]


async def readable_files(reader: Reader, staff: Staff, public_ids: Sequence[str]) -> list[Row]:
    """The files in the order given; each must be one the person may open. Raises Refused `invalid` on `attachments`."""
    if len(public_ids) > MOST:
        raise invalid("attachments", f"more than {MOST}")
    viewer = Viewer("staff", staff=staff)
    found = [await readable_file(reader, public_id, viewer) for public_id in public_ids]
    if unknown := [
        public_id for public_id, row in zip(public_ids, found, strict=True) if row is None or row["state"] != "ready"
    ]:
        raise invalid("attachments", f"unknown: {', '.join(unknown)}")
    return [row for row in found if row is not None]
