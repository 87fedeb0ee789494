"""An agent's album: its items come one by one, and go on to the client as one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import structlog

from services.errors import Refused
from services.groups.models import Group, Topic
from services.groups.posting import word
from services.groups.reading import group_of_chat, topic_by_id
from services.groups.words import Heard, hear, leads
from services.requests.models import Incoming, IncomingFile
from services.staff.accounts import staff_by_id
from services.staff.models import Staff
from services.storage.database import is_away, is_conflict
from services.storage.tx import OvertakenError, Tx
from services.texts import has_text, text

log = structlog.get_logger(__name__)
_WAIT = "interval '1.5 seconds'"  # telegram.md §5: items follow each other within a second or two


async def collect(tx: Tx, topic: Topic, staff: Staff, incoming: Incoming, *, answer: bool) -> None:
    """Keep an item until the others are there."""
    item = {
        "telegram_id": incoming.telegram_id, "text": incoming.text, "reply_to": incoming.reply_to, "answer": answer,
        "files": [asdict(file) for file in incoming.files],
    }  # fmt: skip
    await tx.execute(
        "INSERT INTO group_album (chat_id, media_group, topic_id, staff_id, items, due_at) "
        f"VALUES ($1, $2, $3, $4, $5, clock_timestamp() + {_WAIT}) ON CONFLICT (chat_id, media_group) DO UPDATE "
        "SET items = group_album.items || excluded.items, due_at = excluded.due_at",
        topic.chat_id, incoming.album, topic.id, staff.id, [item],
    )  # fmt: skip


async def send_on(tx: Tx) -> bool:
    """Take one album that is complete; whether there was one."""
    row = await tx.row(
        "DELETE FROM group_album WHERE (chat_id, media_group) = (SELECT chat_id, media_group FROM group_album "
        "WHERE due_at < clock_timestamp() ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING *"
    )
    if row is None:
        return False
    staff, topic, group = (
        await staff_by_id(tx, row["staff_id"]),
        await topic_by_id(tx, row["topic_id"]),
        await group_of_chat(tx, row["chat_id"]),
    )
    if staff is None or not staff.active or topic is None or group is None:
        return True
    tx.actor = staff.actor
    items = sorted(row["items"], key=lambda item: item["telegram_id"])
    try:
        async with tx.attempt():
            await _send(tx, group, topic, staff, items)
    except Exception as error:
        if isinstance(error, OvertakenError) or is_away(error) or is_conflict(error):
            raise
        log.exception("an album cannot be sent on", topic=topic.id)  # and no other one waits for it
        said, part = text(group.language, "group-unhandled"), items[0]["telegram_id"]
        await word(tx, group, said, topic=topic, reply_to=part, mail="mirror")
    return True


async def _send(tx: Tx, group: Group, topic: Topic, staff: Staff, items: Sequence[Mapping[str, Any]]) -> None:
    incoming = Incoming(
        items[0]["telegram_id"], "\n".join(item["text"] for item in items if item["text"]),
        tuple(IncomingFile(**file) for item in items for file in item["files"]), reply_to=items[0]["reply_to"],
    )  # fmt: skip
    owner = await leads(tx, topic, staff)
    parts = [int(item["telegram_id"]) for item in items]
    answer = all(item["answer"] for item in items)
    try:
        async with tx.attempt():
            heard = await hear(tx, group, topic, staff, incoming, parts=parts, answer=answer, owner=owner)
    except Refused as refused:
        await say_refused(tx, group, topic, refused, parts[0], mail="mirror")
        return
    await say_heard(tx, group, topic, heard, parts[0], mail="mirror")


async def say_heard(tx: Tx, group: Group, topic: Topic, heard: Heard, reply_to: int, *, mail: Any = "direct") -> None:
    """What has to be said about it, if anything: that it did not reach the client."""
    if heard.meant:
        owner = await tx.value(
            "SELECT s.name FROM request r JOIN staff s ON s.id = r.agent_id WHERE r.number = $1", topic.request_number
        )
        await word(
            tx, group, text(group.language, "group-not-owner", who=owner or "none"), topic=topic, reply_to=reply_to, mail=mail
        )
    elif heard.delivery:
        said = text(group.language, f"group-{heard.delivery.replace('_', '-')}")
        await word(tx, group, said, topic=topic, reply_to=reply_to, mail=mail)


async def say_refused(
    tx: Tx, group: Group, topic: Topic | None, refused: Refused, reply_to: int, *, mail: Any = "direct"
) -> None:
    """Why it could not be."""
    await word(tx, group, refusal(refused, group.language), topic=topic, reply_to=reply_to, mail=mail)


def refusal(refused: Refused, language: str) -> str:
    """A refusal in words: the field that is wrong where that is known."""
    for error in refused.data.get("errors", ()):
        key = f"group-invalid-{error['field']}-{str(error['reason']).partition(':')[0].replace(' ', '-')}".replace("_", "-")
        if has_text(language, key):
            return text(language, key)
    if missing := refused.data.get("missing"):
        names = [_missing(str(name), language) for name in missing]
        return text(language, "group-missing", names=", ".join(names))
    args = {name: value for name, value in refused.data.items() if isinstance(value, str | int)}
    key = f"refused-{refused.code}"
    return text(language, key if has_text(language, key) else "refused-other", **args)


def _missing(name: str, language: str) -> str:
    plain = name.removeprefix("fields.").replace(".", "-").replace("_", "-")
    keys = (f"group-missing-{plain}", f"console-field-{plain}")
    return next((text(language, key) for key in keys if has_text(language, key)), plain)
