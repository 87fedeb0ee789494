"""A client who is back with something that was closed, though its type does not tell (V6): the database marks what is of one matter.

How many days count (`repeat_days`) and after which outcomes (`settles`) only the database knows. A request has one mark: V6 compares
requests that came back with requests that came, and one is right for that. Whoever comes a third time is marked on the third request,
whose earlier one is the second; where a request that is a repeat is reopened besides, its rounds (`wrap_up`) tell it.
"""

from services.storage.reader import Row
from services.storage.tx import Tx
from services.understanding.matters import comes_back

# Over `r`: not marked here, where the database would find nothing and take the mark away.
UNMARKED = (
    "NOT EXISTS (SELECT FROM repeat_contact c JOIN request e ON e.number = c.earlier WHERE c.request_number = r.number "
    "AND (c.earlier = r.number OR (r.type = 'other' AND e.type <> 'other')))"
)
_MARK = """
INSERT INTO repeat_contact (request_number, earlier, staff_id, at)
SELECT r.number, e.number, e.closed_by, r.created_at FROM request r JOIN LATERAL (
    SELECT number, closed_by, closed_at, vehicle_id FROM request
    WHERE client_id = r.client_id AND number < r.number AND state = 'closed' AND closed_at <= r.created_at AND settles(outcome)
        AND (vehicle_id = r.vehicle_id OR vehicle_id IS NULL OR r.vehicle_id IS NULL)
    ORDER BY (vehicle_id = r.vehicle_id) IS TRUE DESC, closed_at DESC, number DESC LIMIT 1) e ON true
WHERE r.number = $1 AND r.type = 'other' AND e.closed_at > r.created_at - interval '1 day' * repeat_days(r.unit_id)
    AND ($2 OR e.vehicle_id = r.vehicle_id)
ON CONFLICT DO NOTHING RETURNING earlier, (SELECT login FROM staff WHERE id = staff_id) AS charged
"""

_MARK_REOPENED = """
INSERT INTO repeat_contact (request_number, earlier, staff_id, at)
SELECT r.number, r.number, w.staff_id, w.reopened_at FROM request r JOIN wrap_up w ON w.request_number = r.number
WHERE r.number = $1 AND w.reopened_at IS NOT NULL AND settles(w.outcome) AND coalesce(w.rating, 5) > 2
    AND w.at > w.reopened_at - interval '1 day' * repeat_days(r.unit_id)
ORDER BY w.round LIMIT 1
ON CONFLICT DO NOTHING RETURNING earlier, (SELECT login FROM staff WHERE id = staff_id) AS charged
"""


async def mark_returning(tx: Tx, number: int, words: str) -> None:
    """A request that has just come with these words, of no certain type: a repeat of the client's last handled one where the words say so
    ("again", "did not fit"), or where both are about the same vehicle. Days and cars are reckoned as for one matter; who is asked to
    review it may say that it is none."""
    row = await tx.row(_MARK, number, comes_back(words))
    if row is not None:
        await _tell(tx, number, row)


async def mark_reopened(tx: Tx, number: int, *, tell: bool = True) -> None:
    """A client who wrote to a closed matter came back with it, too: `earlier` is the request itself, charged is who had closed it. A mark
    that is there already stays; a low rating alone is no contact. `tell` False: it was told before, and is only kept."""
    row = await tx.row(_MARK_REOPENED, number)
    if row is not None and tell:
        await _tell(tx, number, row)


async def _tell(tx: Tx, number: int, row: Row) -> None:
    unit_id = await tx.value("SELECT unit_id FROM request WHERE number = $1", number)
    tx.event("request.repeat", f"request:{number}", unit_id=unit_id, earlier=row["earlier"], charged=row["charged"])
