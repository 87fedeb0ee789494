"""Keeping what can be found: rows of words, made in the background from what has happened, so that writing a message costs nothing more.

What happened is read from the events in their order, never beyond the oldest transaction still running; what was there before the first
round is gone through from the newest request down. How far both have come is committed with the rows, so a round that was killed is done
again. A message can be found a second or two after it was written; under a storm later, for this work takes a small share of the time.
A request of which nothing can be made holds nobody up (leaving_out.py).
"""

import re
import time
from collections.abc import Sequence

from services.archive.leaving_out import make_or_leave
from services.archive.pieces import Change
from services.storage.database import Database
from services.storage.paging import HORIZON
from services.storage.reader import Row
from services.storage.tx import Tx

EVENTS, REQUESTS = 300, 100  # of one transaction
LONGEST = 0.1  # seconds of one round: a share of the time between two of them
# Events of a request that change neither its words nor what it is narrowed by.
_BESIDES = re.compile(
    r"request\.(?:read|missed|escalated|made_good|reachability|visit|rated|alarm)|message\.(?:delivery|reaction)|(?:call|promise)\..*"
)
_BEGIN = """
INSERT INTO archive_progress (xid, event_id, fill_from, filled_to)
SELECT pg_snapshot_xmin(pg_current_snapshot()), 0, last, last + 1 FROM (SELECT coalesce(max(number), 0) AS last FROM request) AS requests
ON CONFLICT DO NOTHING
"""
_NEWS = (
    "SELECT xid::text AS xid, id, type, subject, data -> 'message' AS message FROM event "
    f"WHERE (xid, id) > ($1::text::xid8, $2::bigint) AND xid < {HORIZON} ORDER BY xid, id LIMIT $3"
)
# Asked without a lock, every second, day and night: mostly there is nothing.
_ANYTHING = (
    "SELECT count(*) = 0 OR bool_or(p.filled_to > 0 OR EXISTS "
    f"(SELECT FROM event WHERE (xid, id) > (p.xid, p.event_id) AND xid < {HORIZON})) FROM archive_progress p"
)
_ERASED = """
WITH RECURSIVE card AS (
    SELECT id FROM client WHERE public_id = ANY ($1::text[]) UNION SELECT c.id FROM client c JOIN card ON c.merged_into = card.id
)
SELECT number FROM request WHERE client_id IN (SELECT id FROM card)
"""


async def keep(db: Database, seconds: float = LONGEST) -> bool:
    """One round of at most about so many seconds; whether there is more to do. Another process that does it is left to it."""
    end = time.monotonic() + seconds
    async with db.read() as reader:
        more = bool(await reader.value(_ANYTHING))
    while more and time.monotonic() < end:
        async with db.tx() as tx:
            more = await _step(tx)
    return more


async def _step(tx: Tx) -> bool:
    progress = await tx.row("SELECT xid::text AS xid, event_id, filled_to FROM archive_progress FOR UPDATE SKIP LOCKED")
    if progress is None:
        known = await tx.value("SELECT count(*) FROM archive_progress")
        await tx.execute(_BEGIN)
        return not known
    news = await tx.rows(_NEWS, progress["xid"], progress["event_id"], EVENTS)
    if news:
        await make_or_leave(tx, await _changes(tx, news))
        sql = "UPDATE archive_progress SET xid = $1::text::xid8, event_id = $2"
        await tx.execute(sql, news[-1]["xid"], news[-1]["id"])
    return await _fill(tx, progress["filled_to"]) if len(news) < EVENTS else True


async def _changes(tx: Tx, news: Sequence[Row]) -> list[Change]:
    """Requests whose rows these events change, and what of them."""
    changes: dict[int, Change] = {}
    for row in news:
        kind, _, subject = row["subject"].partition(":")
        if kind == "request" and subject.isdigit() and not _BESIDES.fullmatch(row["type"]):
            _note(changes.setdefault(int(subject), Change(int(subject))), row["type"], row["message"])
    erased = [row["subject"].partition(":")[2] for row in news if row["type"] == "client.erased"]
    for row in await tx.rows(_ERASED, erased) if erased else ():
        changes.setdefault(row["number"], Change(row["number"])).whole = True
    return [changes[number] for number in sorted(changes)]


def _note(change: Change, event: str, message: object) -> None:
    """What words are new or others: an event of a message tells which, that of a client's new one need not."""
    if not event.startswith("message."):
        change.recorded = True
    elif isinstance(message, int):
        change.messages.add(message)
    elif event != "message.in":
        change.whole = True


async def _fill(tx: Tx, filled_to: int) -> bool:
    """The next lower requests of those that were there before."""
    if not filled_to:
        return False
    rows = await tx.rows("SELECT number FROM request WHERE number < $1 ORDER BY number DESC LIMIT $2", filled_to, REQUESTS)
    await make_or_leave(tx, [Change(row["number"], whole=True) for row in rows])
    reached = rows[-1]["number"] if len(rows) == REQUESTS else 0
    await tx.execute("UPDATE archive_progress SET filled_to = $1", reached)
    return bool(reached)
