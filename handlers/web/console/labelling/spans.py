"""The span of days and the unit that a page of figures is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.board.spans import day_of, span_of
from handlers.web.console.keys import staff_of
from handlers.web.console.pages import words_of
from handlers.web.console.words import Place, place_of
from services.board.models import Scope
from services.errors import Refused
from services.storage.reader import Reader
from services.units import Unit, all_units

LONGEST = 366  # days


@dataclass(frozen=True, slots=True)
class Asked:
    """What the figures are about: `scope` for the services, days and unit for the form."""

    scope: Scope
    place: Place
    since: date
    until: date
    unit: str
    units: Sequence[tuple[str, str]]

    def link(self, **chosen: str) -> dict[str, str]:
        """What lists behind a number are narrowed to."""
        return {"unit": self.unit, **chosen} if self.unit else chosen

    @property
    def days(self) -> str:
        """As lists take it."""
        return f"{self.since.isoformat()}..{self.until.isoformat()}"

    @property
    def form(self) -> dict[str, Any]:
        """For the form above the figures."""
        return {"since": self.since.isoformat(), "until": self.until.isoformat(), "unit": self.unit, "units": self.units}


async def asked(reader: Reader, request: web.Request, days: int) -> Asked:
    """From the address; the last `days` days where it names none. For agents there are no such pages."""
    staff, words = staff_of(request), words_of(request)
    if not staff.reads_all:
        raise Refused("not-found")
    own = [unit for unit in await all_units(reader) if staff.reads(unit.id)]
    unit = next((unit for unit in own if unit.code == request.query.get("unit")), None)
    place = place_of(unit or next(iter(own), None), words.language)
    today = words.now.astimezone(ZoneInfo(place.zone)).date()
    until = day_of(request.query.get("until", "")) or today
    since = day_of(request.query.get("since", "")) or until - timedelta(days=days - 1)
    since = max(min(since, until), until - timedelta(days=LONGEST - 1))
    scope = Scope(staff, words.now, span_of(since, until, place.zone), unit.id if unit else None)
    return Asked(scope, place, since, until, unit.code if unit else "", _named(own, words.language))


def _named(units: Sequence[Unit], language: str) -> list[tuple[str, str]]:
    return [(unit.code, unit.named(language)["name"]) for unit in units]
