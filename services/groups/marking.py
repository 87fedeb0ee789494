"""From what happened to what is to be shown: the log of events is read once, by whichever process comes first."""

from collections import defaultdict
from collections.abc import Iterable

from services.events import last_cursor, list_events
from services.groups.topics import given
from services.requests.view import Viewer
from services.storage.reader import Row
from services.storage.tx import Tx

_LOCK = 15  # advisory lock class: one process reads at a time
_BATCH = 500
_GIVEN = frozenset({"request.assigned", "request.overridden", "request.came"})
_CHANGED = frozenset({"message.changed", "message.reaction", "message.withdrawn", "message.delivery"})
_UNSHOWN = frozenset({"request.read", "contact"})
_WHO = ("staff.shift", "staff.withdrawn", "staff.back")


async def mark(tx: Tx) -> bool:
    """Note what a batch of events changes in the groups; whether there may be more."""
    if not await tx.look().value("SELECT EXISTS (SELECT FROM unit_group WHERE chat_id IS NOT NULL)"):
        return False
    if not await tx.value("SELECT pg_try_advisory_xact_lock($1, 0)", _LOCK):
        return False
    cursor = await tx.value("SELECT cursor FROM group_cursor")
    if cursor is None:
        await from_now_on(tx)
        return False
    rows = (await list_events(tx, Viewer("all"), after=cursor, limit=_BATCH)).rows
    if not rows:
        return False
    await _note(tx, rows)
    await tx.execute("UPDATE group_cursor SET cursor = $1", f"{rows[-1]['xid']}-{rows[-1]['id']}")
    return len(rows) == _BATCH


async def from_now_on(tx: Tx) -> None:
    """The first group is connected: what happened before is not read."""
    await tx.execute(
        "INSERT INTO group_cursor (cursor) VALUES ($1) ON CONFLICT (one) DO UPDATE SET cursor = excluded.cursor",
        await last_cursor(tx),
    )


async def _note(tx: Tx, rows: Iterable[Row]) -> None:
    said: set[int] = set()
    touched: set[int] = set()
    taken: dict[int, None] = {}
    changed: dict[int, list[int]] = defaultdict(list)
    queue = False
    for row in rows:
        kind, number = row["type"], _number(row["subject"])
        queue = queue or kind in _WHO or (number is not None and kind.startswith("request.") and kind not in _UNSHOWN)
        if number is None or kind in _UNSHOWN:
            continue
        touched.add(number)
        if kind in _GIVEN:
            taken[number] = None
        if kind in _CHANGED and isinstance(row["data"].get("message"), int):
            changed[number].append(row["data"]["message"])
        else:  # besides what people say, much that happens tells the client something
            said.add(number)
    if queue:  # groups before topics, as `showing.py` locks them
        await tx.execute("UPDATE unit_group SET panel_due = true WHERE chat_id IS NOT NULL AND NOT panel_due")
    for number in taken:
        await given(tx, number)
    await _mark_topics(tx, touched, said, changed)


async def _mark_topics(tx: Tx, touched: set[int], said: set[int], changed: dict[int, list[int]]) -> None:
    known = [row["request_number"] for row in await tx.rows(
        "SELECT request_number FROM group_topic WHERE request_number = ANY ($1::bigint[]) AND NOT retired ORDER BY id "
        "FOR NO KEY UPDATE", sorted(touched),
    )]  # fmt: skip
    for number in known:
        await tx.execute(
            "UPDATE group_topic SET card_due = true, talk_due = talk_due OR $2, changed = changed || $3::bigint[], "
            "due_at = CASE WHEN card_due THEN due_at ELSE clock_timestamp() END "
            "WHERE request_number = $1 AND NOT retired",
            number, number in said, changed[number],
        )  # fmt: skip


def _number(subject: str) -> int | None:
    kind, _, digits = subject.partition(":")
    return int(digits) if kind == "request" and digits.isdigit() else None
