"""Service messages, pins, and how the bot is told of a message."""

from typing import Any

from sandbox.chats import Chat, Record
from sandbox.groups.group import Group
from sandbox.groups.hearing import for_bot, hears
from sandbox.world import World

Json = dict[str, Any]


def tell_bot(world: World, chat: Chat, record: Record, kind: str = "message") -> None:
    """An update about a message, if the bot is to hear of it; in groups that depends on its place and on privacy mode."""
    bot = world.bots[chat.bot]
    message = record.message
    if isinstance(chat, Group):
        if not hears(chat, bot, record):
            record.hidden = record.hidden or kind == "message"
            return
        message = for_bot(chat, message)
    if bot.inbox.add(kind, message) and kind == "message" and not record.out:
        record.seen = False


def announce(world: World, chat: Chat, author: Json, content: Json, *, topic: int = 0, message_id: int = 0) -> Record:
    """A service message; the bot hears even of its own ones (telegram.md §4). `message_id`: one taken before."""
    fields = chat.thread_fields(topic, content) if isinstance(chat, Group) else content
    message: Json = {
        "message_id": message_id or world.next_message_id(chat),
        "from": author,
        "chat": chat.face(),
        "date": world.clock.stamp(),
        **fields,
    }
    record = Record(message, out=author["id"] == chat.bot)
    world.add(chat, record)
    tell_bot(world, chat, record)
    return record


def pin(world: World, chat: Chat, record: Record, author: Json) -> None:
    """Pin a message and say so."""
    chat.pinned.append(record.id)
    world.saver.chat(chat)
    pinned = {name: value for name, value in record.message.items() if name not in {"reply_to_message", "quote"}}
    announce(world, chat, author, {"pinned_message": pinned}, topic=chat.topic_of(record.message) or 0)


def unpin(world: World, chat: Chat, numbers: list[int]) -> None:
    """Take pins away; nobody is told."""
    chat.pinned = [number for number in chat.pinned if number not in numbers]
    world.saver.chat(chat)
    world.tell("chat", chat, pinned=list(chat.pinned))
