"""Tags, and how many days after a closing a contact about the same thing is a repeat."""

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, reader_of_settings, saving
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.editing import fingerprint
from services.errors import Refused
from services.labelling.editing import (
    TagData,
    change_tag,
    make_tag,
    merge_tags,
    repeat_days,
    set_repeat_days,
    tag_to_edit,
    tags_to_edit,
)
from services.staff.models import Staff
from services.staff.rights import edits_chain
from services.storage.tx import Tx
from services.units.editing import unit_to_edit, units_to_edit

_LIST = f"{HOME}/tags"


async def list_page(request: web.Request) -> web.StreamResponse:
    """All that hold where this person works, and the days of repeats."""
    return await _list(request)


async def _list(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        rows = await tags_to_edit(reader, staff)
        units = await units_to_edit(reader, staff)
        spans = {"": await repeat_days(reader, None), **{unit["code"]: await repeat_days(reader, unit["id"]) for unit in units}}
    names = {unit["id"]: in_language(unit["name"], words.language) for unit in units}
    lines = [row | {"shown": in_language(row["name"], words.language), "where": names.get(row["unit_id"], "")} for row in rows]
    whose = [("", words("set-repeats-chain"))] if edits_chain(staff) else []
    whose += [(unit["code"], names[unit["id"]]) for unit in units]
    return frame.page(
        request, "tags", "tags", wrong, tags=lines, whose=whose, holds={code: days for code, (_, days) in spans.items()},
        forms={f"days-{code}": _days_form(code, *span) for code, span in spans.items()},
    )  # fmt: skip


def _days_form(code: str, own: int | None, holds: int) -> Fields:
    """A unit may leave it empty; the chain has always some."""
    shown = holds if own is None and not code else own
    return Fields({"days": "" if shown is None else str(shown)}, action=f"days-{code}")


async def new_page(request: web.Request) -> web.StreamResponse:
    """An empty tag."""
    return await _new(request)


async def _new(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff = reader_of_settings(request)
    async with desk_of(request).db.read() as reader:
        choices = await frame.unit_choices(reader, request, staff)
    stored = Fields({"active": "on", "unit": frame.first_choice(choices)})
    return frame.page(request, "tag", "tags", wrong, forms={"main": stored}, tag=None, others=(), **choices)


async def tag_page(request: web.Request) -> web.StreamResponse:
    """One of them."""
    return await _tag(request)


async def _tag(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        row = await tag_to_edit(reader, staff, int(request.match_info["id"]))
        choices = await frame.unit_choices(reader, request, staff)
        codes = {unit["id"]: unit["code"] for unit in await units_to_edit(reader, staff)}
        others = [
            (other["code"], in_language(other["name"], words.language)) for other in await tags_to_edit(reader, staff)
            if other["mine"] and other["active"] and other["id"] != row["id"] and other["unit_id"] in {None, row["unit_id"]}
        ]  # fmt: skip
    stored = Fields(
        frame.spoken_fields("name", row["name"]) | {"unit": codes.get(row["unit_id"], ""), "seen": fingerprint(row)}
        | ({"active": "on"} if row["active"] else {})
    )  # fmt: skip
    return frame.page(
        request, "tag", "tags", wrong, forms={"main": stored, "merge": Fields(action="merge")}, tag=row, others=others,
        title=in_language(row["name"], words.language), **choices,
    )  # fmt: skip


def _data(form: Form) -> TagData:
    return TagData(frame.spoken_in(form, "name"), form["unit"], bool(form["active"]))


async def _add(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    await make_tag(tx, staff, _data(form))
    return f"{_LIST}?done=added"


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    await change_tag(tx, staff, int(request.match_info["id"]), _data(form), seen=form.optional("seen"))
    return f"{_LIST}?done=saved"


async def _merge(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    await merge_tags(tx, staff, int(request.match_info["id"]), form["into"])
    return f"{_LIST}?done=saved"


async def _days(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    unit = await unit_to_edit(tx, staff, form["unit"]) if form["unit"] else None
    if unit is None and not edits_chain(staff):
        raise Refused("forbidden")
    await set_repeat_days(tx, staff, unit["id"] if unit else None, form["days"])
    return f"{_LIST}?done=saved"


async def days(request: web.Request) -> web.StreamResponse:
    """Of the chain or of a unit: each has its own form on the page."""
    action = f"days-{request.match_info.get('code', '')}"
    return await saving(_days_of, _list, action)(request)


async def _days_of(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    form.values["unit"] = request.match_info.get("code", "")
    return await _days(tx, request, staff, form)


add, save, merge = saving(_add, _new), saving(_save, _tag), saving(_merge, _tag, "merge")
