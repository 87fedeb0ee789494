"""Taking two cards apart again that were joined by mistake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from services.clients.proofs import part_proofs
from services.errors import Refused
from services.finding import reach
from services.labelling.returning import UNMARKED
from services.recognising.cars import part_cars
from services.recognising.merging import hold, reason_of, store, tell_requests
from services.recognising.moving import move_back
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

UNDO = timedelta(days=30)
_MERGES = """
SELECT m.id, m.kept, m.joined, m.at, m.reason, m.signs, m.cards, m.moved, m.staff_id, m.undone_at, m.undone_reason, s.name AS who,
    coalesce(u.name, '') AS undone_by, k.public_id AS kept_id, j.public_id AS joined_id, k.merged_into AS kept_into
FROM card_merge m JOIN staff s ON s.id = m.staff_id LEFT JOIN staff u ON u.id = m.undone_by
JOIN client k ON k.id = m.kept JOIN client j ON j.id = m.joined
"""
# Repeat contacts that were found between the two cards, and that nobody has decided on: looked for anew, each on its own card.
_BETWEEN = f"""
WITH gone AS (
    DELETE FROM repeat_contact c USING request r, request e WHERE r.number = c.request_number AND e.number = c.earlier
        AND r.client_id <> e.client_id AND r.client_id = ANY ($1::bigint[]) AND c.changed_by IS NULL RETURNING c.request_number)
SELECT mark_repeat(r) FROM request r WHERE r.number IN (SELECT request_number FROM gone)
    OR (r.client_id = ANY ($1::bigint[]) AND r.state <> 'closed' AND {UNMARKED}) ORDER BY r.number
"""


@dataclass(frozen=True, slots=True)
class Merge:
    """One merge, from its trail. `counts`: how many rows of each table moved; `undoable`: by this person, now."""

    id: int
    client_id: int
    kept_id: str
    joined_id: str
    at: datetime
    who: str
    reason: str
    signs: Sequence[str]
    kept: Mapping[str, Any]
    joined: Mapping[str, Any]
    counts: Mapping[str, int]
    undone_at: datetime | None
    undone_by: str
    undone_reason: str
    undoable: bool


@dataclass(frozen=True, slots=True)
class Parted:
    """What went back, by table, and the card it went back to."""

    joined_id: str
    counts: Mapping[str, int]


async def merges_of(reader: Reader, staff: Staff, client_id: int, now: datetime) -> list[Merge]:
    """What was joined to this card, the last one first. Check before that this person may look at it."""
    rows = await reader.rows(f"{_MERGES} WHERE m.kept = $1 ORDER BY m.id DESC LIMIT 20", client_id)
    return [_merge(row, staff, now) for row in rows if await _may_see(reader, staff, row)]


async def merge_of(reader: Reader, staff: Staff, merge_id: int, now: datetime) -> Merge:
    """One of them. Raises Refused `not-found` where this person may not look at the card, or, once they are two again, at one of them."""
    return _merge(await _row(reader, staff, merge_id), staff, now)


async def _row(reader: Reader, staff: Staff, merge_id: int) -> Row:
    row = await reader.row(f"{_MERGES} WHERE m.id = $1", merge_id)
    if row is None or not await reach.meets(reader, staff, row["kept"]) or not await _may_see(reader, staff, row):
        raise Refused("not-found")
    return row


async def _may_see(reader: Reader, staff: Staff, row: Row) -> bool:
    """The trail tells what stood on the joined card, which is another person's once it was undone."""
    return row["undone_at"] is None or await reach.meets(reader, staff, row["joined"])


def _merge(row: Row, staff: Staff, now: datetime) -> Merge:
    counts = {name: len(ids) for name, ids in row["moved"].items() if isinstance(ids, list)}
    counts["vehicle"] = len(row["moved"]["cars"]["vehicle"]) + len(row["moved"]["cars"]["aside"])
    return Merge(
        row["id"], row["kept"], row["kept_id"], row["joined_id"], row["at"], row["who"], row["reason"], row["signs"], row["cards"]["kept"],
        row["cards"]["joined"], counts, row["undone_at"], row["undone_by"], row["undone_reason"] or "",
        _may_undo(row, staff) and _stands(row, now),
    )  # fmt: skip


def _may_undo(row: Row, staff: Staff) -> bool:
    """Heads, directors and admins, and whoever joined the cards."""
    return staff.role in {"head", "director", "admin"} or (staff.id == row["staff_id"] and staff.role == "agent")


def _stands(row: Row, now: datetime) -> bool:
    """Neither undone, nor too long ago, nor under a later merge, which has to be undone first."""
    return row["undone_at"] is None and row["kept_into"] is None and now - row["at"] <= UNDO


async def unmerge(tx: Tx, staff: Staff, merge_id: int, *, reason: str) -> Parted:
    """Put back what moved and is still there; what was added after the merge stays with the card that was kept, except what was done in the
    chats that go back. A fact of the card that was changed after the merge stays as it is.

    Raises Refused `not-found`, `forbidden`, `closed` (undone already), `too-late`, `invalid` on `reason`.
    """
    said = reason_of(reason)
    seen = await _row(tx, staff, merge_id)
    if not _may_undo(seen, staff):
        raise Refused("forbidden")
    await hold(tx, seen["kept"], seen["joined"])
    row = await tx.row(f"{_MERGES} WHERE m.id = $1 FOR UPDATE OF m", merge_id)
    if row is None:  # forgotten meanwhile
        raise Refused("not-found")
    if row["undone_at"] is not None:
        raise Refused("closed")
    if not _stands(row, tx.now):
        raise Refused("too-late")
    counts = await _part(tx, row)
    await tx.execute(
        "UPDATE card_merge SET undone_at = $2, undone_by = $3, undone_reason = $4 WHERE id = $1",
        merge_id,
        tx.now,
        staff.id,
        said,
    )
    tx.event(
        "client.unmerged", f"client:{row['kept_id']}", parted=row["joined_id"], merge=merge_id, by=staff.login, reason=said
    )
    for card in (row["kept"], row["joined"]):
        await tell_requests(tx, card, "parted")
        await tx.execute("INSERT INTO card_changed (client_id) VALUES ($1)", card)
    return Parted(row["joined_id"], counts)


async def _part(tx: Tx, row: Row) -> dict[str, int]:
    kept, joined, moved = row["kept"], row["joined"], row["moved"]
    await tx.execute("UPDATE client SET merged_into = NULL WHERE id = $1", joined)
    await _facts_back(tx, kept, joined, row["cards"])
    await part_proofs(tx, joined, kept)
    counts = await move_back(tx, joined, kept, moved)
    counts["vehicle"] = await part_cars(tx, joined, kept, moved["cars"], moved["upto"]) + len(moved["cars"]["aside"])
    await tx.execute(_BETWEEN, [kept, joined])
    return counts


async def _facts_back(tx: Tx, kept: int, joined: int, cards: Mapping[str, Mapping[str, Any]]) -> None:
    now = await tx.row(
        "SELECT name, phone, phone_unverified, tier, birthday::text, source_tag, language FROM client WHERE id = $1", kept
    )
    assert now is not None  # noqa: S101 - locked before
    after, before = cards["after"], cards["kept"]
    await _store(tx, kept, {name: before[name] if now[name] == after[name] else now[name] for name in after})
    await _store(tx, joined, cards["joined"])


async def _store(tx: Tx, client_id: int, card: Mapping[str, Any]) -> None:
    try:
        async with tx.attempt():
            await store(tx, client_id, card)
    except asyncpg.UniqueViolationError:  # somebody else has proved meanwhile that the number is theirs
        await store(tx, client_id, {**card, "phone": None, "phone_unverified": card["phone_unverified"] or card["phone"]})
