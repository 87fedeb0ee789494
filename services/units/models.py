"""A unit as the rest of the product sees it."""

from dataclasses import dataclass
from typing import Any

from services.units.calendar import Hours


@dataclass(frozen=True, slots=True)
class Unit:
    """A service station. `name`, `city` and `address` are texts per language."""

    id: int
    code: str
    name: dict[str, str]
    city: dict[str, str]
    address: dict[str, str]
    phone: str | None
    time_zone: str
    leading: bool
    hours: Hours

    def named(self, language: str) -> dict[str, Any]:
        """The unit's texts in one language (Russian where that language is missing)."""
        return {
            key: texts.get(language) or texts.get("ru") or next(iter(texts.values()), "")
            for key, texts in (("name", self.name), ("city", self.city), ("address", self.address))
        }
