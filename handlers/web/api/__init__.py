"""The HTTP API (contract, "HTTP")."""

import re

from aiohttp import web

from handlers.web.api.openapi import ROOT, openapi_document
from handlers.web.api.serving import endpoint
from handlers.web.api.table import ROUTES
from handlers.web.problems import problems

_VERSION = ROOT.removeprefix("/api")


def add_api(app: web.Application) -> None:
    """Add everything below /api: unknown addresses and methods there get problem documents too."""
    api = web.Application(middlewares=[problems])
    api.router.add_get(f"{_VERSION}/openapi.json", _openapi)
    for route in sorted(ROUTES, key=lambda route: "{" in route.path):  # "/requests/next" before "/requests/{number}"
        path = re.sub(r"\{number\}", r"{number:[1-9][0-9]{0,17}}", _VERSION + route.path)
        if route.method == "GET":
            api.router.add_get(path, endpoint(route))
        else:
            api.router.add_route(route.method, path, endpoint(route))
    app.add_subapp("/api", api)


async def _openapi(_request: web.Request) -> web.Response:
    return web.json_response(openapi_document())


__all__ = ["add_api"]
