"""Files of conversations, for those who may read them."""

from urllib.parse import quote

from aiohttp import hdrs, web

from handlers.web.console.keys import desk_of, staff_of
from services.errors import Refused
from services.files import OCTETS, shows_inline
from services.files.access import readable_file
from services.requests.view import Viewer


async def file_content(request: web.Request) -> web.StreamResponse:
    """The file itself. What a browser might run is only ever downloaded."""
    desk = desk_of(request)
    async with desk.db.read() as reader:
        row = await readable_file(reader, request.match_info["file"], Viewer("staff", staff=staff_of(request)))
    if row is None or row["state"] != "ready":
        raise Refused("not-found")
    path = desk.files.path(row["public_id"])
    if not path.is_file():
        raise Refused("not-found")
    inline = shows_inline(row["mime"]) and "download" not in request.query
    disposition = "inline" if inline else "attachment"
    return web.FileResponse(
        path,
        headers={
            hdrs.CONTENT_TYPE: row["mime"] if shows_inline(row["mime"]) else OCTETS,
            hdrs.CONTENT_DISPOSITION: f"{disposition}; filename*=UTF-8''{quote(row['name'], safe='')}",
            "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
            hdrs.CACHE_CONTROL: "private, no-cache",
        },
    )
