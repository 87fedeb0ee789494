"""What became of calls about a group."""

from typing import Any

import structlog

from services.groups.models import Group
from services.groups.posting import ABOUT, post, word
from services.groups.reading import topic_by_id
from services.groups.topics import drop_thread, forget_thread
from services.outbox.about import drop, look_again
from services.storage.tx import Tx
from services.texts import text

log = structlog.get_logger(__name__)
PAUSE, LONG_PAUSE = 30.0, 600.0  # seconds
MADE_MOST = 5  # times a topic is made; who keeps deleting it does not want it
_POSTS = """
SELECT p.*, o.state, o.telegram_ids, o.error, o.method, p.at < clock_timestamp() - interval '1 minute' AS old,
    CASE WHEN p.kind = 'topic' AND o.state = 'retry' AND o.worker IS NULL
        THEN (SELECT thread_id FROM group_topic WHERE id = p.topic_id) END AS found
FROM group_post p LEFT JOIN outbox o ON o.about = 'group:' || p.id AND o.about LIKE 'group:%'
WHERE p.unit_id = $1 ORDER BY p.id
"""
_THREAD_GONE = ("thread not found", "topic_deleted", "topic_id_invalid", "topic went elsewhere")
_NOT_ALLOWED = ("not enough rights", "topic_closed", "chat_admin_required", "need administrator rights")
_NO_FORUM = ("not a forum", "not a supergroup forum")


async def settle(tx: Tx, group: Group) -> int:
    """Take in what has been decided; returns how many calls are still under way."""
    under_way = 0
    for row in await tx.rows(_POSTS, group.unit_id):
        state = row["state"] or ("dropped" if row["old"] else "queued")
        if state in {"queued", "retry"} and row["found"] is None:
            under_way += 1
            continue
        await tx.execute("DELETE FROM group_post WHERE id = $1", row["id"])
        if row["found"] is not None:
            await drop(tx, f"{ABOUT}{row['id']}")
            await look_again(tx, group.chat_id)
        elif state == "sent":
            await _sent(tx, group, row)
        else:
            await _not_sent(tx, group, row, (row["error"] or "").lower())
    return under_way


async def _sent(tx: Tx, group: Group, row: Any) -> None:
    ids = row["telegram_ids"] or []
    if group.trouble is not None:
        await tx.execute("UPDATE unit_group SET trouble = NULL, paused_until = NULL WHERE unit_id = $1", group.unit_id)
    if row["kind"] in {"card", "recard"} and ids:
        await tx.execute(
            "UPDATE group_topic SET card_id = $2, card = CASE WHEN card = $3 THEN card END, "
            "card_due = card_due OR card IS DISTINCT FROM $3 "
            "WHERE id = $1 AND thread_id = $4 AND (card_id IS NOT NULL OR $5 = 'card')",  # else a new card is wished for by now
            row["topic_id"], ids[0], row["digest"], row["thread_id"], row["kind"],
        )  # fmt: skip
        if row["kind"] == "card":  # within reach, however long the conversation grows
            await post(tx, group, "pin", "pinChatMessage", {"message_id": ids[0], "disable_notification": True})
    elif row["kind"] == "topic" and ids:
        await _made(tx, group, row["topic_id"], ids[0])
    elif row["kind"] == "said":
        await _known(tx, group, row, ids)
    elif row["kind"] == "panel" and ids:
        await tx.execute("UPDATE unit_group SET panel_id = $2 WHERE unit_id = $1", group.unit_id, ids[0])
        if ids[0] != group.panel_id:
            await post(tx, group, "pin", "pinChatMessage", {"message_id": ids[0], "disable_notification": True})


async def _made(tx: Tx, group: Group, topic_id: int, thread_id: int) -> None:
    """A topic is there. One that nobody wants any more, or that was made twice, goes."""
    fresh = await tx.value(
        "UPDATE group_topic SET thread_id = $2, closed = false, card_id = NULL, card = NULL, shown = 0, talk_due = true, "
        "card_due = true "
        "WHERE id = $1 AND thread_id IS NULL AND NOT retired "
        "AND NOT EXISTS (SELECT FROM group_former_thread f WHERE f.topic_id = $1 AND f.thread_id = $2) RETURNING id",
        topic_id, thread_id,
    )  # fmt: skip
    known = await tx.value("SELECT thread_id FROM group_topic WHERE id = $1", topic_id)
    if fresh is None and known != thread_id:
        await drop_thread(tx, group, topic_id, thread_id)


async def _known(tx: Tx, group: Group, row: Any, ids: list[int]) -> None:
    for place, telegram_id in enumerate(ids):
        await tx.execute(
            "INSERT INTO group_message (chat_id, telegram_id, topic_id, messages, files, digest, caption) "
            "SELECT $1, $2, id, $4, $5, $6, $7 FROM group_topic WHERE id = $3 AND thread_id = $8 ON CONFLICT DO NOTHING",
            group.chat_id, telegram_id, row["topic_id"], row["messages"], row["files"] if place == 0 else [],
            row["digest"] if place == 0 else None, row["method"] != "sendMessage", row["thread_id"],
        )  # fmt: skip


async def _not_sent(tx: Tx, group: Group, row: Any, error: str) -> None:
    """Nothing is lost: what could not be shown is due again, unless it can never be."""
    if row["kind"] in {"drop", "pin", "mark"} and row["state"] != "blocked":
        return
    if any(said in error for said in _THREAD_GONE):
        await _thread_gone(tx, row)
        return
    refused = row["state"] == "failed"
    if row["state"] == "blocked":
        await trouble(tx, group, "gone")
    elif any(said in error for said in _NO_FORUM):
        await trouble(tx, group, "not_forum")
    elif any(said in error for said in _NOT_ALLOWED):
        await trouble(tx, group, "no_topics")
    elif refused:
        log.warning("a call about a group was refused", kind=row["kind"], error=row["error"])
        await _never(tx, group, row)
        return
    await _again(tx, row)


async def _thread_gone(tx: Tx, row: Any) -> None:
    still = await tx.row(
        "SELECT t.made, r.state FROM group_topic t JOIN request r ON r.number = t.request_number "
        "WHERE t.id = $1 AND t.thread_id = $2 AND NOT t.retired", row["topic_id"], row["thread_id"],
    )  # fmt: skip
    if still is None:
        return
    if still["state"] == "closed" or still["made"] >= MADE_MOST:
        await tx.execute("UPDATE group_topic SET retired = true WHERE id = $1", row["topic_id"])
        return
    await forget_thread(tx, row["topic_id"])


async def _again(tx: Tx, row: Any) -> None:
    if row["kind"] == "panel":
        await tx.execute("UPDATE unit_group SET panel = NULL, panel_due = true WHERE unit_id = $1", row["unit_id"])
    elif row["kind"] in {"close", "open"}:
        await tx.execute(
            "UPDATE group_topic SET closed = $2, card_due = true WHERE id = $1", row["topic_id"], row["kind"] == "open"
        )
    elif row["topic_id"] is not None:
        before = min(row["messages"], default=0) - 1 if row["kind"] == "said" else None
        changed = row["messages"] if row["kind"] == "edit" else []
        await tx.execute(
            "UPDATE group_topic SET card_due = true, talk_due = true, card = NULL, shown = coalesce(least(shown, $2), shown), "
            "changed = changed || $3::bigint[] WHERE id = $1",
            row["topic_id"], before, changed,
        )  # fmt: skip


async def _never(tx: Tx, group: Group, row: Any) -> None:
    """Refused for itself: shown otherwise, or not at all."""
    if row["kind"] == "topic":
        sql = "UPDATE unit_group SET paused_until = clock_timestamp() + make_interval(secs => $2) WHERE unit_id = $1"
        await tx.execute(sql, row["unit_id"], PAUSE)
        await _again(tx, row)
    elif row["kind"] == "card":  # when something else happens with the request
        sql = "UPDATE group_topic SET talk_due = false, card_due = false, card = NULL WHERE id = $1"
        await tx.execute(sql, row["topic_id"])
    elif row["kind"] == "said":
        topic = await topic_by_id(tx, row["topic_id"])
        if topic is not None and topic.thread_id == row["thread_id"]:
            await word(tx, group, text(group.language, "group-not-shown"), topic=topic, mail="mirror")
    elif row["kind"] == "panel":
        await tx.execute("UPDATE unit_group SET panel_id = NULL WHERE unit_id = $1", row["unit_id"])


async def trouble(tx: Tx, group: Group, what: str) -> None:
    """Nothing can be shown for now; it is tried again after a while, and whenever Telegram tells that something has changed."""
    await tx.execute(
        "UPDATE unit_group SET trouble = $2, paused_until = clock_timestamp() + make_interval(secs => $3) WHERE unit_id = $1",
        group.unit_id, what, LONG_PAUSE if what == "gone" else PAUSE,
    )  # fmt: skip
