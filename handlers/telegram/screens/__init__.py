"""Pure rendering: what a moment of the dialogue looks like, as text and keyboard."""

from dataclasses import dataclass
from typing import Any

Button = dict[str, Any]
Rows = tuple[tuple[Button, ...], ...]

CONTACT_REMOVE: dict[str, Any] = {"remove_keyboard": True}


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as the person sees it: plain text, rows of inline buttons, or a reply keyboard (the contact button's only)."""

    text: str
    buttons: Rows = ()
    reply_keyboard: dict[str, Any] | None = None
    reply_to: int | None = None  # Telegram's id of the message that is answered, where that should be seen

    def params(self) -> dict[str, Any]:
        """The Bot API's parameters."""
        params: dict[str, Any] = {"text": self.text, "link_preview_options": {"is_disabled": True}}
        if self.buttons:
            params["reply_markup"] = {"inline_keyboard": [list(row) for row in self.buttons]}
        elif self.reply_keyboard:
            params["reply_markup"] = self.reply_keyboard
        if self.reply_to is not None:
            params["reply_parameters"] = {"message_id": self.reply_to, "allow_sending_without_reply": True}
        return params


def button(label: str, data: str) -> Button:
    """An inline button; `data` is at most 64 bytes (telegram.md §1) and never trusted on its way back."""
    return {"text": label, "callback_data": data}
