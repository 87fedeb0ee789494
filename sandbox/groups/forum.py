"""What happens to topics, by a bot's call or a person's hand; each change leaves its service message."""

from typing import Any

from sandbox.groups.group import Group
from sandbox.groups.topics import GENERAL, Topic
from sandbox.notices import announce
from sandbox.world import World

Json = dict[str, Any]
NOT_FOUND = "message thread not found"
DELETED = "TOPIC_DELETED"


def create_topic(world: World, group: Group, author: Json, look: Topic) -> Topic:
    """A new topic looking like `look`; its id is that of the service message."""
    number = world.next_message_id(group)
    topic = Topic(number, look.name, look.icon_color, look.icon_custom_emoji_id, author["id"])
    group.topics[number] = topic
    announce(world, group, author, {"forum_topic_created": topic.look()}, topic=number, message_id=number)
    _changed(world, group, topic, author)
    return topic


def edit_topic(world: World, group: Group, author: Json, topic: Topic, *, name: str, icon: str | None = None) -> bool:
    """Another name (empty: the same) and icon (None: the same, empty: none); False when nothing changes."""
    edited: Json = {}
    if name and name != topic.name:
        edited["name"] = topic.name = name
    if icon is not None and icon != topic.icon_custom_emoji_id:
        edited["icon_custom_emoji_id"] = topic.icon_custom_emoji_id = icon
    if edited:
        announce(world, group, author, {"forum_topic_edited": edited}, topic=topic.id)
        _changed(world, group, topic, author)
    return bool(edited)


def set_closed(world: World, group: Group, author: Json, topic: Topic, *, closed: bool) -> bool:
    """Close or reopen; reopening General also unhides it. False when it is so already."""
    if topic.closed == closed:
        return False
    topic.closed = closed
    topic.hidden = topic.hidden and closed
    announce(world, group, author, {"forum_topic_closed" if closed else "forum_topic_reopened": {}}, topic=topic.id)
    _changed(world, group, topic, author)
    return True


def set_hidden(world: World, group: Group, author: Json, *, hidden: bool) -> bool:
    """Hide or unhide General; hiding closes it too. False when it is so already."""
    topic = group.topics[GENERAL]
    if topic.hidden == hidden:
        return False
    topic.hidden = hidden
    topic.closed = topic.closed or hidden
    kind = "general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden"
    announce(world, group, author, {kind: {}}, topic=GENERAL)
    _changed(world, group, topic, author)
    return True


def delete_topic(world: World, group: Group, author: Json, topic: Topic, gone: str = NOT_FOUND) -> None:
    """All its messages go without a word; `gone` is what the bot will be told when it writes there."""
    topic.gone = gone
    for record in group.records.values():
        if not record.deleted and group.topic_of(record.message) == topic.id:
            world.remove(group, record)
    group.pinned = [number for number in group.pinned if group.living(number) is not None]
    for key in [key for key in group.unread if key[1] == topic.id]:
        del group.unread[key]
    _changed(world, group, topic, author)


def _changed(world: World, group: Group, topic: Topic, author: Json) -> None:
    world.saver.chat(group)
    person = None if author["id"] == group.bot else author["id"]
    world.tell("topic", group, person=person, topic=topic.id)
