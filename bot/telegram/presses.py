"""Presses answered in time: the button's spinner stops within a second, whatever the work behind it waits for (telegram.md §8.1).

The answer to a press goes out with the commit of what it did. Where that takes long (a lock, a slow database), an empty answer goes
ahead of it from here, and "typing…" shows that work goes on. Telegram takes one answer per press: what the late one would have said
is dropped, or becomes a message where nothing else would tell it.
"""

import asyncio
import json
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from services.outbox.outcomes import Outcome, Sent

PATIENCE = 0.7  # seconds from the arrival: the way there and back takes a part of the second too
TYPING_SECONDS = 4.5  # the action is shown for 5 s (telegram.md §1)
LONGEST = 10.0  # seconds: work that takes longer is an outage, and "typing…" would be no news
KEPT = 2000  # presses remembered as answered
_MARK = '"callback_query"'

Call = Callable[[str, dict[str, Any]], Awaitable[Outcome]]
Json = dict[str, Any]


@dataclass(slots=True)
class _Waiting:
    """A press that is not answered by its work yet. `early`: the empty answer on its way, whether it arrived; `shown`: "typing…"."""

    chat_id: int | None
    timer: asyncio.TimerHandle | None = None
    early: asyncio.Task[bool] | None = None
    shown: asyncio.Task[None] | None = None

    def end(self) -> None:
        """The work is done; an answer that is on its way stays so."""
        for running in (self.timer, self.shown):
            if running is not None:
                running.cancel()


class Presses:
    """`call` is the Bot API client's. One per process that handles updates: it knows the presses that came in or are in hand here.

    A press is told of when it comes in at the wire, so that a slow database is no excuse, and again when its handling begins, for
    updates that another process has stored.
    """

    def __init__(self, call: Call, *, patience: float = PATIENCE) -> None:
        self._call = call
        self._patience = patience
        self._waiting: dict[str, _Waiting] = {}
        self._known: OrderedDict[str, bool] = OrderedDict()  # answered, and whether early
        self._tasks: set[asyncio.Task[Any]] = set()  # the loop itself holds them but weakly

    def arrived_raw(self, body: bytes | str) -> None:
        """An update has come in, as JSON; most are no presses and are not looked into."""
        if (_MARK in body) if isinstance(body, str) else (_MARK.encode() in body):
            try:
                self.arrived(json.loads(body))
            except (ValueError, RecursionError):
                return

    def arrived_all(self, updates: Iterable[Any]) -> None:
        """A batch has come in."""
        for update in updates:
            self.arrived(update)

    def arrived(self, update: Any) -> None:
        """An update has come in: if it is a press, its time runs. One that comes again changes nothing."""
        press = update.get("callback_query") if isinstance(update, dict) else None
        if not isinstance(press, dict):
            return
        query = press.get("id")
        if not isinstance(query, str) or query in self._waiting or query in self._known:
            return
        waiting = self._waiting[query] = _Waiting(_chat_of(press))
        waiting.timer = asyncio.get_running_loop().call_later(self._patience, self._begin, query)

    async def answered(self, query: str) -> bool:
        """The answer that the work brought is about to leave. Returns whether an empty one has gone ahead of it and arrived."""
        if (waiting := self._waiting.pop(query, None)) is not None:
            waiting.end()
            if waiting.early is None or not await waiting.early:
                self._remember(query, early=False)
        return self._known.get(query, False)

    def close(self) -> None:
        """Nothing more is answered from here."""
        for waiting in self._waiting.values():
            waiting.end()
        for task in self._tasks:
            task.cancel()
        self._waiting.clear()

    def _begin(self, query: str) -> None:
        waiting, loop = self._waiting[query], asyncio.get_running_loop()
        self._remember(query, early=True)
        waiting.early = loop.create_task(self._answer(query))
        waiting.shown = loop.create_task(self._show(query, waiting))
        for task in (waiting.early, waiting.shown):
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _remember(self, query: str, *, early: bool) -> None:
        self._known[query] = early
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    async def _answer(self, query: str) -> bool:
        return isinstance(await self._call("answerCallbackQuery", {"callback_query_id": query}), Sent)

    async def _show(self, query: str, waiting: _Waiting) -> None:
        try:
            async with asyncio.timeout(LONGEST):
                while waiting.chat_id is not None:
                    await self._call("sendChatAction", {"chat_id": waiting.chat_id, "action": "typing"})
                    await asyncio.sleep(TYPING_SECONDS)
        except TimeoutError:
            pass
        self._waiting.pop(query, None)


def _chat_of(press: Json) -> int | None:
    """Where the button is; the person's own chat where the message is too old to show."""
    message = press.get("message")
    for place in (message.get("chat") if isinstance(message, dict) else None, press.get("from")):
        if isinstance(place, dict) and type(place.get("id")) is int:
            return int(place["id"])
    return None
