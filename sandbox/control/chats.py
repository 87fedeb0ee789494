"""What a person sees in a private chat, and does there or in a group."""

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from aiohttp import BodyPartReader, web

from sandbox.acts import Acts
from sandbox.control.base import acts_of, body_of, message_card, number, private_acts, root_of, when
from sandbox.doors import BODY_LIMIT, WORLD
from sandbox.errors import ControlError
from sandbox.files import ALBUM_LIMIT, KINDS, Upload
from sandbox.methods.profile import commands_for, description_for, menu_button_for

Json = dict[str, Any]
routes = web.RouteTableDef()
CHAT = "/sim/chats/{bot}/{person}"
GROUP = "/sim/groups/{group}/{person}"
INLINE = ("image/", "audio/", "video/")


@routes.get(CHAT)
async def chat(request: web.Request) -> web.Response:
    """The chat, whole or its newest `?limit=` messages; `?read=1` marks it as read; `?after=SEQ&wait=S` waits for news."""
    acts = private_acts(request)
    state = acts.private
    if request.query.get("after"):
        await when(request, _news(request, acts.bot.id, acts.person.id))
    if request.query.get("read") == "1":
        state.unread = 0
    root = root_of(request)
    records = list(state.records.values())
    if request.query.get("limit"):
        records = records[-max(1, number(request.query["limit"], "limit")) :]
    return web.json_response(
        {
            "seq": request.app[WORLD].events.seq,
            "bot": acts.bot.id,
            "person": acts.person.id,
            "started": state.started,
            "blocked": state.blocked,
            "messages": [message_card(root, record) for record in records],
            "commands": commands_for(acts.bot, acts.person.id, acts.person.language_code),
            "menu_button": menu_button_for(acts.bot, acts.person.id),
            "keyboard": state.keyboard,
            "chat_action": state.action,
            "unread": state.unread,
            "pinned": state.pinned,
            "description": description_for(acts.bot, acts.person.language_code),
        }
    )


def _news(request: web.Request, bot: int, person: int) -> Callable[[], bool]:
    events, seen = request.app[WORLD].events, number(request.query["after"], "after")

    def look() -> bool:
        nonlocal seen
        fresh, seen = events.after(seen), events.seq
        return any((event.get("bot"), event.get("person")) == (bot, person) for event in fresh)

    return look


@routes.post(CHAT + "/messages")
@routes.post(GROUP + "/messages")
async def say(request: web.Request) -> web.Response:
    """A text message."""
    body = await body_of(request)
    acts = acts_of(request, body.get("topic"))
    record = acts.say(body.get("text"), _more(acts, body))
    return web.json_response(message_card(root_of(request), record), status=201)


def _more(acts: Acts, body: Json) -> Json:
    return {**acts.reply(body.get("reply_to"), body.get("quote")), **acts.forward(body.get("forward_from"))}


@routes.post(CHAT + "/media")
@routes.post(GROUP + "/media")
async def media(request: web.Request) -> web.Response:
    """One file or an album."""
    uploads, fields = await _parts(request)
    acts = acts_of(request, number(fields["topic"], "topic") if fields.get("topic") else None)
    kind = fields.get("kind", "")
    if kind not in KINDS:
        raise ControlError(400, f"kind must be one of {', '.join(KINDS)}")
    if not 1 <= len(uploads) <= ALBUM_LIMIT:
        raise ControlError(400, "send 1 to 10 parts named file")
    more: Json = {}
    for name, work in (("reply_to", acts.reply), ("forward_from", acts.forward)):
        if fields.get(name):
            more |= work(number(fields[name], name))
    records = acts.send_files(kind, uploads, fields.get("caption"), more)
    root = root_of(request)
    return web.json_response({"messages": [message_card(root, record) for record in records]}, status=201)


async def _parts(request: web.Request) -> tuple[list[Upload], dict[str, str]]:
    if request.content_type != "multipart/form-data":
        raise ControlError(400, "the body must be multipart/form-data")
    uploads: list[Upload] = []
    fields: dict[str, str] = {}
    async for part in await request.clone(client_max_size=BODY_LIMIT).multipart():
        if not isinstance(part, BodyPartReader) or not part.name:
            continue
        data = bytes(await part.read())
        if part.name == "file":
            mime = part.headers.get("Content-Type", "application/octet-stream")
            uploads.append(Upload(unquote(part.filename or "file"), mime, data))  # clients quote other letters
        else:
            fields[part.name] = data.decode(errors="replace")
    return uploads, fields


@routes.post(CHAT + "/location")
@routes.post(GROUP + "/location")
async def location(request: web.Request) -> web.Response:
    """A point on the map."""
    body = await body_of(request)
    record = acts_of(request, body.get("topic")).share_location(body.get("latitude"), body.get("longitude"))
    return web.json_response(message_card(root_of(request), record), status=201)


@routes.post(CHAT + "/contact")
@routes.post(GROUP + "/contact")
async def contact(request: web.Request) -> web.Response:
    """The own contact by the button, or some other one."""
    body = await body_of(request)
    if not body and "group" not in request.match_info:
        record = private_acts(request).share_own_contact()
    else:
        acts = acts_of(request, body.get("topic"))
        record = acts.share_contact(body, acts.forward(body.get("forward_from")))
    return web.json_response(message_card(root_of(request), record), status=201)


@routes.post(CHAT + "/press")
@routes.post(GROUP + "/press")
async def press(request: web.Request) -> web.Response:
    """A callback button, by data or by place."""
    acts = acts_of(request)
    body = await body_of(request)
    if "data" in body:
        made = acts.press(body.get("message_id"), body["data"])
    else:
        made = acts.press_at(body.get("message_id"), body.get("row"), body.get("column"))
    return web.json_response({"callback_query_id": made.id}, status=202)


@routes.get(CHAT + "/press/{callback_query_id}")
@routes.get(GROUP + "/press/{callback_query_id}")
async def press_state(request: web.Request) -> web.Response:
    """Whether and how the bot answered; `?wait=S` waits for it."""
    acts = acts_of(request)
    made = acts.bot.presses.get(request.match_info["callback_query_id"])
    if made is None or (made.person, made.chat) != (acts.person.id, acts.chat.id):
        raise ControlError(404, "no such press")
    await when(request, lambda: made.answered)
    return web.json_response(made.card())


@routes.post(CHAT + "/edit")
@routes.post(GROUP + "/edit")
async def edit(request: web.Request) -> web.Response:
    """New text or caption of an own message."""
    body = await body_of(request)
    record = acts_of(request).edit(body.get("message_id"), body.get("text"))
    return web.json_response(message_card(root_of(request), record))


@routes.post(CHAT + "/reaction")
@routes.post(GROUP + "/reaction")
async def reaction(request: web.Request) -> web.Response:
    """A reaction to a message."""
    body = await body_of(request)
    acts_of(request).react(body.get("message_id"), body.get("emoji"))
    return web.json_response({})


@routes.post(CHAT + "/start")
async def start(request: web.Request) -> web.Response:
    """START, perhaps of a deep link."""
    body = await body_of(request)
    record = private_acts(request).start(str(body.get("payload") or ""))
    return web.json_response(message_card(root_of(request), record), status=201)


@routes.post(CHAT + "/block")
async def block(request: web.Request) -> web.Response:
    """Stop the bot."""
    private_acts(request).block()
    return web.json_response({})


@routes.post(CHAT + "/unblock")
async def unblock(request: web.Request) -> web.Response:
    """Let the bot write again."""
    private_acts(request).unblock()
    return web.json_response({})


@routes.post(CHAT + "/delete")
@routes.post(GROUP + "/delete")
async def delete(request: web.Request) -> web.Response:
    """A message goes for everybody."""
    body = await body_of(request)
    acts_of(request).delete(body.get("message_id"))
    return web.json_response({})


@routes.get("/sim/files/{bot}/{path:.+}")
async def file(request: web.Request) -> web.Response:
    """A file for the page; only pictures, sounds and films are shown, the rest is downloaded."""
    files = request.app[WORLD].files
    stored = files.by_path(number(request.match_info["bot"], "bot"), request.match_info["path"])
    data = files.data(stored) if stored is not None else None
    if stored is None or data is None:
        raise ControlError(404, "no such file")
    shown = stored.mime.startswith(INLINE) and "svg" not in stored.mime
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600", "Accept-Ranges": "bytes"}
    if not shown:
        headers["Content-Disposition"] = "attachment"
    kind = stored.mime if shown else "application/octet-stream"
    part = _part(request, len(data))
    if part is None:
        return web.Response(body=data, content_type=kind, headers=headers)
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(data)}"
    return web.Response(status=206, body=data[part], content_type=kind, headers=headers)


def _part(request: web.Request, size: int) -> slice | None:
    """The part that is asked for: a player that seeks wants one. None: the whole, also for a range that makes no sense (RFC 9110, 14.2)."""
    try:
        wanted = request.http_range
    except ValueError:
        return None
    if wanted.start is None:
        return None
    start, stop, _ = wanted.indices(size)
    return slice(start, stop) if start < stop else None
