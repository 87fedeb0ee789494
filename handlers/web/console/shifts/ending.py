"""The end of a shift with requests in hand: what becomes of each, and a note for whoever takes it next."""

from aiohttp import web

from handlers.web.console.forms import Form
from handlers.web.console.keys import staff_of
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.settings.frame import Fields, saving
from handlers.web.keys import desk_of
from services.events import last_cursor
from services.requests.handing_over import ALL, LONGEST_NOTE, end_shift, goes_back
from services.staff.models import Staff
from services.storage.tx import Tx


async def page(request: web.Request) -> web.StreamResponse:
    """What is in hand; with empty hands there is nothing to do here."""
    return await _page(request, Fields())


async def _page(request: web.Request, form: Fields) -> web.StreamResponse:
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        rail = await load_rail(reader, desk, staff, words)
        back = await goes_back(reader, staff.id)
    held = [one for one in rail.held if one.number in back]
    if not held and not form.why:
        raise web.HTTPSeeOther("/console")
    groups = [
        (name, [one for one in held if back[one.number] is queues]) for name, queues in (("queue", True), ("silent", False))
    ]
    return render(
        request, "shifts/end.html", status=form.status, cursor=cursor, rail=rail, current=None, f=form, longest=LONGEST_NOTE,
        groups=[(name, ones) for name, ones in groups if ones],
        named={f"{ALL}.{one.number}": f"№ {one.number} {one.client}" for one in held},
    )  # fmt: skip


async def _end(tx: Tx, _request: web.Request, staff: Staff, form: Form) -> str:
    parts = [(name.partition("."), text) for name, text in form.values.items()]
    notes = {
        int(digits): text for (head, _, digits), text in parts
        if head == ALL and digits.isascii() and digits.isdigit() and len(digits) < 19  # noqa: PLR2004 - fits a bigint
    }  # fmt: skip
    handed = await end_shift(tx, staff, notes, form[ALL])
    count = handed.queued + handed.silent
    return f"/console?done=handed-over&number={count}" if count else "/console"


end = saving(_end, _page)
