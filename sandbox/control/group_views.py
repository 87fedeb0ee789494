"""Groups and topics as the control API shows them."""

from typing import Any

from aiohttp import web

from sandbox.chats import Record
from sandbox.control.base import message_card, number, root_of
from sandbox.doors import WORLD
from sandbox.groups.group import Group
from sandbox.groups.topics import Topic
from sandbox.methods.profile import group_commands_for
from sandbox.world import World

Json = dict[str, Any]
TOPIC_FIELDS = ("id", "name", "icon_color", "icon_custom_emoji_id", "closed", "hidden", "creator")


def topic_asked(request: web.Request) -> int | None:
    """`?topic=`."""
    return number(request.query["topic"], "topic") if request.query.get("topic") else None


def group_view(request: web.Request, group: Group, person: int | None) -> Json:
    """The Group with messages: the newest `?limit=`, of `?topic=`."""
    root, topic = root_of(request), topic_asked(request)
    records = [record for record in group.records.values() if topic in (None, group.topic_of(record.message))]
    if request.query.get("limit"):
        records = records[-max(1, number(request.query["limit"], "limit")) :]
    messages = [{**message_card(root, record), "topic": group.topic_of(record.message)} for record in records]
    return {**group_card(request.app[WORLD], group, person), "messages": messages}


def group_card(world: World, group: Group, person: int | None) -> Json:
    """The Group without messages; `person`: whose unread counters and commands."""
    account = world.people.get(person or 0)
    language = account.language_code if account else None
    return {
        "id": group.id,
        "type": group.type,
        "title": group.title,
        "is_forum": group.is_forum,
        "bot": group.bot,
        "bot_status": group.me.status,
        "bot_rights": list(group.me.rights),
        "members": [member.card() for member in group.members.values() if not member.is_bot],
        "topics": [
            topic_view(group, topic, person) for number, topic in sorted(group.topics.items()) if group.standing(number)
        ],
        "permissions": group.permissions,
        "messages_per_minute": group.limit,
        "migrated_to": group.migrated_to,
        "deleted": group.is_deleted,
        "pinned": _pinned(group),
        "keyboard": group.keyboard,
        "chat_action": group.action,
        "chat_action_topic": group.action_topic if group.action else None,
        "unread": sum(count for (reader, _), count in group.unread.items() if reader == person) if person else None,
        "commands": group_commands_for(world.bots[group.bot], group, person or 0, language),
    }


def _pinned(group: Group) -> list[int]:
    return [number for number in group.pinned if group.living(number) is not None]


def topic_view(group: Group, topic: Topic, person: int | None) -> Json:
    """The Topic; `unread` is this person's."""
    last = next((record.id for record in reversed(group.records.values()) if _lies_in(group, record, topic)), None)
    return {
        **{name: getattr(topic, name) for name in TOPIC_FIELDS},
        "unread": group.unread.get((person, topic.id), 0) if person else None,
        "pinned": [number for number in _pinned(group) if _lies_in(group, group.records[number], topic)],
        "last_message_id": last,
    }


def _lies_in(group: Group, record: Record, topic: Topic) -> bool:
    return not record.deleted and group.topic_of(record.message) == topic.id
