"""From a stored update to a handler: decode it, know the person, call the conversation that fits."""

import json
from dataclasses import replace
from typing import Any

import structlog
from aiogram import Bot
from aiogram.types import Chat, Message, TelegramObject, Update, User
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from bot.telegram.in_groups import InGroups
from bot.telegram.routing import Routing
from handlers.telegram import client_router
from handlers.telegram.stations import station_to_call
from services.clients import people
from services.clients.models import Person
from services.desk import Desk
from services.outbox.models import Mail
from services.requests import intake
from services.requests.models import Accepted, Incoming
from services.storage.tx import Tx, Work
from services.texts import text

_LARGEST = 2**63
log = structlog.get_logger(__name__)
# aiogram wants a Bot in its context; nothing is ever sent through it (bot/telegram/client.py sends), so any token shape does.
_CONTEXT = Bot("1:nothing-is-sent-through-this-one")


class Dispatch:
    """Handles one update inside the transaction that marks it done."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._routing = Routing(client_router(), _CONTEXT)
        self._groups = InGroups(desk, _CONTEXT)

    async def handle(self, tx: Tx, raw: str, work: Work) -> None:
        """Raises whatever the handler raises; pydantic.ValidationError when it is no update at all."""
        update = Update.model_validate_json(raw, context={"bot": _CONTEXT})
        structlog.contextvars.bind_contextvars(update_id=update.update_id)
        user, chat = sender_of(update)
        if chat is not None and chat.type in {"group", "supergroup"}:
            work.chat_id = chat.id
            await self._groups.handle(tx, update, user, chat)
            return
        if user is None or chat is None or chat.type != "private" or user.is_bot:
            return
        work.chat_id = chat.id
        person = await people.recognise(
            tx, chat_id=chat.id, first_name=user.first_name, last_name=user.last_name, username=user.username,
            language=user.language_code,
        )  # fmt: skip
        tx.actor = person.subject
        if person.blocked_at is not None and update.my_chat_member is None:
            await people.set_blocked(tx, chat.id, blocked=False)  # whoever writes has let us in, whether we were told or not
        await self._routing.feed(update, tx=tx, person=person, desk=self._desk)

    async def on_dead(self, tx: Tx, raw: str, inbox_id: int) -> None:
        """Nobody is missed: what could not be handled becomes a request, and the client gets an apology with its number."""
        found = _rescue(raw)
        if found is None:
            await self._groups.on_dead(tx, raw)
            return
        user, incoming, press = found
        person = await people.recognise(
            tx, chat_id=user["id"], first_name=_optional_text(user.get("first_name")) or "", last_name=None, username=None,
            language=_optional_text(user.get("language_code")),
        )  # fmt: skip
        tx.actor = person.subject
        if press is not None:
            tx.send(Mail(person.chat_id, "answerCallbackQuery", {"callback_query_id": press}))
            await self._apologise(tx, person, text(person.language, "apology-plain"))
            return
        words = f"{incoming.text}\n\n{text('ru', 'dead-letter-body', id=str(inbox_id))}".strip()
        taken = await self._taken(tx, person, replace(incoming, text=words))
        await self._apologise(tx, person, text(person.language, "apology", number=str(taken.number)))

    @staticmethod
    async def _apologise(tx: Tx, person: Person, said: str) -> None:
        """With a telephone: somebody may need us now (telegram.md §8.15)."""
        unit = await station_to_call(tx, person)
        if unit is not None and unit.phone:
            city = unit.named(person.language)["city"]
            said = f"{said} {text(person.language, 'apology-phone', phone=unit.phone, city=city)}"
        tx.send(Mail(person.chat_id, "sendMessage", {"text": said}))

    async def _taken(self, tx: Tx, person: Person, incoming: Incoming) -> Accepted:
        """Into what is open; a hundred broken updates are not a hundred requests."""
        if await intake.has_open(tx, person):
            return await intake.take_message(tx, person, incoming, self._desk.limits)
        return await intake.open_request(tx, person, incoming, self._desk.limits)


def hopeless(error: BaseException) -> bool:
    """Whether trying again cannot help: the update itself cannot be decoded."""
    return isinstance(error, ValidationError)


def sender_of(update: Update) -> tuple[User | None, Chat | None]:
    """Who did it, and where; a press counts where its message is. Nobody and nowhere for kinds of update that are not known yet."""
    try:
        event: TelegramObject | Any = update.event
    except UpdateTypeLookupError:
        return None, None
    user = getattr(event, "from_user", None) or getattr(event, "user", None)  # reactions name a `user`
    if isinstance(event, Message):
        return user, event.chat
    message = getattr(event, "message", None)
    if message is not None:
        return user, message.chat
    chat = getattr(event, "chat", None)
    if chat is None and isinstance(user, User):  # a press under a message too old for Telegram to show
        chat = Chat(id=user.id, type="private")
    return user, chat


def _rescue(raw: str) -> tuple[dict[str, Any], Incoming, str | None] | None:
    """The person, their words and the press to answer, from an update that may be malformed anywhere: trust nothing."""
    try:
        update = json.loads(raw)
        kind = next(key for key in ("message", "edited_message", "callback_query") if isinstance(update.get(key), dict))
        body = update[kind]
        user = body["from"]
        chat = body.get("chat") or (body.get("message") or {}).get("chat") or {}
        if type(user["id"]) is not int or user.get("is_bot") or chat.get("type", "private") != "private":
            return None
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
        return None
    telegram_id = body.get("message_id")
    known = type(telegram_id) is int and 0 < telegram_id < _LARGEST
    words = _optional_text(body.get("text")) or _optional_text(body.get("caption")) or ""
    press = str(body.get("id", "")) if kind == "callback_query" else None
    return user, Incoming(telegram_id if known else 0, words), press


def _optional_text(value: object) -> str | None:
    """A text that can be stored; half a surrogate pair cannot."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None
