"""What may not be sent to groups, and how refusals name it (telegram.md §3, rows "Rights" and "Contact button")."""

from typing import Any

from sandbox.errors import ApiError, bad_request
from sandbox.markup import Markup

Json = dict[str, Any]
KINDS = {
    "photo": "photos", "animation": "animations", "document": "documents", "audio": "music", "video": "videos",
    "voice": "voice notes", "video_note": "video notes", "sticker": "stickers", "venue": "venues", "location": "locations",
    "contact": "contacts", "dice": "dice",
}  # fmt: skip
PRIVATE_KEYS = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
    "request_users": "users can be requested in private chats only",
    "request_chat": "chats can be requested in private chats only",
    "web_app": "web app can be used in private chats only",
}


def kind_of(content: Json) -> str:
    """The content's kind in the plural."""
    return next((words for name, words in KINDS.items() if name in content), "text messages")


def check_keyboard(markup: Markup) -> None:
    """Keys and buttons for private chats only."""
    for row in (markup.keyboard or {}).get("keyboard", []):
        for key in row:
            for name, refusal in PRIVATE_KEYS.items():
                if key.get(name):
                    raise bad_request(refusal)
    for row in (markup.inline or {}).get("inline_keyboard", []):
        if any("web_app" in button for button in row):
            raise ApiError(400, "Bad Request: BUTTON_TYPE_INVALID")
