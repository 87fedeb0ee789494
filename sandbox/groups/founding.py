"""Groups come into being, change their title, become supergroups and forums, are deleted."""

from dataclasses import replace
from typing import Any

from sandbox.errors import ControlError
from sandbox.groups.group import Group
from sandbox.groups.members import Member
from sandbox.groups.membership import change, enter, promote, user_of
from sandbox.notices import announce
from sandbox.world import World

Json = dict[str, Any]
FIRST_BASIC = 4_000_000_001
FIRST_SUPERGROUP = 2_000_000_001
SUPERGROUP_BASE = 10**12


def new_group(world: World, title: str, bot: int, *, is_supergroup: bool) -> Group:
    """A group without members, with an id of its kind: -4… or -100…."""
    name, base, first = ("supergroup", SUPERGROUP_BASE, FIRST_SUPERGROUP) if is_supergroup else ("group", 0, FIRST_BASIC)
    number = base + world.ids.take(name, first)
    group = world.groups[-number] = Group(-number, title, bot, is_supergroup=is_supergroup)
    return group


def found(world: World, group: Group, owner: int, people: list[int]) -> None:
    """The first members; whoever is there at the beginning is not announced."""
    for person in people:
        group.members[person] = Member(person, "member")
    group.members[owner] = Member(owner, "creator")
    world.saver.chat(group)
    world.tell("chat", group, person=owner)


def bring_bot(world: World, group: Group, rights: tuple[str, ...]) -> None:
    """The owner brings the bot in, and makes it an administrator if there are rights."""
    by = author_of(world, group, None)
    if group.is_supergroup:
        enter(world, group, group.bot, by)
    else:
        change(world, group, Member(group.bot, "member", is_bot=True), by)
        announce(world, group, by, {"group_chat_created": True})
    if rights:
        promote(world, group, group.bot, by, rights=rights)


def author_of(world: World, group: Group, person: Any) -> Json:
    """The person named, else the owner, else whoever is in the group."""
    if person is not None:
        return world.known_person(person if isinstance(person, int) else 0).user()
    inside = [member for member in group.members.values() if member.inside and not member.is_bot]
    inside.sort(key=lambda member: member.status != "creator")
    if not inside:
        raise ControlError(409, "nobody is in this group")
    return user_of(world, group, inside[0].id)


def retitle(world: World, group: Group, title: str, by: Json) -> None:
    """A new title, with its service message."""
    group.rename(title)
    announce(world, group, by, {"new_chat_title": title})
    world.tell("chat", group, person=by["id"])


def migrate(world: World, old: Group, by: Json) -> Group:
    """A basic group becomes a supergroup: another id, other message ids, empty history; both chats say so."""
    new = new_group(world, old.title, old.bot, is_supergroup=True)
    for member in old.members.values():
        new.members[member.id] = replace(member)
    new.permissions, new.limit, new.is_known = dict(old.permissions), old.limit, old.is_known
    announce(world, old, by, {"migrate_to_chat_id": new.id})
    old.migrated_to = new.id
    world.saver.chat(old)
    world.tell("chat", old, person=by["id"], migrated_to=new.id)
    announce(world, new, by, {"migrate_from_chat_id": old.id})
    world.saver.chat(new)
    return new


def turn_forum(world: World, group: Group, by: Json, *, is_forum: bool) -> Group:
    """Topics on or off. A basic group must become a supergroup for it, so the id changes (telegram.md §2)."""
    if is_forum and not group.is_supergroup:
        group = migrate(world, group, by)
    group.become_forum(is_forum=is_forum)
    world.saver.chat(group)
    world.tell("chat", group, person=by["id"], is_forum=is_forum)
    return group


def delete(world: World, group: Group) -> None:
    """The owner deletes it; the bot learns it when it next calls."""
    world.tell("chat", group, deleted=True)
    group.is_deleted = True
    world.saver.chat(group)
