"""Vehicles and orders as callers get them."""

from typing import Any

from pydantic import BaseModel

from handlers.web.api.shapes import Moment
from services.repairs.models import Danger, Decision, LineKind, PartsStatus, Status


class Vehicle(BaseModel):
    """A client's vehicle. `warnings`: `vin-check-digit` when the VIN may hold a slip."""

    id: str
    ref: str | None
    client_id: str
    client_ref: str | None
    make: str
    model: str
    year: int | None
    vin: str | None
    plate: str | None
    mileage_km: int | None
    mileage_at: Moment | None
    sold: bool
    warnings: list[str]


class Money(BaseModel):
    """An amount and its currency (ISO 4217)."""

    amount: str
    currency: str


class Line(BaseModel):
    """A work or a part; `price` is for one unit."""

    id: str
    title: str
    kind: LineKind
    quantity: int | float
    price: Money
    minutes: int | None
    danger: Danger | None
    decision: Decision


class Recommendation(BaseModel):
    """Work advised and not done."""

    id: str
    title: str
    danger: Danger | None
    due_at: Moment | None


class RepairStep(BaseModel):
    """An entry of the timeline. `promised_before`: the time promised until then, where it moved."""

    at: Moment
    status: Status
    promised_at: Moment | None
    promised_before: Moment | None
    note: str


class RepairOrder(BaseModel):
    """A repair order. `stale`: the call was older than what is known, and changed nothing. `total`: of what was not declined."""

    id: str
    ref: str
    client_id: str
    client_ref: str | None
    vehicle_id: str | None
    vehicle_ref: str | None
    unit: str
    status: Status
    promised_at: Moment | None
    note: str
    version: int
    stale: bool
    created_at: Moment
    changed_at: Moment
    lines: list[Line]
    total: Money | None
    recommendations: list[Recommendation]
    timeline: list[RepairStep]


class PartsStep(BaseModel):
    """An entry of the timeline. `expected_before`: what was expected until then, where it moved."""

    at: Moment
    status: PartsStatus
    expected_at: Moment | None
    expected_before: Moment | None


class PartsOrder(BaseModel):
    """A parts order. `stale`: the call was older than what is known, and changed nothing."""

    id: str
    ref: str
    client_id: str
    client_ref: str | None
    unit: str
    status: PartsStatus
    expected_at: Moment | None
    items: list[dict[str, Any]]
    version: int
    stale: bool
    created_at: Moment
    changed_at: Moment
    timeline: list[PartsStep]
