"""What a bot may ask about a chat and its member."""

from typing import Any

from sandbox.errors import bad_request
from sandbox.methods.base import Call, chat_of, method
from sandbox.methods.outgoing import bare

Json = dict[str, Any]


@method("getChat")
def get_chat(call: Call) -> Json:
    """ChatFullInfo of a private chat."""
    chat = chat_of(call)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    info: Json = {
        **chat.person.chat(),
        "accent_color_id": chat.person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, True),
    }
    if chat.person.username:
        info["active_usernames"] = [chat.person.username]
    pinned = chat.living(chat.pinned[-1]) if chat.pinned else None
    if pinned is not None:
        info["pinned_message"] = bare(pinned.message)
    return info


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """The person or the bot in their private chat."""
    chat = chat_of(call)
    user_id = call.params.integer("user_id")
    if user_id == chat.person.id:
        return {"user": chat.person.user(), "status": "member"}
    if user_id == call.bot.id:
        if chat.blocked:
            return {"user": call.bot.user(), "status": "kicked", "until_date": 0}
        return {"user": call.bot.user(), "status": "member"}
    raise bad_request("user not found" if user_id else "invalid user_id specified")


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> int:
    """Two in a private chat."""
    chat_of(call)
    return 2
