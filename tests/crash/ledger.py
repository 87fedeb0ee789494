"""What was done to the product from outside, and what came out of it: all that can be held against its database."""

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp


@dataclass
class Said:
    """One message of a person: the Telegram ids of its parts, its text, and the texts it was edited to."""

    telegram_ids: list[int]
    text: str
    edits: list[str] = field(default_factory=list)
    files: int = 0


@dataclass(frozen=True)
class Answered:
    """One answer of an agent that the product has acknowledged."""

    login: str
    request: int
    text: str


@dataclass(frozen=True)
class Storm:
    """Something was broken from `begin` to `end`, seconds since the epoch."""

    what: str
    begin: float
    end: float


def _open() -> asyncio.Event:
    made = asyncio.Event()
    made.set()
    return made


@dataclass
class Ledger:
    """Everything acknowledged: by the emulator what people did, by the product what agents did.

    `room`: people write while it is set. Nobody writes thousands of messages that nobody answers. `shown`: agents take more while it is
    set, for the group can show what they have.
    """

    said: dict[int, list[Said]] = field(default_factory=lambda: defaultdict(list))
    starts: Counter[int] = field(default_factory=Counter)
    consents: Counter[int] = field(default_factory=Counter)
    updates: int = 0
    answers: list[Answered] = field(default_factory=list)
    repeats: int = 0
    surprises: list[str] = field(default_factory=list)
    storms: list[Storm] = field(default_factory=list)
    room: asyncio.Event = field(default_factory=_open)
    shown: asyncio.Event = field(default_factory=_open)

    def say(self, person: int, messages: Sequence[dict[str, Any]]) -> None:
        """A text, a file or an album; each part is an update."""
        first = messages[0]
        text = first.get("text") or first.get("caption") or ""
        files = sum(len(message.get("files", ())) for message in messages)
        self.said[person].append(Said([message["message_id"] for message in messages], text, files=files))
        self.updates += len(messages)

    def count(self, what: str) -> int:
        """How many storms of this kind there were."""
        return sum(storm.what == what for storm in self.storms)


Key = tuple[int, str, str]


def key_of(chat: int, method: str, params: dict[str, Any]) -> Key:
    """What makes two messages the same; the outbox's own parameters begin with _."""
    given = {name: value for name, value in params.items() if name != "chat_id" and value is not None and name[0] != "_"}
    return chat, method, json.dumps(given, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """One successful call that made a message in a chat; `at` in seconds since the epoch."""

    at: float
    message_id: int
    key: Key


@dataclass(frozen=True, slots=True)
class Card:
    """A message as a call made or changed it, with the visits that its buttons are about."""

    at: float
    chat: int
    message_id: int
    text: str
    visits: tuple[str, ...]


KEYBOARDS = 6  # messages with buttons that a person still sees


class Journal:
    """The emulator's journal of Bot API calls, read as it grows. `keyboards`: chat → messages with their buttons' data; `readers` are
    told of every call as well.
    """

    def __init__(self, session: aiohttp.ClientSession, sandbox: str, bot: int) -> None:
        self.sent: list[Sent] = []
        self.edits: set[Key] = set()
        self.calls: Counter[tuple[str, int]] = Counter()
        self.keyboards: dict[int, list[tuple[int, list[str]]]] = defaultdict(list)
        self.cards: list[Card] = []
        self.readers: list[Callable[[dict[str, Any]], None]] = []
        self._session = session
        self._url = f"{sandbox}/sim/calls/{bot}"
        self._after = 0

    async def read(self) -> None:
        """What is new."""
        async with self._session.get(self._url, params={"after": self._after}) as response:
            if response.status == 404:  # the bot has not called yet
                return
            page = await response.json()
        self._after = page["next"]
        for call in page["calls"]:
            self._note(call)
            for reader in self.readers:
                reader(call)

    def _note(self, call: dict[str, Any]) -> None:
        method, params, result = call["method"], call["params"], call["result"]
        self.calls[method, call["status"]] += 1
        if method.startswith("edit"):
            self.edits.add(key_of(int(params.get("chat_id", 0)), method, params))
        if call["status"] != 200 or not isinstance(result, dict) or "message_id" not in result:
            return
        chat = int(params["chat_id"])
        if method.startswith(("send", "copy", "forward")):
            self.sent.append(Sent(call["at"], result["message_id"], key_of(chat, method, params)))
        rows = (result.get("reply_markup") or {}).get("inline_keyboard") or []
        if buttons := [button["callback_data"] for row in rows for button in row if "callback_data" in button]:
            self.keyboards[chat] = [*self.keyboards[chat][1 - KEYBOARDS :], (result["message_id"], buttons)]
            if visits := {data.split(":")[1] for data in buttons if data.startswith("v:")}:
                self.cards.append(Card(call["at"], chat, result["message_id"], result.get("text", ""), tuple(sorted(visits))))
