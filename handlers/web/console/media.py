"""Files of conversations for those who may read them, and an own answer on its own page, to be mended or taken back."""

from aiohttp import web

from handlers.web.console.guard import form_of
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.once import once
from handlers.web.console.pages import render, words_of
from handlers.web.files import file_response
from handlers.web.keys import desk_of
from handlers.web.problems import STATUS
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
    number, message_id, text = number_in(request), _message_in(request), form_of(request)["text"]

    async def edit(tx: Tx) -> str:
        await edit_answer(tx, staff_of(request), number, message_id, text=text)
        return f"/console/requests/{number}#m{message_id}"

    try:
        target = await once(request, edit)
    except Refused as refused:
        return await _page(request, refused, text)
    raise web.HTTPSeeOther(target)


async def _page(request: web.Request, refused: Refused | None = None, typed: str | None = None) -> web.Response:
    number, message_id, words = number_in(request), _message_in(request), words_of(request)
    async with desk_of(request).db.read() as reader:
        said = await own_answer(reader, staff_of(request), number, message_id)
    if said is None:
        raise refused or Refused("not-found")
    return render(
        request, "message.html", status=STATUS.get(refused.code, 409) if refused else 200, number=number, message_id=message_id,
        words=said if typed is None else typed, why=words.refusal(refused) if refused else "",
        mistakes=words.mistakes(refused) if refused else {},
    )  # fmt: skip


def _message_in(request: web.Request) -> int:
    digits = request.match_info["message"]
    if len(digits) > 18:  # noqa: PLR2004 - fits a bigint
        raise Refused("not-found")
    return int(digits)
