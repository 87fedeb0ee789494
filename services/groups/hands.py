"""What people do to topics by hand in Telegram, and topics whose making was never answered."""

from services.groups.models import Group
from services.groups.posting import word
from services.groups.reading import topic_of_thread
from services.groups.topics import drop_thread
from services.storage.tx import Tx
from services.texts import text

# What is found at last must not take the place of what the second call has just made: the last line is asked again after waiting for it.
_FOUND = """
UPDATE group_topic SET thread_id = $3, closed = false, card_id = NULL, card = NULL, shown = 0, talk_due = true, card_due = true WHERE id = (
    SELECT t.id FROM group_post p JOIN group_topic t ON t.id = p.topic_id
    WHERE p.unit_id = $1 AND p.kind = 'topic' AND t.name = $2 AND t.thread_id IS NULL AND NOT t.retired ORDER BY p.id LIMIT 1)
    AND NOT EXISTS (SELECT FROM group_topic WHERE chat_id = $4 AND thread_id = $3)
    AND thread_id IS NULL AND NOT EXISTS (SELECT FROM group_former_thread f WHERE f.topic_id = group_topic.id AND f.thread_id = $3)
"""
_TWIN = """
SELECT id FROM group_topic WHERE unit_id = $1 AND chat_id = $4 AND name = $2 AND thread_id <> $3 AND NOT retired
    AND NOT EXISTS (SELECT FROM group_topic WHERE chat_id = $4 AND thread_id = $3) LIMIT 1
"""


async def found_topic(tx: Tx, group: Group, thread_id: int, name: str) -> None:
    """A topic of ours is there, maybe before the call that made it is answered: what is said in it at once is heard, and where that call
    is never answered, it is not made a second time (`settling.py`). If it was, before we heard of the first, that one goes."""
    await tx.execute(_FOUND, group.unit_id, name, thread_id, group.chat_id)
    twin = await tx.value(_TWIN, group.unit_id, name, thread_id, group.chat_id)
    if twin is not None:
        await drop_thread(tx, group, twin, thread_id)


async def topic_closed(tx: Tx, group: Group, thread_id: int) -> None:
    """Somebody closed it by hand."""
    topic = await topic_of_thread(tx, group.chat_id, thread_id)
    if topic is None:
        return
    await tx.execute("UPDATE group_topic SET closed = true, card_due = true WHERE id = $1", topic.id)
    if await tx.value("SELECT state <> 'closed' FROM request WHERE number = $1", topic.request_number):
        await word(tx, group, text(group.language, "group-closed-by-hand"), topic=topic, mail="mirror")


async def topic_reopened(tx: Tx, group: Group, thread_id: int) -> None:
    """Somebody opened it by hand."""
    topic = await topic_of_thread(tx, group.chat_id, thread_id)
    if topic is not None:
        await tx.execute("UPDATE group_topic SET closed = false, card_due = true WHERE id = $1", topic.id)
