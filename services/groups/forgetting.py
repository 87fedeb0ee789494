"""A client is forgotten: what a group shows of them goes, in Telegram too where the bot may delete."""

from collections.abc import Sequence

from services.groups.posting import post
from services.groups.reading import group_of_unit
from services.outbox.models import Mail
from services.storage.reader import Row
from services.storage.tx import Tx

_TOPICS = """
SELECT id, request_number, unit_id, chat_id, thread_id FROM group_topic WHERE request_number = ANY ($1::bigint[]) ORDER BY id
FOR NO KEY UPDATE
"""
# Every topic that the request had, also those that were made anew since: a topic is named by the request's number.
_THREADS = """
SELECT array_agg(DISTINCT telegram_ids[1]) FROM outbox
WHERE about LIKE 'group:%' AND chat_id = $1 AND method = 'createForumTopic' AND params ->> 'name' LIKE $2 AND telegram_ids IS NOT NULL
"""
_FORMER = "SELECT array_agg(thread_id) FROM group_former_thread WHERE topic_id = $1"
_MAIL = """
UPDATE outbox SET params = '{}', error = NULL, about = NULL, state = CASE WHEN state IN ('queued', 'retry') THEN 'dropped' ELSE state END,
    finished_at = coalesce(finished_at, clock_timestamp())
WHERE about LIKE 'group:%' AND chat_id = $1 AND method <> 'deleteForumTopic'
    AND ((params ->> 'message_thread_id')::bigint = ANY ($2::bigint[])
    OR (method = 'createForumTopic' AND params ->> 'name' LIKE $3)
    OR (method = 'editMessageCaption' AND (params ->> 'message_id')::bigint = ANY ($4::bigint[])))
"""
_INBOX = (
    "UPDATE inbox SET raw = '', error = NULL WHERE lane = ANY ($1::text[]) AND (done_at IS NOT NULL OR failed_at IS NOT NULL)"
)
_CAPTIONS = "SELECT array_agg(telegram_id) FROM group_message WHERE topic_id = $1 AND caption"


async def forget_topics(tx: Tx, numbers: Sequence[int]) -> None:
    """Delete the topics of these requests, and what is kept about them."""
    for row in await tx.rows(_TOPICS, list(numbers)):
        threads = await _forget_copies(tx, row)
        await tx.execute("DELETE FROM group_message WHERE topic_id = $1", row["id"])
        await tx.execute("DELETE FROM group_album WHERE topic_id = $1", row["id"])
        await tx.execute("DELETE FROM group_post WHERE topic_id = $1", row["id"])
        await tx.execute("DELETE FROM group_former_thread WHERE topic_id = $1", row["id"])
        await tx.execute(
            "UPDATE group_topic SET name = '', menu = '{}', thread_id = NULL, card_id = NULL, card = NULL, retired = true, "
            "talk_due = false, card_due = false, changed = '{}' WHERE id = $1", row["id"],
        )  # fmt: skip
        group = await group_of_unit(tx, row["unit_id"])
        for thread in threads:  # those of former times too: the bot may not have been allowed to delete them then
            if group is not None and group.chat_id == row["chat_id"]:
                await post(tx, group, "drop", "deleteForumTopic", {"message_thread_id": thread})
            else:  # a group of former times: where the bot is still in it
                tx.send(Mail(row["chat_id"], "deleteForumTopic", {"message_thread_id": thread}, kind="mirror"))


async def _forget_copies(tx: Tx, row: Row) -> list[int]:
    """What was sent to the topic and what came from it, as the machinery keeps it. All threads that it ever was."""
    chat_id, named = row["chat_id"], f"%№ {row['request_number']} %"
    former = await tx.value(_FORMER, row["id"]) or ()
    threads = {*(await tx.value(_THREADS, chat_id, named) or ()), *former, row["thread_id"]} - {None}
    captions = await tx.value(_CAPTIONS, row["id"]) or []
    await tx.execute(_MAIL, chat_id, list(threads), named, captions)
    await tx.execute(_INBOX, [f"c{chat_id}:{thread}" for thread in threads])
    return sorted(threads)
