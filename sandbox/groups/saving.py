"""Groups in the state file."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sandbox.groups.group import Group
from sandbox.groups.members import Member
from sandbox.groups.topics import Topic

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]
PLAIN = ("is_forum", "permissions", "limit", "migrated_to", "is_deleted", "is_known", "keyboard", "pinned")


def group_body(group: Group) -> Json:
    """Everything but the messages."""
    return {
        "id": group.id,
        "title": group.title,
        "bot": group.bot,
        "is_supergroup": group.is_supergroup,
        "members": [asdict(member) for member in group.members.values()],
        "topics": [asdict(topic) for topic in group.topics.values()],
        "unread": [[person, topic, count] for (person, topic), count in group.unread.items()],
        **{name: getattr(group, name) for name in PLAIN},
    }


def load_group(world: "World", body: Json) -> None:
    """Put a group back into the world."""
    group = Group(body["id"], body["title"], body["bot"], is_supergroup=body["is_supergroup"])
    for name in PLAIN:
        setattr(group, name, body[name])
    for fields in body["members"]:
        group.members[fields["id"]] = Member(**{**fields, "rights": tuple(fields["rights"])})
    group.topics = {fields["id"]: Topic(**fields) for fields in body["topics"]}
    group.unread = {(person, topic): count for person, topic, count in body["unread"]}
    world.groups[group.id] = group
