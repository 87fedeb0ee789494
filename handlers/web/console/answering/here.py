"""Who else has this page open. Pages ask every few seconds; what they are told is courtesy and never a right."""

from aiohttp import web

from handlers.web.console.guard import form_of
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.pages import render
from handlers.web.keys import desk_of
from services.errors import Refused, invalid
from services.presence.here import be_here, others_here, types
from services.requests.view import Viewer, request_row


async def part(request: web.Request) -> web.StreamResponse:
    """Says that this page is open, and answers who else has it. Raises Refused `not-found` where it may not be read."""
    staff, number = staff_of(request), number_in(request)
    async with desk_of(request).db.tx(actor=staff.actor) as tx:
        if await request_row(tx.look(), number, Viewer("staff", staff=staff)) is None:
            raise Refused("not-found")
        await be_here(tx, staff, number)
        others = await others_here(tx, staff, number)
    return render(request, "answering/here.html", others=others)


async def typing(request: web.Request) -> web.StreamResponse:
    """A key was touched in the answer or in a note; 204. Where the request may not be read nothing happens."""
    staff, form, number = staff_of(request), form_of(request), number_in(request)
    what = form["what"]
    if what not in {"answer", "note"}:
        raise invalid("what", "unknown")
    async with desk_of(request).db.tx(actor=staff.actor) as tx:
        await types(tx, staff, number, "answer" if what == "answer" else "note")
    return web.Response(status=204)
