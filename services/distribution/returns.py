"""How often people give back what they were handed: nobody skips work without it being counted (W4, W7)."""

from collections.abc import Sequence
from datetime import datetime

from services.storage.reader import Reader


async def given_back(reader: Reader, staff_ids: Sequence[int], since: datetime) -> dict[int, int]:
    """How often each of these people gave a request back since then; 0 for who did not. Check who may see it before."""
    rows = await reader.rows(
        "SELECT staff_id, count(*) AS times FROM request_return WHERE staff_id = ANY ($1::integer[]) AND at >= $2 "
        "AND NOT lapsed GROUP BY staff_id",
        list(staff_ids), since,
    )  # fmt: skip
    return dict.fromkeys(staff_ids, 0) | {row["staff_id"]: row["times"] for row in rows}
