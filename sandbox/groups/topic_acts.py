"""What people do with topics by hand."""

from typing import Any

from sandbox.errors import ControlError
from sandbox.groups import forum
from sandbox.groups.acts import GroupActs
from sandbox.groups.topics import COLORS, GENERAL, Topic, clean_name

Json = dict[str, Any]


def create(acts: GroupActs, name: Any, color: Any) -> Topic:
    """A new topic; 409 without the right to it."""
    if not acts.group.is_forum:
        raise ControlError(409, "the group has no topics")
    acts.check_right("can_manage_topics")
    look = Topic(0, _name(name), COLORS[0] if color is None else color)
    if look.icon_color not in COLORS:
        raise ControlError(400, f"icon_color must be one of {', '.join(map(str, COLORS))}")
    return forum.create_topic(acts.world, acts.group, acts.person.user(), look)


def change(acts: GroupActs, number: int, body: Json) -> Topic:
    """Another name, closed or not, hidden or not (General alone); what is not named stays."""
    topic = _managed(acts, number)
    world, group, author = acts.world, acts.group, acts.person.user()
    if "name" in body:
        forum.edit_topic(world, group, author, topic, name=_name(body["name"]))
    if "hidden" in body:
        if number != GENERAL:
            raise ControlError(409, "only General can be hidden")
        forum.set_hidden(world, group, author, hidden=body["hidden"] is True)
    if "closed" in body:
        forum.set_closed(world, group, author, topic, closed=body["closed"] is True)
    return topic


def delete(acts: GroupActs, number: int, *, late: bool) -> None:
    """By hand: nobody is told. `late`: the Bot API's server still believes in it, the server behind it refuses."""
    topic = acts.known_topic(number)
    acts.check_right("can_delete_messages")
    if number == GENERAL:
        raise ControlError(409, "General cannot be deleted")
    forum.delete_topic(acts.world, acts.group, acts.person.user(), topic, forum.DELETED if late else forum.NOT_FOUND)


def _managed(acts: GroupActs, number: int) -> Topic:
    topic = acts.known_topic(number)
    if not acts.me.inside or not acts.may_manage(topic):
        raise ControlError(409, "this takes the right can_manage_topics")
    return topic


def _name(value: Any) -> str:
    name = clean_name(value) if isinstance(value, str) else ""
    if not name:
        raise ControlError(400, "name must be non-empty")
    return name
