"""What the bot asked by itself, as a line of the course: its questions are no messages of the conversation."""

from typing import Any

from services.scripts.models import Field, Script, spoken_in
from services.scripts.reading import script_of, scripts_of
from services.storage.reader import Reader, Row

_ASKED = "SELECT code, asked_at, left_as FROM script_field WHERE request_number = $1 AND asked_at IS NOT NULL ORDER BY asked_at, code"


async def asked_of(reader: Reader, row: Row) -> list[dict[str, Any]]:
    """In the shape of `services.requests.board.course`, for a request's row: type `script.asked`, `data.question` in the client's language
    as the scripts have it now (empty: no script has the field any more), `data.left` how the client left it. Check visibility before.
    """
    asked = await reader.rows(_ASKED, row["number"])
    if not asked:
        return []
    script = await script_of(reader, row["type"], row["unit_id"])
    rest = await other_fields(reader, script, row["unit_id"], {one["code"] for one in asked})
    return [_line(one, script.field(one["code"]) or rest.get(one["code"]), row) for one in asked]


def _line(one: Row, field: Field | None, row: Row) -> dict[str, Any]:
    question = spoken_in(field.ask, row["language"]) if field else ""
    return {
        "id": f"q-{one['code']}", "at": one["asked_at"], "type": "script.asked", "actor": "system", "who": "", "agent": "",
        "data": {"question": question, "left": one["left_as"] or ""},
    }  # fmt: skip


async def other_fields(reader: Reader, script: Script, unit_id: int | None, codes: set[str]) -> dict[str, Field]:
    """Those of these fields that `script` lacks, from the unit's other scripts: a request keeps what was told when its type changes."""
    codes = {code for code in codes if script.field(code) is None}
    if not codes:
        return {}
    scripts = (await scripts_of(reader, unit_id)).values()
    return {field.code: field for other in reversed(list(scripts)) for field in other.fields if field.code in codes}
