"""What is kept aside: chats from which spam came twice. Heads look through it and put back what was none."""

from aiohttp import web

from handlers.web.console.guard import form_of
from handlers.web.console.keys import staff_of
from handlers.web.console.once import once
from handlers.web.console.pages import render, words_of
from handlers.web.console.rail import load_rail
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from services.errors import Refused
from services.events import last_cursor
from services.flood.restoring import kept_aside, restore, sees_aside, set_aside
from services.storage.tx import Tx
from services.units import all_units

HOME = "/console/aside"


async def page(request: web.Request) -> web.StreamResponse:
    """The list, the last word first. For agents it does not exist."""
    desk, staff, words = desk_of(request), staff_of(request), words_of(request)
    if not sees_aside(staff):
        raise Refused("not-found")
    async with desk.db.read() as reader:
        cursor = await last_cursor(reader)
        rows = await kept_aside(reader, staff)
        units = {unit.id: unit for unit in await all_units(reader)}
        rail = await load_rail(reader, desk, staff, words)
    leading = next(iter(units.values()), None)
    lines = [
        {"chat": row["chat_id"], "client": row["name"] or words("client-unnamed"), "card": row["public_id"], "waiting": row["waiting"],
         "said": list(reversed(row["said"] or [])),
         "last": words.stamp_there(row["last_at"], place_of(units.get(row["unit_id"], leading), words.language)) if row["last_at"] else "",
         "since": words.stamp_there(row["aside_since"], place_of(units.get(row["unit_id"], leading), words.language))}
        for row in rows
    ]  # fmt: skip
    back_from = request.query.get("back", "")
    return render(
        request, "answering/aside.html", cursor=cursor, rail=rail, current=None, lines=lines, acts=staff.may_override,
        undo=back_from if _is_chat(back_from) else "", number=request.query.get("number", "")[:18],
        again=bool(request.query.get("again")),
    )  # fmt: skip


def _is_chat(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and len(digits) < 19  # noqa: PLR2004 - fits a bigint


def _chat(request: web.Request) -> int:
    digits = form_of(request)["chat"]
    if not _is_chat(digits):
        raise Refused("not-found")
    return int(digits)


async def restoring(request: web.Request) -> web.StreamResponse:
    """Everything of one chat goes where it belongs."""
    desk, staff, chat_id = desk_of(request), staff_of(request), _chat(request)

    async def act(tx: Tx) -> str:
        number = await restore(tx, staff, chat_id, desk.limits)
        return f"{HOME}?back={chat_id}" + (f"&number={number}" if number else "")

    raise web.HTTPSeeOther(await once(request, act))


async def again(request: web.Request) -> web.StreamResponse:
    """It was a mistake to let it in."""
    staff, chat_id = staff_of(request), _chat(request)

    async def act(tx: Tx) -> str:
        await set_aside(tx, staff, chat_id)
        return f"{HOME}?again=1"

    raise web.HTTPSeeOther(await once(request, act))


async def back(_request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page."""
    raise web.HTTPSeeOther(HOME)
