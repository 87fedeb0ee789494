"""Carrying notices to Telegram: urgent ones at once, the others gathered, so that a flood of them is one message a minute.

What was seen in the console meanwhile is not repeated there. Who has no Telegram, or has blocked the bot, finds everything in the
console; who has never started it costs one refused message, which settles itself (`outbox`: blocked).
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog

from services.outbox.models import Mail
from services.requests.layout import utf16
from services.staff.accounts import STAFF_COLUMNS, as_staff
from services.storage.tx import Tx
from services.texts import text
from services.watch.reading import Notice, notices_by_ids
from services.watch.wording import Stations, Teller, stations

log = structlog.get_logger(__name__)

LINES = 10  # notices of one message; how many more there are is told
PEOPLE = 50  # of one transaction
SETTLED = 1000  # notices of one transaction that are not carried
STALE = timedelta(hours=1)  # news of that age is in the console; after an outage nobody's telephone is flooded with it
_LONGEST = 300  # characters of one line: somebody's reason may be long
_LOCK = 12  # advisory lock class: one process mails at a time
_UNMAILED = "n.mailed_at IS NULL"
# Who can be written to.
_REACHED = (
    "s.active AND s.telegram_id IS NOT NULL "
    "AND NOT EXISTS (SELECT FROM chat c WHERE c.chat_id = s.telegram_id AND c.blocked_at IS NOT NULL)"
)
# Rows that somebody is just marking as seen are left for the next round: nobody waits for anybody.
_SETTLE = f"""
WITH idle AS (
    SELECT n.id FROM staff_notice n JOIN staff s ON s.id = n.staff_id
    WHERE {_UNMAILED} AND (n.seen_at IS NOT NULL OR n.at < $1 OR NOT ({_REACHED})) LIMIT $2 FOR UPDATE OF n SKIP LOCKED
)
UPDATE staff_notice n SET mailed_at = clock_timestamp() FROM idle WHERE n.id = idle.id
"""
_DUE = f"""
SELECT {STAFF_COLUMNS}, telegram_id FROM staff s
WHERE s.id IN (SELECT n.staff_id FROM staff_notice n JOIN staff o ON o.id = n.staff_id
        WHERE {_UNMAILED} AND (n.urgent OR coalesce(o.notices_mailed_at < clock_timestamp() - interval '1 minute', true)))
    AND {_REACHED} ORDER BY s.id LIMIT $1
"""
_TAKE = f"""
WITH taken AS (
    SELECT n.id FROM staff_notice n WHERE n.staff_id = ANY ($1::integer[]) AND {_UNMAILED} AND n.seen_at IS NULL FOR UPDATE SKIP LOCKED
)
UPDATE staff_notice n SET mailed_at = clock_timestamp() FROM taken WHERE n.id = taken.id RETURNING n.id, n.staff_id
"""


async def mail_notices(tx: Tx, public_url: str) -> int:
    """Hand what is due to the outbox, with links below `public_url` (empty: without); returns how many people get a message.

    Marked and handed on by one commit, so whatever happens to the process, nobody is told twice or not at all.
    """
    if not await tx.look().value("SELECT EXISTS (SELECT FROM staff_notice WHERE mailed_at IS NULL)"):
        return 0
    if not await tx.value("SELECT pg_try_advisory_xact_lock($1, 0)", _LOCK):
        return 0
    await tx.execute(_SETTLE, tx.now - STALE, SETTLED)
    people = {row["id"]: row for row in await tx.rows(_DUE, PEOPLE)}
    if not people:
        return 0
    taken: dict[int, list[int]] = defaultdict(list)
    for row in await tx.rows(_TAKE, sorted(people)):
        taken[row["staff_id"]].append(row["id"])
    places = await stations(tx)
    for staff_id in sorted(taken):
        await _mail(tx, people[staff_id], taken[staff_id], places, public_url)
    await tx.execute("UPDATE staff SET notices_mailed_at = clock_timestamp() WHERE id = ANY ($1::integer[])", sorted(taken))
    return len(taken)


async def _mail(tx: Tx, person: Any, ids: Sequence[int], places: Stations, public_url: str) -> None:
    """One message. What cannot be put into words is settled as well: it must not stand in the way of the others."""
    staff = as_staff(person)
    notices = await notices_by_ids(tx, staff, ids)
    try:
        params = letter(notices, Teller(staff.language or "ru", places, tx.now), public_url)
    except Exception:
        log.exception("notices cannot be put into words", staff=staff.login, notices=sorted(ids))
        return
    tx.send(Mail(person["telegram_id"], "sendMessage", params, kind="push", valid_for=STALE.total_seconds()))


def letter(notices: Sequence[Notice], teller: Teller, public_url: str) -> dict[str, Any]:
    """The message: what is urgent first, at most `LINES` of them, each with a link to its request where they may read it."""
    ordered = sorted(notices, key=lambda notice: (not notice.urgent, notice.id))
    lines: list[str] = []
    links: list[dict[str, Any]] = []

    def add(head: str, rest: str, path: str) -> None:
        if public_url and path:
            begin = utf16("".join(f"{line}\n" for line in lines))
            links.append({"type": "text_link", "offset": begin, "length": utf16(head), "url": public_url.rstrip("/") + path})
        lines.append(f"{head}{rest}")

    for notice in ordered[:LINES]:
        told = _short(teller(notice))
        if notice.number is None:
            lines.append(told)
        else:
            name = text(teller.language, "staff-told-number", number=str(notice.number))
            add(name, f" · {told}", f"/console/requests/{notice.number}" if notice.readable else "")
    if len(ordered) > LINES:
        add(text(teller.language, "staff-told-more", count=len(ordered) - LINES), "", "/console/notices")
    return {"text": "\n".join(lines), "link_preview_options": {"is_disabled": True}, **({"entities": links} if links else {})}


def _short(line: str) -> str:
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
