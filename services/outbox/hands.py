"""What this process is sending at the moment."""

import asyncio
from collections.abc import Mapping


class Hands:
    """Mail from the moment it is taken until its result is recorded: outbox id → key of the chat's lane, None for direct answers."""

    def __init__(self) -> None:
        self._mail: dict[int, str | None] = {}
        self._lanes: set[str] = set()
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def view(self) -> Mapping[int, str | None]:
        """All of it."""
        return self._mail

    @property
    def lanes(self) -> int:
        """How many lanes are held."""
        return len(self._lanes)

    def take(self, outbox_id: int, lane: str | None) -> None:
        """Sending begins."""
        self._mail[outbox_id] = lane
        if lane is not None:
            self._lanes.add(lane)
        self._empty.clear()

    def let_go(self, outbox_id: int) -> None:
        """The result is recorded."""
        lane = self._mail.pop(outbox_id, None)
        if lane is not None:
            self._lanes.discard(lane)
        if not self._mail:
            self._empty.set()

    async def empty(self) -> None:
        """Until nothing is being sent."""
        await self._empty.wait()
