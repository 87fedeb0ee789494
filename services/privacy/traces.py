"""Copies of a person's words and data that the machinery keeps: updates, mail, answers of the API, events, files."""

import json
import re
from typing import Any

from services.privacy.forgetting import forget_files
from services.privacy.holdings import Holdings
from services.storage.tx import Tx

# What is being handled right now is forgotten too; its mark "done" comes with the commit. Updates that wait come after this one.
_INBOX = """
UPDATE inbox SET raw = '', error = NULL, done_at = CASE WHEN failed_at IS NULL THEN done_at ELSE coalesce(done_at, clock_timestamp()) END
WHERE lane = ANY ($1::text[]) AND (done_at IS NOT NULL OR failed_at IS NOT NULL OR id = $2)
"""
# What colleagues wrote about them in Telegram, as answers to questions.
_COLLEAGUES = """
UPDATE inbox SET raw = '', error = NULL WHERE done_at IS NOT NULL AND id IN (
    SELECT (details ->> 'inbox')::bigint FROM message WHERE request_number = ANY ($1) AND direction = 'note' AND details ? 'inbox')
"""
_DROP = """
UPDATE outbox SET state = 'dropped', finished_at = clock_timestamp()
WHERE chat_id = ANY ($1::bigint[]) AND state IN ('queued', 'retry')
"""
_OUTBOX = "UPDATE outbox SET params = '{}', error = NULL, about = NULL WHERE chat_id = ANY ($1::bigint[])"
# A repeated call is still recognised, and learns that what it had made is gone.
_ANSWERS = """
UPDATE idempotency SET status = 404, content_type = 'application/problem+json', body = $1
WHERE path ~ $2 OR (path ~ '/questions/[1-9][0-9]{0,17}/' AND EXISTS (
        SELECT FROM question q WHERE q.request_number = ANY ($4::bigint[]) AND q.id = substring(path FROM '/questions/([0-9]+)/')::bigint))
    OR EXISTS (SELECT FROM unnest($3::bytea[]) AS named WHERE position(named IN body) > 0)
"""
_GONE = json.dumps({"type": "/problems/not-found", "title": "Erased at the client's request", "status": 404}).encode()
_LOOSE = ["reason", "ref", "note", "text", "name", "phone", "plate", "vin", "comment", "title", "changes"]
_EVENTS = "UPDATE event SET data = data - $2::text[] WHERE subject = ANY ($1::text[]) AND data ?| $2::text[]"
_ATTACHED = re.compile(r"attach:([A-Za-z0-9_-]{1,64})")
_DETACH = """
DELETE FROM attachment a USING message m WHERE m.id = a.message_id AND m.request_number = ANY ($1) RETURNING a.file_id
"""
_MAIL = "SELECT params FROM outbox WHERE chat_id = ANY ($1) AND params::text LIKE '%attach:%'"
_FILES = """
DELETE FROM file f WHERE (f.id = ANY ($1) OR (f.public_id = ANY ($2) AND f.staff_id IS NULL AND f.token_id IS NULL))
    AND NOT EXISTS (SELECT FROM attachment a WHERE a.file_id = f.id)
RETURNING f.public_id, CASE WHEN f.state = 'pending' THEN f.due_at END AS fetched_until
"""


async def forget_traces(tx: Tx, owned: Holdings) -> None:
    """Empty or delete them. Rows that recognise a repetition stay, without what they said."""
    await _forget_files(tx, owned)
    await tx.execute(_INBOX, owned.lanes, tx.work.inbox_id if tx.work else None)
    await tx.execute(_COLLEAGUES, owned.requests)
    await tx.execute(_DROP, owned.chats)
    await tx.execute(_OUTBOX, owned.chats)
    named = [name.encode() for name in (*owned.public_ids, *owned.phones)]
    await tx.execute(_ANSWERS, _GONE, _paths(owned.requests), named, owned.requests)
    await tx.execute(_EVENTS, owned.subjects, _LOOSE)


def _paths(requests: list[int]) -> str:
    """Calls about one of the requests; a pattern that fits nothing where there are none."""
    return f"/requests/({'|'.join(map(str, requests))})/" if requests else "^$"


async def _forget_files(tx: Tx, owned: Holdings) -> None:
    """Files of the conversations that are part of no other one, and documents made for the person."""
    attached = [row["file_id"] for row in await tx.rows(_DETACH, owned.requests)]
    made = {public_id for row in await tx.rows(_MAIL, owned.chats) for public_id in _mentioned(row["params"])}
    await forget_files(tx, await tx.rows(_FILES, attached, list(made)))


def _mentioned(params: Any) -> list[str]:
    return _ATTACHED.findall(json.dumps(params))
