"""The catalogue of works: the usual list in one press, then each as the chain does it."""

import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, editor_of_chain, reader_of_settings, saving
from handlers.web.keys import desk_of
from services.catalog.editing import save_work
from services.catalog.models import BAYS, FAMILIES, SKILLS, Work
from services.catalog.queries import all_works, work_by_code
from services.catalog.usual import add_usual_works
from services.editing import checked, fingerprint, spoken, typed_number, unchanged, within
from services.errors import Refused, invalid
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain
from services.storage.tx import Tx
from services.units.slugs import slug

_NEW = Fields({
    "family": "maintenance", "minutes": "60", "bay": "lift", "setup_minutes": "5", "cleanup_minutes": "10", "bookable": "on",
    "active": "on", "position": "100",
})  # fmt: skip
_CODE = re.compile(r"[a-z0-9_-]{1,32}")
_NUMBERS = {"minutes": (5, 1440), "setup_minutes": (0, 240), "cleanup_minutes": (0, 240), "position": (0, 9999)}


async def list_page(request: web.Request) -> web.StreamResponse:
    """All works by family, those out of use last."""
    return await _list(request)


async def _list(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    reader_of_settings(request)
    words = words_of(request)
    async with desk_of(request).db.read() as reader:
        works = await all_works(reader, active=False)
    families = {code: [work for work in works if work.family == code and work.active] for code in FAMILIES}
    return frame.page(
        request, "works", "works", wrong, families={code: found for code, found in families.items() if found},
        unused=[work for work in works if not work.active], empty=not works, language=words.language,
    )  # fmt: skip


async def _add_usual(tx: Tx, _request: web.Request, staff: Staff, _form: Form) -> str:
    demand(edits_chain(staff))
    await add_usual_works(tx)
    return f"{HOME}/works?done=usual"


async def new_page(request: web.Request) -> web.StreamResponse:
    """An empty work with usual numbers."""
    return await _new(request)


async def _new(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    editor_of_chain(request)
    return frame.page(
        request, "work", "works", wrong, forms={"main": _NEW}, work=None, families=FAMILIES, kinds=BAYS, skills=SKILLS
    )


async def work_page(request: web.Request) -> web.StreamResponse:
    """One work."""
    return await _work(request)


async def _work(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    reader_of_settings(request)
    words = words_of(request)
    async with desk_of(request).db.read() as reader:
        work = await work_by_code(reader, request.match_info["code"])
    if work is None:
        raise Refused("not-found")
    return frame.page(
        request, "work", "works", wrong, forms={"main": _as_fields(work)}, work=work, title=work.named(words.language),
        families=FAMILIES, kinds=BAYS, skills=SKILLS,
    )  # fmt: skip


def _as_fields(work: Work) -> Fields:
    numbers = {name: str(getattr(work, name)) for name in _NUMBERS}
    intervals = {name: str(getattr(work, name) or "") for name in ("interval_km", "interval_months")}
    ticked = {name: "on" for name in ("bookable", "active") if getattr(work, name)}
    return Fields(
        frame.spoken_fields("title", work.title) | numbers | intervals | ticked
        | {"family": work.family, "bay": work.bay, "skill": work.skill or "", "seen": fingerprint(_plain(work))}
    )  # fmt: skip


def _plain(work: Work) -> dict[str, Any]:
    names = ("title", "family", *_NUMBERS, "bay", "skill", "bookable", "interval_km", "interval_months", "active")
    return {name: getattr(work, name) for name in names}


def _values(form: Form) -> dict[str, Any]:
    """What was typed; every mistake is told at once."""
    return checked({
        "title": lambda: spoken("title", frame.spoken_in(form, "title")),
        "family": lambda: _one_of(form, "family", FAMILIES),
        "bay": lambda: _one_of(form, "bay", BAYS),
        "skill": lambda: _one_of(form, "skill", SKILLS) if form["skill"] else None,
        "bookable": lambda: bool(form["bookable"]),
        "active": lambda: bool(form["active"]),
        **{name: _number(form, name, bounds) for name, bounds in _NUMBERS.items()},
        **{name: _interval(form, name, most) for name, most in (("interval_km", 1_000_000), ("interval_months", 240))},
    })  # fmt: skip


def _number(form: Form, name: str, bounds: tuple[int, int]) -> Any:
    return lambda: within(name, form[name], *bounds)


def _interval(form: Form, name: str, most: int) -> Any:
    return lambda: within(name, form[name], 1, most) if typed_number(name, form[name]) is not None else None


def _one_of(form: Form, name: str, codes: tuple[str, ...]) -> str:
    if form[name] not in codes:
        raise invalid(name, "required")
    return form[name]


async def _add(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    demand(edits_chain(staff))
    values = _values(form)
    code = form["code"].strip().lower()
    if code and (not _CODE.fullmatch(code) or await work_by_code(tx, code)):
        raise invalid("code", "taken" if _CODE.fullmatch(code) else "bad code")
    code = code or await _new_code(tx, values["title"])
    await save_work(tx, code=code, **values)
    return f"{HOME}/works?done=added#{code}"


async def _new_code(tx: Tx, title: Mapping[str, str]) -> str:
    base = (slug(title.get("en") or title["ru"]) or "work")[:28].replace("-", "_")
    for code in (base, *(f"{base}_{number}" for number in range(2, 100))):
        if await work_by_code(tx, code) is None:
            return code
    raise invalid("code", "required")


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    demand(edits_chain(staff))
    work = await work_by_code(tx, request.match_info["code"])
    if work is None:
        raise Refused("not-found")
    unchanged(_plain(work), form.optional("seen"))
    await save_work(tx, code=work.code, **_values(form))
    return f"{HOME}/works?done=saved#{work.code}"


add_usual, add, save = saving(_add_usual, _list), saving(_add, _new), saving(_save, _work)
