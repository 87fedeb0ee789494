"""How scripts do (V7): which questions are skipped, which results lose clients, with the requests behind each number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from aiohttp import web

from handlers.web.console.board.spans import day_of, span_of, zone_of
from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.errors import Refused
from services.requests.models import TYPES
from services.scripts.models import Script, spoken_in
from services.scripts.reading import script_of
from services.scripts.statistics import FieldFigures, ResultFigures, ScriptFigures, script_figures
from services.staff.models import Staff
from services.staff.rights import edits_unit
from services.units import Unit, all_units

_MONTH = timedelta(days=29)
_LONGEST = timedelta(days=366)
_OFTEN, _ENOUGH = 50, 5  # a share in percent, of at least so many, that wants looking at


@dataclass(frozen=True, slots=True)
class Cell:
    """A number, and the list of what it counts."""

    value: int
    href: str


@dataclass(frozen=True, slots=True)
class Row:
    """A question or a result with its numbers; `share` of what went wrong, in percent; `bad`: it wants looking at."""

    name: str
    cells: Sequence[Cell]
    share: int
    bad: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One script."""

    name: str
    unit: str
    edit: str
    opened: Cell
    closed: Cell
    failed: Cell
    fields: Sequence[Row]
    results: Sequence[Row]


async def page(request: web.Request) -> web.StreamResponse:
    """Of the units this person reads. For agents it does not exist."""
    desk, staff, words, query = desk_of(request), staff_of(request), words_of(request), request.query
    if not staff.reads_all:
        raise Refused("not-found")
    async with desk.db.read() as reader:
        units = await all_units(reader)
        own = [unit for unit in units if staff.reads(unit.id)]
        unit = next((one for one in own if one.code == query.get("unit")), None)
        zone = zone_of(own, unit.code if unit else "")
        days = _days(query, words.now.astimezone(ZoneInfo(zone)).date())
        kind = query.get("type", "")
        each = bool(query.get("each")) or unit is not None
        found = await script_figures(
            reader,
            *span_of(*days, zone),
            unit_ids=_whose(staff, unit),
            request_type=kind if kind in TYPES else None,
            by_unit=each,
        )
        scripts = [await script_of(reader, one.type, one.unit_id) for one in found]
    by_id = {one.id: one for one in units}
    links = _Links(unit.code if unit else "", days, staff)
    return render(
        request, "board/scripts.html", lines=[_told(one, script, by_id, links, words) for one, script in zip(found, scripts, strict=True)],
        units=[(one.code, one.named(words.language)["name"]) for one in own], unit=unit.code if unit else "", types=TYPES, kind=kind,
        days=[day.isoformat() for day in days], each=each,
    )  # fmt: skip


def _days(query: Mapping[str, str], today: date) -> tuple[date, date]:
    """A span of at most a year that does not end before it begins; without days: the last thirty."""
    since, until = day_of(query.get("since", "")), day_of(query.get("until", ""))
    until = until or max(today, since or today)
    since = min(since or until - _MONTH, until)
    return max(since, until - _LONGEST), until


def _whose(staff: Staff, unit: Unit | None) -> Sequence[int] | None:
    """None: all units, and what belongs to none yet."""
    if unit is not None:
        return [unit.id]
    return list(staff.unit_ids) if staff.role == "head" and staff.unit_ids else None


@dataclass(frozen=True, slots=True)
class _Links:
    """Addresses of lists of requests that a number counts."""

    unit: str
    days: tuple[date, date]
    staff: Staff

    def cell(self, value: int, unit: str, **chosen: str) -> Cell:
        """A number with the list of as many requests."""
        wanted = {"state": "all", "unit": unit or self.unit} | chosen
        query = urlencode({name: value for name, value in wanted.items() if value})
        return Cell(value, f"/console/requests?{query}" if value else "")

    @property
    def span(self) -> str:
        """The days as addresses name them."""
        return f"{self.days[0]}..{self.days[1]}"


def _told(one: ScriptFigures, script: Script, units: Mapping[int, Unit], links: _Links, words: Words) -> Told:
    unit = units.get(one.unit_id or 0)
    code = unit.code if unit else ""
    here: dict[str, Any] = {"unit": code, "type": one.type}
    edit = f"/console/settings/scripts/{f'units/{code}' if code else 'chain'}/{one.type}"
    return Told(
        words.label("type", one.type), unit.named(words.language)["name"] if unit else "",
        edit if edits_unit(links.staff, unit.id if unit else None) else "",
        links.cell(one.opened, came=links.span, **here), links.cell(one.closed, ended=links.span, **here),
        links.cell(one.failed, ended=links.span, only="failed", **here),
        [_field(field, script, links, here, words) for field in one.fields],
        [_result(result, script, links, here, words) for result in one.results],
    )  # fmt: skip


def _field(one: FieldFigures, script: Script, links: _Links, here: dict[str, Any], words: Words) -> Row:
    field = script.field(one.code)
    name = spoken_in(field.label, words.language) if field else words("script-removed-field", code=one.code)
    cells = [
        links.cell(getattr(one, left), came=links.span, asked=one.code, left=left, **here)
        for left in ("known", "asked", "answered", "skipped", "unclear", "told")
    ]
    share = _percent(one.skipped, one.asked)
    return Row(name, cells, share, share >= _OFTEN and one.asked >= _ENOUGH)


def _result(one: ResultFigures, script: Script, links: _Links, here: dict[str, Any], words: Words) -> Row:
    outcome = words.label("outcome", one.outcome)
    result = script.result(one.result) if one.result else None
    name = spoken_in(result.label, words.language) if result else one.result
    wrapped = f"{one.outcome}.{one.result or ''}"
    cells = [
        links.cell(value, ended=links.span, wrapped=wrapped, only=only, **here)
        for value, only in ((one.count, ""), (one.failed, "failed"), (one.reopened, "reopened"), (one.low, "low"))
    ]
    share = _percent(one.failed, one.count)
    shown = f"{outcome}: {name}" if name else words("script-plain-outcome", outcome=outcome)
    return Row(shown, cells, share, share >= _OFTEN and one.count >= _ENOUGH)


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
