"""Moments as people type them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from services.errors import invalid


def local_moment(field: str, typed: str, zone: str) -> datetime:
    """What a date-and-time field holds, in a zone. Raises Refused `invalid` on `field`: `required`, `not a moment`."""
    if not typed.strip():
        raise invalid(field, "required")
    try:
        local = datetime.fromisoformat(typed.strip())
        return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise invalid(field, "not a moment") from None
