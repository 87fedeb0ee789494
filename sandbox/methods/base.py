"""The registry of Bot API methods and what they share."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

from sandbox.bots import Bot
from sandbox.chats import Chat, PrivateChat, Record
from sandbox.errors import bad_request
from sandbox.groups.group import Group
from sandbox.params import Params
from sandbox.world import World

Json = dict[str, Any]


@dataclass(slots=True)
class Call:
    """One call of one bot."""

    world: World
    bot: Bot
    params: Params


@dataclass(frozen=True, slots=True)
class Described:
    """A result with a `description` beside it (webhook methods)."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A result that is JSON text already; `note` is what the journal keeps."""

    body: bytes
    note: Any


Work = Callable[[Call], Any]
Result = TypeVar("Result")
BULK_LIMIT = 100
METHODS: dict[str, tuple[str, Work]] = {}


def method(name: str) -> Callable[[Callable[[Call], Result]], Callable[[Call], Result]]:
    """Register a method under its documented name; callers may write it in any case."""

    def register(work: Callable[[Call], Result]) -> Callable[[Call], Result]:
        METHODS[name.lower()] = (name, work)
        return work

    return register


_INTEGER = re.compile(r"-?[0-9]{1,19}")


def chat_of(call: Call, name: str = "chat_id") -> Chat:
    """The chat meant, if the bot has ever met the person or been in the group; 400 of §3 otherwise."""
    params = call.params
    value = params.values.get(name)
    if not isinstance(value, int):
        text = params.text(name).strip()
        if not text:
            raise bad_request("chat_id is empty" if name == "chat_id" else f"{name} is empty")
        value = int(text) if _INTEGER.fullmatch(text) else 0
    chat = call.bot.chats.get(value)
    if chat is not None:
        return chat
    group = call.world.groups.get(value)
    if group is not None and group.bot == call.bot.id and group.is_known:
        return group
    person = call.world.people.get(value)
    if person is None:
        raise bad_request("chat not found")
    return PrivateChat(call.bot.id, person)  # known to Telegram, never started: not kept


def source_of(call: Call) -> Chat:
    """The chat of from_chat_id, which the bot must still be in if it is a group."""
    chat = chat_of(call, "from_chat_id")
    if isinstance(chat, Group):
        chat.check_access()
    return chat


def writable(call: Call) -> Chat:
    """The chat a message goes to; 400 and 403 of §3 when the bot may not write there (topics come later, in `place`)."""
    chat = chat_of(call)
    chat.check_access()
    if call.params.has("business_connection_id"):
        raise bad_request("business connection not found")
    return chat


def record_of(call: Call, chat: Chat, what: str, name: str = "message_id") -> Record:
    """The living message meant, or 400 `message to {what} not found`."""
    if not call.params.has(name):
        raise bad_request("message identifier is not specified")
    record = chat.known(call.params.integer(name))
    if record is None:
        raise bad_request(f"message to {what} not found")
    return record


def message_ids(call: Call) -> list[int]:
    """message_ids of a bulk call: 1–100, strictly rising."""
    numbers = call.params.items("message_ids", "message identifiers")
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > BULK_LIMIT:
        raise bad_request("too many message identifiers specified")
    if not all(isinstance(number, int) for number in numbers):
        raise bad_request("invalid message identifier specified")
    return numbers


def rising(numbers: list[int]) -> list[int]:
    """The numbers, or 400 when they do not rise strictly."""
    if any(after <= before for before, after in pairwise(numbers)):
        raise bad_request("message identifiers must be in a strictly increasing order")
    return numbers
