"""What a bot hears in a group: everything as an administrator or without privacy mode, else what is meant for it."""

from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Record
from sandbox.groups.group import Group

Json = dict[str, Any]


def hears(group: Group, bot: Bot, record: Record) -> bool:
    """Whether the bot is told of a message: service messages always, others by privacy mode (telegram.md §4)."""
    if not group.me.inside:
        return False
    return group.me.is_admin or not bot.privacy or record.is_service or _is_meant_for(bot, record)


def _is_meant_for(bot: Bot, record: Record) -> bool:
    """Commands (unless named another bot's), mentions, replies to the bot's messages."""
    replied = record.message.get("reply_to_message") or {}
    if replied.get("from", {}).get("id") == bot.id and "forum_topic_created" not in replied:
        return True
    return any(_names(bot, entity, _word(record.text, entity)) for entity in _entities(record.message))


def _entities(message: Json) -> list[Json]:
    found: list[Json] = message.get("entities") or message.get("caption_entities") or []
    return found


def _word(text: str, entity: Json) -> str:
    units = text.encode("utf-16-le")
    start = entity["offset"] * 2
    return units[start : start + entity["length"] * 2].decode("utf-16-le", errors="replace")


def _names(bot: Bot, entity: Json, word: str) -> bool:
    name = bot.username.lower()
    if entity["type"] == "bot_command":
        _, at, whose = word.lower().partition("@")
        return whose == name if at else entity["offset"] == 0
    return entity["type"] == "mention" and word.lower() == f"@{name}"


def for_bot(group: Group, message: Json) -> Json:
    """The message without a reply to something the bot must not know of."""
    reply = message.get("reply_to_message")
    replied = group.records.get(reply["message_id"]) if reply else None
    if replied is None or not replied.hidden:
        return message
    return {name: value for name, value in message.items() if name not in {"reply_to_message", "quote"}}
