"""The way from an update to its handler: aiogram's routers and filters, without the detours of its dispatcher.

They cost more than everything else a handler does: a filter that is no coroutine function (`F.data == …`) is called in a thread of
its own, every command filter takes a text apart that does not even begin with a slash, and each check makes a coroutine, a partial
and a dictionary. Here the handlers of each kind of event are one list, made once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.dispatcher.event.handler import CallableObject, FilterObject, HandlerObject
from aiogram.filters import Command
from aiogram.types import Message, TelegramObject, Update

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Call:
    """A callable with the names it takes; None: whatever there is."""

    function: Callable[..., Any]
    waits: bool
    takes: tuple[str, ...] | None

    @classmethod
    def of(cls, found: CallableObject) -> "_Call":
        return cls(found.callback, found.awaitable, None if found.varkw else tuple(found.params))

    def __call__(self, event: TelegramObject, data: Data) -> Any:
        """Its answer, or what is to be awaited for it."""
        if self.takes is None:
            return self.function(event, **data)
        return self.function(event, **{name: data[name] for name in self.takes if name in data})


@dataclass(frozen=True, slots=True)
class _Way:
    """A handler and what must hold for it."""

    handler: _Call
    checks: tuple[_Call, ...]
    prefixes: tuple[str, ...]
    """Of its command: what does not begin with one of them is none. Empty: it wants no command."""

    async def passes(self, event: TelegramObject, data: Data) -> Data | None:
        """What the checks found, with what was there; None when one of them fails."""
        for check in self.checks:
            found = check(event, data)
            if check.waits:
                found = await found
            if not found:
                return None
            if isinstance(found, dict):
                data = {**data, **found}
        return data


class Routing:
    """Calls the first handler whose filters pass, in the order of the routers, with `data` as keyword arguments.

    Filters must not wait for anything but themselves: plain functions among them are called in the event loop. There are no middlewares:
    a router that has some is refused with ValueError.
    """

    def __init__(self, root: Router, bot: Bot) -> None:
        self._bot = bot
        self._ways: dict[str, list[_Way]] = defaultdict(list)
        for router in root.chain_tail:
            for kind, observer in router.observers.items():
                if len(observer.middleware) or len(observer.outer_middleware):
                    raise ValueError(f"{router.name}: middlewares are not called here")
                self._ways[kind].extend(map(_way, observer.handlers))

    async def feed(self, update: Update, **data: Any) -> None:
        """Raises what the handler raises."""
        event = update.event
        data |= {"bot": self._bot, "event_update": update}
        start = _beginning(event)
        for way in self._ways.get(update.event_type, ()):
            if way.prefixes and not start.startswith(way.prefixes):
                continue
            given = await way.passes(event, data)
            if given is None:
                continue
            try:
                await way.handler(event, given)
            except SkipHandler:
                continue
            return


def _way(handler: HandlerObject) -> _Way:
    filters = handler.filters or []
    return _Way(_Call.of(handler), tuple(map(_Call.of, filters)), _prefixes(filters))


def _prefixes(filters: Iterable[FilterObject]) -> tuple[str, ...]:
    return next((tuple(check.callback.prefix) for check in filters if isinstance(check.callback, Command)), ())


def _beginning(event: TelegramObject) -> str:
    return (event.text or event.caption or "").lstrip() if isinstance(event, Message) else ""
