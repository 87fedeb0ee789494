"""What the console keeps in its application and in each request."""

from typing import TYPE_CHECKING

from aiohttp import web

from handlers.web.keys import DESK
from services.desk import Desk
from services.staff.models import Staff
from services.staff.sessions import Session

if TYPE_CHECKING:
    from handlers.web.console.assets import Assets
    from handlers.web.console.forms import Form
    from handlers.web.console.tail import Tail

ASSETS: "web.AppKey[Assets]" = web.AppKey("assets")
TAIL: "web.AppKey[Tail]" = web.AppKey("tail")
SESSION: "web.RequestKey[Session]" = web.RequestKey("session", Session)
FORM: "web.RequestKey[Form]" = web.RequestKey("form")
LANGUAGE: "web.RequestKey[str]" = web.RequestKey("language", str)


def desk_of(request: web.Request) -> Desk:
    """The product."""
    return request.config_dict[DESK]


def session_of(request: web.Request) -> Session | None:
    """Who is signed in, if anybody."""
    return request.get(SESSION)


def staff_of(request: web.Request) -> Staff:
    """Who is signed in; on pages that nobody else reaches."""
    return request[SESSION].staff
