"""From a stored update to a handler: decode it, know the person, call the conversation that fits."""

import json
from typing import Any

import structlog
from aiogram import Bot, Dispatcher
from aiogram.types import Chat, Message, TelegramObject, Update, User
from pydantic import ValidationError

from handlers.telegram import client_router
from services.clients import people
from services.desk import Desk
from services.outbox.models import Mail
from services.requests import intake
from services.requests.models import Incoming
from services.storage.tx import Tx, Work
from services.texts import text

log = structlog.get_logger(__name__)
# aiogram wants a Bot in its context; nothing is ever sent through it (bot/telegram/client.py sends), so any token shape does.
_CONTEXT = Bot("1:nothing-is-sent-through-this-one")


class Dispatch:
    """Handles one update inside the transaction that marks it done."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._dispatcher = Dispatcher(disable_fsm=True)
        self._dispatcher.include_router(client_router())

    async def handle(self, tx: Tx, raw: str, work: Work) -> None:
        """Raises whatever the handler raises; pydantic.ValidationError when it is no update at all."""
        update = Update.model_validate_json(raw, context={"bot": _CONTEXT})
        structlog.contextvars.bind_contextvars(update_id=update.update_id)
        user, chat = sender_of(update)
        if user is None or chat is None or chat.type != "private" or user.is_bot:
            return
        work.chat_id = chat.id
        person = await people.recognise(
            tx, chat_id=chat.id, first_name=user.first_name, last_name=user.last_name, username=user.username,
            language=user.language_code,
        )  # fmt: skip
        tx.actor = person.subject
        await self._dispatcher.feed_update(_CONTEXT, update, tx=tx, person=person, desk=self._desk)

    async def on_dead(self, tx: Tx, raw: str, inbox_id: int) -> None:
        """Nobody is missed: what could not be handled becomes a request, and the client gets an apology with its number."""
        found = _rescue(raw)
        if found is None:
            return
        user, words, is_press = found
        person = await people.recognise(
            tx, chat_id=user["id"], first_name=str(user.get("first_name", "")), last_name=None, username=None,
            language=user.get("language_code"),
        )  # fmt: skip
        if is_press:
            tx.send(Mail(person.chat_id, "sendMessage", {"text": text(person.language, "apology-plain")}))
            return
        incoming = Incoming(
            telegram_id=words[1], text=f"{words[0]}\n\n{text('ru', 'dead-letter-body', id=str(inbox_id))}".strip()
        )
        taken = await intake.open_request(tx, person, incoming, self._desk.limits)
        tx.send(Mail(person.chat_id, "sendMessage", {"text": text(person.language, "apology", number=str(taken.number))}))


def hopeless(error: BaseException) -> bool:
    """Whether trying again cannot help: the update itself cannot be decoded."""
    return isinstance(error, ValidationError)


def sender_of(update: Update) -> tuple[User | None, Chat | None]:
    """Who did it, and where; a press counts where its message is."""
    event: TelegramObject | Any = update.event
    user = getattr(event, "from_user", None)
    if isinstance(event, Message):
        return user, event.chat
    message = getattr(event, "message", None)
    if message is not None:
        return user, message.chat
    chat = getattr(event, "chat", None)
    if chat is None and isinstance(user, User):  # a press under a message too old for Telegram to show
        chat = Chat(id=user.id, type="private")
    return user, chat


def _rescue(raw: str) -> tuple[dict[str, Any], tuple[str, int], bool] | None:
    """The person and their words from an update that may be malformed anywhere: trust nothing, take what is there."""
    try:
        update = json.loads(raw)
        kind = next(key for key in ("message", "edited_message", "callback_query") if isinstance(update.get(key), dict))
        body = update[kind]
        user = body["from"]
        chat = body.get("chat") or body.get("message", {}).get("chat") or {}
        if not isinstance(user["id"], int) or user.get("is_bot") or chat.get("type", "private") != "private":
            return None
        words = body.get("text") or body.get("caption") or ""
        return user, (str(words), int(body.get("message_id", 0))), kind == "callback_query"
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
