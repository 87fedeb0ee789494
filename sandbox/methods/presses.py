"""Answers to presses, reactions and pins."""

import time
from typing import Any

from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.groups.group import Group
from sandbox.methods.base import Call, chat_of, method, record_of, writable
from sandbox.notices import pin, unpin

Json = dict[str, Any]
ANSWER_LIMIT = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> bool:
    """Within 150 s of the press; the first answer is what the person sees."""
    params = call.params
    press = call.bot.presses.get(params.text("callback_query_id"))
    if press is None or press.expires <= call.world.clock.now():
        raise bad_request(TOO_OLD)
    text = params.text("text")
    if len(text) > ANSWER_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if press.answered:
        return True
    press.answered = True
    press.text = text or None
    press.show_alert = params.flag("show_alert")
    press.url = params.text("url") or None
    press.seconds = time.monotonic() - press.began
    told = {"bot": call.bot.id, "person": press.person, "chat": press.chat, "callback_query_id": press.id}
    call.world.events.publish("callback_answer", **told, **press.card())
    return True


@method("setMessageReaction")
def set_message_reaction(call: Call) -> bool:
    """The bot's reaction to a message; an empty list takes it back. Bots may set one."""
    chat = writable(call)
    record = record_of(call, chat, "react")
    reactions = call.params.items("reaction", "reaction types")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(not isinstance(item, dict) or item.get("type") != "emoji" for item in reactions):
        raise bad_request("REACTION_INVALID")
    record.reactions["bot"] = [{"type": "emoji", "emoji": str(item.get("emoji", ""))} for item in reactions]
    call.world.saver.record(chat, record)
    emoji = record.reactions["bot"][0]["emoji"] if reactions else None
    call.world.tell("reaction", chat, message_id=record.id, emoji=emoji, out=True)
    return True


@method("pinChatMessage")
def pin_chat_message(call: Call) -> bool:
    """Pins and leaves a service message, which is the one kind of own message a bot is told of."""
    chat = writable(call)
    record = record_of(call, chat, "pin")
    chat.check_pinning()
    if record.id not in chat.pinned:
        pin(call.world, chat, record, call.bot.user())
    return True


def _pinboard(call: Call) -> Chat:
    chat = chat_of(call)
    if isinstance(chat, Group):
        chat.check_access()
    chat.check_pinning()
    return chat


@method("unpinChatMessage")
def unpin_chat_message(call: Call) -> bool:
    """The named message, or the last pinned."""
    chat = _pinboard(call)
    number = call.params.integer("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if number not in chat.pinned:
        raise bad_request("message to unpin not found")
    unpin(call.world, chat, [number])
    return True


@method("unpinAllChatMessages")
def unpin_all_chat_messages(call: Call) -> bool:
    """All of them."""
    chat = _pinboard(call)
    unpin(call.world, chat, list(chat.pinned))
    return True
