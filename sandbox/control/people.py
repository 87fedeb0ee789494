"""Bots, people and the clock."""

from aiohttp import web

from sandbox.control.base import body_of, number
from sandbox.doors import WORLD
from sandbox.errors import ControlError
from sandbox.people import checked_fields, checked_id

routes = web.RouteTableDef()


@routes.get("/sim/bots")
async def bots(request: web.Request) -> web.Response:
    """Every bot that has called."""
    return web.json_response({"bots": [bot.card() for bot in request.app[WORLD].bots.values()]})


@routes.patch("/sim/bots/{bot}")
async def change_bot(request: web.Request) -> web.Response:
    """What is set with BotFather: privacy mode."""
    world = request.app[WORLD]
    bot = world.known_bot(number(request.match_info["bot"], "bot"))
    privacy = (await body_of(request)).get("privacy")
    if not isinstance(privacy, bool):
        raise ControlError(400, "privacy must be true or false")
    bot.privacy = privacy
    world.saver.bot(bot)
    return web.json_response(bot.card())


@routes.get("/sim/people")
async def people(request: web.Request) -> web.Response:
    """Everybody."""
    return web.json_response({"people": [person.card() for person in request.app[WORLD].people]})


@routes.post("/sim/people")
async def add_person(request: web.Request) -> web.Response:
    """A new account."""
    body = await body_of(request)
    person_id = checked_id(body["id"]) if body.get("id") is not None else None
    person = request.app[WORLD].add_person(checked_fields(body, whole=True), person_id)
    return web.json_response(person.card(), status=201)


@routes.get("/sim/people/{person}")
async def person(request: web.Request) -> web.Response:
    """One account."""
    found = request.app[WORLD].known_person(number(request.match_info["person"], "person"))
    return web.json_response(found.card())


@routes.patch("/sim/people/{person}")
async def change_person(request: web.Request) -> web.Response:
    """Other name, phone or language."""
    world = request.app[WORLD]
    person = world.known_person(number(request.match_info["person"], "person"))
    person.change(checked_fields(await body_of(request), whole=False))
    world.saver.person(person)
    return web.json_response(person.card())


@routes.get("/sim/clock")
async def clock(request: web.Request) -> web.Response:
    """The shift in force."""
    return web.json_response({"shift_seconds": request.app[WORLD].clock.shift_seconds})


@routes.post("/sim/clock")
async def shift_clock(request: web.Request) -> web.Response:
    """Shift dates of messages and the life of presses."""
    world = request.app[WORLD]
    shift = (await body_of(request)).get("shift_seconds")
    if not isinstance(shift, (int, float)) or isinstance(shift, bool):
        raise ControlError(400, "shift_seconds must be a number")
    world.clock.shift_seconds = shift
    world.saver.clock(world)
    return web.json_response({"shift_seconds": shift})
