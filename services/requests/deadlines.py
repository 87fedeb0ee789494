"""By when: answers promised in the unit's working time (G3)."""

from datetime import datetime

from services.requests.models import Limits
from services.storage.reader import Reader
from services.units import Unit, leading_unit, unit_by_id


async def unit_of(reader: Reader, unit_id: int | None) -> Unit | None:
    """The unit whose hours hold: the request's, else the leading one."""
    unit = await unit_by_id(reader, unit_id) if unit_id is not None else None
    return unit or await leading_unit(reader)


def answer_due(unit: Unit | None, now: datetime, request_type: str, limits: Limits) -> datetime | None:
    """The promised moment; None when the chain has no unit that opens within a year."""
    return unit.hours.add_working(now, limits.answer_minutes(request_type)) if unit else None
