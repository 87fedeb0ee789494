"""How requests are handed out: the chain's rules and units' own, tried out on those who wait now before they hold."""

from collections.abc import Sequence

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.distribution_form import OFFERED, as_fields, rows_of, typed_policy
from handlers.web.console.settings.distribution_view import Line, brief, lines
from handlers.web.console.settings.frame import HOME, Fields, failed, reader_of_settings, saving
from handlers.web.console.settings.own_rules import listed, path_of, unit_of_page
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.distribution.policies import drop_policy, own_policy, policy_of, save_policy
from services.distribution.preview import preview
from services.distribution.tiers import tiers_in_use, units_with_rules
from services.errors import Refused
from services.requests.models import TYPES
from services.staff.models import Staff
from services.storage.tx import Tx
from services.units import all_units
from services.units.editing import unit_to_edit, units_to_edit

_ROOT = f"{HOME}/distribution"


async def list_page(request: web.Request) -> web.StreamResponse:
    """The chain's rules, for who may change them, and every unit of this person."""
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        units, own = await units_to_edit(reader, staff), await units_with_rules(reader)
        rules = {unit["id"]: await own_policy(reader, staff, unit["id"]) for unit in units if unit["id"] in own}
        chain = brief(await policy_of(reader, None), words)
    shown = listed(units, {unit_id: brief(found, words) for unit_id, found in rules.items() if found}, words)
    return frame.page(request, "distribution", "distribution", chain=chain, units=shown, root=_ROOT)


async def rules_page(request: web.Request) -> web.StreamResponse:
    """The rules of the chain or of a unit."""
    return await _rules(request)


async def _rules(
    request: web.Request, wrong: Fields | None = None, hands: Sequence[Line] | None = None
) -> web.StreamResponse:  # fmt: skip
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        unit = await unit_of_page(reader, request, staff)
        own = await own_policy(reader, staff, unit["id"] if unit else None)
        policy = own or await policy_of(reader, None)
        stored = as_fields(policy, await tiers_in_use(reader, OFFERED))
    form = wrong if wrong and wrong.action == "main" else stored
    return frame.page(
        request, "rules", "distribution", wrong, forms={"main": stored}, root=path_of(request, _ROOT), unit=unit, own=own is not None,
        title=in_language(unit["name"], words.language) if unit else "", types=TYPES, rows=rows_of(form.values), hands=hands,
        usual_minutes=desk_of(request).limits.reservation_minutes,
    )  # fmt: skip


async def _try_out(request: web.Request) -> web.StreamResponse:
    """Nothing is saved: the form comes back as typed, with what it would lead to."""
    staff, words, desk = reader_of_settings(request), words_of(request), desk_of(request)
    async with desk.db.read() as reader:
        unit = await unit_of_page(reader, request, staff)
        try:
            policy = typed_policy(unit["id"] if unit else None, form_of(request))
        except Refused as refused:
            hands = None
            typed = failed(request, refused)
        else:
            found = await preview(reader, policy, words.now, desk.limits)
            readable = {one.code for one in await all_units(reader) if staff.reads(one.id)}
            hands, typed = lines(found, words, readable), Fields(form_of(request).values)
    return await _rules(request, typed, hands)


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    unit = await unit_of_page(tx, request, staff)
    await save_policy(tx, staff, typed_policy(unit["id"] if unit else None, form), seen=form.optional("seen"))
    return f"{path_of(request, _ROOT)}?done=saved"


async def _drop(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    """Who comes second finds it done."""
    unit = await unit_to_edit(tx, staff, request.match_info["code"])
    if await own_policy(tx, staff, unit["id"]):
        await drop_policy(tx, staff, unit["id"])
    return f"{path_of(request, _ROOT)}?done=as-chain"


_saving, drop = saving(_save, _rules), saving(_drop, _rules, "drop")


async def save(request: web.Request) -> web.StreamResponse:
    """The rules are put in force, or only tried out."""
    return await (_try_out(request) if form_of(request)["preview"] else _saving(request))
