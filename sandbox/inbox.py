"""Updates on their way to a bot: order, expiry, allowed kinds, and the faults that disturb delivery (telegram.md §4)."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.clock import Clock
from sandbox.faults import Faults

Json = dict[str, Any]

QUIET_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
LIVES = {"callback_query": 150.0, "inline_query": 30.0, "shipping_query": 150.0, "pre_checkout_query": 150.0}
DAY = 86_400.0
SCANNED = 1_000
HELD_SECONDS = 1.0

_QUEUES = {
    "message": ("m", "chat"),
    "edited_message": ("m", "chat"),
    "callback_query": ("c", "from"),
    "my_chat_member": ("s", "chat"),
    "chat_member": ("t", "chat"),
    "message_reaction": ("r", "chat"),
}
Queue = tuple[str, int]


@dataclass(slots=True)
class Parcel:
    """One update. `body` is the exact JSON text; `lone` ones cannot be confirmed by an offset.

    `message`: chat and message id of a person's message, for its ticks.
    """

    serial: int
    update_id: int
    kind: str
    body: bytes
    queue: Queue
    expires: float
    copies: int = 1
    lone: bool = False
    message: tuple[int, int] | None = None


def queue_of(kind: str, payload: Any) -> Queue:
    """The delivery queue of telegram.md §4: one update of a queue is in flight at a time."""
    letter, field = _QUEUES.get(kind, ("o", ""))
    owner = payload.get(field) if isinstance(payload, dict) else None
    number = owner.get("id") if isinstance(owner, dict) else None
    return letter, number if isinstance(number, int) else 0


def encode(update: Json) -> bytes:
    """JSON text as compact as Telegram's."""
    return json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode()


class Inbox:
    """The pending updates of one bot."""

    def __init__(self, bot: int, clock: Clock, faults: Faults, next_id: Callable[[], int]) -> None:
        self.bot = bot
        self.allowed: list[str] | None = None
        self.delivered = 0
        self.on_parcel: Callable[[Parcel], None] | None = None
        self.on_change: Callable[[Parcel, bool], None] = lambda _parcel, _there: None
        self.on_seen: Callable[[Parcel], None] = lambda _parcel: None
        self._clock = clock
        self._faults = faults
        self._next_id = next_id
        self._serial = 0
        self._parcels: dict[int, Parcel] = {}
        self._held: Parcel | None = None
        self._news = asyncio.Event()

    def __len__(self) -> int:
        return len(self._parcels) + (self._held is not None)

    def __iter__(self) -> Iterator[Parcel]:
        yield from self._parcels.values()
        if self._held is not None:
            yield self._held

    def now(self) -> float:
        """Shifted seconds since the epoch."""
        return self._clock.now()

    def allows(self, kind: str) -> bool:
        """Whether the bot asked for this kind of update."""
        return kind in self.allowed if self.allowed else kind not in QUIET_KINDS

    def add(self, kind: str, payload: Json) -> bool:
        """Queue an update of a person's doing; False: the bot did not ask for this kind, it is dropped, as in Telegram."""
        if not self.allows(kind):
            return False
        number = self._next_id()
        life = LIVES.get(kind)
        born = self._clock.now() if life else payload.get("edit_date") or payload.get("date") or self._clock.now()
        body = encode({"update_id": number, kind: payload})
        is_new = kind == "message" and "message_id" in payload
        message = (payload["chat"]["id"], payload["message_id"]) if is_new else None
        self.put(number, kind, body, queue_of(kind, payload), born + (life or DAY), message=message)
        return True

    def put(
        self, number: int, kind: str, body: bytes, queue: Queue, expires: float, *,
        lone: bool = False, message: tuple[int, int] | None = None,
    ) -> None:  # fmt: skip
        """Queue an encoded update, disturbed by the faults that are ordered."""
        self._serial += 1
        parcel = Parcel(self._serial, number, kind, body, queue, expires, lone=lone, message=message)
        if self._faults:
            if self._faults.take(("duplicate_update",), self.bot):
                parcel.copies = 2
            if self._held is None and self._faults.take(("swap_updates",), self.bot):
                self._hold(parcel)
                return
        self._append(parcel)
        self._release(behind=parcel)

    def _hold(self, parcel: Parcel) -> None:
        self._held = parcel
        self.on_change(parcel, True)
        asyncio.get_running_loop().call_later(HELD_SECONDS, self._release)

    def _release(self, behind: Parcel | None = None) -> None:
        held, self._held = self._held, None
        if held is None:
            return
        self.on_change(held, False)
        if behind is not None:
            held.queue = behind.queue
        self._serial += 1
        held.serial = self._serial
        self._append(held)

    def _append(self, parcel: Parcel) -> None:
        self._parcels[parcel.serial] = parcel
        self.on_change(parcel, True)
        if self.on_parcel is not None:
            self.on_parcel(parcel)
        else:
            self._news.set()

    def alive(self, parcel: Parcel) -> bool:
        """Whether the parcel is still to be delivered; an expired one is dropped."""
        if parcel.serial in self._parcels and parcel.expires > self._clock.now():
            return True
        self._remove(parcel)
        return False

    def done(self, parcel: Parcel) -> bool:
        """Note a delivery. False when the parcel has copies left to deliver."""
        self.delivered += 1
        if parcel.message is not None:
            self.on_seen(parcel)
        parcel.copies -= 1
        if parcel.copies > 0:
            return False
        self._remove(parcel)
        return True

    def _remove(self, parcel: Parcel) -> None:
        if self._parcels.pop(parcel.serial, None) is not None:
            self.on_change(parcel, False)

    def confirm(self, offset: int) -> None:
        """getUpdates' offset: forget what lies below it; a negative one keeps the last -offset and forgets the rest."""
        if offset < 0:
            for parcel in list(self._parcels.values())[:offset]:
                self._remove(parcel)
            return
        while offset > 0:
            below = [parcel for parcel in self._first(SCANNED) if parcel.update_id < offset and not parcel.lone]
            gone = [parcel for parcel in below if self.done(parcel)]
            if len(gone) < SCANNED // 2:
                return

    def _first(self, count: int) -> list[Parcel]:
        found: list[Parcel] = []
        for parcel in self._parcels.values():
            found.append(parcel)
            if len(found) >= count:
                break
        return found

    def _page(self, limit: int) -> list[Parcel]:
        """The first so many. A swapped pair stays together: an offset behind its later half would confirm the other one unseen."""
        found = self._first(limit + 1)
        page, following = found[:limit], found[limit:]
        if following and not following[0].lone and following[0].update_id < page[-1].update_id:
            return page[:-1] or following
        return page

    def ready(self, limit: int) -> list[Parcel]:
        """The next parcels for a poller. Lone ones are handed out once, since no offset can confirm them."""
        found = [parcel for parcel in self._page(limit) if self.alive(parcel)]
        for parcel in found:
            if parcel.lone:
                self.done(parcel)
            elif parcel.message is not None:
                self.on_seen(parcel)
        return found

    async def wait(self, seconds: float) -> None:
        """Return when something came, `wake` was called, or `seconds` have passed."""
        self._news.clear()
        if self._parcels or seconds <= 0:
            return
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return

    def wake(self) -> None:
        """Let a waiting poller look around."""
        self._news.set()

    def clear(self) -> None:
        """drop_pending_updates."""
        self._release()
        for parcel in list(self._parcels.values()):
            self._remove(parcel)
