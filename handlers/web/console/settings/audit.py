"""Who changed what in the settings, when, from what to what; and who looked into conversations they do not lead."""

from collections.abc import Sequence

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.changes import Names, together, told
from handlers.web.console.words import Place, place_of
from handlers.web.keys import desk_of
from services.audit import KINDS, Sought, changes
from services.catalog.queries import all_works
from services.errors import Refused
from services.looks import looks
from services.staff.accounts import colleagues
from services.staff.models import Staff
from services.staff.rights import sees_audit, sees_settings
from services.storage.reader import Reader, Row
from services.units import Unit, all_units, leading_unit

PAGE = 50
LOOKED = "looks"


async def page(request: web.Request) -> web.StreamResponse:
    """The trail, newest first, with its filters."""
    staff, words = staff_of(request), words_of(request)
    if not sees_audit(staff):
        raise Refused("not-found")
    async with desk_of(request).db.read() as reader:
        units = [unit for unit in await all_units(reader) if staff.works_in(unit.id)]
        rows = await _rows(reader, staff, request, _sought(request, units))
        everybody = await colleagues(reader)
        names = Names(
            units={unit.id: unit.named(words.language)["name"] for unit in units},
            works={work.code: work.named(words.language) for work in await all_works(reader, active=False)},
            people={person.login: person.name for person in everybody},
        )
        place = place_of(await leading_unit(reader), words.language)
    people = [person for person in everybody if sees_settings(person) or request.query.get("kind") == LOOKED]
    lines = together((row, told(row, words, _place(row["unit_id"], units, place, words.language), names)) for row in rows)
    query = {name: value for name, value in request.query.items() if name != "before" and value}
    older = str(request.rel_url.with_query(query | {"before": str(rows[-1]["id"])})) if len(rows) == PAGE else ""
    return frame.page(
        request, "audit", "audit", lines=lines,
        older=older, kinds=(*KINDS, LOOKED), people=people, units=[(unit.code, names.units[unit.id]) for unit in units], place=place,
        sought={name: request.query.get(name, "") for name in ("kind", "who", "unit")},
    )  # fmt: skip


async def _rows(reader: Reader, staff: Staff, request: web.Request, sought: Sought) -> Sequence[Row]:
    """Changes of settings; or who looked at what they do not lead, which is a trail of its own."""
    if request.query.get("kind") != LOOKED:
        return await changes(reader, staff, sought, PAGE)
    return await looks(reader, staff, before=sought.before, who=sought.who, unit_id=sought.unit_id, limit=PAGE)


def _sought(request: web.Request, units: list[Unit]) -> Sought:
    query, before = request.query, request.query.get("before", "")
    unit_id = next((unit.id for unit in units if unit.code == query.get("unit")), None)
    who = query.get("who", "").replace("\x00", "")[:32]
    return Sought(
        kind=query.get("kind", "") if query.get("kind") in KINDS else "", who=who, unit_id=unit_id,
        before=int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None,  # noqa: PLR2004 - fits a bigint
    )  # fmt: skip


def _place(unit_id: int | None, units: list[Unit], leading: Place, language: str) -> Place:
    """Changes of a unit are told in its own time."""
    return place_of(next((unit for unit in units if unit.id == unit_id), None), language) if unit_id else leading
