"""Files of conversations."""

import re
from urllib.parse import quote

from aiohttp import web

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call, Upload
from services.errors import Refused
from services.files import OCTETS, FileStore, add_upload, shows_inline
from services.files.access import readable_file
from services.storage.reader import Row
from services.storage.tx import Tx

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MIME = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_ODD = re.compile(r"[^A-Za-z0-9._ -]")


async def store_file(call: Call, tx: Tx, upload: Upload) -> Answer:
    """POST /files."""
    staff = call.token.staff
    stored = await add_upload(
        tx, call.desk.files, upload.public_id, name=upload.name, size=upload.size, staff_id=staff.id if staff else None,
        token_id=call.token.id,
    )  # fmt: skip
    return Answer(201, shapes.File.model_validate(stored))


async def send_file(call: Call) -> web.StreamResponse:
    """GET /files/{id}: whole or in ranges."""
    public_id = call.http.match_info["id"]
    async with call.desk.db.read() as reader:
        row = await readable_file(reader, public_id, call.viewer) if _ID.fullmatch(public_id) else None
    if row is None or row["state"] != "ready":
        raise Refused("not-found")
    return file_response(call.desk.files, row)


def file_response(store: FileStore, row: Row) -> web.StreamResponse:
    """The file of a row. Only pictures and sounds are shown in the page; nothing is ever taken for a web page."""
    path = store.path(row["public_id"])
    if not path.is_file():
        raise Refused("unavailable")
    mime = row["mime"] if _MIME.fullmatch(row["mime"]) else OCTETS
    response = web.FileResponse(path)
    response.content_type = mime
    response.headers["Content-Disposition"] = _disposition("inline" if shows_inline(mime) else "attachment", row["name"])
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=3600, immutable"
    return response


def _disposition(kind: str, name: str) -> str:
    """RFC 6266, with a plain name for old readers."""
    return f"{kind}; filename=\"{_ODD.sub('_', name)}\"; filename*=UTF-8''{quote(name, safe='')}"
