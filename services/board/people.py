"""Who answers: on shift or not, how much they have in hand, how their day goes (W7, G7)."""

from services.board.day import Today
from services.board.models import Person, Scope
from services.distribution.returns import given_back
from services.requests.board import BROKEN, DUE_SOON, SOON
from services.storage.reader import Reader

_PEOPLE = f"""
WITH held AS (
    SELECT r.agent_id, count(*) AS held, count(r.waiting_since) FILTER (WHERE r.silent_days IS NULL) AS waiting,
        min(r.waiting_since) FILTER (WHERE r.silent_days IS NULL) AS silence,
        count(*) FILTER (WHERE {BROKEN.format("$1")}) AS broken, count(*) FILTER (WHERE {DUE_SOON.format("$1", "$2")}) AS soon
    FROM request r WHERE r.agent_id IS NOT NULL AND r.state <> 'closed' AND {{condition}} GROUP BY r.agent_id)
SELECT s.id, s.login, s.name, s.role, s.unit_ids, s.shift, CASE WHEN s.withdrawn_until > $1 THEN s.withdrawn_until END AS withdrawn_until,
    coalesce(s.wip_limit, $3) AS "limit", coalesce(h.held, 0) AS held, coalesce(h.waiting, 0) AS waiting, h.silence,
    coalesce(h.broken, 0) AS broken, coalesce(h.soon, 0) AS soon,
    (SELECT count(*) FROM request WHERE agent_id = s.id AND state <> 'closed') - coalesce(h.held, 0) AS elsewhere
FROM staff s LEFT JOIN held h ON h.agent_id = s.id
WHERE s.active AND (h.held > 0 OR (s.role = 'agent' AND (s.unit_ids = '{{{{}}}}' OR $4::integer[] IS NULL OR s.unit_ids && $4)))
ORDER BY array_position(ARRAY['on', 'away', 'off'], s.shift), h.silence NULLS LAST, s.name, s.login
"""


async def people(reader: Reader, scope: Scope, limit: int, day: Today) -> list[Person]:
    """Agents of the scope's units, and whoever else leads requests of it; those on shift first, the longest silence first.

    `limit`: how many requests one may have in hand who has no limit of their own.
    """
    condition, args = scope.requests(5)
    units = list(scope.staff.unit_ids) if scope.staff.role == "head" and scope.staff.unit_ids else None
    if scope.unit_id is not None:
        units = [scope.unit_id]
    sql = _PEOPLE.format(condition=condition)
    rows = await reader.rows(sql, scope.now, scope.now + SOON, limit, units, *args)
    seen, seen_args = scope.requests(3)  # of the requests in sight, as the list that the number opens
    returned = await given_back(reader, [row["id"] for row in rows], scope.day[0], seen, seen_args)
    closed, first, missed = day.closed_by(), day.first_answers(), day.missed_by()
    return [
        Person(
            **dict(row), closed=closed.get(row["id"], 0), first_answer=first.get(row["id"]), given_back=returned[row["id"]],
            missed=missed.get(row["id"], 0),
        )
        for row in rows
    ]  # fmt: skip
