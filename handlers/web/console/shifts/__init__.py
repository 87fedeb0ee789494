"""People at work: withdrawing somebody from what comes in, the end of a shift, the calls that are owed."""

from aiohttp import web

from handlers.web.console.shifts import calls, ending, withdrawing


def routes() -> list[web.RouteDef]:
    """Everything of it; the address of a form, opened as a page, leads to the page it is on."""
    person, call = "/board/people/{login:[a-z0-9._-]{1,32}}", "/calls/{number:[0-9]+}"
    return [
        web.get(person, withdrawing.page),
        web.post(f"{person}/withdraw", withdrawing.withdraw),
        web.get(f"{person}/withdraw", withdrawing.to_page),
        web.post(f"{person}/back", withdrawing.bring_back),
        web.get(f"{person}/back", withdrawing.to_page),
        web.get("/shift-end", ending.page),
        web.post("/shift-end", ending.end),
        web.get("/calls", calls.page),
        web.post(call, calls.record),
        web.get(call, calls.to_page),
    ]
