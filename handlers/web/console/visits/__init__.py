"""Visits: the reception's list of the day, one visit, and booking from a request."""

from aiohttp import web

from handlers.web.console.visits import booking, day, visit


def routes() -> list[web.RouteDef]:
    """Everything below /console/visits, and booking from /console/requests."""
    one, request = "/visits/{visit:[A-Za-z0-9_-]{1,64}}", r"/requests/{number:[0-9]+}/visit"
    return [
        web.get("/visits", day.page),
        web.get("/visits/day-part", day.part),
        web.get(one, visit.page),
        web.post(f"{one}/status", visit.status),
        web.post(f"{one}/move", visit.move),
        web.post(f"{one}/cancel", visit.cancel),
        web.get(f"{one}/{{act:status|move|cancel}}", visit.back_to_page),
        web.get(request, booking.page),
        web.post(request, booking.book),
    ]
