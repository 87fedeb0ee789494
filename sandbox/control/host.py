"""The panel of the program that hosts the sandbox."""

from typing import Any

from aiohttp import web

from sandbox.errors import ControlError
from sandbox.host import HostPanel, Step

HOST = web.AppKey("host", HostPanel)
routes = web.RouteTableDef()


async def _card(panel: HostPanel) -> dict[str, Any]:
    acts = [{"name": act.name, "label": act.label} for act in await panel.acts()]
    return {"title": panel.title, "intro": [_line(step) for step in panel.intro], "status": await panel.status(), "acts": acts}


def _line(step: Step) -> dict[str, Any]:
    label, url = step.link or (None, None)
    return {"text": step.text, "link": {"label": label, "url": url} if url else None}


@routes.get("/sim/host")
async def host(request: web.Request) -> web.Response:
    """The panel as it stands; null where the host gives none."""
    panel = request.app.get(HOST)
    return web.json_response({"panel": await _card(panel) if panel else None})


@routes.post("/sim/host/{act}")
async def act(request: web.Request) -> web.Response:
    """Do it; the panel as it stands then."""
    panel = request.app.get(HOST)
    wanted = [act for act in await panel.acts() if act.name == request.match_info["act"]] if panel else []
    if panel is None or not wanted:
        raise ControlError(404, "no such act")
    try:
        await wanted[0].run()
    except ValueError as error:
        raise ControlError(409, str(error)) from None
    return web.json_response({"panel": await _card(panel)})
