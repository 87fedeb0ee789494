"""The control API /sim/… of docs/sandbox.md."""

from aiohttp import web

from sandbox.control import chats, groups, host, people, places, stream, wires


def add_control(app: web.Application) -> None:
    """Put the control API's routes onto the application."""
    for part in (people, chats, groups, places, stream, wires, host):
        app.router.add_routes(part.routes)
