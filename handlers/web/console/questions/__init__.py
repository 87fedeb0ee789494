"""Questions among colleagues, and through whose hands a request goes: on the page of a request, and on a page of those asked."""

from aiohttp import web

from handlers.web.console.questions import page


def routes() -> list[web.RouteDef]:
    """The page of those asked; the address of a form, opened as a page, leads to it."""
    answer = "/questions/{question:[0-9]{1,18}}"
    return [
        web.get("/questions", page.page),
        web.get("/questions/part", page.part),
        web.post(answer, page.answering),
        web.get(answer, page.to_page),
    ]
