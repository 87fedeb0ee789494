"""Repair orders and parts orders as the rest of the product sees them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Generic, Literal, TypeVar

Status = Literal[
    "received", "diagnostics", "approval", "parts_wait", "in_work", "paused", "qc", "ready", "issued", "closed", "cancelled", "warranty",
]  # fmt: skip
PartsStatus = Literal["ordered", "confirmed", "in_transit", "delayed", "arrived", "issued", "cancelled"]
LineKind = Literal["work", "part"]
Danger = Literal["red", "yellow", "green"]
Decision = Literal["open", "approved", "declined"]

FINAL = frozenset({"issued", "closed", "cancelled"})
PARTS_FINAL = frozenset({"issued", "cancelled"})


@dataclass(frozen=True, slots=True)
class Line:
    """One work or part of an estimate. `id`: the other system's. `price`: of one unit, in `currency` (ISO 4217)."""

    id: str
    title: str
    kind: LineKind
    quantity: Decimal
    price: Decimal
    currency: str
    minutes: int | None = None
    danger: Danger | None = None
    decision: Decision = "open"

    @property
    def total(self) -> Decimal:
        """Price of the whole line, in hundredths."""
        return (self.price * self.quantity).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Work advised and not done: to be followed up."""

    id: str
    title: str
    danger: Danger | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a timeline. `promised_before`: the time promised until then, where it moved. Of a parts order: what is expected."""

    id: int
    at: datetime
    status: str
    promised_at: datetime | None
    promised_before: datetime | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RepairOrder:
    """What is being done to a vehicle. `ref`: its number in the workshop's system."""

    id: int
    public_id: str
    ref: str
    client_id: int
    vehicle_id: int | None
    unit_id: int
    unit_code: str
    status: Status
    promised_at: datetime | None
    note: str
    version: int
    created_at: datetime
    changed_at: datetime

    @property
    def subject(self) -> str:
        """The order's name in events, mail and requests."""
        return f"repair_order:{self.public_id}"

    @property
    def open(self) -> bool:
        """Whether something is still to happen."""
        return self.status not in FINAL


@dataclass(frozen=True, slots=True)
class PartsOrder:
    """Parts that were ordered for a client. `items`: objects as the other system describes them (`title` or `name` is shown)."""

    id: int
    public_id: str
    ref: str
    client_id: int
    unit_id: int
    unit_code: str
    status: PartsStatus
    expected_at: datetime | None
    items: list[dict[str, object]]
    version: int
    created_at: datetime
    changed_at: datetime

    @property
    def subject(self) -> str:
        """The order's name in events, mail and requests."""
        return f"parts_order:{self.public_id}"

    @property
    def open(self) -> bool:
        """Whether something is still to happen."""
        return self.status not in PARTS_FINAL


Order = TypeVar("Order", RepairOrder, PartsOrder)


@dataclass(frozen=True, slots=True)
class Put(Generic[Order]):
    """What became of a PUT: the order as it is now, whether it is new, and whether the call was older than what is known."""

    order: Order
    created: bool = False
    stale: bool = False
