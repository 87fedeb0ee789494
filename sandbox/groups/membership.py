"""Coming, going and being promoted; the bot is told as telegram.md §4 has it."""

from dataclasses import replace
from typing import Any

from sandbox.groups.group import Group
from sandbox.groups.members import BASIC_RIGHTS, Member
from sandbox.notices import announce
from sandbox.world import World

Json = dict[str, Any]


def user_of(world: World, group: Group, user_id: int) -> Json:
    """The Bot API's User of the group's bot or of a person; 404 of the control API for a stranger."""
    return world.bots[group.bot].user() if user_id == group.bot else world.known_person(user_id).user()


def change(world: World, group: Group, new: Member, by: Json) -> None:
    """A member's place changes: my_chat_member for the bot's own, chat_member for others' while it is an administrator."""
    if new.status == "administrator" and not group.is_supergroup:
        new.rights = BASIC_RIGHTS
    user = user_of(world, group, new.id)
    old = group.member(new.id)
    before, after = (member.chat_member(user, is_supergroup=group.is_supergroup) for member in (old, new))
    if before == after:
        return
    hears = group.me.is_admin
    world.tell("chat", group, person=by["id"], member=new.id)  # who goes still hears of it
    group.members[new.id] = new
    update: Json = {"chat": group.face(), "from": by, "date": world.clock.stamp()}
    update |= {"old_chat_member": before, "new_chat_member": after}
    if new.is_bot:
        group.is_known = True
        world.bots[group.bot].inbox.add("my_chat_member", update)
    elif hears:
        world.bots[group.bot].inbox.add("chat_member", update)
    world.saver.chat(group)
    world.tell("chat", group, person=by["id"], member=new.id)


def enter(world: World, group: Group, user_id: int, by: Json) -> None:
    """Somebody joins, or is added by a member; nothing happens to who is there."""
    if group.member(user_id).inside:
        return
    change(world, group, Member(user_id, "member", is_bot=user_id == group.bot), by)
    announce(world, group, by, {"new_chat_members": [user_of(world, group, user_id)]})


def go(world: World, group: Group, user_id: int, by: Json) -> None:
    """Somebody leaves, or is removed. A bot that goes from a supergroup only gets my_chat_member."""
    old = group.member(user_id)
    if not old.inside:
        return
    gone = Member(user_id, "left" if by["id"] == user_id else "kicked", is_bot=old.is_bot)
    words = {"left_chat_member": user_of(world, group, user_id)}
    if old.is_bot and not group.is_supergroup:
        announce(world, group, by, words)
        change(world, group, gone, by)
        return
    change(world, group, gone, by)
    announce(world, group, by, words)


def promote(world: World, group: Group, user_id: int, by: Json, *, rights: tuple[str, ...], title: str = "") -> None:
    """Rights of an administrator; none make an ordinary member again."""
    old = group.member(user_id)
    status = "administrator" if rights else "member"
    change(world, group, replace(old, status=status, rights=rights, title=title if rights else ""), by)
