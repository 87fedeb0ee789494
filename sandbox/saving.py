"""What of the world goes into the state file, and how it comes back."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sandbox.bots import Bot, Profile, Webhook
from sandbox.chats import Chat, PrivateChat, Record
from sandbox.files import StoredFile
from sandbox.groups.group import Group
from sandbox.groups.saving import group_body, load_group
from sandbox.inbox import Parcel
from sandbox.people import Person
from sandbox.store import Store

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]


class Saver:
    """Hands changed things to the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def clock(self, world: "World") -> None:
        """The clock was shifted."""
        self._store.put("clock", "clock", lambda: {"shift_seconds": world.clock.shift_seconds})

    def person(self, person: Person) -> None:
        """A person came or changed."""
        self._store.put("person", str(person.id), person.card)

    def bot(self, bot: Bot) -> None:
        """A bot came or its settings changed."""
        self._store.put("bot", str(bot.id), lambda: _bot_body(bot))

    def chat(self, chat: Chat) -> None:
        """A chat came or changed (its messages apart)."""
        if isinstance(chat, Group):
            self._store.put("group", str(chat.id), lambda: group_body(chat))
        elif isinstance(chat, PrivateChat):
            self._store.put("chat", f"{chat.bot}:{chat.id}", lambda: _chat_body(chat))

    def record(self, chat: Chat, record: Record) -> None:
        """A message came or changed."""
        self._store.put("record", f"{chat.bot}:{chat.id}:{record.id}", lambda: _record_body(record))

    def forget_record(self, chat: Chat, message_id: int) -> None:
        """A message was forgotten."""
        self._store.drop("record", f"{chat.bot}:{chat.id}:{message_id}")

    def file(self, stored: StoredFile, data: bytes) -> None:
        """A file came."""
        self._store.put("file", stored.file_id, lambda: asdict(stored), data)

    def parcel_of(self, bot: int) -> Callable[[Parcel, bool], None]:
        """The inbox's way to tell of a pending update that came or went."""

        def changed(parcel: Parcel, there: bool) -> None:
            key = f"{bot}:{parcel.serial}"
            if there:
                self._store.put("parcel", key, lambda: _parcel_body(parcel))
            else:
                self._store.drop("parcel", key)

        return changed

    def load(self, world: "World") -> None:
        """Fill an empty world from the state file."""
        for _, body, _ in self._store.load("clock"):
            world.clock.shift_seconds = body["shift_seconds"]
        for _, body, _ in self._store.load("person"):
            world.people.add(Person(**body))
        for _, body, data in self._store.load("file"):
            world.files.add(StoredFile(**body), data or b"")
        for _, body, _ in self._store.load("bot"):
            _load_bot(world, body)
        for key, body, _ in self._store.load("chat"):
            _load_chat(world, key, body)
        for _, body, _ in self._store.load("group"):
            load_group(world, body)
        for key, body, _ in self._store.load("record"):
            _load_record(world, key, body)
        for key, body, _ in self._store.load("parcel"):
            self._store.drop("parcel", key)  # it gets a new serial, hence a new key
            _load_parcel(world, key, body)


def _bot_body(bot: Bot) -> Json:
    return {
        "token": bot.token,
        "profile": asdict(bot.profile),
        "webhook": asdict(bot.webhook) if bot.webhook else None,
        "allowed": bot.inbox.allowed,
        "privacy": bot.privacy,
    }


def _load_bot(world: "World", body: Json) -> None:
    bot = world.make_bot(body["token"])
    bot.profile = Profile(**body["profile"])
    bot.webhook = Webhook(**body["webhook"]) if body["webhook"] else None
    bot.inbox.allowed = body["allowed"]
    bot.privacy = body.get("privacy", True)


def _chat_body(chat: PrivateChat) -> Json:
    return {name: getattr(chat, name) for name in ("started", "blocked", "keyboard", "unread", "pinned")}


def _load_chat(world: "World", key: str, body: Json) -> None:
    bot, _, person = key.partition(":")
    chat = PrivateChat(int(bot), world.known_person(int(person)))
    for name, value in body.items():
        setattr(chat, name, value)
    world.bots[chat.bot].chats[chat.id] = chat


def _record_body(record: Record) -> Json:
    return {
        "message": record.message,
        "out": record.out,
        "deleted": record.deleted,
        "versions": record.versions,
        "reactions": record.reactions,
        "seen": record.seen,
        "hidden": record.hidden,
        "files": [stored.file_id for stored in record.files],
    }


def _load_record(world: "World", key: str, body: Json) -> None:
    bot, chat_id, _ = key.split(":")
    chat = world.find_chat(int(bot), int(chat_id))
    if chat is None:
        return
    found = (world.files.by_id(chat.bot, file_id) for file_id in body.pop("files"))
    record = Record(**body, files=tuple(stored for stored in found if stored is not None))
    chat.records[record.id] = record
    world.remember(chat, record.id)


def _parcel_body(parcel: Parcel) -> Json:
    return {
        "update_id": parcel.update_id,
        "kind": parcel.kind,
        "body": parcel.body.decode(errors="replace"),
        "queue": list(parcel.queue),
        "expires": parcel.expires,
        "lone": parcel.lone,
        "message": parcel.message,
    }


def _load_parcel(world: "World", key: str, body: Json) -> None:
    inbox = world.bots[int(key.partition(":")[0])].inbox
    letter, owner = body["queue"]
    inbox.put(
        body["update_id"],
        body["kind"],
        body["body"].encode(),
        (letter, owner),
        body["expires"],
        lone=body["lone"],
        message=tuple(body["message"]) if body.get("message") else None,
    )
