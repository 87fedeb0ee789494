"""Keyboards: what servers accept (telegram.md §1 and §3, row "Keyboard")."""

from typing import Any

from sandbox.entities.plain import checked_link
from sandbox.errors import ApiError, bad_request
from sandbox.params import Params

Json = dict[str, Any]
BUTTONS_LIMIT = 100
DATA_BYTES = 64
COPY_LIMIT = 256
STYLES = frozenset({"primary", "success", "danger"})
ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip


class Markup:
    """A checked reply_markup: `inline` goes onto the message, `keyboard` under the chat, `remove` takes that away."""

    __slots__ = ("force_reply", "inline", "keyboard", "remove")

    def __init__(self) -> None:
        self.inline: Json | None = None
        self.keyboard: Json | None = None
        self.remove = False
        self.force_reply = False


NONE = Markup()


def read_markup(params: Params) -> Markup:
    """The call's reply_markup; 400 when servers would refuse it."""
    if not params.has("reply_markup"):
        return NONE
    raw = params.data("reply_markup", "reply keyboard markup")
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    markup = Markup()
    if "inline_keyboard" in raw:
        markup.inline = _inline(raw["inline_keyboard"])
    elif "keyboard" in raw:
        markup.keyboard = _reply_keyboard(raw)
    elif raw.get("remove_keyboard"):
        markup.remove = True
    elif raw.get("force_reply"):
        markup.force_reply = True
    return markup


def read_inline(params: Params) -> Json | None:
    """The inline keyboard of an edit; 400 for another kind."""
    markup = read_markup(params)
    if markup.keyboard or markup.remove or markup.force_reply:
        raise bad_request("inline keyboard expected")
    return markup.inline


def _rows(raw: Any, what: str) -> list[list[Any]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request(f"can't parse {what}: Field must be of type Array of Arrays")
    if sum(map(len, raw)) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return [row for row in raw if row]


def _inline(raw: Any) -> Json | None:
    rows = [[_inline_button(button) for button in row] for row in _rows(raw, "inline keyboard")]
    return {"inline_keyboard": rows} if rows else None


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    _check_style(button, "inline keyboard button")
    action = next((name for name in ACTIONS if button.get(name) not in (None, False)), None)
    if action is None:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    if action in _CHECKS:
        _CHECKS[action](button[action])
    kept = {"text": text, action: button[action]}
    kept.update({name: button[name] for name in ("style", "icon_custom_emoji_id") if button.get(name)})
    return kept


def _check_data(data: Any) -> None:
    if not isinstance(data, str) or not 0 < len(data.encode(errors="replace")) <= DATA_BYTES:
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not checked_link(str(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_web_app(app: Any) -> None:
    url = str(app.get("url", "")) if isinstance(app, dict) else ""
    if not url.startswith("https://"):
        raise bad_request(f"inline keyboard button Web App URL '{url}' is invalid: Only HTTPS links are allowed")


def _check_copy(copy: Any) -> None:
    if not isinstance(copy, dict) or not 0 < len(str(copy.get("text", ""))) <= COPY_LIMIT:
        raise bad_request("can't parse inline keyboard button: BUTTON_COPY_TEXT_INVALID")


_CHECKS = {"callback_data": _check_data, "url": _check_url, "web_app": _check_web_app, "copy_text": _check_copy}


def _check_style(button: Json, what: str) -> None:
    if button.get("style") and button["style"] not in STYLES:
        raise bad_request(f"can't parse {what}: invalid button style specified")


def _reply_keyboard(raw: Json) -> Json | None:
    rows = [[_key(button) for button in row] for row in _rows(raw["keyboard"], "keyboard")]
    if not rows:
        return None
    options = ("is_persistent", "resize_keyboard", "one_time_keyboard", "selective", "input_field_placeholder")
    return {"keyboard": rows, **{name: raw[name] for name in options if raw.get(name)}}


def _key(button: Any) -> Json:
    key: Any = {"text": button} if isinstance(button, str) else button
    if not isinstance(key, dict) or not isinstance(key.get("text"), str):
        raise bad_request("can't parse keyboard button: Can't find field \"text\"")
    if not key["text"].strip():
        raise bad_request("keyboard button text must be non-empty")
    _check_style(key, "keyboard button")
    return {name: value for name, value in key.items() if value not in (None, False)}
