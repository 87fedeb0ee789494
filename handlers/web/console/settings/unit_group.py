"""The Telegram group of a unit: connecting it, what is missing, how it works."""

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, reader_of_settings, saving
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.groups import connecting
from services.staff.models import Staff
from services.storage.tx import Tx
from services.units.editing import unit_to_edit


async def page(request: web.Request) -> web.StreamResponse:
    """How it stands."""
    return await _page(request)


async def _page(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        unit = await unit_to_edit(reader, staff, request.match_info["code"])
        group = await connecting.connection_of(reader, unit["id"])
    ticked = {name: "on" for name in ("answers", "every") if getattr(group, name)}
    return frame.page(
        request, "group", "units", wrong, forms={"main": Fields({"language": group.language, **ticked})}, unit=unit, group=group,
        title=in_language(unit["name"], words.language),
    )  # fmt: skip


def _home(request: web.Request, done: str = "") -> str:
    return f"{HOME}/units/{request.match_info['code']}/group{f'?done={done}' if done else ''}"


async def _code(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    await connecting.make_code(tx, staff, request.match_info["code"])
    return _home(request)


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    await connecting.change(
        tx,
        staff,
        request.match_info["code"],
        answers=bool(form["answers"]),
        every=bool(form["every"]),
        language=form["language"],
    )
    return _home(request, "saved")


async def _disconnect(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    await connecting.disconnect(tx, staff, request.match_info["code"])
    return _home(request, "removed")


async def _rebuild(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    await connecting.build_anew(tx, staff, request.match_info["code"])
    return _home(request, "saved")


make_code, save = saving(_code, _page, "code"), saving(_save, _page)
disconnect, rebuild = saving(_disconnect, _page, "disconnect"), saving(_rebuild, _page, "rebuild")
