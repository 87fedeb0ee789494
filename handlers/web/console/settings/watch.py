"""How nobody is forgotten: the chain's clocks and links, and units' own."""

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, reader_of_settings, saving
from handlers.web.console.settings.own_rules import listed, path_of, unit_of_page
from handlers.web.console.settings.watch_form import as_fields, typed_watch
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from services.catalog.models import in_language
from services.requests.models import TYPES
from services.staff.models import Staff
from services.storage.tx import Tx
from services.units.editing import unit_to_edit, units_to_edit
from services.watch.editing import MODES, drop_watch, fit_for_duty, own_watch, save_watch, watches_of_units
from services.watch.models import Watch
from services.watch.policies import watch_of

_ROOT = f"{HOME}/watch"
_TOLD = {"nudge": "nudge_minutes", "lease": "lease_minutes", "director": "director_minutes"}


async def list_page(request: web.Request) -> web.StreamResponse:
    """The chain's rules, for who may change them, and every unit of this person."""
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        units, own = await units_to_edit(reader, staff), await watches_of_units(reader)
        chain = _brief(await watch_of(reader, None), words)
    shown = listed(units, {unit_id: _brief(watch, words) for unit_id, watch in own.items()}, words)
    return frame.page(request, "watch", "watch", chain=chain, units=shown, root=_ROOT)


def _brief(watch: Watch, words: Words) -> str:
    """`Цепочка: напоминание через 10 мин, в очередь через 20 мин, директору через 30 мин`."""
    steps = [
        words(f"set-watch-{watch.mode}-{step}", time=words.minutes(minutes))
        for step, name in _TOLD.items()
        if (minutes := getattr(watch, name)) and not (step == "director" and watch.mode == "journal")
    ]
    return words(f"set-watch-{watch.mode}-brief", steps=", ".join(steps) or words("set-watch-no-steps"))


async def rules_page(request: web.Request) -> web.StreamResponse:
    """The rules of the chain or of a unit."""
    return await _rules(request)


async def _rules(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words, desk = reader_of_settings(request), words_of(request), desk_of(request)
    async with desk.db.read() as reader:
        unit = await unit_of_page(reader, request, staff)
        unit_id = unit["id"] if unit else None
        own = await own_watch(reader, staff, unit_id)
        watch = own or await watch_of(reader, unit_id)
        people = await fit_for_duty(reader, unit_id)
    on_duty = {person["login"]: person["id"] for person in people}
    return frame.page(
        request, "watch_rules", "watch", wrong, forms={"main": as_fields(watch, on_duty)}, root=path_of(request, _ROOT), unit=unit,
        own=own is not None, title=in_language(unit["name"], words.language) if unit else "", types=TYPES, modes=MODES,
        people=[(person["login"], person["name"]) for person in people], limits=desk.limits,
        off_duty=watch.duty_id is not None and watch.duty_id not in on_duty.values(),
    )  # fmt: skip


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    unit = await unit_of_page(tx, request, staff)
    unit_id = unit["id"] if unit else None
    on_duty = {person["login"]: person["id"] for person in await fit_for_duty(tx, unit_id)}
    await save_watch(tx, staff, typed_watch(unit_id, form, on_duty), seen=form.optional("seen"))
    return f"{path_of(request, _ROOT)}?done=saved"


async def _drop(tx: Tx, request: web.Request, staff: Staff, _form: Form) -> str:
    """Who comes second finds it done."""
    unit = await unit_to_edit(tx, staff, request.match_info["code"])
    if await own_watch(tx, staff, unit["id"]):
        await drop_watch(tx, staff, unit["id"])
    return f"{path_of(request, _ROOT)}?done=as-chain"


save, drop = saving(_save, _rules), saving(_drop, _rules, "drop")
