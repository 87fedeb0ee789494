"""Which request has a topic, in which group; made when the request is taken."""

from services.groups.models import Group, Topic
from services.groups.posting import post, word
from services.groups.reading import group_of_unit, topic_of_request
from services.storage.reader import Row
from services.storage.tx import Tx
from services.texts import text

# Where a request that somebody has just taken is shown: in the group of its unit; of one without a unit, in a group of the agent's units,
# else in that of the leading one. By default only agents who have a Telegram account of their own on record work there.
_PLACE = """
SELECT g.unit_id, r.agent_id FROM request r JOIN staff s ON s.id = r.agent_id JOIN unit_group g ON g.chat_id IS NOT NULL
    AND (r.unit_id IS NULL OR g.unit_id = r.unit_id) JOIN unit u ON u.id = g.unit_id
WHERE r.number = $1 AND r.state <> 'closed' AND (g.every OR s.telegram_id IS NOT NULL)
    AND (r.unit_id IS NOT NULL OR s.unit_ids = '{}' OR g.unit_id = ANY (s.unit_ids))
ORDER BY u."leading" DESC, g.unit_id LIMIT 1
"""
_LED = """
SELECT r.number FROM request r WHERE r.agent_id IS NOT NULL AND r.state <> 'closed' AND (r.unit_id = $1 OR r.unit_id IS NULL)
ORDER BY r.number LIMIT 500
"""

_FORMER, _ONCE = "INSERT INTO group_former_thread (topic_id, thread_id)", "ON CONFLICT DO NOTHING"


async def given(tx: Tx, number: int) -> None:
    """Somebody has taken the request at some door: make its topic, if it belongs in a group."""
    row = await tx.row(_PLACE, number)
    if row is not None:
        await show_in(tx, row["unit_id"], number, led_by=row["agent_id"])


async def group_for(tx: Tx, unit_id: int, number: int) -> int:
    """The unit in whose group a request is shown that was taken in the group of `unit_id`: its own where that has one, for what clients
    say is for the people of their unit."""
    sql = "SELECT g.unit_id FROM request r JOIN unit_group g ON g.unit_id = r.unit_id AND g.chat_id IS NOT NULL WHERE r.number = $1"
    return int(await tx.value(sql, number) or unit_id)


async def show_in(tx: Tx, unit_id: int, number: int, *, led_by: int) -> None:
    """Show the request in this unit's group from now on; where this person has taken it in another one, it stays there."""
    known = await topic_of_request(tx, number)
    if known is not None and known.unit_id != unit_id and known.led_by != led_by:
        await retire(tx, known)
        known = None
    if known is None:
        await tx.execute(
            "INSERT INTO group_topic (request_number, unit_id, chat_id, led_by) SELECT $1, unit_id, chat_id, $3 FROM unit_group "
            "WHERE unit_id = $2 AND chat_id IS NOT NULL ON CONFLICT (request_number) WHERE NOT retired DO NOTHING",
            number, unit_id, led_by,
        )  # fmt: skip
    else:
        await tx.execute("UPDATE group_topic SET talk_due = true, card_due = true, led_by = $2 WHERE id = $1", known.id, led_by)


def elsewhere(topic: Topic, row: Row) -> bool:
    """Whether the request (`row`) has gone to another unit: what is said from then on is not for this unit's group. It stays here only
    while somebody leads it who has taken it here."""
    return row["unit_id"] not in (None, topic.unit_id) and row["agent_id"] != topic.led_by


async def retire(tx: Tx, topic: Topic) -> None:
    """The request is shown elsewhere: this topic says so and is closed."""
    await tx.execute("UPDATE group_topic SET retired = true WHERE id = $1", topic.id)
    group = await group_of_unit(tx, topic.unit_id)
    if group is not None and topic.thread_id is not None and not topic.closed:
        await word(tx, group, text(group.language, "group-moved"), topic=topic, mail="mirror")
        await post(tx, group, "close", "closeForumTopic", {}, topic=topic)


async def drop_thread(tx: Tx, group: Group, topic_id: int, thread_id: int) -> None:
    """Delete a thread that is not, or not any more, where the request is shown; once, however often we hear of it. Whose it was is kept:
    somebody may have written there, and we hear of it later."""
    if await tx.value(f"{_FORMER} VALUES ($1, $2) {_ONCE} RETURNING 1", topic_id, thread_id):
        await post(tx, group, "drop", "deleteForumTopic", {"message_thread_id": thread_id})


async def forget_thread(tx: Tx, topic_id: int) -> None:
    """The topic is not there any more: it is made anew with all that was said, if the request is still open."""
    await tx.execute(
        f"{_FORMER} SELECT id, thread_id FROM group_topic WHERE id = $1 AND thread_id IS NOT NULL {_ONCE}", topic_id
    )
    await tx.execute("DELETE FROM group_message WHERE topic_id = $1", topic_id)
    await tx.execute(
        "UPDATE group_topic SET thread_id = NULL, card_id = NULL, card = NULL, shown = 0, changed = '{}', closed = false, "
        "talk_due = true, card_due = true, due_at = clock_timestamp() WHERE id = $1",
        topic_id,
    )


async def lock_unit(tx: Tx, unit_id: int) -> None:
    """A unit's group is locked before its topics, everywhere."""
    await tx.execute("SELECT FROM unit_group WHERE unit_id = $1 FOR NO KEY UPDATE", unit_id)


async def begin(tx: Tx, unit_id: int) -> int:
    """Topics for what is led at this moment; returns how many requests were looked at."""
    numbers = [row["number"] for row in await tx.rows(_LED, unit_id)]
    for number in numbers:
        await given(tx, number)
    return len(numbers)


async def rebuild(tx: Tx, group: Group) -> None:
    """Make every topic of an open request anew, and the panel."""
    await lock_unit(tx, group.unit_id)
    rows = await tx.rows(
        "SELECT t.id, t.thread_id FROM group_topic t JOIN request r ON r.number = t.request_number WHERE t.unit_id = $1 AND NOT t.retired "
        "AND r.state <> 'closed' ORDER BY t.id FOR NO KEY UPDATE OF t", group.unit_id,
    )  # fmt: skip
    for row in rows:
        if row["thread_id"] is not None:
            await drop_thread(tx, group, row["id"], row["thread_id"])
        await forget_thread(tx, row["id"])
        await tx.execute("UPDATE group_topic SET made = 0 WHERE id = $1", row["id"])
    await tx.execute(
        "UPDATE unit_group SET panel_id = NULL, panel = NULL, panel_at = NULL, panel_due = true, trouble = NULL, "
        "paused_until = NULL WHERE unit_id = $1",
        group.unit_id,
    )
    await begin(tx, group.unit_id)
