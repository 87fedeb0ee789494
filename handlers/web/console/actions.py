"""What agents do with a request: each form is carried out once, and comes back with its words when it cannot be."""

from collections.abc import Awaitable, Callable
from typing import cast

from aiohttp import web

from handlers.web.console.answering import acts
from handlers.web.console.forms import Form, mind_braces
from handlers.web.console.guard import form_of
from handlers.web.console.keys import number_in, staff_of
from handlers.web.console.moments import local_moment
from handlers.web.console.once import once
from handlers.web.console.questions import acts as colleagues
from handlers.web.console.request_page import failure, presets, request_page
from handlers.web.console.scripts.wrap_up import choose_vehicles, typed_wrap_up
from handlers.web.console.words import place_of
from handlers.web.keys import desk_of
from services.answers import count_use
from services.desk import Desk
from services.errors import Refused, invalid
from services.files.fetch import fetch_again
from services.requests import amending, answers, closing, giving_back, promises, queue
from services.requests.deadlines import unit_of
from services.requests.models import CallOutcome
from services.requests.view import Viewer, request_row
from services.scripts.picturing import give_photos
from services.scripts.reading import script_of
from services.scripts.shown import fill_in
from services.staff.models import Staff
from services.storage.tx import Tx

Act = Callable[[Tx, Desk, Staff, int, Form], Awaitable[str]]


def action(name: str, act: Act) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler for the form `name` of a request's page; `act` answers where to go afterwards."""

    async def handler(request: web.Request) -> web.StreamResponse:
        desk, staff, form, number = desk_of(request), staff_of(request), form_of(request), number_in(request)
        try:
            target = await once(request, lambda tx: act(tx, desk, staff, number, form))
        except Refused as refused:
            return await request_page(request, number, failure(request, name, form, refused))
        raise web.HTTPSeeOther(target)

    return handler


def _page(number: int, anchor: str = "end") -> str:
    return f"/console/requests/{number}#{anchor}"


async def answer(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """To the client; not with a gap in the words that nobody filled, nor, unless they are meant, with braces that are no variable."""
    mind_braces(form)
    message_id, _ = await answers.answer(
        tx, staff, number, text=form["text"], files=form.files, reply_to=_message_id(form, "reply_to")
    )
    if (used := _message_id(form, "used")) is not None and used < 2**31:  # fits an integer
        await count_use(tx, staff, number, used)
    return _page(number, f"m{message_id}")


def _message_id(form: Form, name: str) -> int | None:
    value = form.optional(name)
    if value is not None and not (value.isascii() and value.isdigit() and len(value) < 19):  # noqa: PLR2004 - fits a bigint
        raise invalid(name, "unknown")
    return int(value) if value else None


async def note(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Among colleagues."""
    return _page(number, f"m{await answers.note(tx, staff, number, text=form['text'], files=form.files)}")


async def promise(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """By a moment in the unit's own time."""
    row = await request_row(tx, number, Viewer("staff", staff=staff))
    if row is None:
        raise Refused("not-found")
    place = place_of(await unit_of(tx, row["unit_id"]), "ru")
    due_at = presets(tx.now, place).get(form["quick"])
    if due_at is None and form["quick"]:
        raise invalid("due_at", "past")
    due_at = due_at or local_moment("due_at", form["due_at"], place.zone)
    await promises.promise(tx, staff, number, due_at=due_at, note=form["note"], by_call=form["how"] == "call")
    return _page(number)


async def transfer(tx: Tx, desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """To another type, unit or person."""
    await queue.transfer(
        tx, staff, number, desk.limits, reason=form["reason"], request_type=form.optional("type"), unit=form.optional("unit"),
        agent=form.optional("agent"), confirmed=form["confirmed"] == "yes",
    )  # fmt: skip
    return f"/console?done=transferred&number={number}"


async def give_back(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Into the queue, unanswered (W4)."""
    await giving_back.give_back(tx, staff, number, reason=form["reason"])
    return f"/console?done=returned&number={number}"


async def call(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """How a call to the client ended."""
    await answers.record_call(tx, staff, number, outcome=cast("CallOutcome", form["outcome"]), note_text=form["note"].strip())
    return _page(number)


async def close(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """With the outcome recorded (W3) as the script has it, and not over the head of a client who has just written."""
    row = await request_row(tx, number, Viewer("staff", staff=staff))
    if row is None:
        raise Refused("not-found")
    script = await script_of(tx, row["type"], row["unit_id"])
    typed = typed_wrap_up(form, script, place_of(await unit_of(tx, row["unit_id"]), "ru"))
    if typed.outcome != "spam":  # nobody's car; and the chat is locked before the request there
        await choose_vehicles(tx, staff, number, form)
    await closing.close(
        tx, staff, number, outcome=typed.outcome, summary=form.optional("summary"), message=form.optional("message"),
        seen=_message_id(form, "seen"), fields=typed.fields, result=typed.result, next_step=typed.next_step,
    )  # fmt: skip
    return f"/console?done=closed&number={number}"


async def fill(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """What was found out, into its field of the script; a photo, chosen or brought along."""
    if form["photo"]:
        chosen = [name.removeprefix("shot.") for name in form.values if name.startswith("shot.")]
        await give_photos(tx, staff, number, form["code"], chosen=chosen, files=form.files)
        return _page(number, "known")
    await fill_in(tx, staff, number, form["code"], value=form["value"], vehicle=form["vehicle"])
    return _page(number, "known")


async def override(tx: Tx, desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """A head sets the owner."""
    await queue.assign_by_override(tx, staff, number, form["agent"], desk.limits, reason=form["reason"])
    return _page(number)


async def withdraw(tx: Tx, desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Take an own answer back."""
    message_id = _message_id(form, "message") or 0
    await amending.withdraw(tx, staff, number, message_id, desk.limits)
    return _page(number, f"m{message_id}")


async def react(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """To a message of the client's; `on` is its id and the emoji, none to take the reaction back."""
    digits, _, emoji = form["on"].partition(" ")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 19):  # noqa: PLR2004 - fits a bigint
        raise Refused("not-found")
    await amending.react(tx, staff, number, int(digits), emoji or None)
    return _page(number, f"m{digits}")


async def refetch(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Try once more for a file that could not be fetched."""
    await fetch_again(tx, staff, number, form["file"])
    return _page(number)


ACTIONS: dict[str, Act] = {
    "answer": answer, "note": note, "promise": promise, "transfer": transfer, "return": give_back, "call": call,
    "close": close, "fill": fill, "override": override, "withdraw": withdraw, "react": react, "refetch": refetch,
    "ask": colleagues.ask, "question": colleagues.settle, "place": acts.place, "card": acts.card, "offer": acts.offer,
    "snooze": acts.snooze, "wake": acts.wake,
}  # fmt: skip


async def save_draft(request: web.Request) -> web.StreamResponse:
    """What has been typed so far; 204, also for somebody who no longer leads the request: nothing is stored then."""
    staff, form = staff_of(request), form_of(request)
    async with desk_of(request).db.tx(actor=staff.actor) as tx:
        await answers.save_draft(tx, staff, number_in(request), form["text"])
    return web.Response(status=204)


async def back_to_page(request: web.Request) -> web.StreamResponse:
    """The address of a form, opened as a page: a reload after a mistake, or a language switch."""
    raise web.HTTPSeeOther(_page(number_in(request)))
