"""Files of conversations for those who may read them, and an own answer on its own page, to be mended or taken back."""

from aiohttp import web

from handlers.web.console.forms import mind_braces
from handlers.web.console.guard import form_of
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.once import once
from handlers.web.console.pages import render
from handlers.web.console.request_page import Failed, failure
from handlers.web.files import file_response
from handlers.web.keys import desk_of
from services.errors import Refused
from services.files.access import readable_file
from services.looks import file_looked_at
from services.requests.amending import edit_answer, own_answer
from services.requests.view import Viewer
from services.storage.tx import Tx


async def file_content(request: web.Request) -> web.StreamResponse:
    """The file itself. What a browser might run is only ever downloaded."""
    desk = desk_of(request)
    viewer = Viewer("staff", staff=staff_of(request))
    async with desk.db.tx(actor=staff_of(request).actor) as tx:
        row = await readable_file(tx.look(), request.match_info["file"], viewer)
        if row is not None:
            await file_looked_at(tx, viewer, row["public_id"])
    return file_response(desk.files, row, download="download" in request.query)


async def message_page(request: web.Request) -> web.StreamResponse:
    """An own answer with what it says now. Raises Refused `not-found` for anybody else's."""
    return await _page(request)


async def mend(request: web.Request) -> web.StreamResponse:
    """New words for it; where that is refused, the page again with what was typed."""
    number, message_id, form, staff = number_in(request), _message_in(request), form_of(request), staff_of(request)

    async def edit(tx: Tx) -> str:
        if (said := await own_answer(tx, staff, number, message_id)) is not None:  # else it is refused for that
            mind_braces(form, before=said)
        await edit_answer(tx, staff, number, message_id, text=form["text"])
        return f"/console/requests/{number}#m{message_id}"

    try:
        target = await once(request, edit)
    except Refused as refused:
        return await _page(request, failure(request, "mend", form, refused), refused)
    raise web.HTTPSeeOther(target)


async def _page(request: web.Request, failed: Failed | None = None, refused: Refused | None = None) -> web.Response:
    number, message_id = number_in(request), _message_in(request)
    async with desk_of(request).db.read() as reader:
        said = await own_answer(reader, staff_of(request), number, message_id)
    if said is None:
        raise refused or Refused("not-found")
    return render(
        request, "message.html", status=failed.status if failed else 200, number=number, message_id=message_id,
        words=failed.form["text"] if failed else said, failed=failed,
    )  # fmt: skip


def _message_in(request: web.Request) -> int:
    digits = request.match_info["message"]
    if len(digits) > 18:  # noqa: PLR2004 - fits a bigint
        raise Refused("not-found")
    return int(digits)
