"""What a search answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

By = Literal["phone", "plate", "vin", "name", "number"]


@dataclass(frozen=True, slots=True)
class FoundClient:
    """A card. `phone` is E.164, as known, verified or not; `vehicles` are (make and model, plate in normal form, VIN); `request` is
    the client's open request where the person who looks may read it. `by`: which of the client's marks was matched."""

    public_id: str
    name: str
    phone: str | None
    verified: bool
    vehicles: Sequence[tuple[str, str, str]]
    request: int | None
    by: By


@dataclass(frozen=True, slots=True)
class FoundRequest:
    """A request by its number. `agent`: who leads it."""

    number: int
    client: str
    type: str
    state: str
    agent: str | None


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """A repair or parts order by its number in the other system."""

    kind: Literal["repair", "parts"]
    ref: str
    status: str
    client_public_id: str
    client: str


@dataclass(frozen=True, slots=True)
class Findings:
    """`more`: there are clients beyond those shown. `taken_for`: the words that were looked for instead of those typed, when they had
    a slip in them or were typed in the other keyboard layout."""

    clients: Sequence[FoundClient] = ()
    requests: Sequence[FoundRequest] = ()
    orders: Sequence[FoundOrder] = ()
    more: bool = False
    taken_for: str = ""

    def __bool__(self) -> bool:
        return bool(self.clients or self.requests or self.orders)
