"""Who may open a file: who uploaded it, and who may read a conversation it is part of."""

from collections.abc import Sequence

from services.requests.view import Viewer
from services.storage.reader import Reader, Row


async def readable_file(reader: Reader, public_id: str, viewer: Viewer) -> Row | None:
    """The file's row (`public_id, name, mime, size, kind, state`), or None where the viewer may not have it."""
    if viewer.scope == "all":
        return await reader.row("SELECT * FROM file WHERE public_id = $1", public_id)
    condition, args = viewer.condition(4)
    if not viewer.reads_notes:
        condition += " AND m.direction <> 'note'"
    return await reader.row(
        "SELECT f.* FROM file f WHERE f.public_id = $1 AND (f.staff_id = $2 OR f.token_id = $3 OR EXISTS (SELECT FROM attachment a "
        f"JOIN message m ON m.id = a.message_id JOIN request r ON r.number = m.request_number WHERE a.file_id = f.id AND {condition}))",
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
