"""Reading requests for the console and the API. Whoever asks is filtered here, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from services.clients.proofs import phone_by
from services.labelling.asked import TAGGED
from services.staff.models import Staff
from services.storage.paging import HORIZON, Page, cursor_of, parse_cursor
from services.storage.reader import Reader, Row

REQUEST_ROWS = f"""
SELECT r.*, u.code AS unit, a.login AS agent, a.name AS agent_name, c.public_id AS client_public_id, c.name AS client_name,
    c.phone AS client_phone, {phone_by("c")} AS client_phone_by, c.phone_unverified AS client_phone_unverified, c.tier AS client_tier,
    (SELECT min(ref) FROM client_ref WHERE client_id = c.id) AS client_ref,
    EXISTS (SELECT FROM chat WHERE client_id = c.id) AS client_telegram,
    EXISTS (SELECT FROM chat WHERE chat_id = r.chat_id AND blocked_at IS NOT NULL) AS client_blocked,
    p.due_at AS promise_due_at, p.note AS promise_note, p.state AS promise_state, p.broken_at AS promise_broken_at,
    p.by_call AS promise_by_call,
    t.phone AS call_phone,
    (SELECT w.result FROM wrap_up w WHERE w.request_number = r.number AND w.round = r.reopened AND r.state = 'closed') AS result
FROM request r
JOIN client c ON c.id = r.client_id
LEFT JOIN unit u ON u.id = r.unit_id
LEFT JOIN staff a ON a.id = r.agent_id
LEFT JOIN LATERAL (SELECT * FROM promise WHERE request_number = r.number ORDER BY id DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (SELECT phone FROM call_task WHERE request_number = r.number AND done_at IS NULL ORDER BY id DESC LIMIT 1) t ON true
"""
_MESSAGES = """
SELECT m.*, coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.public_id, 'kind', f.kind, 'name', f.name, 'mime', f.mime,
        'size', f.size, 'state', f.state) ORDER BY at.telegram_id, at.position)
    FROM attachment at JOIN file f ON f.id = at.file_id WHERE at.message_id = m.id AND at.replaced_at IS NULL), '[]') AS attachments,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', f.public_id, 'kind', f.kind, 'name', f.name, 'mime', f.mime,
        'size', f.size, 'state', f.state, 'at', at.replaced_at) ORDER BY at.replaced_at, at.position)
    FROM attachment at JOIN file f ON f.id = at.file_id WHERE at.message_id = m.id AND at.replaced_at IS NOT NULL), '[]') AS replaced,
    coalesce((SELECT jsonb_agg(jsonb_build_object('text', v.text, 'at', v.replaced_at) ORDER BY v.replaced_at)
    FROM message_version v WHERE v.message_id = m.id), '[]') AS versions
FROM message m WHERE m.request_number = ANY ($1::bigint[]) ORDER BY m.request_number, m.id
"""
_LAST = _MESSAGES.replace(
    "ORDER BY m.request",
    "AND m.id >= coalesce((SELECT id FROM message WHERE request_number = ANY ($1) ORDER BY id DESC OFFSET $2 - 1 LIMIT 1), 0) "
    "ORDER BY m.request",
)


# A request has an owner once at a time, so whom it belongs to now is looked for among those they ever led, which has an index.
BY_AGENT = (
    "r.agent_id = (SELECT id FROM staff WHERE login = {0}) "
    "AND r.number IN (SELECT request_number FROM request_agent WHERE staff_id = (SELECT id FROM staff WHERE login = {0}))"
)
# Only what is asked for stands in a statement: a plan that is made for all at once serves none.
_FILTERS = {
    "state": " AND r.state = {}",
    "type": " AND r.type = {}",
    "unit": " AND r.unit_id = (SELECT id FROM unit WHERE code = {})",
    "agent": f" AND {BY_AGENT}",
    "tag": f" AND {TAGGED}",
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is looking: everything (`all`), what a source made (`source`), or what a member of staff may read (`staff`)."""

    scope: Literal["all", "source", "staff"]
    token_id: int | None = None
    staff: Staff | None = None

    @property
    def reads_notes(self) -> bool:
        """Internal notes are for staff and for those who may see everything, not for the source of a request."""
        return self.scope != "source"

    def condition(self, first: int) -> tuple[str, list[Any]]:
        """SQL over `r` that holds for visible requests, with parameters numbered from `first`."""
        if self.scope == "source":
            return f"r.token_id = ${first}", [self.token_id]
        staff = self.staff
        if self.scope == "staff" and staff is None:
            return "false", []
        if self.scope == "all" or staff is None or (staff.reads_all and (staff.role != "head" or not staff.unit_ids)):
            return "true", []
        own = f"EXISTS (SELECT FROM request_agent ra WHERE ra.request_number = r.number AND ra.staff_id = ${first})"
        if staff.reads_all:
            return f"({own} OR r.unit_id IS NULL OR r.unit_id = ANY (${first + 1}::integer[]))", [
                staff.id,
                list(staff.unit_ids),
            ]
        return own, [staff.id]


def answer_due(row: Row) -> datetime | None:
    """By when the client hears, where no promise says so: after a hand-over as they were told then (P5), else the next answer; where
    nobody has taken up a danger yet, the earlier of that and its clock."""
    due: datetime | None = row["handoff_due"] or row["next_answer_due"]
    danger: datetime | None = row["danger_due"] if row["agent_id"] is None else None
    return min(due, danger) if due and danger else due or danger


def rows_of(chosen: str) -> str:
    """REQUEST_ROWS of what `chosen` selects (`SELECT r.* FROM request r …`): a page is chosen first, and only then is looked up what
    belongs to its rows. Otherwise the planner reads whole tables for it."""
    return REQUEST_ROWS.replace("FROM request r", f"FROM ({chosen}) r", 1)


async def request_row(reader: Reader, number: int, viewer: Viewer) -> Row | None:
    """One request with its client, promise and unit; None where the viewer may not see it."""
    condition, args = viewer.condition(2)
    return await reader.row(f"{REQUEST_ROWS} WHERE r.number = $1 AND {condition}", number, *args)


async def request_messages(reader: Reader, *numbers: int, notes: bool = True) -> Sequence[Row]:
    """The conversations, oldest message first, each with `attachments`, `replaced` ones and `versions`. Check visibility before.

    Without `notes`: what staff say among themselves is left out.
    """
    rows = await reader.rows(_MESSAGES, list(numbers))
    return rows if notes else [row for row in rows if row["direction"] != "note"]


async def last_messages(reader: Reader, number: int, count: int) -> Sequence[Row]:
    """The end of one conversation, at most `count` messages, as `request_messages` gives them."""
    return await reader.rows(_LAST, [number], count)


async def list_requests(
    reader: Reader, viewer: Viewer, *, state: str | None = None, request_type: str | None = None, unit: str | None = None,
    agent: str | None = None, tag: str | None = None, after: str | None = None, limit: int = 50,
) -> Page:  # fmt: skip
    """Requests in the order they came, as pages that miss nothing under concurrent commits. Agents see no queued ones (W4)."""
    xid, number = parse_cursor(after)
    condition, args = viewer.condition(4)
    if viewer.staff is not None and not viewer.staff.reads_all:
        condition += " AND r.state <> 'queued'"
    for name, value in (("state", state), ("type", request_type), ("unit", unit), ("agent", agent), ("tag", tag)):
        if value is not None:
            args.append(value)
            condition += _FILTERS[name].format(f"${len(args) + 3}")
    page = (
        f"SELECT r.* FROM request r WHERE (r.xid, r.number) > ($1::text::xid8, $2::bigint) AND r.xid < {HORIZON} AND {condition} "
        "ORDER BY r.xid, r.number LIMIT $3"
    )
    rows = await reader.rows(f"{rows_of(page)} ORDER BY r.xid, r.number", xid, number, limit, *args)
    return Page(rows, cursor_of(rows, "number", limit))


async def held_requests(reader: Reader, staff_id: int) -> Sequence[Row]:
    """What this person leads now: those the client waits in first, the longest wait first."""
    return await reader.rows(
        f"{REQUEST_ROWS} WHERE r.agent_id = $1 AND r.state <> 'closed' ORDER BY r.waiting_since NULLS LAST, r.number", staff_id
    )


async def client_history(reader: Reader, client_id: int, viewer: Viewer, limit: int = 20) -> Sequence[Row]:
    """The client's requests, newest first (P2: whoever takes the request sees what came before)."""
    condition, args = ("true", []) if viewer.staff else viewer.condition(3)
    return await reader.rows(
        f"{REQUEST_ROWS} WHERE r.client_id = $1 AND {condition} ORDER BY r.number DESC LIMIT $2", client_id, limit, *args
    )
