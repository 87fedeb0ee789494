"""Updates from groups: who it is, which unit's group, and on to the handler."""

import json
from typing import Any

from aiogram import Bot
from aiogram.types import Chat, Update, User
from aiogram.types.update import UpdateTypeLookupError

from bot.telegram.routing import Routing
from handlers.telegram.group import group_router
from handlers.telegram.group.scene import Scene, works_here
from services.desk import Desk
from services.groups.posting import word
from services.groups.reading import group_of_chat, staff_of_account, topic_left_behind, topic_of_thread
from services.outbox.models import Mail
from services.storage.tx import Tx
from services.texts import text


class InGroups:
    """Handles an update of a group inside the transaction that marks it done."""

    def __init__(self, desk: Desk, bot: Bot) -> None:
        self._desk = desk
        self._routing = Routing(group_router(), bot)

    async def handle(self, tx: Tx, update: Update, user: User | None, chat: Chat) -> None:
        """Raises what the handler raises. Kinds of update that nobody knows change nothing."""
        try:
            update.event_type  # noqa: B018 - reading it is the check
        except UpdateTypeLookupError:
            return
        group = await group_of_chat(tx, chat.id)
        staff = await staff_of_account(tx, user.id) if group is not None and user is not None and not user.is_bot else None
        if staff is not None and group is not None and not works_here(staff, group):
            staff = None
        if staff is not None:
            tx.actor = staff.actor
        scene = Scene(chat.id, user.id if user is not None else 0, group, staff)
        await self._routing.feed(update, tx=tx, desk=self._desk, scene=scene)

    async def on_dead(self, tx: Tx, raw: str) -> None:
        """Nobody may think that something has reached the client which has not. The update may be malformed anywhere: trust nothing."""
        found = _rescue(raw)
        if found is None:
            return
        chat_id, thread_id, message_id, press = found
        group = await group_of_chat(tx, chat_id)
        if group is None:
            return
        said = text(group.language, "group-unhandled")
        if press is not None:
            params = {"callback_query_id": press, "text": said, "show_alert": True}
            tx.send(Mail(chat_id, "answerCallbackQuery", params, ephemeral=True))
        elif (topic := await topic_of_thread(tx, chat_id, thread_id)) is not None:
            await word(tx, group, said, topic=topic, reply_to=message_id, mail="mirror")
        elif (topic := await topic_left_behind(tx, chat_id, thread_id)) is not None:
            await word(tx, group, said, topic=topic, mail="mirror")


def _rescue(raw: str) -> tuple[int, int, int | None, str | None] | None:
    """The group, the topic, the message, and the press to answer; None for what nobody did."""
    try:
        update: dict[str, Any] = json.loads(raw)
        kind = next(key for key in ("message", "edited_message", "callback_query") if isinstance(update.get(key), dict))
        body = update[kind]
        place = body["message"] if kind == "callback_query" else body
        chat_id, thread_id, message_id = place["chat"]["id"], place.get("message_thread_id", 0), place.get("message_id")
        if type(chat_id) is not int or chat_id >= 0 or type(thread_id) is not int or body["from"].get("is_bot"):
            return None
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
    return (
        chat_id,
        thread_id,
        message_id if type(message_id) is int else None,
        str(body.get("id")) if kind == "callback_query" else None,
    )
