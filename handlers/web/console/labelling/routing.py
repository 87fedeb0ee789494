"""Where the pages and forms of this package are."""

from aiohttp import web

from handlers.web.console import actions
from handlers.web.console.labelling import acts, repeats_page, tags_page

_REQUEST = "/requests/{number:[0-9]+}"


def routes() -> list[web.RouteDef]:
    """Two pages of figures, and the forms of a request's page."""
    found = [web.get("/tags", tags_page.page), web.get("/repeats", repeats_page.page)]
    for name, act in acts.ACTS.items():
        found += [
            web.post(f"{_REQUEST}/{name}", actions.action(name, act)),
            web.get(f"{_REQUEST}/{name}", actions.back_to_page),
        ]
    return found
