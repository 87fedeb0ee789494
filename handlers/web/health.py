"""`/health/live`, `/health/ready` and `/metrics`: for whoever watches the process."""

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from handlers.web.keys import desk_of
from services.health import database_answers, open_requests, unsearchable


def add_health(app: web.Application) -> None:
    """Add the three addresses."""
    app.router.add_get("/health/live", _live)
    app.router.add_get("/health/ready", _ready)
    app.router.add_get("/metrics", _metrics)


async def _live(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def _ready(request: web.Request) -> web.Response:
    """503 without PostgreSQL; Redis is comfort, its loss makes nothing unready (contract, "HTTP")."""
    if await database_answers(desk_of(request).db):
        return web.json_response({"status": "ok"})
    return web.json_response({"status": "unavailable", "database": "no answer"}, status=503, headers={"Retry-After": "2"})


async def _metrics(request: web.Request) -> web.Response:
    """The process's own figures, and the open requests and those that cannot be searched where the database tells them in time."""
    text = generate_latest()
    counts, lost = await open_requests(desk_of(request).db), await unsearchable(desk_of(request).db)
    if counts is not None:
        registry = CollectorRegistry()
        gauge = Gauge("priyomka_requests", "Requests in the queue or led by somebody, by state", ["state"], registry=registry)
        for state, number in counts.items():
            gauge.labels(state).set(number)
        text += generate_latest(registry)
    if lost is not None:
        registry = CollectorRegistry()
        Gauge("priyomka_unsearchable_requests", "Requests that no search finds by their words", registry=registry).set(lost)
        text += generate_latest(registry)
    return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE_LATEST})
