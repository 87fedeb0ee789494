"""Faults that a test orders: `POST /sim/faults` of docs/sandbox.md."""

from dataclasses import dataclass
from typing import Any

from sandbox.errors import ControlError

Json = dict[str, Any]

CALL_KINDS = ("drop", "502", "500", "429", "403_blocked", "slow", "timeout_after_commit")
POSITIVE = ("times", "seconds", "retry_after")
UPDATE_KINDS = ("duplicate_update", "swap_updates", "webhook_down")


@dataclass(slots=True)
class Fault:
    """One order. `times` None: until cleared. Unset `bot`, `method`, `chat_id` match everything."""

    id: int
    kind: str
    bot: int | None = None
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    retry_after: int = 1
    seconds: float = 1.0

    def matches(self, bot: int, method: str, chat_id: str) -> bool:
        """Whether a call (method in lower case) of this bot to this chat is meant."""
        return (
            (self.bot is None or self.bot == bot)
            and (self.method is None or self.method.lower() == method)
            and (self.chat_id is None or str(self.chat_id) == chat_id)
        )

    def card(self) -> Json:
        """The control API's view."""
        return {name: getattr(self, name) for name in self.__slots__}


class Faults:
    """The orders in force, oldest first."""

    def __init__(self) -> None:
        self._orders: dict[int, Fault] = {}
        self._next = 1

    def __bool__(self) -> bool:
        return bool(self._orders)

    def order(self, body: Json) -> Fault:
        """Take an order from the control API; 400 when it makes no sense."""
        kind = str(body.get("kind", ""))
        if kind not in CALL_KINDS + UPDATE_KINDS:
            raise ControlError(400, f"kind must be one of {', '.join(CALL_KINDS + UPDATE_KINDS)}")
        fault = Fault(id=self._next, kind=kind)
        for name, types in _TYPES.items():
            value = body.get(name)
            if value is None:
                continue
            if not isinstance(value, types) or isinstance(value, bool):
                raise ControlError(400, f"{name} has a wrong type")
            if isinstance(value, (int, float)) and value <= 0 and name in POSITIVE:
                raise ControlError(400, f"{name} must be positive")
            setattr(fault, name, value)
        if "times" in body and body["times"] is None:
            fault.times = None
        self._next += 1
        self._orders[fault.id] = fault
        return fault

    def cards(self) -> list[Json]:
        """All orders in force."""
        return [fault.card() for fault in self._orders.values()]

    def remove(self, fault_id: int) -> bool:
        """Take an order back; False when there is none."""
        return self._orders.pop(fault_id, None) is not None

    def clear(self) -> None:
        """Take all orders back."""
        self._orders.clear()

    def take(self, kinds: tuple[str, ...], bot: int, method: str = "", chat_id: str = "") -> Fault | None:
        """The oldest order of these kinds that matches, counted as used once."""
        for fault in self._orders.values():
            if fault.kind in kinds and fault.matches(bot, method, chat_id):
                if fault.kind == "403_blocked" and not chat_id:
                    continue
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        if fault.times is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            del self._orders[fault.id]


_TYPES: dict[str, tuple[type, ...]] = {
    "bot": (int,),
    "method": (str,),
    "chat_id": (int,),
    "times": (int,),
    "retry_after": (int,),
    "seconds": (int, float),
}
