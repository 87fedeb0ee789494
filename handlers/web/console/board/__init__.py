"""What heads, directors, quality control and admins look at: the live board, and the journal of what was missed (G2, D1)."""

from aiohttp import web

from handlers.web.console.board import missed, page


def routes() -> list[web.RouteDef]:
    """The board, its live part, and the journal."""
    return [
        web.get("/board", page.page),
        web.get("/board/part", page.part),
        web.get("/missed", missed.page),
    ]
