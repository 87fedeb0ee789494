"""The phone in the browser: a page where several people talk to the bot side by side.

The page is plain ES modules without a build step, joined as they are served; it lives on the control API of `docs/sandbox.md` alone.
"""

import json
from collections.abc import Awaitable, Callable, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from frontend.joining import joined_modules, joined_styles
from sandbox.host import Texts

STATIC = Path(__file__).parent / "static"
PAGE = Path(__file__).parent / "index.html"
LINKS_SLOT = "<!--links-->"
SHEETS = ("base", "popups", "page", "phone", "message", "media", "panel")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; "
        "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # A newer sandbox has another page at the same address; the ETag makes asking cheap.
    "Cache-Control": "no-cache",
}
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def add_phone(app: web.Application, links: Sequence[tuple[Texts, str]] = ()) -> None:
    """Serve the phone at `/` of `app` and its files under `/static/phone/`.

    `links` are (label per language, url) pairs shown in the header of the page; the host product puts its own pages there.
    Every address on the page is relative, so the same application works mounted under a prefix.
    Raises `ValueError` on a link that is neither relative nor http(s).
    """
    page = PAGE.read_text(encoding="utf-8").replace(LINKS_SLOT, "".join(_anchor(*link) for link in links))
    app.router.add_get("/", _giver(page.encode(), "text/html"))
    # Seen only when mounted: relative addresses need the closing slash.
    app.router.add_get("", _to_closing_slash)
    for name, text in (("all.js", joined_modules(STATIC, "app")), ("all.css", joined_styles(STATIC, SHEETS))):
        app.router.add_get(f"/static/phone/{name}", _giver(text.encode(), TYPES[Path(name).suffix]))
    for path in STATIC.iterdir():
        if path.suffix in TYPES:
            app.router.add_get(f"/static/phone/{path.name}", _giver(path.read_bytes(), TYPES[path.suffix]))


def _giver(body: bytes, content_type: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """A handler for one small file kept in memory."""
    tag = sha256(body).hexdigest()[:20]
    headers = {**HEADERS, "ETag": f'"{tag}"', "Content-Type": f"{content_type}; charset=utf-8"}

    async def give(request: web.Request) -> web.Response:
        if any(known.value == tag for known in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=body, headers=headers)

    return give


async def _to_closing_slash(request: web.Request) -> web.Response:
    last = request.path.rsplit("/", 1)[-1]
    query = f"?{request.query_string}" if request.query_string else ""
    return web.Response(status=308, headers={"Location": f"{last}/{query}"})


def _anchor(label: Texts, url: str) -> str:
    if urlsplit(url).scheme not in {"", "http", "https"}:
        raise ValueError(f"a link of the phone page must be relative or http(s): {url!r}")
    # The page knows the reader's language, the server does not.
    return f'<a href="{escape(url)}" data-label="{escape(json.dumps(label))}">{escape(next(iter(label.values())))}</a>'
