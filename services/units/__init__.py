"""Units of the chain: where they are and when they work."""

from services.units.calendar import Hours
from services.units.models import Unit
from services.units.queries import all_units, leading_unit, unit_by_code, unit_by_id

__all__ = ["Hours", "Unit", "all_units", "leading_unit", "unit_by_code", "unit_by_id"]
