"""What people do in their private chat with a bot."""

import re
from typing import Any

from sandbox.acts import Acts
from sandbox.bots import Bot
from sandbox.chats import PrivateChat, Record
from sandbox.errors import ControlError
from sandbox.files import StoredFile
from sandbox.people import Person
from sandbox.world import World

Json = dict[str, Any]
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class PrivateActs(Acts):
    """One person's side; the bot may be started, blocked, given the own contact."""

    def __init__(self, world: World, bot: Bot, person: Person) -> None:
        self.private: PrivateChat = world.chat(bot, person)
        super().__init__(world, bot, person, self.private)

    def start(self, payload: str) -> Record:
        """The START button, also of a deep link; a blocked bot is unblocked by it."""
        if not PAYLOAD.fullmatch(payload):
            raise ControlError(400, "payload must be at most 64 of A-Z a-z 0-9 _ -")
        if self.private.blocked:
            self.unblock()
        return self.say(f"/start {payload}".strip())

    def share_own_contact(self) -> Record:
        """The contact button: the person's own card with user_id."""
        if not self.person.phone:
            raise ControlError(409, "the person has no phone")
        contact = {"phone_number": self.person.phone, "first_name": self.person.first_name}
        if self.person.last_name:
            contact["last_name"] = self.person.last_name
        record = self._post({"contact": {**contact, "user_id": self.person.id}})
        self._key_used(None)
        return record

    def block(self) -> None:
        """Stop the bot: it hears of it once and is refused from now on."""
        if not self.private.blocked:
            self._membership(blocked=True)

    def unblock(self) -> None:
        """Let the bot write again."""
        if self.private.blocked:
            self._membership(blocked=False)

    def _membership(self, *, blocked: bool) -> None:
        self.private.blocked = blocked
        self.world.saver.chat(self.chat)
        self.world.tell("chat", self.chat, blocked=blocked)
        member = {"user": self.bot.user(), "status": "member"}
        kicked = {"user": self.bot.user(), "status": "kicked", "until_date": 0}
        old, new = (member, kicked) if blocked else (kicked, member)
        update: Json = {"chat": self.person.chat(), "from": self.person.user(), "date": self.world.clock.stamp()}
        self.bot.inbox.add("my_chat_member", {**update, "old_chat_member": old, "new_chat_member": new})

    def _check_open(self) -> None:
        if self.private.blocked:
            raise ControlError(409, "the person has blocked the bot")

    def _post(self, content: Json, files: tuple[StoredFile, ...] = ()) -> Record:
        self._check_open()
        if not self.private.started:
            self.private.started = True
            self.world.saver.chat(self.chat)
            self.world.tell("chat", self.chat, started=True)
        return super()._post(content, files)
