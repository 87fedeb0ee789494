"""Topics of forums (telegram.md §1 and §3; docs of createForumTopic and its companions)."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.groups import forum
from sandbox.groups.group import Group
from sandbox.groups.topics import COLORS, GENERAL, ICONS, Topic, clean_name
from sandbox.methods.base import Call, chat_of, method
from sandbox.notices import unpin

Json = dict[str, Any]
CLOSE_RIGHTS = "close or open the topic"


def _forum(call: Call, words: str = "forum") -> Group:
    chat = chat_of(call)
    chat.check_access()
    if not isinstance(chat, Group) or not chat.is_forum:
        raise bad_request(f"the chat is not a {words}")
    return chat


def _topic(call: Call, group: Group, what: str) -> Topic:
    """The topic meant, for who may manage it: administrators with the right, or an administrator who made it."""
    number = call.params.integer("message_thread_id")
    if number <= 0:
        raise bad_request("invalid message thread identifier specified")
    topic = group.standing(number) if number != GENERAL else None
    own = topic is not None and topic.creator == call.bot.id and group.me.is_admin
    if not own and not group.me.may("can_manage_topics"):
        raise bad_request(f"not enough rights to {what}")
    return _found(topic)


def _found(topic: Topic | None) -> Topic:
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return topic


def _general(call: Call, what: str, words: str = "forum") -> tuple[Group, Topic]:
    group = _forum(call, words)
    if not group.me.may("can_manage_topics"):
        raise bad_request(f"not enough rights to {what}")
    return group, group.topics[GENERAL]


def _done(*, changed: bool) -> bool:
    """Bots get an error for what was so already (telegram.md §3)."""
    if not changed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    return True


def _icon(call: Call) -> str:
    icon = call.params.text("icon_custom_emoji_id")
    if icon and not icon.isdecimal():
        raise bad_request("invalid custom emoji identifier specified")
    if icon and icon not in ICONS:
        raise bad_request("DOCUMENT_INVALID")
    return icon


@method("createForumTopic")
def create_forum_topic(call: Call) -> Json:
    """A topic of up to 128 characters; longer names are cut by servers."""
    group = _forum(call)
    if not group.allowed(group.me, "can_manage_topics"):
        raise bad_request("not enough rights to create a topic")
    name = clean_name(call.params.text("name"))
    if not name:
        raise bad_request("title must be non-empty")
    color = call.params.integer("icon_color", COLORS[0] if not call.params.has("icon_color") else -1)
    if color not in COLORS:
        raise bad_request("invalid icon color specified")
    look = Topic(0, name, color, _icon(call))
    group.spend(call.world.clock.now())
    topic = forum.create_topic(call.world, group, call.bot.user(), look)
    return {"message_thread_id": topic.id, **topic.look()}


@method("editForumTopic")
def edit_forum_topic(call: Call) -> bool:
    """What is not given, or an empty name, stays; an empty icon goes."""
    group = _forum(call)
    topic = _topic(call, group, "edit the topic")
    icon = _icon(call) if "icon_custom_emoji_id" in call.params.values else None
    name = clean_name(call.params.text("name"))
    if not name and icon is None:
        return True
    return _done(changed=forum.edit_topic(call.world, group, call.bot.user(), topic, name=name, icon=icon))


def _set_closed(call: Call, *, closed: bool) -> bool:
    group = _forum(call)
    topic = _topic(call, group, CLOSE_RIGHTS)
    return _done(changed=forum.set_closed(call.world, group, call.bot.user(), topic, closed=closed))


@method("closeForumTopic")
def close_forum_topic(call: Call) -> bool:
    """Only administrators write there from now on."""
    return _set_closed(call, closed=True)


@method("reopenForumTopic")
def reopen_forum_topic(call: Call) -> bool:
    """Everybody writes there again."""
    return _set_closed(call, closed=False)


@method("deleteForumTopic")
def delete_forum_topic(call: Call) -> bool:
    """With all its messages."""
    group = _forum(call)
    number = call.params.integer("message_thread_id")
    if number <= 0:
        raise bad_request("invalid message thread identifier specified")
    if not group.me.may("can_delete_messages"):
        raise bad_request("not enough rights to delete the topic")
    topic = _found(group.standing(number) if number != GENERAL else None)
    forum.delete_topic(call.world, group, call.bot.user(), topic)
    return True


@method("editGeneralForumTopic")
def edit_general_forum_topic(call: Call) -> bool:
    """Another name."""
    group, topic = _general(call, "edit the topic")
    name = clean_name(call.params.text("name"))
    if not name:
        raise bad_request("title must be non-empty")
    return _done(changed=forum.edit_topic(call.world, group, call.bot.user(), topic, name=name))


def _set_general(call: Call, *, closed: bool) -> bool:
    group, topic = _general(call, CLOSE_RIGHTS)
    return _done(changed=forum.set_closed(call.world, group, call.bot.user(), topic, closed=closed))


@method("closeGeneralForumTopic")
def close_general_forum_topic(call: Call) -> bool:
    """As any topic."""
    return _set_general(call, closed=True)


@method("reopenGeneralForumTopic")
def reopen_general_forum_topic(call: Call) -> bool:
    """Also unhides it."""
    return _set_general(call, closed=False)


def _set_hidden(call: Call, *, hidden: bool) -> bool:
    group, _ = _general(call, CLOSE_RIGHTS, "supergroup forum")
    return _done(changed=forum.set_hidden(call.world, group, call.bot.user(), hidden=hidden))


@method("hideGeneralForumTopic")
def hide_general_forum_topic(call: Call) -> bool:
    """Also closes it."""
    return _set_hidden(call, hidden=True)


@method("unhideGeneralForumTopic")
def unhide_general_forum_topic(call: Call) -> bool:
    """It stays closed."""
    return _set_hidden(call, hidden=False)


def _unpin_topic(call: Call, group: Group, number: int) -> bool:
    group.check_pinning()
    records = [record for pinned in group.pinned if (record := group.records.get(pinned)) is not None]
    unpin(call.world, group, [record.id for record in records if group.topic_of(record.message) == number])
    return True


@method("unpinAllForumTopicMessages")
def unpin_all_forum_topic_messages(call: Call) -> bool:
    """The pins of one topic."""
    group = _forum(call)
    number = call.params.integer("message_thread_id")
    if number <= 0:
        raise bad_request("invalid message thread identifier specified")
    return _unpin_topic(call, group, number)


@method("unpinAllGeneralForumTopicMessages")
def unpin_all_general_forum_topic_messages(call: Call) -> bool:
    """The pins of General."""
    return _unpin_topic(call, _forum(call), GENERAL)


@method("getForumTopicIconStickers")
def get_forum_topic_icon_stickers(_call: Call) -> list[Json]:
    """The custom emoji that any bot may use."""
    shape: Json = {"type": "custom_emoji", "width": 100, "height": 100, "is_animated": False, "is_video": False}
    return [
        {"file_id": f"CAAC{icon}", "file_unique_id": f"AgAD{icon}", **shape, "emoji": emoji, "custom_emoji_id": icon}
        for icon, emoji in ICONS.items()
    ]
