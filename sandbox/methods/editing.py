"""Edits and deletions of messages."""

from typing import Any

from sandbox.chats import Chat, Record
from sandbox.errors import bad_request
from sandbox.files import KINDS
from sandbox.groups.group import Group
from sandbox.markup import read_inline
from sandbox.methods.base import Call, chat_of, message_ids, method, record_of, writable
from sandbox.methods.media import caption_fields, read_input_media
from sandbox.methods.outgoing import read_text, with_text

Json = dict[str, Any]
DELETE_SECONDS = 48 * 3600
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
TEXT_FIELDS = frozenset({"text", "entities", "link_preview_options"})
CAPTION_FIELDS = frozenset({"caption", "caption_entities", "show_caption_above_media"})
MEDIA_FIELDS = frozenset({*KINDS, *CAPTION_FIELDS, "has_media_spoiler"})
MARKUP_FIELDS = frozenset({"reply_markup"})


def _target(call: Call) -> tuple[Chat, Record]:
    if call.params.has("inline_message_id") and not call.params.has("chat_id"):
        raise bad_request("invalid inline message identifier specified")
    chat = writable(call)
    record = record_of(call, chat, "edit")
    if not record.out or record.is_service:
        raise bad_request("message can't be edited")
    return chat, record


def _edit(call: Call, chat: Chat, record: Record, changed: Json, replaced: frozenset[str]) -> Json:
    """Replace the named fields and the inline keyboard; 400 when nothing changes."""
    markup = read_inline(call.params)
    new = {**changed, **({"reply_markup": markup} if markup else {})}
    kept = {name: value for name, value in record.message.items() if name not in replaced | MARKUP_FIELDS}
    message = {**kept, **new, "edit_date": call.world.clock.stamp()}
    if all(message.get(name) == record.message.get(name) for name in replaced | MARKUP_FIELDS):
        raise bad_request(NOT_MODIFIED)
    chat.spend(call.world.clock.now())
    call.world.change(chat, record, message)
    return message


@method("editMessageText")
def edit_message_text(call: Call) -> Json:
    """New text; without reply_markup the inline keyboard goes."""
    text = read_text(call.params)
    chat, record = _target(call)
    if "text" not in record.message:
        raise bad_request("there is no text in the message to edit")
    content = with_text(text)
    preview = call.params.data("link_preview_options", "link preview options")
    if isinstance(preview, dict) and preview:
        content["link_preview_options"] = preview
    return _edit(call, chat, record, content, TEXT_FIELDS)


@method("editMessageCaption")
def edit_message_caption(call: Call) -> Json:
    """New caption of a message with a file; empty removes it."""
    chat, record = _target(call)
    kind = next((name for name in KINDS if name in record.message), None)
    if kind is None or kind in {"video_note", "sticker"}:
        raise bad_request("there is no caption in the message to edit")
    caption = caption_fields(call.params, kind)
    caption.pop("has_media_spoiler", None)
    return _edit(call, chat, record, caption, CAPTION_FIELDS)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(call: Call) -> Json:
    """A new inline keyboard, or none."""
    chat, record = _target(call)
    return _edit(call, chat, record, {}, frozenset())


@method("editMessageMedia")
def edit_message_media(call: Call) -> Json:
    """Another file with its caption; a text message cannot become one with a file here."""
    chat, record = _target(call)
    kinds = {name for name in KINDS if name in record.message}
    if not kinds:
        raise bad_request("there is no media in the message to edit")
    kind, stored, content = read_input_media(call, call.params.data("media", "InputMedia"))
    if "media_group_id" in record.message and kind not in kinds:
        raise bad_request("can't change media type in the album")
    message = _edit(call, chat, record, content, MEDIA_FIELDS)
    record.files = (stored,)
    return message


def _delete(call: Call, chat: Chat, record: Record) -> None:
    if isinstance(chat, Group):
        chat.check_deletion(record)
        if chat.me.may("can_delete_messages"):
            call.world.remove(chat, record)
            return
    if call.world.clock.now() - record.message["date"] > DELETE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    call.world.remove(chat, record)


def _readable(call: Call) -> Chat:
    chat = chat_of(call)
    if isinstance(chat, Group):
        chat.check_access()
    return chat


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Messages of the last 48 hours: any of a private chat, in groups own ones, with the right to it anything of any age."""
    chat = _readable(call)
    _delete(call, chat, record_of(call, chat, "delete"))
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Up to 100; those not found are passed over."""
    chat = _readable(call)
    for number in message_ids(call):
        record = chat.known(number)
        if record is not None:
            _delete(call, chat, record)
    return True
