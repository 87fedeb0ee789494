"""Whether Telegram can be reached at all: asked about messages that went unanswered."""

from collections.abc import Callable

from services.outbox.direct import Send, attempt
from services.outbox.models import Mail
from services.outbox.outcomes import NotSent, Unknown

SILENT_SECONDS = 5.0  # after a question without an answer nobody asks anew for so long


class Line:
    """`now` is a monotonic clock in seconds."""

    def __init__(self, send: Send, now: Callable[[], float]) -> None:
        self._send = send
        self._now = now
        self._silent_until = 0.0

    async def silence(self, chat_id: int) -> float:
        """0 when a call that does no harm gets through ("typing…" in this chat, just before or after a message to it).

        Else the seconds after which it is worth asking again.
        """
        if self._now() >= self._silent_until:
            outcome = await attempt(self._send, Mail(chat_id, "sendChatAction", {"action": "typing"}, ephemeral=True))
            if isinstance(outcome, Unknown | NotSent):
                self._silent_until = self._now() + SILENT_SECONDS
        return max(0.0, self._silent_until - self._now())
