"""What a person does with a group's members, pins and topics."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.control.base import body_of, group_acts, number
from sandbox.control.group_views import group_card, topic_view
from sandbox.doors import WORLD
from sandbox.groups import topic_acts
from sandbox.groups.acts import GroupActs

Json = dict[str, Any]
routes = web.RouteTableDef()
GROUP = "/sim/groups/{group}/{person}"


async def _act(request: web.Request, work: Callable[[GroupActs, Json], None]) -> web.Response:
    acts, body = group_acts(request), await body_of(request)
    work(acts, body)
    return web.json_response(group_card(request.app[WORLD], acts.group, acts.person.id))


@routes.post(GROUP + "/join")
async def join(request: web.Request) -> web.Response:
    """Come in."""
    return await _act(request, lambda acts, _: acts.join())


@routes.post(GROUP + "/leave")
async def leave(request: web.Request) -> web.Response:
    """Go."""
    return await _act(request, lambda acts, _: acts.leave())


@routes.post(GROUP + "/add")
async def add(request: web.Request) -> web.Response:
    """Bring somebody in."""
    return await _act(request, lambda acts, body: acts.add(body.get("user")))


@routes.post(GROUP + "/remove")
async def remove(request: web.Request) -> web.Response:
    """Send somebody away."""
    return await _act(request, lambda acts, body: acts.remove(body.get("user")))


@routes.post(GROUP + "/promote")
async def promote(request: web.Request) -> web.Response:
    """Rights of an administrator."""
    return await _act(request, lambda acts, body: acts.promote(body.get("user"), body.get("rights"), body.get("title")))


@routes.post(GROUP + "/pin")
async def pin(request: web.Request) -> web.Response:
    """Pin a message."""
    body = await body_of(request)
    group_acts(request).pin(body.get("message_id"))
    return web.json_response({})


@routes.post(GROUP + "/unpin")
async def unpin(request: web.Request) -> web.Response:
    """Take a pin away."""
    body = await body_of(request)
    group_acts(request).unpin(body.get("message_id"))
    return web.json_response({})


@routes.post(GROUP + "/topics")
async def add_topic(request: web.Request) -> web.Response:
    """A new topic."""
    acts, body = group_acts(request), await body_of(request)
    topic = topic_acts.create(acts, body.get("name"), body.get("icon_color"))
    return web.json_response(topic_view(acts.group, topic, acts.person.id), status=201)


@routes.patch(GROUP + "/topics/{topic}")
async def change_topic(request: web.Request) -> web.Response:
    """Name, closed, hidden."""
    acts, body = group_acts(request), await body_of(request)
    topic = topic_acts.change(acts, number(request.match_info["topic"], "topic"), body)
    return web.json_response(topic_view(acts.group, topic, acts.person.id))


@routes.delete(GROUP + "/topics/{topic}")
async def delete_topic(request: web.Request) -> web.Response:
    """By hand, without a word to bots."""
    late = request.query.get("late") == "1"
    topic_acts.delete(group_acts(request), number(request.match_info["topic"], "topic"), late=late)
    return web.json_response({})
