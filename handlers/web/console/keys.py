"""What the console keeps in its application and in each request."""

from typing import TYPE_CHECKING

from aiohttp import web

from services.errors import Refused
from services.staff.models import Staff
from services.staff.sessions import Session

if TYPE_CHECKING:
    from handlers.web.console.assets import Assets
    from handlers.web.console.forms import Form
    from handlers.web.console.tail import Tail
    from services.watch.reading import Unseen

ASSETS: "web.AppKey[Assets]" = web.AppKey("assets")
TAIL: "web.AppKey[Tail]" = web.AppKey("tail")
SESSION: "web.RequestKey[Session]" = web.RequestKey("session", Session)
UNSEEN: "web.RequestKey[Unseen]" = web.RequestKey("unseen")
FORM: "web.RequestKey[Form]" = web.RequestKey("form")
LANGUAGE: "web.RequestKey[str]" = web.RequestKey("language", str)


def session_of(request: web.Request) -> Session | None:
    """Who is signed in, if anybody."""
    return request.get(SESSION)


def staff_of(request: web.Request) -> Staff:
    """Who is signed in; on pages that nobody else reaches."""
    return request[SESSION].staff


def number_in(request: web.Request) -> int:
    """The request's number from the path; one too long for a number there is not found."""
    digits = request.match_info["number"]
    if len(digits) > 18:  # noqa: PLR2004 - fits a bigint
        raise Refused("not-found")
    return int(digits)
