"""Groups as a whole: founding, looking, settings."""

from typing import Any

from aiohttp import web

from sandbox.control.base import body_of, group_of, number
from sandbox.control.group_views import group_card, group_view, topic_asked
from sandbox.doors import WORLD
from sandbox.errors import ControlError
from sandbox.groups import founding
from sandbox.groups.group import PERMISSIONS, Group
from sandbox.groups.members import checked_rights
from sandbox.world import World

Json = dict[str, Any]
routes = web.RouteTableDef()
STATUSES = ("member", "administrator", "left")


@routes.get("/sim/groups")
async def groups(request: web.Request) -> web.Response:
    """All groups, those of a bot, those a person is in."""
    wanted = {name: number(request.query[name], name) for name in ("bot", "person") if request.query.get(name)}
    found = [
        group_card(request.app[WORLD], group, wanted.get("person"))
        for group in request.app[WORLD].groups.values()
        if wanted.get("bot") in (None, group.bot) and ("person" not in wanted or group.member(wanted["person"]).inside)
    ]
    return web.json_response({"groups": found})


@routes.post("/sim/groups")
async def add_group(request: web.Request) -> web.Response:
    """A new group."""
    world, body = request.app[WORLD], await body_of(request)
    title, people, bot = _title(body), _people(world, body), _bot(world, body)
    status = body.get("bot_status") or ("administrator" if "rights" in body else "member")
    if status not in STATUSES:
        raise ControlError(400, f"bot_status must be one of {', '.join(STATUSES)}")
    rights = checked_rights(body.get("rights")) if status == "administrator" else ()
    limit = _limit(body.get("messages_per_minute"))
    is_forum = body.get("forum") is True
    group = founding.new_group(world, title, bot, is_supergroup=is_forum or body.get("supergroup") is True)
    if is_forum:
        group.become_forum(is_forum=True)
    group.limit = limit
    founding.found(world, group, people[0], people)
    if status != "left":
        founding.bring_bot(world, group, rights)
    return web.json_response(group_view(request, group, None), status=201)


def _title(body: Json) -> str:
    title = body.get("title")
    if not isinstance(title, str) or not title.strip():
        raise ControlError(400, "title must be non-empty")
    return title.strip()


def _people(world: World, body: Json) -> list[int]:
    """The members, the owner first."""
    members = body.get("members") or []
    named = [body["owner"]] if body.get("owner") is not None else []
    if not isinstance(members, list) or not members + named:
        raise ControlError(400, "members must be a list of people, the first of whom is the owner")
    people = [world.known_person(person if isinstance(person, int) else 0).id for person in named + members]
    return list(dict.fromkeys(people))


def _bot(world: World, body: Json) -> int:
    if body.get("bot") is not None:
        return world.known_bot(body["bot"] if isinstance(body["bot"], int) else 0).id
    if len(world.bots) != 1:
        raise ControlError(400, "bot must be named: there is more than one, or none yet")
    return next(iter(world.bots))


def _limit(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ControlError(400, "messages_per_minute must be a positive number or null")
    return value


@routes.get("/sim/groups/{group}")
async def group(request: web.Request) -> web.Response:
    """A group with its messages, those of one topic or all; `?read=1`: the person has read them."""
    found = group_of(request)
    person = number(request.query["person"], "person") if request.query.get("person") else None
    if request.query.get("read") == "1" and person is not None:
        found.read(person, topic_asked(request))
        request.app[WORLD].saver.chat(found)
    return web.json_response(group_view(request, found, person))


@routes.patch("/sim/groups/{group}")
async def change_group(request: web.Request) -> web.Response:
    """Title, topics on or off, what members may do, the minute's limit."""
    world, found, body = request.app[WORLD], group_of(request), await body_of(request)
    if found.migrated_to is not None or found.is_deleted:
        raise ControlError(409, "the group has moved or was deleted")
    by = founding.author_of(world, found, body.get("by"))
    if "messages_per_minute" in body:
        found.limit = _limit(body["messages_per_minute"])
    if "permissions" in body:
        found.permissions = _permissions(found, body["permissions"])
    if "title" in body:
        founding.retitle(world, found, _title(body), by)
    if "forum" in body and (body["forum"] is True) != found.is_forum:
        found = founding.turn_forum(world, found, by, is_forum=body["forum"] is True)
    world.saver.chat(found)
    world.tell("chat", found, person=by["id"])
    return web.json_response(group_view(request, found, None))


def _permissions(found: Group, given: Any) -> dict[str, bool]:
    if not isinstance(given, dict) or not all(name in PERMISSIONS and isinstance(on, bool) for name, on in given.items()):
        raise ControlError(400, f"permissions must be true or false for {', '.join(PERMISSIONS)}")
    return {**found.permissions, **given}


@routes.post("/sim/groups/{group}/migrate")
async def migrate(request: web.Request) -> web.Response:
    """A basic group becomes a supergroup."""
    world, found = request.app[WORLD], group_of(request)
    if found.is_supergroup or found.migrated_to is not None or found.is_deleted:
        raise ControlError(409, "only a standing basic group can become a supergroup")
    by = founding.author_of(world, found, (await body_of(request)).get("by"))
    return web.json_response(group_view(request, founding.migrate(world, found, by), None))


@routes.delete("/sim/groups/{group}")
async def delete(request: web.Request) -> web.Response:
    """The owner deletes the group."""
    founding.delete(request.app[WORLD], group_of(request))
    return web.json_response({})
