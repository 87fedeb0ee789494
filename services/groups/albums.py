"""An agent's album: its items come one by one, and go on to the client as one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import structlog

from services.groups.models import Group, Topic
from services.groups.passing import keep, pass_on
from services.groups.posting import word
from services.groups.reading import group_of_chat, topic_by_id
from services.groups.wrapping import take_files
from services.requests.models import Incoming, IncomingFile
from services.staff.accounts import staff_by_id
from services.staff.models import Staff
from services.storage.database import is_away, is_conflict
from services.storage.tx import OvertakenError, Tx
from services.texts import text

log = structlog.get_logger(__name__)
_WAIT = "interval '1.5 seconds'"  # telegram.md §5: items follow each other within a second or two


async def collect(
    tx: Tx, topic: Topic, staff: Staff, incoming: Incoming, *, answer: bool, asked: bool = False, unsent: bool = False,
    thread: int | None = None,
) -> None:  # fmt: skip
    """Keep an item until the others are there. `asked`: the card has asked for it (`wrapping.py`), so it is never an answer. `thread`:
    where it was written, if the topic is not there any more; `unsent` then as in `keep`."""
    item = {
        "thread": thread or topic.thread_id, "unsent": unsent, "telegram_id": incoming.telegram_id, "text": incoming.text,
        "reply_to": incoming.reply_to, "answer": answer, "asked": asked, "files": [asdict(file) for file in incoming.files],
    }  # fmt: skip
    await tx.execute(
        "INSERT INTO group_album (chat_id, media_group, topic_id, staff_id, items, due_at) "
        f"VALUES ($1, $2, $3, $4, $5, clock_timestamp() + {_WAIT}) ON CONFLICT (chat_id, media_group) DO UPDATE "
        "SET items = group_album.items || excluded.items, due_at = excluded.due_at",
        topic.chat_id, incoming.album, topic.id, staff.id, [item],
    )  # fmt: skip


async def send_on(tx: Tx, console: str = "") -> bool:
    """Take one album that is complete; whether there was one. `console`: the console's public address."""
    row = await tx.row(
        "DELETE FROM group_album WHERE (chat_id, media_group) = (SELECT chat_id, media_group FROM group_album "
        "WHERE due_at < clock_timestamp() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *"
    )
    if row is None:
        return False
    staff, group = await staff_by_id(tx, row["staff_id"]), await group_of_chat(tx, row["chat_id"])
    topic = await topic_by_id(tx, row["topic_id"], retired=True)
    if staff is None or not staff.active or topic is None or group is None:
        return True
    tx.actor = staff.actor
    items = sorted(row["items"], key=lambda item: item["telegram_id"])
    if topic.retired:  # meanwhile: the request is shown elsewhere
        said = text(group.language, "group-over")
        await word(tx, group, said, topic=topic, reply_to=items[0]["telegram_id"], mail="mirror")
        return True
    try:
        async with tx.attempt():
            await _send(tx, group, topic, staff, items, console=console)
    except Exception as error:
        if isinstance(error, OvertakenError) or is_away(error) or is_conflict(error):
            raise
        log.exception("an album cannot be sent on", topic=topic.id)  # and no other one waits for it
        said, part = text(group.language, "group-unhandled"), items[0]["telegram_id"]
        await word(tx, group, said, topic=topic, reply_to=part, mail="mirror")
    return True


async def _send(
    tx: Tx, group: Group, topic: Topic, staff: Staff, items: Sequence[Mapping[str, Any]], *, console: str
) -> None:  # fmt: skip
    # Where the topic has been made anew meanwhile, there is nothing to reply to, and what was sent is shown like everything else.
    here = all(item.get("thread", topic.thread_id) == topic.thread_id for item in items)
    incoming = Incoming(
        items[0]["telegram_id"], "\n".join(item["text"] for item in items if item["text"]),
        tuple(IncomingFile(**file) for item in items for file in item["files"]), reply_to=items[0]["reply_to"] if here else None,
    )  # fmt: skip
    parts = [int(item["telegram_id"]) for item in items] if here else []
    if any(item.get("asked") for item in items):
        await take_files(tx, group, topic, staff, incoming, parts=parts, mail="mirror", console=console)
        return
    answer = all(item["answer"] for item in items)
    if not here:
        unsent = any(item.get("unsent") for item in items)
        await keep(tx, group, topic, staff, incoming, answer=answer, unsent=unsent, mail="mirror")
        return
    await pass_on(tx, group, topic, staff, incoming, parts=parts, answer=answer, mail="mirror")
