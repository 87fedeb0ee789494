"""A unit as the rest of the product sees it."""

from dataclasses import dataclass
from typing import Any

from services.units.calendar import Hours


@dataclass(frozen=True, slots=True)
class Unit:
    """A service station. `name`, `city` and `address` are texts per language; `place` is {"lat", "lon"} where it is known.

    Booking: starts lie on a grid of `grid_minutes` from each opening, at least `lead_minutes` and at most `horizon_days` ahead.
    Clients move and cancel until `cutoff_minutes` before the visit, have at most `visits_limit` open visits, and move each at most
    `moves_limit` times.
    """

    id: int
    code: str
    name: dict[str, str]
    city: dict[str, str]
    address: dict[str, str]
    phone: str | None
    time_zone: str
    leading: bool
    hours: Hours
    active: bool = True
    place: dict[str, float] | None = None
    grid_minutes: int = 30
    lead_minutes: int = 60
    horizon_days: int = 60
    cutoff_minutes: int = 120
    visits_limit: int = 3
    moves_limit: int = 5

    def named(self, language: str) -> dict[str, Any]:
        """The unit's texts in one language (Russian where that language is missing)."""
        return {
            key: texts.get(language) or texts.get("ru") or next(iter(texts.values()), "")
            for key, texts in (("name", self.name), ("city", self.city), ("address", self.address))
        }
