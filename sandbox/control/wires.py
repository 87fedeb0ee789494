"""Updates, the journal of calls, and faults."""

import json
from typing import Any

from aiohttp import web

from sandbox.bots import Bot
from sandbox.control.base import body_of, number
from sandbox.doors import WORLD
from sandbox.errors import ControlError
from sandbox.inbox import DAY, LIVES, encode, queue_of
from sandbox.people import Person
from sandbox.world import FIRST_UPDATE, World

Json = dict[str, Any]
UPDATE_ID_LIMIT = 2**30
routes = web.RouteTableDef()


def _bot_of(request: web.Request) -> Bot:
    return request.app[WORLD].known_bot(number(request.match_info["bot"], "bot"))


@routes.get("/sim/updates/{bot}")
async def updates(request: web.Request) -> web.Response:
    """What the bot has not taken yet."""
    inbox = _bot_of(request).inbox
    pending = [_parsed(parcel.body) for parcel in inbox]
    return web.json_response({"pending": pending, "delivered": inbox.delivered})


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return body.decode(errors="replace")


@routes.post("/sim/updates/{bot}")
async def deliver(request: web.Request) -> web.Response:
    """Any update, or any text, exactly as it is."""
    world, bot = request.app[WORLD], _bot_of(request)
    body = await request.read()
    update = _parsed(body)
    raw = request.query.get("raw") == "1"
    if not isinstance(update, dict):
        _put(world, bot, {}, "", body)
        return web.json_response({}, status=202)
    kind = next((name for name in update if name != "update_id"), "")
    name = f"update:{bot.id}"
    if "update_id" not in update and not raw:
        update = {"update_id": world.ids.take(name, FIRST_UPDATE), **update}
        body = encode(update)
    update_id = update.get("update_id")
    if isinstance(update_id, int) and 0 < update_id < UPDATE_ID_LIMIT:
        world.ids.pass_by(name, max(update_id, FIRST_UPDATE))  # later ones must not hide behind its offset
    _meet(world, bot, update.get(kind))
    _put(world, bot, update, kind, body)
    return web.json_response({"update_id": update_id}, status=202)


def _put(world: World, bot: Bot, update: Json, kind: str, body: bytes) -> None:
    update_id = update.get("update_id")
    number_given = update_id if isinstance(update_id, int) else None
    expires = world.clock.now() + LIVES.get(kind, DAY)
    queue = queue_of(kind, update.get(kind))
    bot.inbox.put(number_given or 0, kind, body, queue, expires, lone=number_given is None)


def _meet(world: World, bot: Bot, payload: Any) -> None:
    """The sender of a made-up update can be written to, as in Telegram."""
    sender = payload.get("from") if isinstance(payload, dict) else None
    if not isinstance(sender, dict) or not isinstance(sender.get("id"), int) or not 0 < sender["id"] < 2**52:
        return
    if sender.get("is_bot"):
        return
    person = world.people.get(sender["id"])
    if person is None:
        texts = {name: sender[name] for name in ("last_name", "username", "language_code") if _text(sender, name)}
        person = Person(sender["id"], sender["first_name"] if _text(sender, "first_name") else "?", **texts)
        world.people.add(person)
        world.saver.person(person)
    chat = world.chat(bot, person)
    if not chat.started:
        chat.started = True
        world.saver.chat(chat)


def _text(sender: Json, name: str) -> bool:
    return isinstance(sender.get(name), str) and bool(sender[name])


@routes.get("/sim/calls/{bot}")
async def calls(request: web.Request) -> web.Response:
    """The journal, newer than `after`, all methods or one."""
    journal = _bot_of(request).journal
    after = number(request.query.get("after") or "0", "after")
    found = journal.after(after, request.query.get("method"))
    return web.json_response({"calls": found, "next": journal.seq})


@routes.get("/sim/faults")
async def faults(request: web.Request) -> web.Response:
    """Orders in force."""
    return web.json_response({"faults": request.app[WORLD].faults.cards()})


@routes.post("/sim/faults")
async def order_fault(request: web.Request) -> web.Response:
    """A new order."""
    fault = request.app[WORLD].faults.order(await body_of(request))
    return web.json_response({"id": fault.id}, status=201)


@routes.delete("/sim/faults")
async def clear_faults(request: web.Request) -> web.Response:
    """Take all back."""
    request.app[WORLD].faults.clear()
    return web.json_response({})


@routes.delete("/sim/faults/{fault}")
async def remove_fault(request: web.Request) -> web.Response:
    """Take one back."""
    if not request.app[WORLD].faults.remove(number(request.match_info["fault"], "fault")):
        raise ControlError(404, "no such fault")
    return web.json_response({})
