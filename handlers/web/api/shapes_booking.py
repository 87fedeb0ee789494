"""Visits and works as callers get them."""

from typing import Literal

from pydantic import BaseModel

from handlers.web.api.shapes import Moment

Status = Literal["booked", "confirmed", "arrived", "no_show", "done", "cancelled"]


class Slot(BaseModel):
    """A time that can be booked."""

    starts_at: Moment
    ends_at: Moment


class Availability(BaseModel):
    """All of the time asked for, in order."""

    slots: list[Slot]


class Appointment(BaseModel):
    """A visit. `request`: the number it came from; `version` rises with each move."""

    id: str
    status: Status
    starts_at: Moment
    ends_at: Moment
    unit: str
    works: list[str]
    client_id: str
    client_ref: str | None
    vehicle_id: str | None
    vehicle_ref: str | None
    comment: str
    request: int | None
    source: Literal["telegram", "api", "console"]
    version: int
    created_at: Moment
    cancelled_by: Literal["client", "unit", "source"] | None
    cancel_reason: str | None


class Appointments(BaseModel):
    """A page."""

    items: list[Appointment]
    next: str | None


class Work(BaseModel):
    """A catalogue item. Not `bookable`: it is agreed on with an adviser. Intervals: whichever comes first."""

    code: str
    name: str
    family: str
    minutes: int
    bookable: bool
    interval_km: int | None
    interval_months: int | None


class Works(BaseModel):
    """A page."""

    items: list[Work]
    next: str | None
