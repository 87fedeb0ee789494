"""What a browser sends: fields and files of a form, with its protection against forgery and double presses."""

import hmac
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, hdrs, web

from handlers.web.console.keys import session_of
from handlers.web.keys import desk_of
from services.answers import check_braces
from services.errors import Refused
from services.files import MAX_BYTES, add_upload, new_public_id
from services.staff.forms import form_digest

MAX_FIELDS = 1 << 20  # bytes of all text fields together
MAX_FILES = 10
_HIDDEN = ("csrf", "key")
_SECRET = ("password", "old", "new", "again")


@dataclass(slots=True)
class Form:
    """A form as it came. `files` are ids of stored uploads, new and kept ones; `errors` says what is wrong with which field."""

    values: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # of new files, by id
    errors: dict[str, str] = field(default_factory=dict)
    size: int = 0

    def __getitem__(self, name: str) -> str:
        """A field's text with plain line ends; empty when it was not sent."""
        return self.values.get(name, "")

    def optional(self, name: str) -> str | None:
        """A field's text, None when there is nothing in it."""
        return self[name].strip() or None

    def add(self, name: str, value: str) -> None:
        """Take a text field in. Raises Refused `too-large`."""
        self.size += len(value)
        if self.size > MAX_FIELDS or len(self.values) > 1000:  # noqa: PLR2004 - no form has so many fields
            raise Refused("too-large", limit=MAX_FIELDS)
        value = value.replace("\r\n", "\n").replace("\x00", "")
        if name == "attachment":
            self.files.append(value)
        else:
            self.values[name] = value

    @property
    def digest(self) -> bytes:
        """What makes a second submission the same one: the form's key and what was typed."""
        typed = [f"{name}={value}" for name, value in sorted(self.values.items()) if name not in _HIDDEN]
        kept = [public_id for public_id in self.files if public_id not in self.names]
        return form_digest(self["key"] or secrets.token_hex(), [*typed, *kept, *sorted(self.names.values())])

    @property
    def typed(self) -> dict[str, str]:
        """Everything worth keeping when the form cannot be carried out."""
        return {name: value for name, value in self.values.items() if name not in (*_HIDDEN, *_SECRET) and value.strip()}


def mind_braces(form: Form, before: str = "") -> None:
    """The form's `text` as `check_braces` sees it; what a tick has to say yes to becomes the form's `braces`."""
    try:
        check_braces(form["text"], form["braces"], before=before)
    except Refused as refused:
        form.values["braces"] = str(refused.data["errors"][0].get("braces", ""))
        raise


def genuine(form: Form, request: web.Request) -> bool:
    """Whether the form was made for this session (field `csrf`, or the header `X-CSRF-Token` of scripts)."""
    session = session_of(request)
    given = form["csrf"] or request.headers.get("X-CSRF-Token", "")
    return session is not None and hmac.compare_digest(given.encode(), session.csrf.encode())


def foreign(request: web.Request) -> bool:
    """Whether another site's page sent this. Browsers always name the origin of a POST."""
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None:
        return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
    return urlsplit(origin).netloc not in {request.host, urlsplit(desk_of(request).public_url).netloc or request.host}


async def read_form(request: web.Request) -> Form:
    """The form; files are stored only for a genuine one. Raises Refused `too-large` or HTTPBadRequest."""
    form = Form()
    if request.content_type != "multipart/form-data":
        for name, value in (await request.post()).items():
            if isinstance(value, str):
                form.add(name, value)
        return form
    if (request.content_length or 0) > MAX_FILES * MAX_BYTES + MAX_FIELDS:
        raise Refused("too-large", limit=MAX_BYTES)
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if isinstance(part, BodyPartReader):
                await _take(request, form, part)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    return form


async def _take(request: web.Request, form: Form, part: BodyPartReader) -> None:
    if part.filename is None:
        form.add(part.name or "", (await _text(part)).decode(errors="replace"))
    elif part.filename and genuine(form, request) and len(form.names) < MAX_FILES:
        await _store(request, form, part)
    else:
        if part.filename and len(form.names) >= MAX_FILES:
            form.errors["files"] = f"more than {MAX_FILES}"
        await part.release()


async def _text(part: BodyPartReader) -> bytes:
    body = bytearray()
    while chunk := await part.read_chunk():
        body += chunk
        if len(body) > MAX_FIELDS:
            raise Refused("too-large", limit=MAX_FIELDS)
    return bytes(body)


async def _store(request: web.Request, form: Form, part: BodyPartReader) -> None:
    """Keep an upload at once, so that it is not lost when something else in the form is wrong."""
    desk, session = desk_of(request), session_of(request)
    public_id, name = new_public_id(), part.filename or ""
    try:
        size = await desk.files.save(public_id, _chunks(part))
    except Refused:
        form.errors["files"] = "too large"
        await part.release()
        return
    if not size:
        desk.files.path(public_id).unlink(missing_ok=True)
        return
    async with desk.db.tx(actor=session.staff.actor if session else "system") as tx:
        await add_upload(tx, desk.files, public_id, name=name, size=size, staff_id=session.staff.id if session else None)
    form.files.append(public_id)
    form.names[public_id] = f"{name} {size}"


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(1 << 16):
        yield chunk
