"""What every chat is made of, and the private chat of one person with one bot."""

import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import bad_request, forbidden
from sandbox.files import StoredFile
from sandbox.markup import Markup
from sandbox.people import Person

Json = dict[str, Any]
ACTION_SECONDS = 5.0  # sendChatAction, telegram.md §1
SERVICE = frozenset(
    {"pinned_message", "forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened",
     "general_forum_topic_hidden", "general_forum_topic_unhidden", "new_chat_members", "left_chat_member", "new_chat_title",
     "group_chat_created", "supergroup_chat_created", "migrate_to_chat_id", "migrate_from_chat_id"}
)  # fmt: skip


@dataclass(slots=True)
class Record:
    """A message as it stands now. `message` is never changed in place: updates in flight share it.

    `seen`: whether its update was handed to the bot, None where there is no update. `hidden`: the bot must not know of it.
    """

    message: Json
    out: bool
    deleted: bool = False
    files: tuple[StoredFile, ...] = ()
    versions: list[str] = field(default_factory=list)
    reactions: dict[str, list[Json]] = field(default_factory=dict)
    seen: bool | None = None
    hidden: bool = False

    @property
    def id(self) -> int:
        """message_id."""
        number: int = self.message["message_id"]
        return number

    @property
    def is_service(self) -> bool:
        """Whether it tells of something done rather than said."""
        return not SERVICE.isdisjoint(self.message)

    @property
    def text(self) -> str:
        """Text or caption, empty when there is neither."""
        words: str = self.message.get("text") or self.message.get("caption") or ""
        return words


class Chat:
    """What both sides of a chat share. `keyboard` is the reply keyboard that stands."""

    def __init__(self, bot: int, chat_id: int) -> None:
        self.bot = bot
        self.id = chat_id
        self.records: dict[int, Record] = {}
        self.keyboard: Json | None = None
        self.pinned: list[int] = []
        self._action = ""
        self._action_until = 0.0

    def face(self) -> Json:
        """The Bot API's Chat; shared by messages, never changed in place."""
        raise NotImplementedError

    def counter(self) -> tuple[str, int]:
        """Name of the counter of message ids, and where it begins."""
        return f"message:{self.bot}", 1

    def event(self, person: int | None) -> Json:
        """How events name this chat. `person`: whose doing it is; `_people`: who else may hear of it."""
        raise NotImplementedError

    def topic_of(self, message: Json) -> int | None:  # noqa: ARG002 - groups have them
        """The topic a message lies in: None where there are none."""
        return None

    def check_access(self) -> None:
        """ApiError of telegram.md §3 when the bot may not come in."""
        raise NotImplementedError

    def frame(self, thread: int, content: Json, markup: Markup) -> Json:
        """The bot's `content` as a message of this chat carries it; ApiError when it may not be sent there."""
        raise NotImplementedError

    def check_pinning(self) -> None:
        """ApiError when the bot may not pin here."""

    def afford(self, now: float, count: int) -> None:
        """ApiError 429 when the bot may not send so many messages now."""

    def spend(self, now: float) -> None:
        """Count one message or edit of the bot."""

    def arrived(self, record: Record) -> None:
        """A message appeared: whoever has not read it has one more unread."""
        raise NotImplementedError

    def read_by(self, person: int, record: Record) -> None:
        """The person acted upon a message: what is there has been read."""
        raise NotImplementedError

    def living(self, message_id: int) -> Record | None:
        """The record, unless it is unknown or deleted."""
        record = self.records.get(message_id)
        return None if record is None or record.deleted else record

    def known(self, message_id: int) -> Record | None:
        """What the bot knows of: living and not hidden from it."""
        record = self.living(message_id)
        return None if record is None or record.hidden else record

    def show_action(self, action: str) -> None:
        """The bot is typing, for five seconds or until its next message."""
        self._action = action
        self._action_until = time.monotonic() + ACTION_SECONDS

    def hide_action(self) -> None:
        """The bot's message came."""
        self._action_until = 0.0

    @property
    def action(self) -> str | None:
        """What the bot is shown to be doing now."""
        return self._action if time.monotonic() < self._action_until else None


class PrivateChat(Chat):
    """One person and one bot; its id is the person's."""

    def __init__(self, bot: int, person: Person) -> None:
        super().__init__(bot, person.id)
        self.person = person
        self.started = False
        self.blocked = False
        self.unread = 0

    def face(self) -> Json:
        """The person's name is the chat's."""
        return self.person.chat()

    def event(self, person: int | None) -> Json:  # noqa: ARG002 - there is only one
        """The person is the chat."""
        return {"bot": self.bot, "person": self.id, "chat": self.id}

    def check_access(self) -> None:
        """403 when the person never started or has blocked the bot."""
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.blocked:
            raise forbidden("bot was blocked by the user")

    def frame(self, thread: int, content: Json, markup: Markup) -> Json:  # noqa: ARG002 - nothing here depends on it
        """No topics here."""
        if thread:
            raise bad_request("message thread not found")
        return content

    def arrived(self, record: Record) -> None:
        """The bot's messages are unread until the person acts."""
        if record.out:
            self.unread += 1
            self.hide_action()
        else:
            self.unread = 0

    def read_by(self, person: int, record: Record) -> None:  # noqa: ARG002 - there is only one
        """Everything has been read."""
        self.unread = 0
