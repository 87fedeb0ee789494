"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import asyncio
import json
from typing import Any
from urllib.parse import parse_qsl, unquote

from aiohttp import BodyPartReader, web

from sandbox.bots import Bot
from sandbox.dispatch import Answer, execute, note_refusal, refusal
from sandbox.errors import ApiError, bad_request, forbidden, too_many_requests
from sandbox.faults import CALL_KINDS, Fault
from sandbox.files import UPLOAD_LIMIT, Upload
from sandbox.params import Params
from sandbox.world import World

BODY_LIMIT = UPLOAD_LIMIT + (1 << 20)
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n"
WORLD = web.AppKey("world", World)


async def bot_api(request: web.Request) -> web.StreamResponse:
    """One call."""
    world = request.app[WORLD]
    match = request.match_info
    try:
        bot = world.bot(unquote(match["token"]))
        params = await read_params(request)
    except ApiError as error:
        return _response(refusal(error))
    except web.HTTPRequestEntityTooLarge:
        return _response(refusal(ApiError(413, "Request Entity Too Large")))
    fault = None
    if world.faults:
        chat_id = params.text("chat_id")
        fault = world.faults.take(CALL_KINDS, bot.id, match["method"].lower(), chat_id)
    if fault is None:
        return _response(await execute(world, bot, match["method"], params))
    return await _disturbed(request, world, bot, params, fault)


def _response(answer: Answer) -> web.Response:
    headers = {"Retry-After": str(answer.retry_after)} if answer.retry_after is not None else None
    return web.Response(body=answer.body, status=answer.status, content_type="application/json", headers=headers)


async def _disturbed(request: web.Request, world: World, bot: Bot, params: Params, fault: Fault) -> web.StreamResponse:
    name = request.match_info["method"]
    if fault.kind == "drop":
        _cut(request)
        return web.Response()
    if fault.kind == "502":
        return web.Response(text=BAD_GATEWAY, status=502, content_type="text/html")
    if fault.kind in {"500", "429", "403_blocked"}:
        error = _refused(fault)
        note_refusal(world, bot, name, params, error)
        return _response(refusal(error))
    if fault.kind == "slow":
        await _hold(world, fault.seconds)
        return _response(await execute(world, bot, name, params))
    await execute(world, bot, name, params)
    await _hold(world, fault.seconds)
    _cut(request)
    return web.Response()


def _refused(fault: Fault) -> ApiError:
    if fault.kind == "429":
        return too_many_requests(fault.retry_after)
    if fault.kind == "500":
        return ApiError(500, "Internal Server Error")
    return forbidden("bot was blocked by the user")


async def _hold(world: World, seconds: float) -> None:
    """Wait, but not beyond the end of the world."""
    try:
        await asyncio.wait_for(world.closing.wait(), seconds)
    except TimeoutError:
        return


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


async def read_params(request: web.Request) -> Params:
    """Parameters of the query and of the body, in any of the forms the Bot API takes."""
    values: dict[str, Any] = dict(request.query) if request.query_string else {}
    if not request.body_exists:
        return Params(values)
    kind = request.content_type
    if kind == "multipart/form-data":
        return await _multipart(request, values)
    body = await request.read()
    if kind == "application/json":
        try:
            parsed = json.loads(body) if body else {}
        except ValueError:
            raise bad_request("can't parse request body as JSON object") from None
        if not isinstance(parsed, dict):
            raise bad_request("can't parse request body as JSON object")
        values.update(parsed)
    elif body:
        values.update(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    return Params(values)


async def _multipart(request: web.Request, values: dict[str, Any]) -> Params:
    files: dict[str, Upload] = {}
    reader = await request.clone(client_max_size=BODY_LIMIT).multipart()
    total = 0
    async for part in reader:
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read())
        total += len(data)
        if total > BODY_LIMIT:
            raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            values[part.name] = data.decode(errors="replace")
        else:
            mime = part.headers.get("Content-Type", "application/octet-stream")
            files[part.name] = Upload(part.filename, mime, data)
    return Params(values, files)


async def download(request: web.Request) -> web.Response:
    """What getFile's file_path names."""
    world = request.app[WORLD]
    try:
        bot = world.bot(unquote(request.match_info["token"]))
    except ApiError as error:
        return _response(refusal(error))
    stored = world.files.by_path(bot.id, request.match_info["path"])
    data = world.files.data(stored) if stored is not None else None
    if data is None:
        return not_found()
    return web.Response(body=data, content_type="application/octet-stream")


def not_found() -> web.Response:
    """What the Bot API's server says about other paths."""
    return _response(refusal(ApiError(404, "Not Found")))
