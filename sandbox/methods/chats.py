"""What a bot may ask about a chat and its members, and leaving one."""

from typing import Any

from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.groups.group import Group
from sandbox.groups.members import Member
from sandbox.groups.membership import go, user_of
from sandbox.methods.base import Call, chat_of, method
from sandbox.methods.outgoing import bare

Json = dict[str, Any]
GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
SENDING = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes",
    "can_send_voice_notes", "can_send_polls", "can_send_other_messages", "can_add_web_page_previews",
)  # fmt: skip


def _entered(call: Call) -> Chat:
    """The chat meant; for groups only while the bot is in it."""
    chat = chat_of(call)
    if isinstance(chat, Group):
        chat.check_access()
    return chat


@method("getChat")
def get_chat(call: Call) -> Json:
    """ChatFullInfo."""
    chat = _entered(call)
    info: Json = {
        **chat.face(),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(GIFTS, not isinstance(chat, Group)),
    }
    if isinstance(chat, Group):
        sending = dict.fromkeys(SENDING, chat.permissions["can_send_messages"])
        info["permissions"] = {**chat.permissions, **sending}
    if info.get("username"):
        info["active_usernames"] = [info["username"]]
    pinned = chat.known(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        info["pinned_message"] = bare(pinned.message)
    return info


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """A person or the bot."""
    chat = _entered(call)
    user_id = call.params.integer("user_id")
    if isinstance(chat, Group) and (user_id == call.bot.id or call.world.people.get(user_id) is not None):
        return _chat_member(call, chat, chat.member(user_id))
    person = call.world.people.get(chat.id)
    if person is not None and user_id == person.id:
        return {"user": person.user(), "status": "member"}
    if person is not None and user_id == call.bot.id:
        private = call.bot.chats.get(chat.id)
        if private is not None and private.blocked:
            return {"user": call.bot.user(), "status": "kicked", "until_date": 0}
        return {"user": call.bot.user(), "status": "member"}
    raise bad_request("user not found" if user_id else "invalid user_id specified")


def _chat_member(call: Call, group: Group, member: Member) -> Json:
    return member.chat_member(user_of(call.world, group, member.id), is_supergroup=group.is_supergroup)


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """Owner and administrators; of bots only this one."""
    chat = _entered(call)
    if not isinstance(chat, Group):
        raise bad_request("there are no administrators in the private chat")
    return [_chat_member(call, chat, member) for member in chat.members.values() if member.is_admin]


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """Two in a private chat."""
    chat = _entered(call)
    return sum(member.inside for member in chat.members.values()) if isinstance(chat, Group) else 2


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """Groups only; the bot is told like everybody."""
    chat = _entered(call)
    if not isinstance(chat, Group):
        raise bad_request("chat member status can't be changed in private chats")
    go(call.world, chat, call.bot.id, call.bot.user())
    return True
