"""People who work here: taking on, what they do and where, new passwords, letting go."""

from collections.abc import Collection
from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, chosen_fields, chosen_in, failed, reader_of_settings, saving
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.editing import fingerprint
from services.errors import Refused
from services.requests.models import TYPES
from services.staff import editing
from services.staff.editing import PersonData, as_edited, people_to_edit, person_to_edit
from services.staff.forms import begin_form, end_form
from services.staff.models import Staff
from services.staff.rights import edits_chain, roles_to_grant, withdraws
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units.editing import units_to_edit


async def list_page(request: web.Request) -> web.StreamResponse:
    """Everybody this person may change."""
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        rows = await people_to_edit(reader, staff)
        names = {row["id"]: in_language(row["name"], words.language) for row in await units_to_edit(reader, staff)}
    lines = [row | {"units": ", ".join(names.get(unit_id, "…") for unit_id in row["unit_ids"])} for row in rows]
    return frame.page(request, "people", "staff", people=lines)


async def new_page(request: web.Request) -> web.StreamResponse:
    """Somebody new: an agent, unless said otherwise."""
    return await _new(request)


async def _new(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff = reader_of_settings(request)
    async with desk_of(request).db.read() as reader:
        choices = await _choices(reader, request, staff)
    only = [code for code, _ in choices["units"]] if not edits_chain(staff) and len(choices["units"]) == 1 else []
    stored = Fields({"role": "agent"} | chosen_fields("unit", only))
    return frame.page(
        request, "person", "staff", wrong, forms={"main": stored}, person=None, own=False, withdrawable=False, **choices
    )


async def _choices(reader: Reader, request: web.Request, staff: Staff, held: Collection[int] = ()) -> dict[str, Any]:
    """What the form offers; units that are closed stay with whoever has them: without its last unit a person would have all."""
    language = words_of(request).language
    rows = [row for row in await units_to_edit(reader, staff) if row["active"] or row["id"] in held]
    units = [(row["code"], in_language(row["name"], language)) for row in rows]
    return {"units": units, "roles": roles_to_grant(staff), "types": TYPES, "limit": desk_of(request).limits.wip_limit}


async def person_page(request: web.Request) -> web.StreamResponse:
    """One of them."""
    return await _person(request)


async def _person(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff = reader_of_settings(request)
    async with desk_of(request).db.read() as reader:
        row = await person_to_edit(reader, staff, request.match_info["login"])
        choices = await _choices(reader, request, staff, row["unit_ids"])
        codes = {unit["id"]: unit["code"] for unit in await units_to_edit(reader, staff)}
    stored = Fields(
        {"name": row["name"], "role": row["role"], "telegram_id": str(row["telegram_id"] or ""), "wip_limit": str(row["wip_limit"] or ""),
         "seen": fingerprint(as_edited(row))}
        | chosen_fields("unit", [codes[unit_id] for unit_id in row["unit_ids"] if unit_id in codes]) | chosen_fields("skill", row["skills"])
        | chosen_fields("language", row["languages"])
    )  # fmt: skip
    own = row["id"] == staff.id
    forms = {"main": stored} if own else {"main": stored, "leave": Fields()}
    return frame.page(
        request, "person", "staff", wrong, forms=forms, person=row, own=own,
        withdrawable=withdraws(staff, row["role"], row["unit_ids"]), **choices
    )  # fmt: skip


def _data(form: Form) -> PersonData:
    return PersonData(
        form["name"],
        form["role"],
        chosen_in(form, "unit"),
        chosen_in(form, "skill"),
        form["login"],
        form["telegram_id"],
        form["wip_limit"],
        chosen_in(form, "language"),
    )


async def add(request: web.Request) -> web.StreamResponse:
    """Take somebody on: their one-time password is shown on this answer and never again."""
    staff, form = staff_of(request), form_of(request)
    try:
        login, password = await _once(request, form, staff)
    except Refused as refused:
        if refused.code == "forbidden":
            raise
        return await _new(request, failed(request, refused))
    return await _welcome(request, login, password, new=True)


async def _once(request: web.Request, form: Form, staff: Staff) -> tuple[str, str]:
    """As `once`, but the secret goes to the page alone: a repeated form leads to the person without it."""
    async with desk_of(request).db.tx(actor=staff.actor) as tx:
        done = await begin_form(tx, staff, form.digest)
        if done is not None:
            raise web.HTTPSeeOther(done)
        login, password = await editing.add_person(tx, staff, _data(form))
        await end_form(tx, staff, form.digest, f"{HOME}/staff/{login}")
    return login, password


async def new_password(request: web.Request) -> web.StreamResponse:
    """A new one-time password, shown once."""
    staff, form, login = staff_of(request), form_of(request), request.match_info["login"]
    async with desk_of(request).db.tx(actor=staff.actor) as tx:
        done = await begin_form(tx, staff, form.digest)
        if done is not None:
            raise web.HTTPSeeOther(done)
        password = await editing.reset_password(tx, staff, login)
        await end_form(tx, staff, form.digest, f"{HOME}/staff/{login}")
    return await _welcome(request, login, password, new=False)


async def _welcome(request: web.Request, login: str, password: str, *, new: bool) -> web.StreamResponse:
    async with desk_of(request).db.read() as reader:
        row = await person_to_edit(reader, staff_of(request), login)
    address = f"{desk_of(request).public_url or str(request.url.origin())}/console"
    return frame.page(request, "password_once", "staff", person=row, password=password, new=new, address=address)


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    login = request.match_info["login"]
    await editing.change_person(tx, staff, login, _data(form), seen=form.optional("seen"))
    return f"{HOME}/staff/{login}?done=saved"


async def _leave(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    login = request.match_info["login"]
    await editing.let_go(tx, staff, login, sure=bool(form["sure"]))
    return f"{HOME}/staff/{login}?done=left"


async def _take_back(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    login = request.match_info["login"]
    await editing.take_back(tx, staff, login)
    return f"{HOME}/staff/{login}?done=returned"


save, leave, take_back = saving(_save, _person), saving(_leave, _person, "leave"), saving(_take_back, _person, "leave")
