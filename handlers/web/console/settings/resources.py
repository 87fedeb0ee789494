"""Bays and technicians of a unit: what there is, several more at once, and what clients cannot book yet."""

from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, chosen_in, reader_of_settings, saving
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.booking.availability import offered
from services.catalog.editing import save_resource
from services.catalog.models import BAYS, SKILLS, Resource, Work, in_language
from services.catalog.queries import all_works, unit_resources
from services.editing import plain, within
from services.errors import Refused, invalid
from services.staff.models import Staff
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.texts import LANGUAGES, text
from services.units import unit_by_id
from services.units.editing import unit_to_edit

MAX_AT_ONCE = 20
# What a bay of a kind usually serves as besides: on a lift one does what needs a plain bay, too.
_ALSO = {"lift": ("lift", "bay")}
_EMPTY = {"bays": Fields({"kind": "lift", "count": "2"}), "technicians": Fields()}


async def list_page(request: web.Request) -> web.StreamResponse:
    """All of a unit, with the forms that add more, and what clients cannot book yet."""
    return await _list(request)


async def _list(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        row = await unit_to_edit(reader, staff, request.match_info["code"])
        found = await unit_resources(reader, row["id"], active=False)
        unit = await unit_by_id(reader, row["id"])
        works = [work for work in await all_works(reader) if work.bookable]
        here = {work.code for work in await offered(reader, unit)} if unit else set()
    lines = [_line(resource, words) for resource in found]
    title = in_language(row["name"], words.language)
    return frame.page(
        request, "resources", "units", wrong, forms=_EMPTY, unit=row, title=title, kinds=BAYS, skills=SKILLS,
        bays=[line for line in lines if line["kind"] == "bay"], people=[line for line in lines if line["kind"] == "technician"],
        works=len(works), bookable=len(here), lacking=_lacking([work for work in works if work.code not in here], found, words),
        most=MAX_AT_ONCE,
    )  # fmt: skip


def _line(resource: Resource, words: Words) -> dict[str, Any]:
    order = BAYS if resource.kind == "bay" else SKILLS
    return {
        "id": resource.id, "kind": resource.kind, "name": resource.named(words.language), "active": resource.active,
        "abilities": ", ".join(words.label(f"set-{group_of(resource.kind)}", code) for code in order if code in resource.abilities),
        "own_hours": resource.hours is not None,
    }  # fmt: skip


def group_of(kind: str) -> str:
    return "bay" if kind == "bay" else "skill"


def _lacking(works: list[Work], resources: list[Resource], words: Words) -> list[tuple[str, str]]:
    """What is missing, and the works that wait for it."""
    used = [resource for resource in resources if resource.active]
    kinds = {code for resource in used if resource.kind == "bay" for code in resource.abilities}
    waiting: dict[str, list[str]] = {}
    for work in works:
        if work.bay not in kinds:
            waiting.setdefault(words("set-lacks-bay", kind=words(f"set-bay-{work.bay}")), []).append(work.named(words.language))
        else:
            skill = words(f"set-skill-{work.skill}") if work.skill else ""
            waiting.setdefault(words("set-lacks-technician", skill=skill or "none"), []).append(work.named(words.language))
    return [(need, ", ".join(names)) for need, names in waiting.items()]


async def _unit_of(tx: Reader, request: web.Request, staff: Staff) -> dict[str, Any]:
    return await unit_to_edit(tx, staff, request.match_info["code"])


async def _add_bays(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    """Several equal ones, named and numbered on from those there are."""
    unit = await _unit_of(tx, request, staff)
    kind = form["kind"]
    if kind not in BAYS:
        raise invalid("kind", "required")
    count = within("count", form["count"], 1, MAX_AT_ONCE)
    known = [resource for resource in await unit_resources(tx, unit["id"], active=False) if resource.kind == "bay"]
    taken = {name for resource in known for name in resource.name.values()}
    numbers = (number for number in range(1, 1000) if not taken & set(_bay_name(kind, number).values()))
    for _ in range(count):
        await save_resource(
            tx, None, unit_id=unit["id"], kind="bay", name=_bay_name(kind, next(numbers)), abilities=_ALSO.get(kind, (kind,)), hours=None,
            position=100, active=True,
        )  # fmt: skip
    return f"{HOME}/units/{unit['code']}/resources?done=added#bays"


def _bay_name(kind: str, number: int) -> dict[str, str]:
    return {language: text(language, f"console-set-bay-name-{kind}", number=str(number)) for language in LANGUAGES}


async def _add_technicians(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    """A name a line; all of them with the skills ticked."""
    unit = await _unit_of(tx, request, staff)
    names = list(dict.fromkeys(plain(line) for line in form["names"].splitlines() if plain(line)))
    if not names:
        raise invalid("names", "required")
    if len(names) > MAX_AT_ONCE:
        raise Refused("invalid", errors=[{"field": "names", "reason": "too many names", "most": MAX_AT_ONCE}])
    if any(len(name) > 100 for name in names):  # noqa: PLR2004 - as every name
        raise invalid("names", "too long")
    for name in names:
        await save_resource(
            tx, None, unit_id=unit["id"], kind="technician", name={"ru": name}, abilities=tuple(chosen_in(form, "skill")), hours=None,
            position=100, active=True,
        )  # fmt: skip
    return f"{HOME}/units/{unit['code']}/resources?done=added#technicians"


add_bays, add_technicians = saving(_add_bays, _list, "bays"), saving(_add_technicians, _list, "technicians")
