"""What callers send about visits."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic.functional_validators import AfterValidator

from handlers.web.api.forms import AnyMoment, Body, Code, Line, ListQuery, Moment, Opaque, Query, Ref, Text

_FIRST, _LAST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_BARE_OFFSET = re.compile(r" (\d\d:\d\d)$")


def _plus(value: Any) -> Any:
    """`+` means a space in a query string, and most callers forget to write `%2B`."""
    return _BARE_OFFSET.sub(r"+\1", value) if isinstance(value, str) else value


def _codes(value: Any) -> Any:
    return value.split(",") if isinstance(value, str) else value


def _clamped(moment: datetime) -> datetime:
    """ "From the beginning of time" is a fine question; no time zone reaches that far."""
    return min(max(moment, _FIRST), _LAST)


QueryMoment = Annotated[AnyMoment, BeforeValidator(_plus), AfterValidator(_clamped)]
Works = Annotated[list[Code], Field(min_length=1, max_length=20)]
Number = Annotated[int, Field(ge=1, lt=1 << 63)]


class AvailabilityQuery(Query):
    """GET /availability. Without `from`: now; without `to`: a week. At most 31 days."""

    unit: Code
    works: Annotated[
        Works, BeforeValidator(_codes), WithJsonSchema({"type": "string", "description": "codes, with commas between"})
    ]
    since: Annotated[QueryMoment | None, Field(alias="from")] = None
    until: Annotated[QueryMoment | None, Field(alias="to")] = None


class AppointmentsQuery(ListQuery):
    """GET /appointments: those that start in [from, to)."""

    unit: Code | None = None
    since: Annotated[QueryMoment | None, Field(alias="from")] = None
    until: Annotated[QueryMoment | None, Field(alias="to")] = None


class AppointmentForm(Body):
    """POST /appointments."""

    unit: Code
    works: Works
    starts_at: Moment
    client_ref: Ref | None = None
    client_id: Opaque | None = None
    vehicle_ref: Ref | None = None
    vehicle_id: Opaque | None = None
    comment: Text | None = None
    request: Number | None = None


class MoveForm(Body):
    """POST /appointments/{id}/move."""

    starts_at: Moment


class CancelForm(Body):
    """POST /appointments/{id}/cancel."""

    reason: Line | None = None
