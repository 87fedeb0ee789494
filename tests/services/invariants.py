"""What holds in every database of Priyomka, whatever happened (goals I4, and what the rules of the queue lean on)."""

from typing import Any

from services.booking.plan import RECEPTION
from services.requests.models import Limits

_RULES = {
    "an open request is queued, has an owner, or waits for the client without one": """
        SELECT number FROM request WHERE state <> 'closed'
        AND (state = 'queued') = (agent_id IS NOT NULL) AND NOT (state = 'waiting_client' AND agent_id IS NULL)""",
    "nobody holds more than the limit": """
        SELECT agent_id FROM request r JOIN staff s ON s.id = r.agent_id WHERE r.state <> 'closed'
        GROUP BY agent_id, s.wip_limit HAVING count(*) > coalesce(s.wip_limit, $1)""",
    "whoever was given a request is among those who led it": """
        SELECT e.id FROM event e JOIN staff s ON s.login = e.data ->> 'agent'
        WHERE e.type IN ('request.assigned', 'request.overridden')
        AND NOT EXISTS (SELECT FROM request_agent WHERE 'request:' || request_number = e.subject AND staff_id = s.id)""",
    "nobody led a request who was never given it": """
        SELECT l.request_number FROM request_agent l JOIN staff s ON s.id = l.staff_id
        WHERE NOT EXISTS (SELECT FROM event e WHERE e.subject = 'request:' || l.request_number AND e.data ->> 'agent' = s.login
            AND e.type IN ('request.assigned', 'request.overridden'))""",
    "a request knows when the promise that stands falls due": """
        SELECT number FROM request r WHERE promise_due IS DISTINCT FROM
        (SELECT least(due_at, broken_at) FROM promise WHERE request_number = r.number AND state <> 'kept')""",
    "the place in the queue follows from the wait, the alarm and the weights": """
        SELECT r.number FROM request r JOIN client c ON c.id = r.client_id LEFT JOIN rush b ON b.unit = coalesce(r.unit_id, 0)
        CROSS JOIN LATERAL (SELECT weights AS w FROM policy
            WHERE unit_id = r.unit_id OR unit_id IS NULL ORDER BY unit_id LIMIT 1) AS rules
        WHERE r.state = 'queued' AND r.queue_key IS DISTINCT FROM
        CASE WHEN silent_days IS NOT NULL THEN waiting_since + interval '1 day'
            WHEN alarm = 'danger' THEN waiting_since - interval '3650 days' ELSE least(
            waiting_since - interval '1 minute' * (CASE alarm WHEN 'law' THEN (w -> 'law')::int ELSE 0 END
                + coalesce((b.types -> r.type)::int, (w -> 'types' -> r.type)::int, 0) + coalesce((w -> 'tiers' -> lower(c.tier))::int, 0)
                + r.returns * (w -> 'returned')::int),
            promise_due - interval '1 minute' * (w -> 'promise')::int,
            CASE jsonb_typeof(w -> 'deadline') WHEN 'number'
                THEN next_answer_due - interval '1 minute' * (w -> 'deadline')::int END) END""",
    "who may be given what is known": """
        SELECT id FROM staff WHERE (classes IS NULL) <> (unit_ids = '{}' AND skills = '{}' AND languages = '{}')
        UNION SELECT number FROM request WHERE class IS NULL""",
    "only who is queued is reserved, with a time": """
        SELECT number FROM request WHERE (reserved_for IS NULL) <> (reserved_until IS NULL)
        OR (reserved_for IS NOT NULL AND state <> 'queued')""",
    "waiting is counted exactly while the client waits": """
        SELECT number FROM request WHERE (state IN ('queued', 'assigned') AND waiting_since IS NULL)
        OR (state IN ('waiting_client', 'closed') AND waiting_since IS NOT NULL)""",
    "urgent is what has an alarm": "SELECT number FROM request WHERE urgent <> (alarm IS NOT NULL)",
    "a promised request has a promise": """
        SELECT number FROM request r WHERE state = 'promised'
        AND NOT EXISTS (SELECT FROM promise WHERE request_number = r.number AND state <> 'kept')""",
    "a closed request owes nothing and keeps no traces of work": """
        SELECT number FROM request r WHERE state = 'closed' AND (closed_at IS NULL
        OR (closed_by IS NULL AND NOT EXISTS (SELECT FROM client WHERE id = r.client_id AND erased_at IS NOT NULL))
        OR EXISTS (SELECT FROM promise WHERE request_number = r.number AND state <> 'kept')
        OR EXISTS (SELECT FROM call_task WHERE request_number = r.number AND done_at IS NULL)
        OR EXISTS (SELECT FROM draft WHERE request_number = r.number))""",
    "a request is looked at when the first of what it owes runs out": """
        SELECT number FROM request r WHERE watch_at IS DISTINCT FROM (SELECT min(due) FROM unnest(ARRAY[
            CASE WHEN state IN ('queued', 'assigned') THEN next_answer_due END, handoff_due, danger_due,
            CASE WHEN resolve_paused_at IS NULL THEN resolve_due END]) AS due WHERE noticed_at IS NULL OR due > noticed_at)
        AND NOT (state = 'promised' AND promise_due IS NOT NULL)""",
    "what is closed is watched no more, and what was missed in it is over": """
        SELECT number FROM request r WHERE state = 'closed' AND (watch_at IS NOT NULL OR handoff_due IS NOT NULL
        OR danger_due IS NOT NULL OR resolve_due IS NOT NULL
        OR EXISTS (SELECT FROM missed WHERE request_number = r.number AND made_good_at IS NULL))""",
    "a call that is owed has somebody whose turn it is, or is in the queue": """
        SELECT number FROM request r WHERE state <> 'closed' AND state <> 'queued' AND agent_id IS NULL
        AND EXISTS (SELECT FROM call_task WHERE request_number = r.number AND done_at IS NULL)""",
    "who broke a promise that stands was written down, or nobody has looked yet": """
        SELECT p.id FROM promise p WHERE p.state = 'overdue'
        AND NOT EXISTS (SELECT FROM missed WHERE request_number = p.request_number AND clock = 'promise')""",
    "an open request has no outcome": """
        SELECT number FROM request WHERE state <> 'closed' AND (outcome IS NOT NULL OR summary IS NOT NULL OR closed_at IS NOT NULL)""",
    "every request begins with the client's words, or says what they pressed": """
        SELECT number FROM request r
        WHERE NOT EXISTS (SELECT FROM message WHERE request_number = r.number AND direction IN ('in', 'system'))""",
    "every request was opened once": """
        SELECT number FROM request r WHERE
        (SELECT count(*) FROM event WHERE subject = 'request:' || r.number AND type = 'request.opened') <> 1""",
    "every hand-out, transfer, closing and reopening left an event": """
        SELECT number FROM request r WHERE
        (SELECT count(*) FROM event WHERE subject = 'request:' || r.number AND type = 'request.reopened') <> r.reopened""",
    "an answer on its way has mail": """
        SELECT m.id FROM message m WHERE delivery = 'queued' AND NOT EXISTS (SELECT FROM outbox WHERE message_id = m.id)""",
    "a broken promise stays visible until it is kept": """
        SELECT id FROM promise WHERE state = 'overdue' AND broken_at IS NULL""",
    "nothing hangs on a card that was joined to another": """
        SELECT id FROM client c WHERE merged_into IS NOT NULL AND (phone IS NOT NULL
        OR EXISTS (SELECT FROM chat WHERE client_id = c.id) OR EXISTS (SELECT FROM request WHERE client_id = c.id))""",
    "a request is where its chat's card is": """
        SELECT number FROM request r JOIN chat USING (chat_id) WHERE r.client_id <> chat.client_id""",
    "one resource, one interval, one owner (I3)": """
        SELECT a.id FROM occupation a JOIN occupation b ON a.resource_id = b.resource_id AND a.id < b.id AND a.period && b.period""",
    "a visit to come occupies a technician for its works and a bay all that while, after reception": f"""
        SELECT a.id FROM appointment a
        CROSS JOIN LATERAL (SELECT tstzrange(a.starts_at + interval '{RECEPTION} minutes',
            a.starts_at + (SELECT {RECEPTION} + sum(minutes) FROM appointment_work w WHERE w.appointment_id = a.id) * interval '1 minute')
            AS period) needed
        CROSS JOIN LATERAL (SELECT range_agg(o.period) FILTER (WHERE r.kind = 'technician') AS technicians,
            range_agg(o.period) FILTER (WHERE r.kind = 'bay') AS bays
            FROM occupation o JOIN resource r ON r.id = o.resource_id AND r.unit_id = a.unit_id WHERE o.appointment_id = a.id) taken
        WHERE a.status IN ('hold', 'booked', 'confirmed') AND (upper(needed.period) > a.ends_at
            OR NOT coalesce(technicians = tstzmultirange(needed.period) AND bays @> needed.period, false))""",
    "what is over or cancelled occupies nothing": """
        SELECT a.id FROM appointment a JOIN occupation o ON o.appointment_id = a.id WHERE a.status IN ('cancelled', 'done', 'no_show')""",
}


_ALL = "\nUNION ALL ".join(
    f"SELECT {number}, broken.* FROM ({sql}) AS broken (id)" for number, sql in enumerate(_RULES.values())
)


async def violations(connection: Any, limits: Limits | None = None) -> dict[str, list[int]]:
    """Broken rules with the rows that break them; empty when all is well."""
    names, found = list(_RULES), dict[str, list[int]]()
    for number, broken in await connection.fetch(_ALL, (limits or Limits()).wip_limit):
        found.setdefault(names[number], []).append(broken)
    return found
