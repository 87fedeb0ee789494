"""What the web application carries."""

from aiohttp import web

from services.desk import Desk

DESK = web.AppKey("desk", Desk)


def desk_of(request: web.Request) -> Desk:
    """The desk of the application, also from inside a sub-application."""
    return request.config_dict[DESK]
