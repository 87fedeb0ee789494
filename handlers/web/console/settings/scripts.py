"""Scripts (V7): what is asked and must be known for each request type, in the chain and in units of their own; tried out before saved."""

from collections import defaultdict
from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, failed, reader_of_settings, saving
from handlers.web.console.settings.own_rules import path_of, unit_of_page
from handlers.web.console.settings.script_form import GROUPS as _GROUPS
from handlers.web.console.settings.script_form import as_fields, rearranged, renumbered, rows_in, typed_body
from handlers.web.console.settings.script_preview import preview
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.errors import Refused
from services.requests.models import OUTCOMES, TYPES
from services.scripts.editing import checked_script, drop_script, save_script
from services.scripts.models import KINDS, NEXTS, Script
from services.scripts.reading import script_of, scripts_of
from services.staff.models import Staff
from services.staff.rights import demand, edits_chain
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units.editing import unit_to_edit, units_to_edit

_ROOT = f"{HOME}/scripts"


async def list_page(request: web.Request) -> web.StreamResponse:
    """Every request type with whose script holds: in the chain, or in the unit that is looked at."""
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        units = [unit for unit in await units_to_edit(reader, staff) if unit["active"]]
        chosen = request.query.get("unit", "")
        unit = next((one for one in units if one["code"] == chosen), None)
        if unit is None and not edits_chain(staff):
            unit = units[0] if units else None
        scripts = await scripts_of(reader, unit["id"] if unit else None)
    root = f"{_ROOT}/units/{unit['code']}" if unit else f"{_ROOT}/chain"
    return frame.page(
        request, "scripts", "scripts", lines=[_line(script, unit, words) for script in scripts.values()], root=root,
        unit=unit["code"] if unit else "", units=[(one["code"], in_language(one["name"], words.language)) for one in units],
    )  # fmt: skip


def _line(script: Script, unit: Any, words: Words) -> dict[str, str]:
    must = sum(field.required for field in script.fields)
    return {
        "type": script.type, "name": words.label("type", script.type), "whose": _whose(script, unit["id"] if unit else None),
        "brief": words("script-brief", fields=len(script.fields), must=must, results=len(script.results)) if script.fields or script.results
        else words("script-empty"),
        "asks": "yes" if script.asks and any(any(field.ask.values()) for field in script.fields) else "",
    }  # fmt: skip


def _whose(script: Script, unit_id: int | None) -> str:
    """`unit`, `chain` or `usual`: whose script holds."""
    if not script.own:
        return "usual"
    return "unit" if unit_id is not None and script.unit_id == unit_id else "chain"


def _type_of(request: web.Request) -> str:
    kind = request.match_info["type"]
    if kind not in TYPES:
        raise Refused("not-found")
    return kind


def _address(request: web.Request) -> str:
    return f"{path_of(request, _ROOT)}/{_type_of(request)}"


async def script_page(request: web.Request) -> web.StreamResponse:
    """The script of one type."""
    return await _script(request)


async def _script(
    request: web.Request, wrong: Fields | None = None, *, at: str = "", tried: bool = False
) -> web.StreamResponse:
    """`at`: the row to look at; `tried`: nothing of it is saved."""
    staff, words = reader_of_settings(request), words_of(request)
    kind = _type_of(request)
    async with desk_of(request).db.read() as reader:
        unit, script = await _page_of(reader, request, staff, kind)
    stored = as_fields(script)
    if wrong and wrong.action == "main":
        wrong = Fields(renumbered(wrong.values), wrong.mistakes, wrong.why, wrong.status, wrong.action)
    form = wrong if wrong and wrong.action == "main" else stored
    rows = {group: [defaultdict(str, row) for row in found] for group, found in rows_in(form.values).items()}
    unit_id = unit["id"] if unit else None
    return frame.page(
        request, "script", "scripts", wrong, forms={"main": stored}, root=_address(request), unit=unit, kind=kind,
        title=in_language(unit["name"], words.language) if unit else "", whose=_whose(script, unit_id), rows=rows,
        kinds=KINDS, outcomes=OUTCOMES, nexts=NEXTS, at=at, tried=tried, back=f"{_ROOT}?unit={unit['code']}" if unit else _ROOT,
        shown=preview(kind, typed_body(form.values, script), words), where=lambda name: _where(name, words),
    )  # fmt: skip


def _where(field: str, words: Words) -> str:
    """Before a mistake: which question or result it is in."""
    group, _, rest = field.partition(".")
    number = rest.partition(".")[0]
    return f"{words(f'script-in-{group}', number=int(number) + 1)}: " if group in _GROUPS and number.isdigit() else ""


async def _page_of(reader: Reader, request: web.Request, staff: Staff, kind: str) -> tuple[Any, Script]:
    unit = await unit_of_page(reader, request, staff)
    return unit, await script_of(reader, kind, unit["id"] if unit else None)


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    unit, stored = await _page_of(tx, request, staff, _type_of(request))
    checked = checked_script(stored.type, unit["id"] if unit else None, typed_body(form.values, stored))
    await save_script(tx, staff, checked, seen=form.optional("seen"))
    return f"{_address(request)}?done=saved"


async def _drop(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    """Who comes second finds it done."""
    code, kind = request.match_info.get("code"), _type_of(request)
    demand(code is not None or edits_chain(staff))
    unit = await unit_to_edit(tx, staff, code) if code else None
    unit_id = unit["id"] if unit else None
    script = await script_of(tx, kind, unit_id)
    if script.own and script.unit_id == unit_id:
        await drop_script(tx, staff, kind, unit_id)
    return f"{_address(request)}?done={'as-chain' if unit else 'as-usual'}"


_saving, drop = saving(_save, _script), saving(_drop, _script, "drop")


async def save(request: web.Request) -> web.StreamResponse:
    """The script is put in force, or rearranged and shown without being saved."""
    act = form_of(request)["do"]
    return await (_try_out(request, act) if act else _saving(request))


async def _try_out(request: web.Request, act: str) -> web.StreamResponse:
    """Nothing is saved: the form comes back as typed, rearranged where a button beside a row said so, with what people will see."""
    values, at = rearranged(form_of(request).values, act)
    typed = Fields(values)
    if act == "preview":
        try:
            staff = reader_of_settings(request)
            async with desk_of(request).db.read() as reader:
                unit, stored = await _page_of(reader, request, staff, _type_of(request))
            checked_script(stored.type, unit["id"] if unit else None, typed_body(values, stored))
        except Refused as refused:
            if refused.code != "invalid":
                raise
            wrong = failed(request, refused)
            typed = Fields(values, wrong.mistakes, wrong.why, wrong.status)
    return await _script(request, typed, at=at, tried=True)
