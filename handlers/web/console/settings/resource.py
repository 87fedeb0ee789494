"""One bay or technician: the name, what it can do, hours of its own, and when it is away or out of order."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.moments import local_moment
from handlers.web.console.pages import words_of
from handlers.web.console.settings import frame
from handlers.web.console.settings.frame import HOME, Fields, chosen_fields, chosen_in, reader_of_settings, saving
from handlers.web.console.settings.resources import group_of
from handlers.web.console.words import Words, place_of
from handlers.web.keys import desk_of
from services.catalog.editing import block as block_resource
from services.catalog.editing import save_resource
from services.catalog.editing import unblock as unblock_resource
from services.catalog.models import BAYS, SKILLS, Resource
from services.catalog.queries import resource_by_id
from services.catalog.use import blocks_ahead, visits_ahead
from services.editing import checked, fingerprint, plain, spoken, unchanged, within
from services.errors import Refused, invalid
from services.staff.models import Staff
from services.staff.rights import demand, edits_unit
from services.storage.reader import Reader
from services.storage.tx import Tx
from services.units import Unit, unit_by_id
from services.units.week import read_week, say_spans


async def page(request: web.Request) -> web.StreamResponse:
    """One bay or technician."""
    return await _resource(request)


async def _found(reader: Reader, request: web.Request, staff: Staff) -> tuple[Resource, Unit]:
    """Raises Refused `not-found`, `forbidden`."""
    resource = await resource_by_id(reader, int(request.match_info["id"]))
    unit = await unit_by_id(reader, resource.unit_id) if resource else None
    if resource is None or unit is None:
        raise Refused("not-found")
    demand(edits_unit(staff, unit.id))
    return resource, unit


async def _resource(request: web.Request, wrong: Fields | None = None) -> web.StreamResponse:
    staff, words = reader_of_settings(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        resource, unit = await _found(reader, request, staff)
        ahead = await visits_ahead(reader, resource.id, words.now)
        blocks = await blocks_ahead(reader, resource.id, words.now)
    return frame.page(
        request, "resource", "units", wrong, forms={"main": _as_fields(resource, unit), "block": _usual_block(words, unit)},
        resource=resource, unit={"code": unit.code}, title=resource.named(words.language), unit_title=unit.named(words.language)["name"],
        codes=BAYS if resource.kind == "bay" else SKILLS, group=group_of(resource.kind), ahead=ahead, blocks=blocks,
        place=place_of(unit, words.language),
    )  # fmt: skip


def _usual_block(words: Words, unit: Unit) -> Fields:
    """From tomorrow's midnight for a day."""
    tomorrow = words.now.astimezone(unit.hours.zone).date() + timedelta(days=1)
    return Fields({"since": f"{tomorrow}T00:00", "until": f"{tomorrow + timedelta(days=1)}T00:00"})


def _as_fields(resource: Resource, unit: Unit) -> Fields:
    week = (resource.hours or {}).get("week", {})
    usual = {
        str(day): say_spans([(a.strftime("%H:%M"), b.strftime("%H:%M")) for a, b in spans])
        for day, spans in enumerate(unit.hours.week)
    }
    hours = {f"hours.{day}": say_spans(week.get(day, [])) if resource.hours else usual[day] for day in usual}
    ticked = {name: "on" for name, is_set in (("active", resource.active), ("own_hours", resource.hours is not None)) if is_set}
    return Fields(
        frame.spoken_fields("name", resource.name) | chosen_fields("ability", resource.abilities) | hours | ticked
        | {"position": str(resource.position), "seen": _seen(resource)}
    )  # fmt: skip


def _seen(resource: Resource) -> str:
    return fingerprint(_plain(resource))


def _plain(resource: Resource) -> dict[str, Any]:
    return {
        "name": resource.name, "abilities": sorted(resource.abilities), "hours": resource.hours, "position": resource.position,
        "active": resource.active,
    }  # fmt: skip


async def _save(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    resource, unit = await _found(tx, request, staff)
    unchanged(_plain(resource), form.optional("seen"))
    values = checked({
        "name": lambda: spoken("name", frame.spoken_in(form, "name")),
        "hours": lambda: _hours(form, resource.hours),
        "position": lambda: within("position", form["position"], 0, 9999),
        "active": lambda: bool(form["active"]),
    })  # fmt: skip
    if resource.active and not values["active"] and not form["sure"]:
        ahead = await visits_ahead(tx, resource.id, tx.now)
        if ahead:
            raise Refused("invalid", errors=[{"field": "active", "reason": "visits ahead", "count": len(ahead)}])
    await save_resource(
        tx, resource.id, unit_id=unit.id, kind=resource.kind, abilities=tuple(chosen_in(form, "ability")), **values
    )
    return f"{HOME}/resources/{resource.id}?done=saved"


def _hours(form: Form, before: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """None: whenever the unit is open."""
    if not form["own_hours"]:
        return None
    week = read_week({day: form[f"hours.{day}"] for day in range(7)})
    return {"week": week, "days": (before or {}).get("days", {})}


async def _block(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    """Away, or out of order."""
    resource, unit = await _found(tx, request, staff)
    since, until = (local_moment(name, form[name], unit.time_zone) for name in ("since", "until"))
    if until <= since:
        raise invalid("until", "before since")
    if until <= tx.now:
        raise invalid("until", "past")
    reason = plain(form["reason"])
    if not reason or len(reason) > 200:  # noqa: PLR2004 - a few words
        raise invalid("reason", "too long" if reason else "required")
    try:
        await block_resource(tx, resource.id, since, until, reason, staff.id)
    except Refused as refused:
        raise invalid("since", "visits in the way") if refused.code == "slot-taken" else refused from None
    return f"{HOME}/resources/{resource.id}?done=blocked#blocks"


async def _unblock(tx: Tx, request: web.Request, staff: Staff, form: Form) -> str:
    resource, _ = await _found(tx, request, staff)
    known = {row["id"] for row in await blocks_ahead(tx, resource.id, tx.now)}
    if not form["block"].isascii() or not form["block"].isdigit() or int(form["block"]) not in known:
        raise invalid("block", "unknown")
    await unblock_resource(tx, int(form["block"]))
    return f"{HOME}/resources/{resource.id}?done=unblocked#blocks"


save, block, unblock = saving(_save, _resource), saving(_block, _resource, "block"), saving(_unblock, _resource, "block")
