"""Everything the sandbox knows, and the few ways it changes."""

import asyncio
import re
from collections import deque
from typing import Any

from sandbox.bots import Bot
from sandbox.chats import Chat, PrivateChat, Record
from sandbox.clock import Clock
from sandbox.delivery import Courier, Execute
from sandbox.errors import ApiError, ControlError
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.files import Files, StoredFile, Upload
from sandbox.groups.group import Group
from sandbox.ids import Ids
from sandbox.inbox import Inbox, Parcel
from sandbox.people import Json, People, Person
from sandbox.saving import Saver
from sandbox.store import Memory, Store
from sandbox.tasks import Tasks

TOKEN = re.compile(r"[0-9]{1,16}:[A-Za-z0-9_-]+")
FIRST_UPDATE = 700_000_001
FIRST_PERSON = 5_000_000_001  # beyond 32 bits, as today's accounts are
MESSAGES_KEPT = 50_000


class World:
    """Bots, people and what passes between them.

    `retry_scale` multiplies the pauses between webhook retries (0 in tests); `messages_kept` bounds memory:
    the oldest messages of all chats are forgotten first. `clock`: the host's, where messages are to be dated by it.
    """

    def __init__(
        self, *, store: Store | None = None, retry_scale: float = 1.0, messages_kept: int = MESSAGES_KEPT, clock: Clock | None = None
    ) -> None:  # fmt: skip
        self.store: Store = store or Memory()
        self.saver = Saver(self.store)
        self.retry_scale = retry_scale
        self.clock = clock or Clock()
        self.ids = Ids(self.store)
        self.people = People()
        self.bots: dict[int, Bot] = {}
        self.groups: dict[int, Group] = {}
        self.events = Events()
        self.faults = Faults()
        self.files = Files(lambda: self.ids.take("file"))
        self.tasks = Tasks()
        self.closing = asyncio.Event()
        self.execute: Execute | None = None
        self._couriers: dict[int, Courier] = {}
        self._messages_kept = messages_kept
        self._remembered: deque[tuple[Chat, int]] = deque()

    async def open(self) -> None:
        """Load the state file, go on writing it, and go on delivering."""
        self.saver.load(self)
        self.tasks.start(self.store.run(), "state file")
        for bot in self.bots.values():
            if bot.webhook is not None:
                await self.deliver(bot)

    def release(self) -> None:
        """Let waiting polls, held calls and event streams end."""
        self.closing.set()
        self.events.wake()
        for bot in self.bots.values():
            bot.inbox.wake()

    async def close(self) -> None:
        """End everything that runs and write the state file."""
        self.release()
        for courier in self._couriers.values():
            await courier.stop()
        await self.tasks.close()
        self.store.close()

    def bot(self, token: str) -> Bot:
        """The bot of a token, made at first sight; 401 for a malformed token."""
        number = token.partition(":")[0]
        if not TOKEN.fullmatch(token) or not int(number):
            raise ApiError(401, "Unauthorized: invalid token specified")
        bot = self.bots.get(int(number))
        if bot is None:
            bot = self.make_bot(token)
            self.saver.bot(bot)
        bot.token = token
        return bot

    def make_bot(self, token: str) -> Bot:
        """A new bot with an empty inbox."""
        bot_id = int(token.partition(":")[0])
        name = f"update:{bot_id}"
        inbox = Inbox(bot_id, self.clock, self.faults, lambda: self.ids.take(name, FIRST_UPDATE))
        inbox.on_change = self.saver.parcel_of(bot_id)
        inbox.on_seen = lambda parcel: self._seen(bot_id, parcel)
        bot = self.bots[bot_id] = Bot(token, inbox)
        return bot

    def known_bot(self, bot_id: int) -> Bot:
        """The bot, or 404 of the control API."""
        bot = self.bots.get(bot_id)
        if bot is None:
            raise ControlError(404, f"no bot {bot_id}: it comes into being at its first call")
        return bot

    def known_person(self, person_id: int) -> Person:
        """The person, or 404 of the control API."""
        person = self.people.get(person_id)
        if person is None:
            raise ControlError(404, f"no person {person_id}")
        return person

    def add_person(self, fields: Json, person_id: int | None = None) -> Person:
        """A new account; 409 when the id is taken."""
        if person_id is not None and self.people.get(person_id) is not None:
            raise ControlError(409, f"person {person_id} exists")
        while person_id is None:
            number = self.ids.take("person", FIRST_PERSON)
            person_id = None if self.people.get(number) else number
        person = Person(person_id, **fields)
        self.people.add(person)
        self.saver.person(person)
        return person

    def known_group(self, group_id: int) -> Group:
        """The group, or 404 of the control API."""
        group = self.groups.get(group_id)
        if group is None:
            raise ControlError(404, f"no group {group_id}")
        return group

    def chat(self, bot: Bot, person: Person) -> PrivateChat:
        """The private chat of the two, made at first sight."""
        chat = bot.chats.get(person.id)
        if chat is None:
            chat = bot.chats[person.id] = PrivateChat(bot.id, person)
            self.saver.chat(chat)
        return chat

    def find_chat(self, bot: int, chat_id: int) -> Chat | None:
        """The chat of this bot with this id, a private one or a group, if there ever was one."""
        if chat_id > 0:
            return self.bots[bot].chats.get(chat_id)
        group = self.groups.get(chat_id)
        return group if group is not None and group.bot == bot else None

    def next_message_id(self, chat: Chat) -> int:
        """Message ids rise over all private chats and basic groups of a bot, and within a supergroup."""
        return self.ids.take(*chat.counter())

    def tell(self, kind: str, chat: Chat, *, person: int | None = None, **more: Any) -> None:
        """An event of this chat, by this person's doing (None: the bot's)."""
        self.events.publish(kind, **{**chat.event(person), **more})

    def _about(self, chat: Chat, record: Record) -> Json:
        about: Json = {"message_id": record.id}
        if chat.id < 0:
            about["person"] = None if record.out else record.message["from"]["id"]
            about["topic"] = chat.topic_of(record.message)
        return about

    def add(self, chat: Chat, record: Record) -> None:
        """A message appears in the chat."""
        chat.records[record.id] = record
        chat.arrived(record)
        self.remember(chat, record.id)
        self.saver.record(chat, record)
        self.saver.chat(chat)
        self.tell("message", chat, **self._about(chat, record), record=record)

    def _seen(self, bot: int, parcel: Parcel) -> None:
        """The update of a person's message was handed to the bot."""
        chat = self.find_chat(bot, parcel.message[0]) if parcel.message else None
        record = chat.records.get(parcel.message[1]) if chat is not None and parcel.message else None
        if chat is None or record is None or record.seen is not False:
            return
        record.seen = True
        self.saver.record(chat, record)
        self.tell("seen", chat, **self._about(chat, record))

    def remember(self, chat: Chat, message_id: int) -> None:
        """Count a message against the bound, forgetting the oldest ones beyond it."""
        self._remembered.append((chat, message_id))
        while len(self._remembered) > self._messages_kept:
            old_chat, old_id = self._remembered.popleft()
            if old_chat.records.pop(old_id, None) is not None:
                self.saver.forget_record(old_chat, old_id)

    def change(self, chat: Chat, record: Record, message: Json) -> None:
        """A message was edited: `message` is its new whole."""
        before = record.text
        record.message = message
        if record.text != before:
            record.versions.append(record.text)
        self.saver.record(chat, record)
        self.tell("edited", chat, **self._about(chat, record), record=record)

    def remove(self, chat: Chat, record: Record) -> None:
        """A message was deleted; it stays in the chat's history, marked."""
        record.deleted = True
        self.saver.record(chat, record)
        self.tell("deleted", chat, **self._about(chat, record))

    def set_keyboard(self, chat: Chat, keyboard: Json | None) -> None:
        """The reply keyboard changes."""
        if chat.keyboard != keyboard:
            chat.keyboard = keyboard
            self.saver.chat(chat)
            self.tell("keyboard", chat, keyboard=keyboard)

    def keep_file(self, bot: Bot, kind: str, upload: Upload) -> StoredFile:
        """Store an upload of either side."""
        stored = self.files.put(bot.id, kind, upload)
        self.saver.file(stored, upload.data)
        return stored

    async def deliver(self, bot: Bot) -> None:
        """Push to the bot's webhook as it is set now, or stop pushing."""
        old = self._couriers.pop(bot.id, None)
        if old is not None:
            await old.stop()
        if bot.webhook is None:
            bot.inbox.on_parcel = None
            return
        if self.execute is None:
            raise RuntimeError("the Bot API door is not open")
        self._couriers[bot.id] = Courier(bot, bot.webhook, self.faults, self.execute, self.retry_scale)
