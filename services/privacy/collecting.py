"""Everything stored about a person, as data: plain lists of rows under stable names, moments as aware datetimes.

What agents write for each other (notes, summaries, fields of the wrap-up) is the workshop's and is left out, as the contract says.
"""

import json
from typing import Any

from services.privacy.holdings import Holdings, holdings
from services.storage.reader import Reader

Data = dict[str, Any]
_NESTED = frozenset({"mileage", "works", "lines", "recommendations", "timeline", "messages", "calls"})
NEWEST = 1000  # rows of technical copies, which repeat what is said above

_CARD = """
SELECT public_id AS id, name, phone, phone_unverified, language, tier, birthday::text, source_tag, created_at,
    ARRAY(SELECT ref FROM client_ref WHERE client_id = client.id ORDER BY ref) AS refs FROM client WHERE id = $1
"""
_LISTS = {
    "phones": """
        SELECT p.phone, CASE p.how WHEN 'system' THEN 'workshop' ELSE p.how END AS verified_by, p.at,
            t.name AS by_system
        FROM phone_proof p LEFT JOIN api_token t ON t.id = p.token_id
        WHERE p.client_id = ANY ($1) ORDER BY p.at NULLS FIRST, p.phone""",
    "chats": """
        SELECT chat_id AS telegram_id, first_name, username, language, telegram_language, source_tag, created_at, blocked_at
        FROM chat WHERE client_id = ANY ($1) ORDER BY created_at""",
    "consents": "SELECT kind, granted, text_version, language, source, at FROM consent WHERE client_id = ANY ($1) ORDER BY id",
    "vehicles": """
        SELECT v.make, v.model, v.year, v.plate, v.vin, v.ref, v.source, v.created_at, v.sold_at,
            (SELECT json_agg(json_build_object('km', km, 'at', at, 'source', m.source) ORDER BY at) FROM mileage m
             WHERE m.vehicle_id = v.id) AS mileage
        FROM vehicle v WHERE v.client_id = ANY ($1) ORDER BY v.id""",
    "visits": """
        SELECT a.public_id AS id, u.name AS unit, a.starts_at, a.ends_at, a.status, v.plate, a.comment, a.source, a.source_tag,
            a.created_at, a.confirmed_at, a.cancelled_at, a.cancelled_by, a.cancel_reason,
            (SELECT json_agg(w.title ORDER BY aw.position) FROM appointment_work aw JOIN work w ON w.id = aw.work_id
             WHERE aw.appointment_id = a.id) AS works
        FROM appointment a JOIN unit u ON u.id = a.unit_id LEFT JOIN vehicle v ON v.id = a.vehicle_id AND v.client_id = a.client_id
        WHERE a.client_id = ANY ($1) ORDER BY a.starts_at""",
    "repair_orders": """
        SELECT o.ref, u.name AS unit, v.plate, o.status, o.promised_at, o.note, o.created_at, o.changed_at,
            (SELECT json_agg(json_build_object('title', title, 'kind', kind, 'quantity', trim_scale(quantity)::text,
             'price', price::text, 'currency', currency,
             'danger', danger, 'decision', decision) ORDER BY position) FROM repair_order_line WHERE order_id = o.id) AS lines,
            (SELECT json_agg(json_build_object('title', title, 'danger', danger, 'due_at', due_at) ORDER BY position)
             FROM recommendation WHERE order_id = o.id) AS recommendations,
            (SELECT json_agg(json_build_object('at', at, 'status', status, 'promised_at', promised_at, 'note', note) ORDER BY id)
             FROM repair_order_step WHERE order_id = o.id) AS timeline
        FROM repair_order o JOIN unit u ON u.id = o.unit_id LEFT JOIN vehicle v ON v.id = o.vehicle_id AND v.client_id = o.client_id
        WHERE o.client_id = ANY ($1) ORDER BY o.id""",
    "parts_orders": """
        SELECT o.ref, u.name AS unit, o.status, o.expected_at, o.items, o.created_at, o.changed_at,
            (SELECT json_agg(json_build_object('at', at, 'status', status, 'expected_at', expected_at) ORDER BY id)
             FROM parts_order_step WHERE order_id = o.id) AS timeline
        FROM parts_order o JOIN unit u ON u.id = o.unit_id WHERE o.client_id = ANY ($1) ORDER BY o.id""",
    "requests": """
        SELECT r.number, r.type, r.state, r.source, r.source_tag, r.external_ref, u.name AS unit, r.created_at, r.closed_at, r.outcome,
            r.rating, r.vehicle,
            (SELECT jsonb_object_agg(code, r.fields -> code) FROM script_field s
             WHERE s.request_number = r.number AND told_by = 'client' AND r.fields ? code) AS told,
            (SELECT json_agg(json_build_object('at', m.at, 'direction', m.direction, 'author', m.author, 'text', m.text,
             'earlier', (SELECT json_agg(text ORDER BY replaced_at) FROM message_version WHERE message_id = m.id),
             'files', (SELECT json_agg(f.name ORDER BY t.position) FROM attachment t JOIN file f ON f.id = t.file_id
                       WHERE t.message_id = m.id)) ORDER BY m.id)
             FROM message m WHERE m.request_number = r.number AND m.direction <> 'note') AS messages,
            (SELECT json_agg(json_build_object('phone', phone, 'created_at', created_at, 'done_at', done_at, 'outcome', outcome)
             ORDER BY id) FROM call_task WHERE request_number = r.number) AS calls
        FROM request r LEFT JOIN unit u ON u.id = r.unit_id WHERE r.client_id = ANY ($1) ORDER BY r.number""",
    "reminders": "SELECT kind, due_at, state, why, settled_at FROM reminder WHERE client_id = ANY ($1) ORDER BY due_at",
    "kept_aside": """
        SELECT a.at, a.content ->> 'text' AS text FROM aside_message a JOIN chat USING (chat_id)
        WHERE chat.client_id = ANY ($1) ORDER BY a.id""",
    "follow_ups": "SELECT kind, title, due_at, made_at, done_at FROM follow_up WHERE client_id = ANY ($1) ORDER BY id",
    "switches": "SELECT kind, enabled, at FROM reminder_switch WHERE client_id = ANY ($1) ORDER BY kind",
    "merges": """
        SELECT at, cards #>> '{joined,name}' AS name, cards #>> '{joined,phone}' AS phone,
            cards #>> '{joined,phone_unverified}' AS phone_unverified, cards #>> '{joined,birthday}' AS birthday
        FROM card_merge WHERE kept = ANY ($1) AND undone_at IS NULL ORDER BY id""",
}  # fmt: skip
_TECHNICAL = {
    "events": ("SELECT at, type, data FROM event WHERE subject = ANY ($1) ORDER BY id DESC LIMIT $2", "subjects"),
    "sent": (
        "SELECT created_at, method, state, params FROM outbox WHERE chat_id = ANY ($1) ORDER BY id DESC LIMIT $2", "chats",
    ),
    "received": (
        "SELECT received_at, raw FROM inbox WHERE lane = ANY ($1) AND raw <> '' ORDER BY id DESC LIMIT $2", "lanes",
    ),
}  # fmt: skip


async def collect(reader: Reader, client_id: int) -> Data:
    """Under `card`, `chats`, `consents`, `vehicles`, … and `technical` (copies that the machinery keeps for a while, newest first)."""
    owned = await holdings(reader, client_id)
    card = await reader.row(_CARD, client_id)
    found: Data = {"card": dict(card) if card else {}}
    for name, sql in _LISTS.items():
        found[name] = [_plain(row) for row in await reader.rows(sql, owned.cards)]
    found["technical"] = await _technical(reader, owned)
    return found


async def _technical(reader: Reader, owned: Holdings) -> Data:
    return {
        name: [_plain(row) for row in await reader.rows(sql, getattr(owned, which), NEWEST)]
        for name, (sql, which) in _TECHNICAL.items()
    }


def _plain(row: Any) -> Data:
    """Lists within a row come as JSON text, which keeps the order of their fields."""
    return {key: json.loads(value) if key in _NESTED and value is not None else value for key, value in row.items()}
