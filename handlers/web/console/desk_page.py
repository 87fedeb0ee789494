"""The first page: the shift, Next, what is in hand, who comes next today."""

from typing import Any

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.notices import pressing_for
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.visits.day import coming_today
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
from services.distribution.line import leave_line, stand_in_line
from services.errors import Refused
from services.events import last_cursor
from services.requests.handing_over import shift_ends
from services.requests.queue import next_request
from services.setting_up import progress
from services.staff.accounts import set_shift
from services.staff.forms import begin_form, end_form
from services.staff.rights import edits_chain

_DONE = frozenset({"closed", "returned", "transferred", "handed-over"})


async def first_page(request: web.Request) -> web.StreamResponse:
    """Where the day begins, and where one comes back to after a request is done."""
    done, number = request.query.get("done", ""), request.query.get("number", "")
    told = done if done in _DONE and number.isascii() and number.isdigit() and len(number) < 19 else ""  # noqa: PLR2004
    return await _page(request, done=told, number=number)


async def _page(request: web.Request, *, status: int = 200, **context: Any) -> web.Response:
    """`refused`: the code of a refusal, told as what it is: an empty queue is no trouble."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.page() as reader:
        cursor = await last_cursor(reader)
        rail = await load_rail(reader, desk, staff, words)
        missing = (await progress(reader)).next if edits_chain(staff) else ""
        today = await coming_today(reader, staff, words)
        pressing = await pressing_for(reader, staff, words)
    context = {"done": "", "number": "", "refused": "", "why": "", **context}
    return render(
        request, "desk.html", status=status, cursor=cursor, rail=rail, current=None, missing=missing, today=today,
        pressing=pressing, **context,
    )  # fmt: skip


async def rail_part(request: web.Request) -> web.StreamResponse:
    """The left side alone, for the live view."""
    desk, staff = desk_of(request), staff_of(request)
    current = request.query.get("current", "")
    async with desk.db.page() as reader:
        rail = await load_rail(reader, desk, staff, words_of(request))
    return render(
        request, "parts/rail.html", rail=rail, current=int(current) if current.isascii() and current.isdigit() else None
    )


async def take_next(request: web.Request) -> web.StreamResponse:
    """Next: the request the queue hands out, or why not (W2, W4, W5)."""
    try:
        target = await _claim(request, form_of(request))
    except Refused as refused:
        status = 200 if refused.code == "nothing-waiting" else STATUS.get(refused.code, 409)
        return await _page(request, status=status, refused=refused.code, why=words_of(request).refusal(refused))
    raise web.HTTPSeeOther(target)


async def _claim(request: web.Request, form: Form) -> str:
    """A press counts once; finding nothing is no press."""
    desk, staff = desk_of(request), staff_of(request)
    async with desk.db.tx(actor=staff.actor) as tx:
        done = await begin_form(tx, staff, form.digest)
        if done is not None:
            return done or "/console"
        number = await next_request(desk.db, staff, desk.limits, tx=tx)
        if number is None:
            raise Refused("nothing-waiting")
        target = f"/console/requests/{number}"
        await end_form(tx, staff, form.digest, target)
    return target


async def change_shift(request: web.Request) -> web.StreamResponse:
    """On, away or off; off with requests in hand leads to handing them over first."""
    desk, staff, form = desk_of(request), staff_of(request), form_of(request)
    async with desk.db.tx(actor=staff.actor) as tx:
        full = form["state"] == "off" and not await shift_ends(tx, staff)
        if form["state"] != "off":
            await set_shift(tx, staff, form["state"])
    if full:
        raise web.HTTPSeeOther("/console/shift-end")
    back = form["back"]
    raise web.HTTPSeeOther(f"/console/requests/{back}" if back.isascii() and back.isdigit() else "/console")


async def change_line(request: web.Request) -> web.StreamResponse:
    """Wait for the next request, or wait no longer."""
    desk, staff, form = desk_of(request), staff_of(request), form_of(request)
    async with desk.db.tx(actor=staff.actor) as tx:
        if form["state"] == "in":
            await stand_in_line(tx, staff)
        else:
            await leave_line(tx, staff.id)
    raise web.HTTPSeeOther("/console")


async def help_page(request: web.Request) -> web.StreamResponse:
    """The keys, and the rules of the queue in a few lines."""
    return render(request, "help.html", limit=staff_of(request).wip_limit or desk_of(request).limits.wip_limit)
