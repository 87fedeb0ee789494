"""The web application: webhook, API, console, health, and the sandbox where there is no token."""

from aiohttp import web

from handlers.web.api import add_api
from handlers.web.console import add_console
from handlers.web.health import add_health
from handlers.web.keys import DESK
from services.desk import Desk

BODY_LIMIT = 1 << 20  # bytes of a JSON body or a form; uploads are streamed and have limits of their own


def web_application(desk: Desk) -> web.Application:
    """Everything but the webhook and the sandbox."""
    app = web.Application(client_max_size=BODY_LIMIT)
    app[DESK] = desk
    add_health(app)
    add_api(app)
    add_console(app)
    app.router.add_get("/", _front)
    return app


async def _front(_request: web.Request) -> web.Response:
    """Whoever opens the bare address wants the console."""
    raise web.HTTPFound("/console")
