"""Members of a group and what administrators may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ControlError

Json = dict[str, Any]
RIGHTS = (
    "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users", "can_restrict_members",
    "can_pin_messages", "can_promote_members", "can_manage_video_chats", "can_manage_topics",
)  # fmt: skip
# What administrators of basic groups always have; there is nothing to choose there.
BASIC_RIGHTS = (
    "can_manage_chat", "can_change_info", "can_delete_messages", "can_invite_users", "can_restrict_members",
    "can_pin_messages", "can_manage_video_chats",
)  # fmt: skip
# Rights of channels and stories, which the Bot API also names for groups.
NEVER = ("is_anonymous", "can_post_stories", "can_edit_stories", "can_delete_stories", "can_send_welcome_messages")
INSIDE = frozenset({"creator", "administrator", "member"})


@dataclass(slots=True)
class Member:
    """One account's place in a group; statuses as in the Bot API's ChatMember. `is_bot`: it is the group's bot."""

    id: int
    status: str = "left"
    rights: tuple[str, ...] = ()
    title: str = ""
    is_bot: bool = False

    @property
    def inside(self) -> bool:
        """Whether the account is in the group."""
        return self.status in INSIDE

    @property
    def is_admin(self) -> bool:
        """Owner or administrator."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Owners may everything, administrators what they were given."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)

    def chat_member(self, user: Json, *, is_supergroup: bool) -> Json:
        """The Bot API's ChatMember."""
        card: Json = {"user": user, "status": self.status}
        if self.status == "creator":
            card["is_anonymous"] = False
        elif self.status == "administrator":
            card |= {"can_be_edited": False, **dict.fromkeys(NEVER, False)}
            card |= {right: right in self.rights for right in RIGHTS if is_supergroup or right != "can_manage_topics"}
        elif self.status == "kicked":
            card["until_date"] = 0
        if self.title and self.is_admin:
            card["custom_title"] = self.title
        return card

    def card(self) -> Json:
        """The control API's view."""
        return {"person": self.id, "status": self.status, "rights": list(self.rights), "title": self.title}


def checked_rights(value: Any) -> tuple[str, ...]:
    """Rights of a control API body, None meaning all of them; 400 for unknown ones."""
    if value is None:
        return tuple(right for right in RIGHTS if right != "can_promote_members")
    if not isinstance(value, list) or not all(right in RIGHTS for right in value):
        raise ControlError(400, f"rights must be a list of {', '.join(RIGHTS)}")
    return with_basics(value)


def with_basics(rights: Iterable[str]) -> tuple[str, ...]:
    """Every administrator may manage the chat, whatever else was chosen."""
    chosen = set(rights)
    return tuple(right for right in RIGHTS if right in chosen or (chosen and right == "can_manage_chat"))
