"""A merge from its trail, and undoing it."""

from typing import Any

from aiohttp import web

from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.once import carried_out
from handlers.web.console.one_card.offers import signs_told
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
from services.errors import Refused
from services.events import last_cursor
from services.finding import leads_for
from services.recognising.undoing import merge_of, unmerge
from services.units import all_units

# What is told of what moved, in this order.
SHOWN = ("chat", "request", "appointment", "repair_order", "parts_order", "vehicle", "consent", "client_ref", "reminder")


async def page(request: web.Request) -> web.StreamResponse:
    """What moved, why, and the form that puts it back."""
    return await _page(request)


async def _page(request: web.Request, refused: Refused | None = None) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        merge = await merge_of(reader, staff, _id(request), words.now)
        units = await all_units(reader)
        leads = await leads_for(reader, staff, merge.client_id)
        rail = await load_rail(reader, desk, staff, words)
    if not leads and refused is None:
        async with desk.db.tx(actor=staff.actor) as tx:
            tx.event("client.read", f"client:{merge.kept_id}", via="merge")
    return render(
        request, "one_card/merge.html", status=STATUS.get(refused.code, 409) if refused else 200, cursor=cursor, rail=rail, current=None,
        merge=merge, signs=signs_told(list(merge.signs), words), place=place_of(units[0] if units else None, words.language),
        moved=[(name.replace("_", "-"), merge.counts[name]) for name in SHOWN if merge.counts.get(name)],
        reason=form_of(request)["reason"] if refused else "", mistakes=words.mistakes(refused) if refused else {},
        why=words.refusal(refused) if refused else "",
    )  # fmt: skip


def _id(request: web.Request) -> int:
    return int(request.match_info["merge"])


async def undo(request: web.Request) -> web.StreamResponse:
    """Take the cards apart again."""
    staff, form = staff_of(request), form_of(request)

    async def act(tx: Any) -> str:
        parted = await unmerge(tx, staff, _id(request), reason=form["reason"])
        return f"/console/clients/{parted.joined_id}?done=parted"

    return await carried_out(request, act, _page)


async def back(request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page."""
    raise web.HTTPSeeOther(f"/console/merges/{_id(request)}")
