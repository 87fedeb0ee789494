"""A private chat of one person with one bot."""

import time
from dataclasses import dataclass, field
from typing import Any

from sandbox.files import StoredFile
from sandbox.people import Person

Json = dict[str, Any]
ACTION_SECONDS = 5.0  # sendChatAction, telegram.md §1


@dataclass(slots=True)
class Record:
    """A message as it stands now. `message` is never changed in place: updates in flight share it."""

    message: Json
    out: bool
    deleted: bool = False
    files: tuple[StoredFile, ...] = ()
    versions: list[str] = field(default_factory=list)
    reactions: dict[str, list[Json]] = field(default_factory=dict)

    @property
    def id(self) -> int:
        """message_id."""
        number: int = self.message["message_id"]
        return number

    @property
    def text(self) -> str:
        """Text or caption, empty when there is neither."""
        words: str = self.message.get("text") or self.message.get("caption") or ""
        return words


class Chat:
    """What the bot's side and the phone both see. `keyboard` is the reply keyboard that stands."""

    def __init__(self, bot: int, person: Person) -> None:
        self.bot = bot
        self.person = person
        self.started = False
        self.blocked = False
        self.records: dict[int, Record] = {}
        self.keyboard: Json | None = None
        self.unread = 0
        self.pinned: list[int] = []
        self._action = ""
        self._action_until = 0.0

    def living(self, message_id: int) -> Record | None:
        """The record, unless it is unknown or deleted."""
        record = self.records.get(message_id)
        return None if record is None or record.deleted else record

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
