"""How often people give back what they were handed: nobody skips work without it being counted (W4, W7)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.storage.reader import Reader


async def given_back(
    reader: Reader, staff_ids: Sequence[int], since: datetime, seen: str = "true", args: Sequence[Any] = ()
) -> dict[int, int]:
    """How many requests each of these people gave back since then; 0 for who did not. Check who may see it before.

    `seen`: a condition on request `r`, whose `args` begin at $3.
    """
    rows = await reader.rows(
        "SELECT t.staff_id, count(DISTINCT r.number) AS count FROM request_return t JOIN request r ON r.number = t.request_number "
        f"WHERE t.staff_id = ANY ($1::integer[]) AND t.at >= $2 AND NOT t.lapsed AND {seen} GROUP BY 1",
        list(staff_ids), since, *args,
    )  # fmt: skip
    return dict.fromkeys(staff_ids, 0) | {row["staff_id"]: row["count"] for row in rows}
