"""Nudges between parts: "there is something in the inbox". A nudge may get lost; whoever waits also looks by itself."""

import asyncio
from collections.abc import Callable
from typing import Literal

Topic = Literal["in", "out", "live", "files", "clock"]


class Bell:
    """Keeps a nudge until somebody waits for it, so that none is lost between a look at the database and the wait."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def ring(self) -> None:
        """Nudge whoever waits here, now or next."""
        self.event.set()

    async def wait(self, seconds: float) -> bool:
        """Until a nudge since the last wait, at most `seconds`. True when nudged."""
        try:
            async with asyncio.timeout(seconds):
                await self.event.wait()
        except TimeoutError:
            return False
        finally:
            self.event.clear()
        return True


class Wakes:
    """In-process events per topic; `forward` passes a nudge on to other processes (Redis) when one is set."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.forward: Callable[[Topic], None] | None = None

    def wake(self, topic: Topic, *, forward: bool = True) -> None:
        """Wake everybody who waits for the topic, here and in the other processes."""
        for event in self._waiting.get(topic, ()):
            event.set()
        if forward and self.forward:
            self.forward(topic)

    def bell(self, topic: Topic) -> Bell:
        """A bell that every nudge of the topic rings, for a loop that looks and waits for ever."""
        bell = Bell()
        self._waiting.setdefault(topic, set()).add(bell.event)
        return bell

    async def wait(self, topic: Topic, seconds: float) -> bool:
        """Until the next nudge, at most `seconds`. True when nudged."""
        event = asyncio.Event()
        waiting = self._waiting.setdefault(topic, set())
        waiting.add(event)
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            waiting.discard(event)
