"""The way from an update to its handler: aiogram's routers and filters, without the detours of its dispatcher.

Two of them cost more than everything else a handler does: a filter that is no coroutine function (`F.data == …`) is called in a
thread of its own, and every command filter takes a text apart that does not even begin with a slash.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.dispatcher.event.handler import FilterObject
from aiogram.filters import Command
from aiogram.types import Message, Update

Check = Callable[..., Awaitable[Any]]


class Routing:
    """Calls the first handler whose filters pass, in the order of the routers, with `data` as keyword arguments.

    Filters must not wait for anything: they are called in the event loop. Middlewares of routers around a handler are called, outer
    ones are not.
    """

    def __init__(self, root: Router, bot: Bot) -> None:
        self._routers = list(root.chain_tail)
        self._bot = bot
        for router in self._routers:
            for observer in router.observers.values():
                for handler in observer.handlers:
                    for check in handler.filters or ():
                        _shorten(check)

    async def feed(self, update: Update, **data: Any) -> None:
        """Raises what the handler raises."""
        kind, event = update.event_type, update.event
        for router in self._routers:
            observer = router.observers[kind]
            if observer.handlers and await observer.trigger(event, bot=self._bot, event_update=update, **data) is not UNHANDLED:
                return


def _shorten(check: FilterObject) -> None:
    if isinstance(check.callback, Command):
        check.callback = _unless_plain(check.callback, check.callback)
    elif not check.awaitable:
        check.callback, check.awaitable = _here(check.callback), True


def _here(plain: Callable[..., Any]) -> Check:
    async def check(*arguments: Any, **data: Any) -> Any:
        return plain(*arguments, **data)

    return check


def _unless_plain(command: Command, call: Check) -> Check:
    """Without one of its prefixes in front a text is no command."""
    prefixes = tuple(command.prefix)

    async def check(message: Any, **data: Any) -> Any:
        if not isinstance(message, Message) or not (message.text or message.caption or "").lstrip().startswith(prefixes):
            return False
        return await call(message, **data)

    return check
