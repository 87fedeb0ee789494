"""The forms of a request's page that send a place, a card or a link to book, and those that lay it aside."""

import asyncio
import importlib
import re
from typing import TYPE_CHECKING, Any

from handlers.web.console.answering.offers import laters
from handlers.web.console.forms import Form
from handlers.web.console.moments import local_moment
from handlers.web.console.words import place_of
from services.booking.reading import visit_of
from services.clients.models import Person
from services.clients.people import person_of
from services.desk import Desk
from services.errors import Refused, invalid
from services.repairs.reading import any_order_of
from services.requests import pieces, snoozing
from services.requests.deadlines import unit_of
from services.requests.locking import lock_own
from services.requests.pieces import Piece
from services.requests.view import Viewer, request_row
from services.staff.models import Staff
from services.storage.tx import Tx

if TYPE_CHECKING:
    from handlers.telegram.screens import Screen

_CARD = re.compile(r"([ao]):([A-Za-z0-9_-]{8,40})")


def _page(number: int, anchor: str = "end") -> str:
    return f"/console/requests/{number}#{anchor}"


async def place(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Where the station is."""
    message_id, _ = await pieces.send_place(tx, staff, number, form["unit"])
    return _page(number, f"m{message_id}")


async def card(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """A visit or an order of this client's, as the bot shows it: its buttons work in the client's hands."""
    request = await lock_own(tx, staff, number)
    if request.chat_id is None or (person := await person_of(tx, request.chat_id)) is None:
        raise invalid("card", "no telegram")
    chosen = _CARD.fullmatch(form["card"])
    screen = await _screen(tx, person, chosen[1], chosen[2]) if chosen else None
    if screen is None:
        raise invalid("card", "unknown")
    params = screen.params()
    message_id, _ = await pieces.send_piece(
        tx, staff, number, Piece(params["text"], "sendMessage", params, {"card": form["card"]})
    )
    return _page(number, f"m{message_id}")


async def _screen(tx: Tx, person: Person, kind: str, public_id: str) -> "Screen | None":
    """Only the client's own, by whatever id it is asked for. The bot's screens bring aiogram: they are loaded for the first card."""
    cards, orders = await asyncio.to_thread(_conversations)
    if kind == "a":
        visit = await visit_of(tx, public_id, client_id=person.client_id)
        return await cards.card_of(tx, person, visit) if visit else None
    order = await any_order_of(tx, public_id, person.client_id)
    return await orders.card_of(tx, person, order) if order else None


def _conversations() -> Any:
    return importlib.import_module("handlers.telegram.cards"), importlib.import_module("handlers.telegram.orders")


async def offer(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """A link to book with the works ticked."""
    works = [name.removeprefix("work.") for name in form.values if name.startswith("work.")]
    message_id, _ = await pieces.send_booking_link(tx, staff, number, unit_code=form["unit"], works=works)
    return _page(number, f"m{message_id}")


async def snooze(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Until a moment in the unit's own time."""
    row = await request_row(tx, number, Viewer("staff", staff=staff))
    if row is None:
        raise Refused("not-found")
    where = place_of(await unit_of(tx, row["unit_id"]), "ru")
    until = laters(tx.now, where).get(form["quick"]) or local_moment("aside_until", form["aside_until"], where.zone)
    await snoozing.snooze(tx, staff, number, until=until, reason=form["reason"])
    return _page(number)


async def wake(tx: Tx, _desk: Desk, staff: Staff, number: int, _form: Form) -> str:
    """Before its time."""
    await snoozing.wake(tx, staff, number)
    return _page(number)
