"""Units: where they are, when they work, by which rules clients book there."""

import asyncio

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.pages import words_of
from handlers.web.console.settings.frame import (
    HOME,
    Fields,
    editor_of_chain,
    page,
    reader_of_settings,
    saving,
    spoken_fields,
    spoken_in,
)
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.editing import fingerprint
from services.staff.models import Staff
from services.storage.reader import Row
from services.storage.tx import Tx
from services.units import unit_by_id
from services.units.editing import RULES, UnitData, add_unit, change_unit, unit_to_edit, units_to_edit, visits_outside
from services.units.week import DEFAULT_WEEK, say_spans
from services.units.zones import Zone, zones

_WORKING_DAYS = range(5)


async def list_page(request: web.Request) -> web.StreamResponse:
    """The units this person may change."""
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        rows = await units_to_edit(reader, staff)
    lines = [
        row | {"title": in_language(row["name"], words.language), "where": in_language(row["city"], words.language)}
        for row in rows
    ]
    return page(request, "units", "units", units=lines)


async def new_page(request: web.Request) -> web.StreamResponse:
    """An empty unit, with usual hours and rules."""
    return await _new(request)


async def _new(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    editor_of_chain(request)
    usual = {f"hours.{day}": text for day, text in DEFAULT_WEEK.items()} | {
        name: str(rule.usual) for name, rule in RULES.items()
    }
    return page(
        request, "unit", "units", wrong, forms={"main": Fields(usual)}, unit=None, rules=RULES, zones=await _zones(request), outside=(),
        place=None,
    )  # fmt: skip


async def unit_page(request: web.Request) -> web.StreamResponse:
    """One unit."""
    return await _unit(request)


async def _unit(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        row = await unit_to_edit(reader, staff, request.match_info["code"])
        outside: list[Row] = await visits_outside(reader, row, words.now)
        unit = await unit_by_id(reader, row["id"])
    return page(
        request, "unit", "units", wrong, forms={"main": Fields(_as_fields(row))},
        unit=row, rules=RULES, zones=await _zones(request), outside=outside,
        place=place_of(unit, words.language), title=in_language(row["name"], words.language),
    )  # fmt: skip


async def _zones(request: web.Request) -> dict[str, list[Zone]]:
    """By group, for the list."""
    words = words_of(request)
    found = await asyncio.to_thread(zones, words.language, words.now.date())
    return {group: [zone for zone in found if zone.group == group] for group in ("home", "near", "far")}


def _as_fields(row: dict[str, object]) -> dict[str, str]:
    """A stored unit as it stands in the form."""
    texts = {key: words for name in ("name", "city", "address") for key, words in spoken_fields(name, row[name]).items()}  # type: ignore[arg-type]  # JSON of the row
    hours, place = row["hours"], row["place"]
    assert isinstance(hours, dict)  # noqa: S101 - the column's form
    week = {f"hours.{day}": say_spans(hours.get("week", {}).get(str(day), [])) for day in range(7)}
    at = f"{place['lat']}, {place['lon']}" if isinstance(place, dict) else ""
    ticked = {name: "on" for name in ("leading", "active") if row[name]}
    rules = {name: str(row[name]) for name in RULES}
    return texts | week | ticked | rules | {
        "phone": str(row["phone"] or ""), "time_zone": str(row["time_zone"]), "place": at, "seen": fingerprint(row),
    }  # fmt: skip


def _data(form: Form) -> UnitData:
    return UnitData(
        name=spoken_in(form, "name"), city=spoken_in(form, "city"), address=spoken_in(form, "address"), phone=form["phone"],
        time_zone=form["time_zone"], week={day: form[f"hours.{day}"] for day in range(7)},
        rules={name: form[name] for name in RULES}, place=form["place"], code=form["code"], leading=bool(form["leading"]),
        active=bool(form["active"]),
    )  # fmt: skip


async def _add(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    code = await add_unit(tx, staff, _data(form))
    return f"{HOME}/units/{code}/resources?done=added"


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    code = request.match_info["code"]
    await change_unit(tx, staff, code, _data(form), seen=form.optional("seen"), sure=bool(form["sure"]))
    return f"{HOME}/units/{code}?done=saved"


_adding, _changing = saving(_add, _new), saving(_save, _unit)


async def add(request: web.Request) -> web.StreamResponse:
    """A new unit; or Monday's hours are copied within the form."""
    return await (_new(request, _copied(form_of(request))) if form_of(request)["copy"] else _adding(request))


async def save(request: web.Request) -> web.StreamResponse:
    """A changed unit; or Monday's hours are copied within the form."""
    return await (_unit(request, _copied(form_of(request))) if form_of(request)["copy"] else _changing(request))


def _copied(form: Form) -> Fields:
    """Nothing is saved: the form comes back with the other days like Monday."""
    days = _WORKING_DAYS if form["copy"] == "work" else range(7)
    return Fields(form.values | {f"hours.{day}": form["hours.0"] for day in days})
