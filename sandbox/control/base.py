"""What the control API's handlers share."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.acts import Acts
from sandbox.chats import Record
from sandbox.doors import WORLD
from sandbox.errors import ControlError
from sandbox.files import StoredFile
from sandbox.groups.acts import GroupActs
from sandbox.groups.group import Group
from sandbox.groups.topics import GENERAL
from sandbox.people import Person
from sandbox.private import PrivateActs

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def control_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals as `{"error": text}`; pages of other origins are refused."""
    if "/sim/" not in request.path:
        return await handler(request)
    origin = request.headers.get("Origin")
    if origin and origin.partition("://")[2] != request.host:
        return web.json_response({"error": "requests from other origins are refused"}, status=400)
    try:
        return await handler(request)
    except ControlError as error:
        return web.json_response({"error": error.text}, status=error.status)
    except web.HTTPException as error:
        if isinstance(error, web.HTTPRedirection):
            raise
        return web.json_response({"error": error.reason}, status=error.status)


async def body_of(request: web.Request) -> Json:
    """The JSON object of the body, empty when there is no body; 400 otherwise."""
    raw = await request.read()
    try:
        body = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise ControlError(400, "the body is not JSON") from None
    if not isinstance(body, dict):
        raise ControlError(400, "the body must be a JSON object")
    return body


def number(text: str, what: str) -> int:
    """A whole number of the path or the query; 404 for something else in the path."""
    try:
        return int(text)
    except ValueError:
        raise ControlError(404, f"{what} must be a number") from None


def acts_of(request: web.Request, topic: Any = None) -> Acts:
    """The person's side of the chat or group named in the path; 404 for unknown bot, group or person."""
    return group_acts(request, topic) if "group" in request.match_info else private_acts(request)


def private_acts(request: web.Request) -> PrivateActs:
    """The person's side of a private chat."""
    world = request.app[WORLD]
    bot = world.known_bot(number(request.match_info["bot"], "bot"))
    return PrivateActs(world, bot, _person(request))


def group_acts(request: web.Request, topic: Any = None) -> GroupActs:
    """The person's side of a group, in one of its topics."""
    world = request.app[WORLD]
    return GroupActs(world, group_of(request), _person(request), topic)


def group_of(request: web.Request) -> Group:
    """The group named in the path."""
    return request.app[WORLD].known_group(number(request.match_info["group"], "group"))


def _person(request: web.Request) -> Person:
    return request.app[WORLD].known_person(number(request.match_info["person"], "person"))


LONGEST_WAIT = 30.0


async def when(request: web.Request, holds: Callable[[], bool]) -> None:
    """Keep the answer back until this holds, at most the `?wait=` seconds of the query: whoever asks need not ask again and again."""
    try:
        seconds = min(float(request.query.get("wait") or 0), LONGEST_WAIT)
    except ValueError:
        raise ControlError(400, "wait must be a number of seconds") from None
    world, loop = request.app[WORLD], asyncio.get_running_loop()
    end = loop.time() + seconds
    while not holds() and (left := end - loop.time()) > 0 and not world.closing.is_set():
        await world.events.wait(left)


def root_of(request: web.Request) -> str:
    """The path the application is mounted under, without a slash at the end."""
    return request.path[: request.path.index("/sim/")]


def message_card(root: str, record: Record) -> Json:
    """The control API's Message."""
    card: Json = {} if record.out else {"seen": record.seen}
    if record.message["chat"]["id"] < 0:
        card["topic"] = _topic(record.message)
    return {
        **record.message,
        **card,
        "out": record.out,
        "files": [file_card(root, stored) for stored in record.files],
        "deleted": record.deleted,
        "versions": record.versions,
        "reactions": {side: [item["emoji"] for item in given] for side, given in record.reactions.items()},
    }


def _topic(message: Json) -> int | None:
    """1 for General, None where there are no topics."""
    if message.get("is_topic_message"):
        thread: int = message["message_thread_id"]
        return thread
    return GENERAL if message["chat"].get("is_forum") else None


def file_card(root: str, stored: StoredFile) -> Json:
    """A file with a URL the page can load."""
    return {
        "kind": stored.kind,
        "file_id": stored.file_id,
        "name": stored.name,
        "mime": stored.mime,
        "size": stored.size,
        "url": f"{root}/sim/files/{stored.bot}/{stored.path}",
    }
