"""Rendering: what every page of the console is given."""

import secrets
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from handlers.web.console.keys import ASSETS, LANGUAGE, UNSEEN, session_of
from handlers.web.console.words import Words
from handlers.web.keys import desk_of
from handlers.web.problems import language_of as asked_language
from services.staff.rights import sees_audit, sees_settings
from services.texts import LANGUAGES
from services.watch.reading import Unseen

_PARTS = (
    "/live", "/rail", "/conversation", "/draft", "/search/found", "/archive/found", "/visits/day-part", "/board/part",
    "/questions/part", "/notices/news", "/here", "/typing",
)  # fmt: skip


def language_of(request: web.Request) -> str:
    """The person's own choice, else what the sign-in page was switched to, else what the browser asks for."""
    session = session_of(request)
    if session and session.staff.language in LANGUAGES:
        return session.staff.language
    chosen = request.query.get("language")
    return chosen if chosen in LANGUAGES else asked_language(request)


def words_of(request: web.Request) -> Words:
    """The words for whoever looks."""
    return Words(request.get(LANGUAGE) or language_of(request), desk_of(request).clock.now())


def new_key() -> str:
    """A form's one-time key."""
    return secrets.token_urlsafe(12)


def render(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """A page, never stored by browsers or proxies: it holds people's words."""
    session = session_of(request)
    context = {
        "t": words_of(request), "session": session, "staff": session.staff if session else None, "assets": request.app[ASSETS],
        "new_key": new_key, "path": request.path, "sees_settings": session is not None and sees_settings(session.staff),
        "sees_audit": session is not None and sees_audit(session.staff), "unseen": request.get(UNSEEN) or Unseen(), **context,
    }  # fmt: skip
    return aiohttp_jinja2.render_template(template, request, context, status=status)


def is_partial(request: web.Request) -> bool:
    """Whether a script asks in the background, where a redirect to the sign-in page would end up inside the page."""
    return request.path.endswith(_PARTS)
