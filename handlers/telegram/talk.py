"""Saying something to the person of this update: mail that leaves with the commit."""

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.telegram.screens import Screen
from services.clients.models import Person
from services.outbox.models import Mail
from services.requests.intake import contact
from services.storage.tx import Tx


def say(tx: Tx, person: Person, screen: Screen, *, about: str | None = None) -> None:
    """A new message. `about` names the dialogue it belongs to (`dialogues.about`), so that its keyboard can be taken away later."""
    tx.send(Mail(person.chat_id, "sendMessage", screen.params(), kind="direct", about=about))


def answer_press(tx: Tx, person: Person, press: CallbackQuery, note: str = "", *, alone: bool = False) -> None:
    """Stop the button's spinner, with a short note if there is news (telegram.md §8.1; `bot/telegram/presses.py` sees to "at once").

    `alone`: nothing else tells it, so that it becomes a message where the press had to be answered early.
    """
    params: dict[str, Any] = {"callback_query_id": press.id}
    if note:
        params["text"] = note[:200]
    if alone:
        params["_late"] = True
    tx.send(Mail(person.chat_id, "answerCallbackQuery", params, kind="direct", ephemeral=True))


def redraw(tx: Tx, person: Person, press: CallbackQuery, screen: Screen) -> None:
    """Put a screen in the place of the pressed message; where that message is gone, send it anew."""
    params = screen.params()
    if press.message is None:
        tx.send(Mail(person.chat_id, "sendMessage", params, kind="direct"))
        return
    params.pop("reply_parameters", None)
    params["reply_markup"] = params.get("reply_markup", {"inline_keyboard": []})
    tx.send(
        Mail(
            person.chat_id,
            "editMessageText",
            {**params, "message_id": press.message.message_id, "_fallback": "sendMessage"},
            kind="direct",
        )
    )


def strip(tx: Tx, person: Person, message_id: int) -> None:
    """Take the keyboard away from a message: what it asked is settled (telegram.md §8.3)."""
    params = {"message_id": message_id, "reply_markup": {"inline_keyboard": []}}
    tx.send(Mail(person.chat_id, "editMessageReplyMarkup", params, kind="direct"))


def busy(tx: Tx, person: Person, action: str) -> None:
    """Show that something is on its way that takes a while: `upload_document`, `typing` (telegram.md §8.9)."""
    tx.send(Mail(person.chat_id, "sendChatAction", {"action": action}, kind="direct", ephemeral=True))


def pressed_message(press: CallbackQuery) -> int | None:
    """Telegram's id of the message that bears the button."""
    return press.message.message_id if press.message is not None else None


def is_genuine(press: CallbackQuery) -> bool:
    """Whether the message shows this very button: anything may be sent as a press (telegram.md §5)."""
    if not isinstance(press.message, Message) or press.message.reply_markup is None:
        return False
    rows = press.message.reply_markup.inline_keyboard
    return any(button.callback_data == press.data for row in rows for button in row)


def settled(tx: Tx, person: Person) -> None:
    """The bot has answered by itself: that contact is recorded too (W1)."""
    contact(tx, person.subject, "telegram", "bot", tag=person.source_tag)
