"""Works and resources as the rest of the product sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FAMILIES = ("maintenance", "diagnostics", "brakes", "tyres", "fluids", "engine", "suspension", "other")
BAYS = ("lift", "bay", "alignment", "tyre", "ac")
SKILLS = ("senior", "diagnostician")


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language; Russian, then whatever there is, where that is missing."""
    return texts.get(language) or texts.get("ru") or next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Work:
    """A catalogue item. `minutes` are planned for a technician; setup and cleanup are charged to the bay."""

    id: int
    code: str
    title: dict[str, str]
    family: str
    minutes: int
    bay: str
    skill: str | None
    setup_minutes: int
    cleanup_minutes: int
    bookable: bool
    interval_km: int | None
    interval_months: int | None
    position: int
    active: bool

    def named(self, language: str) -> str:
        """The title in a language."""
        return in_language(self.title, language)


@dataclass(frozen=True, slots=True)
class Resource:
    """A bay or a technician of a unit. `abilities`: the kinds of bay it serves as, or skills. `hours` None: the unit's."""

    id: int
    unit_id: int
    kind: str
    name: dict[str, str]
    abilities: frozenset[str]
    hours: dict[str, Any] | None
    position: int
    active: bool

    def named(self, language: str) -> str:
        """The name in a language."""
        return in_language(self.name, language)
