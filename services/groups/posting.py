"""Calls to the Bot API about a group. Each is remembered until it is known what became of it (`settling.py`)."""

from collections.abc import Sequence
from typing import Any

from services.groups.models import Group, Topic
from services.outbox.models import Kind, Mail
from services.storage.tx import Tx
from services.texts import text

ABOUT = "group:"
# Methods that take the topic's id; to edits it says where a new message goes when the old one is gone.
_PLACED = ("send", "editMessageText", "closeForumTopic", "reopenForumTopic", "editForumTopic", "deleteForumTopic")


async def post(
    tx: Tx, group: Group, kind: str, method: str, params: dict[str, Any], *, topic: Topic | None = None, messages: Sequence[int] = (),
    files: Sequence[int] = (), digest: str | None = None, mail: Kind = "mirror", valid_for: float | None = None,
) -> None:  # fmt: skip
    """Hand one call to the outbox. `kind` is that of `group_post`; `mail="direct"` for the answer to what was just done in this group."""
    thread = topic.thread_id if topic else None
    post_id = await tx.value(
        "INSERT INTO group_post (unit_id, topic_id, thread_id, kind, messages, files, digest) VALUES ($1, $2, $3, $4, $5, $6, $7) "
        "RETURNING id",
        group.unit_id, topic.id if topic else None, thread, kind, list(messages), list(files), digest,
    )  # fmt: skip
    if thread is not None and method.startswith(_PLACED):
        params = {"message_thread_id": thread, **params}
    tx.send(Mail(group.chat_id, method, params, kind=mail, about=f"{ABOUT}{post_id}", valid_for=valid_for))


async def word(
    tx: Tx, group: Group, said: str, *, topic: Topic | None = None, reply_to: int | None = None, mail: Kind = "direct",
    buttons: Sequence[Sequence[dict[str, str]]] = (),
) -> None:  # fmt: skip
    """A line of the bot's that is no part of any conversation. Of a topic that is not there it is said in General, with the number."""
    if topic is not None and topic.thread_id is None:
        said = text(group.language, "group-about", number=str(topic.request_number), said=said)
    params: dict[str, Any] = {"text": said, "link_preview_options": {"is_disabled": True}}
    if reply_to is not None:
        params["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    if buttons:
        params["reply_markup"] = {"inline_keyboard": [list(line) for line in buttons]}
    await post(tx, group, "word", "sendMessage", params, topic=topic, mail=mail)
