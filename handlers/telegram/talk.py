"""Saying something to the person of this update: mail that leaves with the commit."""

from typing import Any

from aiogram.types import CallbackQuery

from handlers.telegram.screens import Screen
from services.clients.models import Person
from services.outbox.models import Mail
from services.requests.intake import contact
from services.storage.tx import Tx


def say(tx: Tx, person: Person, screen: Screen) -> None:
    """A new message."""
    tx.send(Mail(person.chat_id, "sendMessage", screen.params(), kind="direct"))


def answer_press(tx: Tx, person: Person, press: CallbackQuery, note: str = "") -> None:
    """Stop the button's spinner, with a short note if there is news (telegram.md §8.1: at once)."""
    params: dict[str, Any] = {"callback_query_id": press.id, **({"text": note[:200]} if note else {})}
    tx.send(Mail(person.chat_id, "answerCallbackQuery", params, kind="direct", ephemeral=True))


def redraw(tx: Tx, person: Person, press: CallbackQuery, screen: Screen) -> None:
    """Put a screen in the place of the pressed message; where that message is gone, send it anew."""
    params = screen.params()
    if press.message is None:
        tx.send(Mail(person.chat_id, "sendMessage", params, kind="direct"))
        return
    params["reply_markup"] = params.get("reply_markup", {"inline_keyboard": []})
    tx.send(
        Mail(
            person.chat_id,
            "editMessageText",
            {**params, "message_id": press.message.message_id, "_fallback": "sendMessage"},
            kind="direct",
        )
    )


def settled(tx: Tx, person: Person) -> None:
    """The bot has answered by itself: that contact is recorded too (W1)."""
    contact(tx, person.subject, "telegram", "bot", tag=person.source_tag)
