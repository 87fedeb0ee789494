"""Files of conversations."""

import re

from aiohttp import web

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call, Upload
from handlers.web.files import file_response
from services.files import add_upload
from services.files.access import readable_file
from services.looks import file_looked_at
from services.storage.tx import Tx

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


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
    async with call.desk.db.tx(actor=call.token.actor) as tx:
        row = await readable_file(tx.look(), public_id, call.viewer) if _ID.fullmatch(public_id) else None
        if row is not None:
            await file_looked_at(tx, call.viewer, row["public_id"])
    return file_response(call.desk.files, row)
