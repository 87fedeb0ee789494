"""Reading the labels of requests. Check who may read the requests before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.labelling.models import NON_TARGET_OUTCOMES, Labels, Repeat, Tag, as_tag
from services.storage.reader import Reader

# Over `r`: whether the contact was one that the chain is there for; null: nobody knows yet.
TARGET = (
    "coalesce((SELECT q.target FROM qualification q WHERE q.request_number = r.number), "
    "CASE WHEN r.state = 'closed' THEN r.outcome NOT IN ('{}') END)"
).format("', '".join(NON_TARGET_OUTCOMES))
_TAGS = """
SELECT t.id, t.code, t.name, t.unit_id, t.active FROM request_tag rt JOIN tag t ON t.id = rt.tag_id
WHERE rt.request_number = $1 ORDER BY rt.at, t.id
"""
_REPEATS = """
SELECT c.request_number AS number, c.earlier, c.at AS came_at, CASE WHEN c.earlier <> c.request_number THEN e.closed_at
    ELSE (SELECT max(w.at) FROM wrap_up w WHERE w.request_number = c.earlier AND w.reopened_at = c.at) END AS closed_at,
    coalesce(s.name, '') AS charged,
    coalesce(s.login, '') AS charged_login, c.counts, coalesce(b.name, '') AS changed_by, c.reason
FROM repeat_contact c JOIN request e ON e.number = c.earlier LEFT JOIN staff s ON s.id = c.staff_id LEFT JOIN staff b ON b.id = c.changed_by
"""
_BRIEF = f"""
SELECT r.number, {TARGET} AS target, (SELECT earlier FROM repeat_contact WHERE request_number = r.number AND counts) AS repeat_of,
    ARRAY(SELECT t.code FROM request_tag rt JOIN tag t ON t.id = rt.tag_id WHERE rt.request_number = r.number ORDER BY rt.at, t.id) AS tags
FROM request r WHERE r.number = ANY ($1::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Brief:
    """What the API tells: codes of tags, whether it was a target contact, the request it repeats."""

    tags: Sequence[str] = ()
    target: bool | None = None
    repeat_of: int | None = None


async def labels_of(reader: Reader, number: int) -> Labels:
    """All labels of one request."""
    row = await reader.row(
        f"SELECT {TARGET} AS target, q.reason, s.name FROM request r LEFT JOIN qualification q ON q.request_number = r.number "
        "LEFT JOIN staff s ON s.id = q.staff_id WHERE r.number = $1",
        number,
    )
    tags = [as_tag(tag) for tag in await reader.rows(_TAGS, number)]
    repeats = [Repeat(**dict(found)) for found in await reader.rows(
        f"{_REPEATS} WHERE c.request_number = $1 OR c.earlier = $1 ORDER BY c.request_number", number
    )]  # fmt: skip
    said: Any = row or {"target": None, "name": None, "reason": None}
    return Labels(
        tags, said["target"], said["name"] or "", said["reason"] or "", next((one for one in repeats if one.number == number), None),
        [one for one in repeats if one.earlier == number != one.number and one.counts],
    )  # fmt: skip


async def briefs_of(reader: Reader, numbers: Sequence[int]) -> dict[int, Brief]:
    """Of several requests at once."""
    rows = await reader.rows(_BRIEF, list(numbers))
    return {row["number"]: Brief(row["tags"], row["target"], row["repeat_of"]) for row in rows}


async def tags_for(reader: Reader, unit_id: int | None) -> list[Tag]:
    """Tags that may be put on a request of this unit."""
    rows = await reader.rows(
        "SELECT id, code, name, unit_id, active FROM tag WHERE active AND (unit_id IS NULL OR $1::integer IS NULL OR unit_id = $1) "
        "ORDER BY coalesce(name ->> 'ru', name ->> 'en'), id",
        unit_id,
    )
    return [as_tag(row) for row in rows]


async def list_tags(reader: Reader) -> list[Tag]:
    """Every tag in use, for those who filter by them."""
    rows = await reader.rows(
        "SELECT id, code, name, unit_id, active FROM tag ORDER BY active DESC, coalesce(name ->> 'ru', name ->> 'en'), id"
    )
    return [as_tag(row) for row in rows]
