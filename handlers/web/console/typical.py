"""Putting a typical answer into the answer box without scripts: the page comes back with the words in it, and nothing is sent."""

from aiohttp import web

from handlers.web.console.guard import form_of
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.request_page import Failed, request_page
from handlers.web.keys import desk_of
from services.answers import one_answer
from services.errors import Refused
from services.requests.answers import save_draft
from services.requests.view import Viewer, request_row


async def insert(request: web.Request) -> web.StreamResponse:
    """What was typed stays, the answer's words follow; kept as the draft, too. Raises Refused `not-found`."""
    staff, form, number = staff_of(request), form_of(request), number_in(request)
    chosen = form["typical"]
    async with desk_of(request).db.tx(actor=staff.actor) as tx:
        row = await request_row(tx, number, Viewer("staff", staff=staff))
        if row is None or not (chosen.isascii() and chosen.isdigit() and len(chosen) < 10):  # noqa: PLR2004 - fits an integer
            raise Refused("not-found")
        words = await one_answer(tx, int(chosen), row, staff, tx.now)
        typed = form["text"].rstrip()
        form.values["text"] = f"{typed}\n\n{words}" if typed and words else words or typed
        form.values["used"] = chosen if words else form["used"]
        await save_draft(tx, staff, number, form["text"])
    return await request_page(request, number, Failed("answer", form))
