"""Messages shown in a topic that have changed since: edited, taken back, reacted to, delivered or not."""

from collections.abc import Sequence
from typing import Any

from services.groups.models import Group, Topic
from services.groups.posting import post, word
from services.groups.sheets import digest
from services.groups.talk import messages_by_ids, sheet_of, with_files
from services.storage.reader import Row
from services.storage.tx import Tx
from services.texts import text

ARRIVED = "👌"
NOT_ARRIVED = "👎"
_SHOWN = """
SELECT telegram_id, messages, staff_id, digest, caption, mark FROM group_message WHERE topic_id = $1 AND messages && $2::bigint[]
ORDER BY telegram_id
"""
_FILES = """
SELECT coalesce((SELECT array_agg(f) FROM group_message g, unnest(g.files) AS f WHERE g.topic_id = $1), '{}')
    || coalesce((SELECT array_agg(f) FROM group_post p, unnest(p.files) AS f WHERE p.topic_id = $1), '{}')
"""
_UNKNOWN = "SELECT EXISTS (SELECT FROM group_post WHERE topic_id = $1 AND kind = 'said' AND messages && $2::bigint[])"


async def renew(tx: Tx, group: Group, topic: Topic) -> int:
    """Show what has changed; returns how many calls that takes. What is still on its way there is left for the next round."""
    if await tx.value(_UNKNOWN, topic.id, topic.changed):
        return 0
    made = 0
    for row in await tx.rows(_SHOWN, topic.id, topic.changed):
        said = await messages_by_ids(tx, row["messages"])
        if row["staff_id"] is not None:
            made += await _mark_own(tx, group, topic, row, said)
        elif row["digest"] is not None:
            made += await _say_anew(tx, group, topic, row, said)
    made += await _late_files(tx, group, topic)
    await tx.execute(
        "UPDATE group_topic SET changed = ARRAY(SELECT c FROM unnest(changed) AS c WHERE c <> ALL ($2::bigint[])) WHERE id = $1",
        topic.id, topic.changed,
    )  # fmt: skip
    return made


async def _say_anew(tx: Tx, group: Group, topic: Topic, row: Any, said: Sequence[Row]) -> int:
    sheet = sheet_of(said, group.language)
    fresh = digest(sheet.params())
    if fresh == row["digest"]:
        return 0
    await tx.execute(
        "UPDATE group_message SET digest = $3 WHERE chat_id = $1 AND telegram_id = $2", group.chat_id, row["telegram_id"], fresh
    )
    method, words = ("editMessageCaption", sheet.caption()) if row["caption"] else ("editMessageText", sheet.params())
    await post(tx, group, "edit", method, {"message_id": row["telegram_id"], **words}, topic=topic, messages=row["messages"])
    return 1


async def _mark_own(tx: Tx, group: Group, topic: Topic, row: Any, said: Sequence[Row]) -> int:
    """On an agent's own words: whether they have arrived, and what the client thinks of them."""
    message = said[-1] if said else None
    if message is None or message["direction"] != "out":
        return 0
    failed = message["delivery"] in {"failed", "blocked"}
    mark = (
        NOT_ARRIVED
        if failed
        else message["client_reaction"] or (ARRIVED if message["delivery"] in {"sent", "maybe_twice"} else None)
    )
    if mark is None or mark == row["mark"]:
        return 0
    await tx.execute(
        "UPDATE group_message SET mark = $3 WHERE chat_id = $1 AND telegram_id = $2", group.chat_id, row["telegram_id"], mark
    )
    params = {"message_id": row["telegram_id"], "reaction": [{"type": "emoji", "emoji": mark}]}
    await post(tx, group, "mark", "setMessageReaction", params, topic=topic)
    if failed:
        told = text(group.language, f"group-{message['delivery']}")
        await word(tx, group, told, topic=topic, reply_to=row["telegram_id"], mail="mirror")
    return 1 + failed


async def _late_files(tx: Tx, group: Group, topic: Topic) -> int:
    """Items of an album that came after the rest was shown, and files put in the place of others."""
    shown = set(await tx.value(_FILES, topic.id))
    made = 0
    for row in await messages_by_ids(tx, topic.changed):
        known = await tx.value(
            "SELECT EXISTS (SELECT FROM group_message WHERE topic_id = $1 AND staff_id IS NULL AND $2 = ANY (messages))",
            topic.id,
            row["id"],
        )
        late = [file for file in row["files"] if file["id"] not in shown]
        if not (known and late):
            continue
        for call in with_files({**row, "text": "", "quoted": None}, late, group.language, {}):
            await post(tx, group, "said", call.method, call.params, topic=topic, messages=call.messages, files=call.files)
            made += 1
    return made
