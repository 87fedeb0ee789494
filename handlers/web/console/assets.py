"""Style sheets and scripts: served under a name that changes with their content, so that browsers may keep them for ever."""

import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aiohttp import web

from frontend.joining import joined_modules, joined_styles

STATIC = Path(__file__).parent.parent / "static"
HTMX = "vendor/htmx.min.js"
SHEETS = (
    "base", "shell", "rail", "conversation", "forms", "desk", "settings", "visits", "shifts", "search", "archive", "notices", "board",
    "labels", "answering", "scripts", "questions",
)  # fmt: skip
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
_TYPES = {".js": "text/javascript", ".css": "text/css"}


@dataclass(frozen=True, slots=True)
class Assets:
    """The version in the address of static files, and whether the front-end files of others were fetched at set-up. `kept` is what
    every page asks for, by name: our scripts as one file, our styles as another."""

    version: str
    htmx: bool
    kept: Mapping[str, bytes]

    @classmethod
    def read(cls) -> "Assets":
        """Look at the files as they are now."""
        digest = hashlib.sha256()
        for path in sorted(p for p in STATIC.rglob("*") if p.is_file()):
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\x00" + path.read_bytes())
        own = STATIC / "console"
        kept = {"console/all.js": joined_modules(own, "main").encode(), "console/all.css": joined_styles(own, SHEETS).encode()}
        if htmx := (STATIC / HTMX).is_file():
            kept[HTMX] = (STATIC / HTMX).read_bytes()
        for content in kept.values():
            digest.update(content)
        return cls(digest.hexdigest()[:12], htmx, kept)

    def url(self, name: str) -> str:
        """The address of a file."""
        return f"/console/static/{self.version}/{name}"

    def routes(self) -> list[web.AbstractRouteDef]:
        """What is kept comes from memory and small, everything else from the disk."""
        root = f"/static/{self.version}"
        kept = [web.get(f"{root}/{name}", _giver(content, Path(name).suffix)) for name, content in self.kept.items()]
        return [*kept, web.static(root, STATIC)]


@cache
def _packed(content: bytes) -> bytes:
    """Once in a process, when somebody asks for it: not while it starts."""
    return gzip.compress(content, mtime=0)


def _giver(content: bytes, suffix: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    headers = {"Content-Type": f"{_TYPES[suffix]}; charset=utf-8", "Vary": "Accept-Encoding"}

    async def give(request: web.Request) -> web.Response:
        if _GZIP.search(request.headers.get("Accept-Encoding", "")):
            return web.Response(body=_packed(content), headers={**headers, "Content-Encoding": "gzip"})
        return web.Response(body=content, headers=headers)

    return give
