"""The agents' console under /console: pages that work as plain forms, and better with scripts."""

from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web

from handlers.web.console import (
    actions,
    answering,
    archive,
    board,
    client_page,
    desk_page,
    guard,
    lists,
    live,
    media,
    notices,
    questions,
    scripts,
    search,
    settings,
    shifts,
    signing,
    typical,
    visits,
)
from handlers.web.console.assets import Assets
from handlers.web.console.keys import ASSETS, TAIL
from handlers.web.console.labelling.routing import routes as label_routes
from handlers.web.console.one_card.routing import routes as card_routes
from handlers.web.console.request_page import conversation_part, request_page_of
from handlers.web.console.tail import Tail
from handlers.web.keys import DESK

_TEMPLATES = Path(__file__).parent / "templates"
_REQUEST = r"/requests/{number:[0-9]+}"


def add_console(app: web.Application) -> None:
    """Mount the console. `app[DESK]` must be set; live pages are let go when the application shuts down."""
    console = web.Application(middlewares=[guard.problems, guard.sessions, guard.forms])
    console[ASSETS] = Assets.read()
    console[TAIL] = Tail(app[DESK].db)
    aiohttp_jinja2.setup(
        console, loader=jinja2.FileSystemLoader(_TEMPLATES), trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined,
        auto_reload=False, extensions=["jinja2.ext.do"],
    )  # fmt: skip
    console.on_response_prepare.append(guard.add_headers)
    console.on_shutdown.append(_let_go)
    console.add_routes(console[ASSETS].routes())
    console.add_routes(_routes())
    app.add_subapp("/console", console)


async def _let_go(console: web.Application) -> None:
    console[TAIL].close()


def _routes() -> list[web.RouteDef]:
    routes = [
        web.get("", desk_page.first_page),
        web.get("/", desk_page.first_page),
        web.get("/sign-in", signing.sign_in_page),
        web.post("/sign-in", signing.enter),
        web.post("/sign-out", signing.leave),
        web.get("/password", signing.password_page),
        web.post("/password", signing.set_password),
        web.post("/language", signing.choose_language),
        web.post("/shift", desk_page.change_shift),
        web.post("/next", desk_page.take_next),
        web.get("/next", desk_page.first_page),
        web.post("/line", desk_page.change_line),
        web.get("/rail", desk_page.rail_part),
        web.get("/live", live.live),
        web.get("/help", desk_page.help_page),
        web.get("/notices", notices.page),
        web.get("/notices/news", notices.news),
        web.post("/notices/seen", notices.mark_seen),
        web.get("/notices/seen", notices.back_to_page),
        web.get("/requests", lists.requests_page),
        web.get("/archive", archive.page),
        web.get("/archive/found", archive.part),
        web.get("/search", search.page),
        web.get("/search/found", search.part),
        web.get("/clients/{client:[A-Za-z0-9_-]{1,64}}", client_page.page),
        web.get("/files/{file:[A-Za-z0-9_-]{1,64}}", media.file_content),
        web.get(_REQUEST, request_page_of),
        web.get(_REQUEST + "/conversation", conversation_part),
        web.get(_REQUEST + "/messages/{message:[0-9]+}", media.message_page),
        web.post(_REQUEST + "/messages/{message:[0-9]+}", media.mend),
        web.post(_REQUEST + "/draft", actions.save_draft),
        web.post(_REQUEST + "/insert", typical.insert),
        web.get(_REQUEST + "/insert", actions.back_to_page),
        *answering.routes(_REQUEST),
        *board.routes(),
        *questions.routes(),
        *label_routes(),
        *card_routes(),
        *scripts.routes(),
        *settings.routes(),
        *shifts.routes(),
        *visits.routes(),
    ]
    for name, act in actions.ACTIONS.items():
        routes += [
            web.post(f"{_REQUEST}/{name}", actions.action(name, act)),
            web.get(f"{_REQUEST}/{name}", actions.back_to_page),
        ]
    return routes
