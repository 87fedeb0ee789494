"""Copies and forwards between chats of the same bot."""

from typing import Any

from sandbox.chats import Chat, Record
from sandbox.errors import bad_request
from sandbox.files import KINDS
from sandbox.markup import NONE, read_markup
from sandbox.methods.base import Call, message_ids, method, record_of, rising, source_of, writable
from sandbox.methods.media import caption_fields
from sandbox.methods.outgoing import place, reply_fields

Json = dict[str, Any]
FRAME = frozenset(
    {"message_id", "from", "chat", "date", "edit_date", "reply_markup", "reply_to_message", "quote", "media_group_id",
     "forward_origin", "forward_from", "forward_date", "has_protected_content", "message_thread_id", "is_topic_message",
     "external_reply"}
)  # fmt: skip

CAPTION = frozenset({"caption", "caption_entities", "show_caption_above_media"})


def _content(record: Record, dropped: frozenset[str] = FRAME) -> Json:
    return {name: value for name, value in record.message.items() if name not in dropped}


def origin_of(record: Record) -> Json:
    """forward_origin and its older companions: where a message first came from."""
    message = record.message
    names = ("forward_origin", "forward_from", "forward_date")
    if "forward_origin" in message:
        return {name: message[name] for name in names if name in message}
    origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    return {"forward_origin": origin, "forward_from": message["from"], "forward_date": message["date"]}


def _copy(call: Call, chat: Chat, record: Record, changed: Json) -> Json:
    if record.is_service:
        raise bad_request("message can't be copied")
    rewritten = "caption" in call.params.values or call.params.flag("remove_caption")
    kind = next((name for name in KINDS if name in record.message), None)
    content = _content(record)
    if kind and rewritten:
        content = {**_content(record, FRAME | CAPTION), **caption_fields(call.params, kind)}
    placed = place(call, chat, {**changed, **content}, record.files, read_markup(call.params))
    return {"message_id": placed.id}


def _forward(call: Call, chat: Chat, record: Record) -> Json:
    if record.message.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    if record.is_service:
        raise bad_request("message can't be forwarded")
    return place(call, chat, {**origin_of(record), **_content(record)}, record.files, NONE).message


@method("copyMessage")
def copy_message(call: Call) -> Json:
    """A new message with the same content; `caption` replaces that of a file."""
    chat = writable(call)
    record = record_of(call, source_of(call), "copy")
    return _copy(call, chat, record, reply_fields(call, chat))


@method("forwardMessage")
def forward_message(call: Call) -> Json:
    """The same message with its origin."""
    chat = writable(call)
    return _forward(call, chat, record_of(call, source_of(call), "forward"))


def _many(call: Call, what: str) -> list[Record]:
    source = source_of(call)
    found = [source.known(number) for number in rising(message_ids(call))]
    records = [record for record in found if record is not None]
    if not records:
        raise bad_request(f"there are no messages to {what}")
    return records


@method("copyMessages")
def copy_messages(call: Call) -> list[Json]:
    """Up to 100; those not found are passed over."""
    chat = writable(call)
    records = _many(call, "copy")
    chat.afford(call.world.clock.now(), len(records))
    return [_copy(call, chat, record, {}) for record in records]


@method("forwardMessages")
def forward_messages(call: Call) -> list[Json]:
    """Up to 100; those not found are passed over."""
    chat = writable(call)
    records = _many(call, "forward")
    chat.afford(call.world.clock.now(), len(records))
    return [{"message_id": _forward(call, chat, record)["message_id"]} for record in records]
