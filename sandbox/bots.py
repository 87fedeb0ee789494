"""Bots: what a token owns."""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from sandbox.chats import PrivateChat
from sandbox.inbox import Inbox
from sandbox.journal import Journal

Json = dict[str, Any]
PRESSES_KEPT = 10_000


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed. `secret` goes into X-Telegram-Bot-Api-Secret-Token."""

    url: str
    secret: str = ""
    max_connections: int = 40
    has_certificate: bool = False
    last_error_at: int = 0
    last_error: str = ""


@dataclass(slots=True)
class Press:
    """A pressed button in the chat `chat`. `expires` in shifted seconds since the epoch; `seconds` from press to answer."""

    id: str
    person: int
    chat: int
    expires: float
    began: float = field(default_factory=time.monotonic)
    answered: bool = False
    text: str | None = None
    show_alert: bool = False
    url: str | None = None
    seconds: float | None = None

    def card(self) -> Json:
        """The control API's view; `seconds` goes on counting until the bot answers."""
        seconds = self.seconds if self.seconds is not None else time.monotonic() - self.began
        return {
            "answered": self.answered,
            "text": self.text,
            "show_alert": self.show_alert,
            "url": self.url,
            "seconds": round(seconds, 3),
        }


@dataclass(slots=True)
class Profile:
    """Texts and menus the bot set. Language "" is the default; scope keys are JSON texts."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[str, list[Json]] = field(default_factory=dict)
    menu_buttons: dict[str, Json] = field(default_factory=dict)


class Bot:
    """One bot with its chats, updates and journal."""

    def __init__(self, token: str, inbox: Inbox) -> None:
        self.token = token
        self.id = int(token.partition(":")[0])
        self.username = f"sandbox{self.id}_bot"
        self.profile = Profile(names={"": f"Bot {self.id}"})
        self.inbox = inbox
        self.journal = Journal()
        self.webhook: Webhook | None = None
        self.chats: dict[int, PrivateChat] = {}
        self.privacy = True
        self.presses: OrderedDict[str, Press] = OrderedDict()
        self.poll = 0
        self._user: Json = {"id": self.id, "is_bot": True, "first_name": "", "username": self.username}

    @property
    def first_name(self) -> str:
        """The name in the default language."""
        return self.profile.names.get("") or f"Bot {self.id}"

    def user(self) -> Json:
        """The Bot API's User of this bot; shared by messages, never changed in place."""
        if self._user["first_name"] != self.first_name:
            self._user = {**self._user, "first_name": self.first_name}
        return self._user

    def keep(self, press: Press) -> None:
        """Remember a press; the oldest are forgotten."""
        self.presses[press.id] = press
        if len(self.presses) > PRESSES_KEPT:
            self.presses.popitem(last=False)

    def card(self) -> Json:
        """The control API's view."""
        return {
            "id": self.id,
            "username": self.username,
            "first_name": self.first_name,
            "webhook": self.webhook.url if self.webhook else None,
            "pending": len(self.inbox),
            "privacy": self.privacy,
        }
