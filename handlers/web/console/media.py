"""Files of conversations, for those who may read them."""

from aiohttp import web

from handlers.web.console.keys import staff_of
from handlers.web.files import file_response
from handlers.web.keys import desk_of
from services.files.access import readable_file
from services.requests.view import Viewer


async def file_content(request: web.Request) -> web.StreamResponse:
    """The file itself. What a browser might run is only ever downloaded."""
    desk = desk_of(request)
    async with desk.db.read() as reader:
        row = await readable_file(reader, request.match_info["file"], Viewer("staff", staff=staff_of(request)))
    return file_response(desk.files, row, download="download" in request.query)
