"""Server-sent events of what changed."""

import json
from typing import Any

from aiohttp import web

from sandbox.control.base import message_card, number, root_of
from sandbox.doors import WORLD

Json = dict[str, Any]
routes = web.RouteTableDef()
QUIET_SECONDS = 15.0


@routes.get("/sim/events")
async def events(request: web.Request) -> web.StreamResponse:
    """`event: changed` with `id: SEQ`; without `after` (or Last-Event-ID) only what happens from now on."""
    world = request.app[WORLD]
    after = request.headers.get("Last-Event-ID") or request.query.get("after")
    seen = number(after, "after") if after else world.events.seq
    wanted = {name: number(request.query[name], name) for name in ("bot", "person", "chat") if request.query.get(name)}
    root = root_of(request)
    response = web.StreamResponse(headers={"Cache-Control": "no-store", "Content-Type": "text/event-stream"})
    await response.prepare(request)
    await response.write(b": ready\n\n")
    try:
        while not world.closing.is_set():
            fresh = world.events.after(seen)
            if fresh:
                seen = fresh[-1]["seq"]
                await response.write(_rendered(root, fresh, wanted))
                continue
            await world.events.wait(QUIET_SECONDS)
            if not world.events.after(seen):
                await response.write(b": still here\n\n")
    except ConnectionError:
        pass  # the reader went away
    return response


def _rendered(root: str, fresh: list[Json], wanted: Json) -> bytes:
    out: list[str] = []
    for event in fresh:
        if not all(
            event[name] == value or (name == "person" and value in event.get("_people", ())) for name, value in wanted.items()
        ):
            continue
        body = {name: value for name, value in event.items() if name not in {"record", "_people"}}
        if "record" in event:
            body["message"] = message_card(root, event["record"])
        out.append(f"event: changed\nid: {event['seq']}\ndata: {json.dumps(body, ensure_ascii=False)}\n\n")
    return "".join(out).encode()
