"""Handing out a stored file: the same to the API and to the console."""

import logging
import re
from urllib.parse import quote

from aiohttp import hdrs, web

from services.errors import Refused
from services.files import OCTETS, FileStore, shows_inline
from services.storage.reader import Row

_MIME = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_ODD = re.compile(r"[^A-Za-z0-9._ -]")
log = logging.getLogger(__name__)


def file_response(store: FileStore, row: Row | None, *, download: bool = False) -> web.StreamResponse:
    """The file of a row (None: there is none, or none for this reader), whole or in ranges.

    Only pictures and sounds are shown in the page; nothing is ever taken for a web page. Browsers ask again each time, so that a
    right that was withdrawn holds at once. Raises Refused `not-found`, also where the bytes are gone: asking later does not help.
    """
    if row is None or row["state"] != "ready":
        raise Refused("not-found")
    path = store.path(row["public_id"])
    if not path.is_file():
        log.warning("a stored file is missing: %s", row["public_id"])
        raise Refused("not-found")
    mime = row["mime"] if _MIME.fullmatch(row["mime"]) else OCTETS
    inline = shows_inline(mime)
    headers = {
        hdrs.CONTENT_TYPE: mime if inline else OCTETS,
        hdrs.CONTENT_DISPOSITION: _disposition("inline" if inline and not download else "attachment", row["name"]),
        hdrs.CACHE_CONTROL: "private, no-cache",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
    }
    return web.FileResponse(path, headers=headers)


def _disposition(kind: str, name: str) -> str:
    """RFC 6266, with a plain name for old readers."""
    return f"{kind}; filename=\"{_ODD.sub('_', name)}\"; filename*=UTF-8''{quote(name, safe='')}"
