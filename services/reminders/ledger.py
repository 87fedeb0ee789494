"""The ledger's statements: claiming what is due with all that is told about it, and settling it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from services.garage.models import Vehicle
from services.reminders.rules import RULES, Later, Send, Skip, Subject
from services.storage.tx import Tx
from services.texts import known_language

# The chat in which the client decided if it is theirs and open, else the newest that is open; a blocked one only to say so.
_CLAIM = """
WITH due AS MATERIALIZED (
    SELECT kind, subject, occurrence, due_at FROM reminder
    WHERE state = 'planned' AND due_at <= $1 AND kind = ANY ($2::text[])
    ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED
)
SELECT due.*, a.public_id, a.status, a.version, a.starts_at, a.unit_id, u.time_zone,
    c.chat_id, c.blocked, coalesce(c.language, k.language, 'ru') AS language, c.language IS NULL AS guessed, c.telegram_language,
    v.make, v.model, v.vin, v.plate, ARRAY(
        SELECT work_id FROM appointment_work AS w WHERE w.appointment_id = a.id ORDER BY position
    ) AS works,
    ARRAY(SELECT kind FROM reminder_switch AS s WHERE s.client_id = a.client_id AND NOT enabled) AS unwanted
FROM due
LEFT JOIN appointment AS a ON a.public_id = substr(due.subject, length('appointment:') + 1)
LEFT JOIN unit AS u ON u.id = a.unit_id
LEFT JOIN client AS k ON k.id = a.client_id
LEFT JOIN vehicle AS v ON v.id = a.vehicle_id AND v.client_id = a.client_id
LEFT JOIN LATERAL (
    SELECT chat_id, language, telegram_language, blocked_at IS NOT NULL AS blocked FROM chat
    WHERE client_id = a.client_id ORDER BY blocked_at IS NOT NULL, chat_id IS DISTINCT FROM a.chat_id, created_at DESC LIMIT 1
) AS c ON true
ORDER BY due.due_at
"""

_SETTLE = """
UPDATE reminder AS r SET state = s.state, why = s.why, due_at = coalesce(s.due_at, r.due_at),
    settled_at = CASE WHEN s.state <> 'planned' THEN $1::timestamptz END
FROM unnest($2::text[], $3::text[], $4::integer[], $5::text[], $6::text[], $7::timestamptz[])
    AS s (kind, subject, occurrence, state, why, due_at)
WHERE (r.kind, r.subject, r.occurrence) = (s.kind, s.subject, s.occurrence)
"""


@dataclass(frozen=True, slots=True)
class Key:
    """A row's name."""

    kind: str
    subject: str
    occurrence: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row in hand, locked, with what is told: `works` are ids in order."""

    key: Key
    now: Subject
    public_id: str
    unit_id: int
    language: str
    works: tuple[int, ...]
    vehicle: Vehicle | None


async def claim(tx: Tx, batch: int) -> list[Claimed]:
    """Up to `batch` messages that are due, the oldest first; rows that somebody else has in hand are left to them."""
    return [_claimed(row) for row in await tx.rows(_CLAIM, tx.now, list(RULES), batch)]


async def settle(tx: Tx, verdicts: Sequence[tuple[Key, Send | Skip | Later]]) -> None:
    """Record what became of rows; `Later` leaves them planned."""
    states = {Send: "sent", Skip: "skipped", Later: "planned"}
    await tx.execute(
        _SETTLE, tx.now, [key.kind for key, _ in verdicts], [key.subject for key, _ in verdicts], [key.occurrence for key, _ in verdicts],
        [states[type(verdict)] for _, verdict in verdicts], [verdict.why if isinstance(verdict, Skip) else "" for _, verdict in verdicts],
        [verdict.at if isinstance(verdict, Later) else None for _, verdict in verdicts],
    )  # fmt: skip


def _claimed(row: Any) -> Claimed:
    key = Key(row["kind"], row["subject"], row["occurrence"])
    switch = RULES[key.kind].switch
    subject = Subject(
        key.kind, key.occurrence, row["status"], row["version"] or 0, row["starts_at"] or row["due_at"],
        ZoneInfo(row["time_zone"] or "UTC"), switch not in row["unwanted"], None if row["blocked"] else row["chat_id"],
        bool(row["blocked"]),
    )  # fmt: skip
    language = (known_language(row["telegram_language"]) if row["guessed"] else None) or row["language"]
    return Claimed(key, subject, row["public_id"] or "", row["unit_id"] or 0, language, tuple(row["works"]), _vehicle(row))


def _vehicle(row: Any) -> Vehicle | None:
    if row["make"] is None:
        return None
    return Vehicle(0, "", None, 0, row["make"], row["model"], None, row["vin"], row["plate"], False, None, None)
