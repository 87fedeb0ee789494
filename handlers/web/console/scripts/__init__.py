"""Scripts at work: what is known beside the conversation, closing by them, and how they do."""

from aiohttp import web

from handlers.web.console.scripts import figures


def routes() -> list[web.RouteDef]:
    """The figures."""
    return [web.get("/scripts", figures.page)]
