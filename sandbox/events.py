"""What changed, for `GET /sim/events`: a bounded journal that any number of readers follow."""

import asyncio
from collections import deque
from typing import Any

Json = dict[str, Any]
KEPT = 5_000


class Events:
    """Rising `seq`; the newest `KEPT` events are kept for readers that come late."""

    def __init__(self) -> None:
        self._kept: deque[Json] = deque(maxlen=KEPT)
        self._news = asyncio.Event()
        self._readers = 0
        self.seq = 0

    def publish(self, kind: str, **fields: Any) -> None:
        """Tell every reader. `fields` name the chat and may carry `record`, which readers render themselves."""
        self.seq += 1
        self._kept.append({"seq": self.seq, "type": kind, **fields})
        if self._readers:
            self._news.set()

    def after(self, seq: int) -> list[Json]:
        """The kept events newer than `seq`."""
        found: list[Json] = []
        for event in reversed(self._kept):
            if event["seq"] <= seq:
                break
            found.append(event)
        found.reverse()
        return found

    async def wait(self, seconds: float) -> None:
        """Return when something was published, or after `seconds`."""
        self._readers += 1
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return
        finally:
            self._readers -= 1
        self._news.clear()

    def wake(self) -> None:
        """Let waiting readers look around (shutdown)."""
        self._news.set()
