"""Receiving a file: streamed to its place while it arrives, recorded later in the transaction of the call."""

import hashlib
from collections.abc import AsyncIterator

from aiohttp import BodyPartReader, MultipartReader, web

from handlers.web.api.bodies import READ_ERRORS, Received
from handlers.web.api.call import Upload
from services.errors import Refused, invalid
from services.files import FileStore, new_public_id

_CHUNK = 1 << 16
_MALFORMED = (
    ValueError,
    AssertionError,
    LookupError,
    RuntimeError,
    *READ_ERRORS,
)  # what aiohttp's reader raises for broken bodies


async def receive_upload(http: web.Request, store: FileStore) -> Received:
    """Read a multipart body with one file.

    The digest covers name and content of the file, not the raw body: a repeated call has another boundary. Where the body is no
    good, it covers what was read up to there.
    """
    reception = _Reception(store)
    try:
        upload = await reception.receive(http)
    except Refused as refused:
        return Received(reception.digest.digest(), failure=refused)
    except _MALFORMED:
        failure = Refused("malformed", detail="not a complete multipart/form-data body")
        return Received(reception.digest.digest(), failure=failure)
    return Received(reception.digest.digest(), upload=upload)


def forget_upload(store: FileStore, upload: Upload) -> None:
    """Remove a file that nothing refers to."""
    store.path(upload.public_id).unlink(missing_ok=True)


class _Reception:
    def __init__(self, store: FileStore) -> None:
        self.store = store
        self.digest = hashlib.sha256()

    async def receive(self, http: web.Request) -> Upload:
        if http.content_type != "multipart/form-data":
            raise Refused("malformed", detail="the body must be multipart/form-data")
        parts = await http.multipart()
        part = await _next_part(parts)
        if part is None:
            raise invalid("file", "required")
        name = (part.filename or "file").encode("utf-8", "replace").decode()
        self.digest.update(name.encode() + b"\x00")
        public_id = new_public_id()
        upload = Upload(public_id, name, await self.store.save(public_id, self._chunks(part)))
        try:
            await _expect_end(parts, upload)
        except BaseException:
            forget_upload(self.store, upload)
            raise
        return upload

    async def _chunks(self, part: BodyPartReader) -> AsyncIterator[bytes]:
        while chunk := await part.read_chunk(_CHUNK):
            self.digest.update(chunk)
            yield chunk


async def _next_part(parts: MultipartReader) -> BodyPartReader | None:
    part = await parts.next()
    if part is None:
        return None
    if not isinstance(part, BodyPartReader) or part.name is None:
        raise Refused("malformed", detail="every part must be a field with a name")
    if part.filename is None and part.name != "file":
        raise invalid(part.name[:200], "unknown field")
    return part


async def _expect_end(parts: MultipartReader, upload: Upload) -> None:
    if not upload.size:
        raise invalid("file", "empty")
    if await _next_part(parts) is not None:
        raise invalid("file", "one at a time")
