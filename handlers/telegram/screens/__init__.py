"""Pure rendering: what a moment of the dialogue looks like, as text and keyboard."""

from dataclasses import dataclass
from typing import Any

Button = dict[str, Any]
Rows = tuple[tuple[Button, ...], ...]

CONTACT_REMOVE: dict[str, Any] = {"remove_keyboard": True}


@dataclass(frozen=True, slots=True)
class Screen:
    """A message as the person sees it: plain text, rows of inline buttons, or a reply keyboard (the contact button's only).

    `details` stand folded below the text, to be opened with a tap (telegram.md §8.11).
    """

    text: str
    buttons: Rows = ()
    reply_keyboard: dict[str, Any] | None = None
    reply_to: int | None = None  # Telegram's id of the message that is answered, where that should be seen
    details: str = ""

    def params(self) -> dict[str, Any]:
        """The Bot API's parameters."""
        params: dict[str, Any] = {"text": self.text, "link_preview_options": {"is_disabled": True}}
        if self.details:
            head = f"{self.text}\n\n"
            params["text"] = head + self.details
            folded = {"type": "expandable_blockquote", "offset": _utf16(head), "length": _utf16(self.details)}
            params["entities"] = [folded]
        if self.buttons:
            params["reply_markup"] = {"inline_keyboard": [list(row) for row in self.buttons]}
        elif self.reply_keyboard:
            params["reply_markup"] = self.reply_keyboard
        if self.reply_to is not None:
            params["reply_parameters"] = {"message_id": self.reply_to, "allow_sending_without_reply": True}
        return params


def _utf16(words: str) -> int:
    """Entities are counted in UTF-16 units (telegram.md §1)."""
    return len(words.encode("utf-16-le")) // 2


def button(label: str, data: str) -> Button:
    """An inline button; `data` is at most 64 bytes (telegram.md §1) and never trusted on its way back."""
    return {"text": label, "callback_data": data}
