"""How a bot's message comes into being: reply, markup, flags, and its place in the chat."""

from typing import Any

from sandbox.chats import Chat, Record
from sandbox.entities import Formatted, formatted
from sandbox.errors import bad_request
from sandbox.files import StoredFile
from sandbox.markup import Markup, read_markup
from sandbox.methods.base import Call
from sandbox.params import Params

Json = dict[str, Any]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def read_text(params: Params) -> Formatted:
    """text, parse_mode and entities of a call; 400 when empty or too long."""
    raw = params.text("text")
    if not raw:
        raise bad_request("message text is empty")
    result = formatted(raw, params.text("parse_mode"), params.items("entities", "message entities"))
    if not result.text:
        raise bad_request("text must be non-empty")
    if len(result.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return result


def read_caption(params: Params) -> Formatted:
    """caption, parse_mode and caption_entities of a call; 400 when too long."""
    raw = params.text("caption")
    if not raw:
        return Formatted("", [])
    result = formatted(raw, params.text("parse_mode"), params.items("caption_entities", "message entities"))
    if len(result.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return result


def with_text(result: Formatted, *, caption: bool = False) -> Json:
    """The message fields of a formatted text; empty for an empty caption."""
    if not result.text:
        return {}
    name, entities = ("caption", "caption_entities") if caption else ("text", "entities")
    return {name: result.text, entities: result.entities} if result.entities else {name: result.text}


def bare(message: Json) -> Json:
    """A message as it stands inside another: without its own reply."""
    return {name: value for name, value in message.items() if name not in {"reply_to_message", "quote"}}


def reply_fields(call: Call, chat: Chat) -> Json:
    """reply_to_message and quote of reply_parameters (or the older reply_to_message_id)."""
    params = call.params
    if params.has("reply_parameters"):
        reply = params.data("reply_parameters", "reply parameters")
        if not isinstance(reply, dict):
            raise bad_request("object expected as reply parameters")
        wanted = Params(reply)
    elif params.has("reply_to_message_id"):
        names = {"message_id": "reply_to_message_id", "allow_sending_without_reply": "allow_sending_without_reply"}
        wanted = Params({name: params.values.get(old) for name, old in names.items()})
    else:
        return {}
    record = chat.known(wanted.integer("message_id"))
    if record is None:
        if wanted.flag("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    fields: Json = {"reply_to_message": bare(record.message)}
    if wanted.has("quote"):
        fields["quote"] = _quote(wanted, record)
    return fields


def _quote(wanted: Params, record: Record) -> Json:
    given = wanted.items("quote_entities", "message entities")
    quote = formatted(wanted.text("quote"), wanted.text("quote_parse_mode"), given)
    at = record.text.find(quote.text)
    if at < 0 or len(quote.text) > CAPTION_LIMIT:
        raise bad_request("QUOTE_TEXT_INVALID")
    position = len(record.text[:at].encode("utf-16-le")) // 2
    return {"text": quote.text, "position": position, "is_manual": True}


def thread_of(call: Call) -> int:
    """message_thread_id of the call, 0 when there is none; what is no number is the id of no topic."""
    if "message_thread_id" not in call.params.values:
        return 0
    return call.params.integer("message_thread_id", -1 if call.params.has("message_thread_id") else 0)


def post(call: Call, chat: Chat, content: Json, files: tuple[StoredFile, ...] = ()) -> Record:
    """Send `content` into the chat with the call's reply and markup."""
    markup = read_markup(call.params)
    fields = reply_fields(call, chat)
    return place(call, chat, {**fields, **content}, files, markup)


def place(call: Call, chat: Chat, content: Json, files: tuple[StoredFile, ...], markup: Markup) -> Record:
    """Put a message whose content is complete into the chat."""
    world = call.world
    framed = chat.frame(thread_of(call), content, markup)
    chat.spend(world.clock.now())
    message: Json = {
        "message_id": world.next_message_id(chat),
        "from": call.bot.user(),
        "chat": chat.face(),
        "date": world.clock.stamp(),
        **framed,
    }
    if call.params.values.get("protect_content") and call.params.flag("protect_content"):
        message["has_protected_content"] = True
    if markup.inline:
        message["reply_markup"] = markup.inline
    record = Record(message, out=True, files=files)
    if record.text:
        record.versions.append(record.text)
    world.add(chat, record)
    if markup.keyboard is not None or markup.remove:
        world.set_keyboard(chat, markup.keyboard)
    return record
