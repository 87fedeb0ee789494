"""What this process knows of refusals: chats that want nothing for a while (telegram.md §2)."""

from collections.abc import Callable

TOGETHER = 1.0  # two chats refused within a second: it is not about the chats


class Holds:
    """Moments on a monotonic clock up to which a chat, or everybody, is left alone."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._chats: dict[int, float] = {}
        self._all = 0.0
        self._last: tuple[int, float, float] = (0, float("-inf"), 0.0)

    def refused(self, chat_id: int, seconds: float) -> None:
        """A chat was refused for so long; a second one of a person within a second stops all pushes for the longer of the two."""
        now = self._now()
        self._chats = {chat: until for chat, until in self._chats.items() if until > now}
        self._chats[chat_id] = max(self._chats.get(chat_id, 0.0), now + seconds)
        if chat_id < 0:  # a group's own limit is soon reached: that says nothing about us, and clients must not wait for it
            return
        chat, at, before = self._last
        if chat != chat_id and now - at <= TOGETHER:
            self.pause(max(seconds, before))
        self._last = (chat_id, now, seconds)

    def pause(self, seconds: float) -> None:
        """No pushes at all for so long."""
        self._all = max(self._all, self._now() + seconds)

    def chat(self, chat_id: int) -> float:
        """Seconds for which nothing may go to this chat."""
        return max(0.0, self._chats.get(chat_id, 0.0) - self._now()) if self._chats else 0.0

    def push(self, chat_id: int) -> float:
        """Seconds for which no push may go to this chat."""
        return max(self.chat(chat_id), self.paused)

    @property
    def paused(self) -> float:
        """Seconds for which nobody gets a push."""
        return max(0.0, self._all - self._now())
