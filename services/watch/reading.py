"""What a member of staff was told, and that they have seen it. Everybody reads and marks their own only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.requests.view import Viewer
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx

ASKED = ["asked", "question_reminded", "question_withdrawn"]  # of questions that colleagues put to them
COUNTED = 99  # what nobody has seen yet is counted no further

_PRESSES = """(n.what <> 'withdrawn' OR EXISTS (
    SELECT FROM staff s WHERE s.id = $1 AND s.withdrawn_until > $2 AND s.withdrawn_until = (n.data ->> 'until')::timestamptz))
AND (n.what <> 'nudge' OR n.request_number IS NULL OR r.agent_id = $1)"""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing somebody was told; `what` and `data`: see `notices.py`. `number` is the request it is about, `readable` whether its page
    opens for them. `unit_id`: of the request, or of what it is about else; 0 and None: of none."""

    id: int
    what: str
    number: int | None
    readable: bool
    unit_id: int | None
    at: datetime
    data: Mapping[str, Any]
    urgent: bool
    seen: bool


@dataclass(frozen=True, slots=True)
class Unseen:
    """How much somebody has not seen yet; more than `COUNTED` are not counted. `last_urgent`: id of the newest urgent one, 0: none."""

    count: int = 0
    last_urgent: int = 0


async def unseen(reader: Reader, staff_id: int) -> Unseen:
    """For the bell of every page."""
    row = await reader.row(
        "SELECT count(*) AS count, coalesce(max(id) FILTER (WHERE urgent), 0) AS last_urgent FROM ("
        "SELECT id, urgent FROM staff_notice WHERE staff_id = $1 AND seen_at IS NULL ORDER BY id DESC LIMIT $2) AS newest",
        staff_id, COUNTED + 1,
    )  # fmt: skip
    return Unseen(row["count"], row["last_urgent"]) if row else Unseen()


async def notices_of(reader: Reader, staff: Staff, *, before: int | None = None, limit: int = 50) -> list[Notice]:
    """What this person was told, newest first, from below the id `before`."""
    return await _notices(reader, staff, "($2::bigint IS NULL OR n.id < $2) ORDER BY n.id DESC LIMIT $3", before, limit)


async def urgent_unseen(reader: Reader, staff: Staff, now: datetime, limit: int) -> list[Notice]:
    """What they should not miss and have not seen, newest first. A withdrawal that is over, and the silence in a
    request that somebody else leads by now, press nobody any more."""
    chosen = f"n.seen_at IS NULL AND n.urgent AND {_PRESSES} ORDER BY n.id DESC LIMIT $3"
    return await _notices(reader, staff, chosen, now, limit)


async def notices_by_ids(reader: Reader, staff: Staff, ids: Collection[int]) -> list[Notice]:
    """These of this person, oldest first."""
    return await _notices(reader, staff, "n.id = ANY ($2::bigint[]) ORDER BY n.id", sorted(ids))


async def _notices(reader: Reader, staff: Staff, chosen: str, *args: Any) -> list[Notice]:
    condition, more = Viewer("staff", staff=staff).condition(len(args) + 2)
    rows: Sequence[Any] = await reader.rows(
        "SELECT n.id, n.what, n.request_number, r.number IS NOT NULL AND "
        f"{condition} AS readable, coalesce(r.unit_id, (n.data ->> 'unit_id')::integer) AS unit_id, n.at, n.data, n.urgent, "
        "n.seen_at IS NOT NULL AS seen "
        f"FROM staff_notice n LEFT JOIN request r ON r.number = n.request_number WHERE n.staff_id = $1 AND {chosen}",
        staff.id, *args, *more,
    )  # fmt: skip
    return [Notice(*row) for row in rows]


async def see(tx: Tx, staff: Staff, notice_id: int) -> None:
    """They have seen this one. One that is not theirs, or not there, changes nothing."""
    await _see(tx, staff, "id = $3", notice_id)


async def see_all(tx: Tx, staff: Staff, up_to: int) -> None:
    """They have seen everything up to this id: what came after the page was made is new still."""
    await _see(tx, staff, "id <= $3", up_to)


async def see_asked(tx: Tx, staff: Staff) -> None:
    """They have opened the page of questions, and so seen that they were asked."""
    await _see(tx, staff, "what = ANY ($3::text[])", ASKED)


async def see_request(tx: Tx, staff: Staff, number: int) -> None:
    """They have opened the request, and so seen what they were told about it."""
    await _see(tx, staff, "request_number = $3", number)


async def _see(tx: Tx, staff: Staff, which: str, value: int | list[str]) -> None:
    # In the order of their ids, as everybody locks them: two tabs that say the same do not wait for each other in a circle.
    await tx.execute(
        "UPDATE staff_notice SET seen_at = $2 WHERE id = ANY (ARRAY("
        f"SELECT id FROM staff_notice WHERE staff_id = $1 AND seen_at IS NULL AND {which} ORDER BY id FOR NO KEY UPDATE))",
        staff.id, tx.now, value,
    )  # fmt: skip
