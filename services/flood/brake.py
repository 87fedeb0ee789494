"""A chat that writes too fast is not answered message by message. Everything is stored and reaches its request all the same.

Counted in the memory of the process: the updates of one person are one lane, and a lane stays where it is worked on. After a restart
counting begins anew, and of several bot processes each counts what it sees, which costs some answers more, never a message.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Literal

MOST = 30  # messages of one chat in PERIOD: nobody types so fast; people who forward a conversation do
PERIOD = 60.0  # seconds
_CHATS = 10_000  # remembered at once; the one heard longest ago goes first
Pace = Literal["calm", "first", "braked"]
"""`first`: the message at which the brake begins to hold, for the person is told once; `braked`: the ones after it."""


@dataclass(slots=True)
class _Chat:
    at: deque[float] = field(default_factory=lambda: deque(maxlen=MOST + 1))
    ids: deque[int] = field(default_factory=lambda: deque(maxlen=MOST * 4))
    held: bool = False
    last: Pace = "calm"


class Brake:
    """Of one process. `now` is given with each message: real time in seconds."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def pace(self, chat_id: int, message_id: int, now: float) -> Pace:
        """What holds for this message. The same message handled once more (a conflict, a retry) hears the same."""
        chat = self._chats.setdefault(chat_id, _Chat())
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _CHATS:
            self._chats.popitem(last=False)
        if message_id in chat.ids:
            return chat.last if chat.ids[-1] == message_id else ("braked" if chat.held else "calm")
        chat.ids.append(message_id)
        chat.at.append(now)
        fast = len(chat.at) > MOST and now - chat.at[0] <= PERIOD
        chat.last = ("braked" if chat.held else "first") if fast else "calm"
        chat.held = fast
        return chat.last
