"""What moves when two cards are joined, written down row by row, and back again.

A row that is there after the merge stays where it is unless it came with it; only what was done in a chat goes along with the chat, for a
request is always where its chat's card is.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from services.storage.tx import Tx

# Every table that points at a card, with the column that names its rows.
BELONGINGS = {
    "chat": "chat_id", "request": "number", "appointment": "id", "repair_order": "id", "parts_order": "id", "consent": "id",
    "client_ref": "ref", "follow_up": "id",
}  # fmt: skip
# Those that have ways of their own: vehicles, switches and reminders below, pairs of cards, proofs and trails in merging.py.
ELSEWHERE = frozenset(
    {"client", "vehicle", "reminder_switch", "reminder", "likely_duplicate", "not_same", "card_merge", "phone_proof"}
)
_IN_CHATS = ("request", "appointment")
_REMINDER = "kind || ' ' || subject || ' ' || occurrence"

Moved = dict[str, Any]


async def move_rows(tx: Tx, joined: int, kept: int) -> Moved:
    """Everything of the card `joined` becomes the card `kept`'s; answers what was moved."""
    moved: Moved = {"upto": await _upto(tx, joined, kept)}
    had = bool(await tx.value("SELECT count(*) FROM chat WHERE client_id = $1", kept))
    for table, key in BELONGINGS.items():
        moved[table] = await _keys(tx, f"UPDATE {table} SET client_id = $2 WHERE client_id = $1 RETURNING {key}", joined, kept)
    moved["reminder"] = await _keys(
        tx, f"UPDATE reminder SET client_id = $2 WHERE client_id = $1 RETURNING {_REMINDER}", joined, kept
    )
    moved["pointer"] = await _keys(tx, "UPDATE client SET merged_into = $2 WHERE merged_into = $1 RETURNING id", joined, kept)
    if bool(moved["chat"]) != had:
        await _give_chat(tx, kept, moved["request"], had)
    moved["switches"] = await _join_switches(tx, joined, kept)
    return moved


async def _keys(tx: Tx, sql: str, *args: Any) -> list[Any]:
    return [row[0] for row in await tx.rows(sql, *args)]


async def _upto(tx: Tx, joined: int, kept: int) -> dict[str, int]:
    """The last rows of both: what is newer was added after the merge."""
    found = {}
    for table in (*_IN_CHATS, "consent"):
        sql = f"SELECT coalesce(max({BELONGINGS[table]}), 0) FROM {table} WHERE client_id = ANY ($1::bigint[])"
        found[table] = int(await tx.value(sql, [joined, kept]))
    return found


async def _give_chat(tx: Tx, kept: int, came: Sequence[int], had: bool) -> None:
    """One of them was known by a phone alone: what is open there can be answered in the other one's chat now."""
    await tx.execute(
        "UPDATE request SET chat_id = c.chat_id FROM (SELECT chat_id FROM chat WHERE client_id = $1 "
        "ORDER BY blocked_at IS NOT NULL, created_at DESC LIMIT 1) c WHERE client_id = $1 AND request.chat_id IS NULL "
        "AND state <> 'closed' AND (number = ANY ($2::bigint[])) = $3",
        kept, list(came), had,
    )  # fmt: skip


async def _join_switches(tx: Tx, joined: int, kept: int) -> dict[str, list[dict[str, Any]]]:
    """Where both have chosen, the later choice holds."""
    sql = "SELECT kind, enabled, at FROM reminder_switch WHERE client_id = $1 ORDER BY kind"
    before = {name: [_switch(row) for row in await tx.rows(sql, card)] for name, card in (("joined", joined), ("kept", kept))}
    await tx.execute(
        "WITH gone AS (DELETE FROM reminder_switch WHERE client_id = $1 RETURNING kind, enabled, at) "
        "INSERT INTO reminder_switch AS s (client_id, kind, enabled, at) SELECT $2, kind, enabled, at FROM gone "
        "ON CONFLICT (client_id, kind) DO UPDATE SET enabled = excluded.enabled, at = excluded.at WHERE s.at < excluded.at",
        joined, kept,
    )  # fmt: skip
    return {**before, "after": [_switch(row) for row in await tx.rows(sql, kept)]}


def _switch(row: Any) -> dict[str, Any]:
    return {"kind": row["kind"], "enabled": row["enabled"], "at": row["at"].isoformat()}


async def move_back(tx: Tx, joined: int, kept: int, moved: Mapping[str, Any]) -> dict[str, int]:
    """Put back what was moved and is still the card `kept`'s; answers how many rows of each table went back."""
    back = {}
    chats = await _keys(
        tx, "UPDATE chat SET client_id = $1 WHERE client_id = $2 AND chat_id = ANY ($3::bigint[]) RETURNING chat_id",
        joined, kept, moved["chat"],
    )  # fmt: skip
    for table, key in BELONGINGS.items():
        if table == "chat":
            back[table] = len(chats)
            continue
        kind = "text" if table == "client_ref" else "bigint"
        along = " OR (client_id = $2 AND chat_id = ANY ($4::bigint[]) AND source = 'telegram' AND id_ > $5)".replace("id_", key)
        sql = f"UPDATE {table} SET client_id = $1 WHERE (client_id = $2 AND {key} = ANY ($3::{kind}[]))"
        args: list[Any] = [joined, kept, moved.get(table, [])]
        if table in _IN_CHATS:
            sql, args = sql + along, [*args, chats, moved["upto"][table]]
        back[table] = len(await _keys(tx, f"{sql} RETURNING {key}", *args))
    await tx.execute(
        "UPDATE client SET merged_into = $1 WHERE merged_into = $2 AND id = ANY ($3::bigint[])", joined, kept, moved["pointer"]
    )
    await _part_chats(tx, joined, kept)
    await _reminders_back(tx, joined, kept, moved)
    await _switches_back(tx, joined, kept, moved["switches"])
    await _refusals_hold(tx, joined, kept, moved["upto"]["consent"])
    return back


async def _part_chats(tx: Tx, joined: int, kept: int) -> None:
    """Nobody's matter stays in the other one's chat."""
    for table in _IN_CHATS:
        await tx.execute(
            f"UPDATE {table} t SET chat_id = NULL FROM chat c WHERE c.chat_id = t.chat_id AND c.client_id <> t.client_id "
            "AND t.client_id = ANY ($1::bigint[])",
            [joined, kept],
        )  # fmt: skip


async def _reminders_back(tx: Tx, joined: int, kept: int, moved: Mapping[str, Any]) -> None:
    """With what they remind of, also where they were planned anew meanwhile."""
    await tx.execute(
        "UPDATE reminder SET client_id = $1 WHERE client_id = $2 AND subject IN "
        "(SELECT 'appointment:' || public_id FROM appointment WHERE client_id = $1 "
        "UNION ALL SELECT 'repair_order:' || public_id FROM repair_order WHERE client_id = $1 "
        "UNION ALL SELECT 'parts_order:' || public_id FROM parts_order WHERE client_id = $1)",
        joined, kept,
    )  # fmt: skip
    await tx.execute(
        f"UPDATE reminder SET client_id = $1 WHERE client_id = $2 AND {_REMINDER} = ANY ($3::text[])",
        joined, kept, moved["reminder"],
    )  # fmt: skip


async def _switches_back(tx: Tx, joined: int, kept: int, switches: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Each as it was; what was chosen after the merge holds for who is left."""
    put = (
        "INSERT INTO reminder_switch (client_id, kind, enabled, at) SELECT $1, kind, enabled, at "
        "FROM jsonb_to_recordset($2) AS s (kind text, enabled boolean, at timestamptz) ON CONFLICT DO NOTHING"
    )
    await tx.execute(
        "DELETE FROM reminder_switch s USING jsonb_to_recordset($2) AS a (kind text, enabled boolean, at timestamptz) "
        "WHERE s.client_id = $1 AND (s.kind, s.enabled, s.at) = (a.kind, a.enabled, a.at)",
        kept, switches["after"],
    )  # fmt: skip
    await tx.execute(put, kept, switches["kept"])
    await tx.execute(put, joined, switches["joined"])


async def _refusals_hold(tx: Tx, joined: int, kept: int, upto: int) -> None:
    """What was withdrawn while the cards were one is withdrawn for both: whoever said it is not asked twice."""
    await tx.execute(
        "INSERT INTO consent (client_id, kind, granted, text_version, language, source, at) "
        "SELECT $1, kind, granted, text_version, language, source, at FROM (SELECT DISTINCT ON (kind) * FROM consent "
        "WHERE client_id = $2 AND id > $3 ORDER BY kind, id DESC) AS last WHERE NOT granted "
        "AND EXISTS (SELECT FROM consent j WHERE j.client_id = $1 AND j.kind = last.kind)",
        joined, kept, upto,
    )  # fmt: skip
