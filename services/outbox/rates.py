"""How fast we may send, as steps between messages; and one process's own pace for when Redis is lost."""

from collections.abc import Callable
from dataclasses import dataclass

HORIZON = 1.0  # seconds ahead for which slots are given
DEBT = 1.5  # seconds of the shared rate that answers use up in advance: more than the horizon, or pushes would not notice
CHAT_DEBT = 5.0  # the same for one chat
# A little below the limit: on the far side messages are counted as they come in, after the jitter of the way.
MARGIN = 0.98


@dataclass(frozen=True, slots=True)
class Rates:
    """The settings `delivery.*`. Steps and tolerances in seconds: a bucket lets `tolerance` of what it gave be ahead of time."""

    global_per_second: float = 30.0
    chat_per_second: float = 1.0
    chat_burst: int = 3
    group_per_minute: float = 20.0

    @property
    def step(self) -> float:
        """Between any two pushes."""
        return 1 / (self.global_per_second * MARGIN)

    @property
    def chat_step(self) -> float:
        """Between two messages of a private chat, after the burst."""
        return 1 / self.chat_per_second

    @property
    def chat_tolerance(self) -> float:
        """The burst of a private chat."""
        return (self.chat_burst - 1) * self.chat_step

    @property
    def group_step(self) -> float:
        """Between two messages of a group, such that burst and rate together stay within the limit in every minute."""
        return 60 / max(1.0, self.group_per_minute - self._group_burst + 1)

    @property
    def group_tolerance(self) -> float:
        """The burst of a group: at most a quarter of what is allowed in a minute."""
        return (self._group_burst - 1) * self.group_step

    @property
    def _group_burst(self) -> int:
        return min(self.chat_burst, max(1, int(self.group_per_minute) // 4))

    def arguments(self) -> list[str]:
        """For `budget.lua`, in µs."""
        steps = (
            self.step, HORIZON, DEBT, self.chat_step, self.chat_tolerance, self.group_step, self.group_tolerance, CHAT_DEBT
        )  # fmt: skip
        return [f"{seconds * 1e6:.3f}" for seconds in steps]


@dataclass(frozen=True, slots=True)
class Grant:
    """`granted`: send after `wait` seconds, and the chat's next message `again` seconds from now; else ask again after `wait`."""

    granted: bool
    wait: float
    again: float = 0.0


class Pacer:
    """Half of every rate and no bursts, for the one process that sends while Redis is lost."""

    def __init__(self, rates: Rates, now: Callable[[], float]) -> None:
        self._rates = rates
        self._now = now
        self._spent = 0.0
        self._chats: dict[int, float] = {}

    @property
    def ahead(self) -> float:
        """Seconds for which slots are given away."""
        return max(0.0, self._spent - self._now())

    def restart(self) -> None:
        """Begin empty: whoever sent before may have slots for another second."""
        self._spent = self._now() + HORIZON
        self._chats.clear()

    def take(self, chat_id: int) -> Grant:
        """A slot for one message to this chat."""
        now = self._now()
        slot = max(now, self._spent)
        ready = self._chats.get(chat_id, 0.0)
        if ready > slot:
            return Grant(granted=False, wait=ready - now)
        if slot > now + HORIZON:
            return Grant(granted=False, wait=slot - now - HORIZON)
        self._spent = slot + 2 * self._rates.step
        self._spend(chat_id, slot)
        return Grant(granted=True, wait=slot - now, again=self._chats[chat_id] - now)

    def debit(self, chat_id: int) -> None:
        """An answer that did not ask."""
        now = self._now()
        self._spent = max(self._spent, min(max(self._spent, now) + 2 * self._rates.step, now + DEBT))
        self._spend(chat_id, max(now, self._chats.get(chat_id, 0.0)))

    def _spend(self, chat_id: int, moment: float) -> None:
        if len(self._chats) > 10_000:  # noqa: PLR2004 - a bound for the memory
            now = self._now()
            self._chats = {chat: ready for chat, ready in self._chats.items() if ready > now}
        step = self._rates.group_step if chat_id < 0 else self._rates.chat_step
        self._chats[chat_id] = min(moment + 2 * step, self._now() + 2 * step + CHAT_DEBT)
