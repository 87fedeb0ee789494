"""The last statement of a transaction: its events, its mail, and the mark that the update is done, for one transaction or for many.

Whatever changed nothing besides these needs no transaction of its own: many such endings are written by one statement and one commit.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.outbox.models import Mail

# coalesce(): a plan that was made while nothing waited would look for the id among all pending updates instead of in the primary key.
# Who has no update (id null) has none to lose.
_FLUSH = """
WITH work AS (
    SELECT * FROM unnest($1::bigint[], $2::text[], $3::integer[]) WITH ORDINALITY AS w (id, lane, worker, place)
), done AS (
    UPDATE inbox SET done_at = clock_timestamp(), error = NULL
    FROM work WHERE inbox.id = work.id AND coalesce(inbox.done_at, inbox.failed_at) IS NULL
      AND EXISTS (SELECT FROM lane WHERE queue = 'in' AND key = work.lane AND worker = work.worker)
      AND NOT EXISTS (SELECT FROM inbox AS earlier WHERE earlier.lane = work.lane AND earlier.update_id < inbox.update_id
                      AND earlier.done_at IS NULL AND earlier.failed_at IS NULL)
    RETURNING work.place
), ours AS (
    SELECT place FROM done UNION ALL SELECT place FROM work WHERE id IS NULL
), events AS (
    INSERT INTO event (type, at, actor, subject, unit_id, data, audit)
    SELECT type, at, actor, subject, unit_id, data, audit_of(type)
    FROM jsonb_to_recordset($4::text::jsonb) AS e (
        place bigint, type text, at timestamptz, actor text, subject text, unit_id integer, data jsonb
    ) WHERE place IN (SELECT place FROM ours)
), mail AS (
    INSERT INTO outbox (chat_id, method, params, kind, message_id, worker, about, valid_until)
    SELECT chat_id, method, params, kind, message_id, worker, about, clock_timestamp() + valid_for * interval '1 second'
    FROM ROWS FROM (jsonb_to_recordset($5::text::jsonb) AS (
        place bigint, chat_id bigint, method text, params jsonb, kind text, message_id bigint, worker integer, about text, valid_for float8
    )) WITH ORDINALITY AS m (place, chat_id, method, params, kind, message_id, worker, about, valid_for, turn)
    WHERE place IN (SELECT place FROM ours) ORDER BY turn
    RETURNING id, chat_id, kind, worker
), lanes AS (
    INSERT INTO lane AS l (queue, key, rank)
    SELECT 'out', chat_id::text, min(CASE kind WHEN 'direct' THEN 0 WHEN 'bulk' THEN 2 ELSE 1 END)
    FROM mail WHERE worker IS NULL GROUP BY chat_id ORDER BY chat_id
    ON CONFLICT (queue, key) DO UPDATE SET version = l.version + 1, rank = least(l.rank, excluded.rank)
)
SELECT ARRAY(SELECT place FROM ours) AS ours, ARRAY(SELECT id FROM mail ORDER BY id) AS mail
"""

# What most doors besides the lanes leave behind: events alone, at half the price.
_EVENTS = """
INSERT INTO event (type, at, actor, subject, unit_id, data, audit)
SELECT type, at, actor, subject, unit_id, data, audit_of(type)
FROM jsonb_to_recordset($1::text::jsonb) AS e (type text, at timestamptz, actor text, subject text, unit_id integer, data jsonb)
"""
# One text instead of a dozen arrays: the driver looks at each element of an array several times.
_json = json.JSONEncoder(default=str, separators=(",", ":")).encode


@dataclass(slots=True)
class Ending:
    """What one transaction leaves behind. `update`: inbox id, lane and worker of the update that it handles, None: no update's.

    `mail` is stored mail only; `own` says of each whether this worker sends it itself.
    """

    now: datetime
    events: list[dict[str, Any]]
    mail: list[tuple[Mail, bool]]
    update: tuple[int, str, int] | None = None

    @property
    def left_behind(self) -> tuple[bool, bool]:
        """Whether there are events to show, and mail for the relay."""
        return bool(self.events), any(not own for _, own in self.mail)


async def flush(connection: Any, endings: Sequence[Ending]) -> list[list[int] | None]:
    """Write them all; per ending the outbox ids of its mail, or None where the update was not ours to finish: nothing of it is there."""
    if not any(ending.mail or ending.update for ending in endings):
        await connection.execute(_EVENTS, _json([event for _, event in _events(endings)]))
        return [[] for _ in endings]
    updates = [ending.update or (None, None, None) for ending in endings]
    row = await connection.fetchrow(
        _FLUSH, *map(list, zip(*updates, strict=True)), _json([{"place": place, **event} for place, event in _events(endings)]),
        _json(list(_mail(endings))),
    )  # fmt: skip
    ours, ids = set(row["ours"]), iter(row["mail"])
    return [[next(ids) for _ in ending.mail] if place in ours else None for place, ending in enumerate(endings, 1)]


def _events(endings: Sequence[Ending]) -> Iterator[tuple[int, dict[str, Any]]]:
    for place, ending in enumerate(endings, 1):
        at = ending.now.isoformat()
        for event in ending.events:
            yield place, {"at": at, **event}


def _mail(endings: Sequence[Ending]) -> Iterator[dict[str, Any]]:
    for place, ending in enumerate(endings, 1):
        worker = ending.update[2] if ending.update else None
        for mail, own in ending.mail:
            yield {
                "place": place, "chat_id": mail.chat_id, "method": mail.method, "params": mail.params, "kind": mail.kind,
                "message_id": mail.message_id, "worker": worker if own else None, "about": mail.about, "valid_for": mail.valid_for,
            }  # fmt: skip
