"""The forms of a request's page that send a place, a card or a link to book, and those that lay it aside."""

import re

from handlers.web.cards import CardKind, send_card
from handlers.web.console.answering.offers import laters
from handlers.web.console.forms import Form
from handlers.web.console.moments import local_moment
from handlers.web.console.words import place_of
from services.desk import Desk
from services.errors import Refused, invalid
from services.requests import pieces, snoozing
from services.requests.deadlines import unit_of
from services.requests.locking import lock_own
from services.requests.view import Viewer, request_row
from services.staff.models import Staff
from services.storage.tx import Tx

_CARD = re.compile(r"([ao]):([A-Za-z0-9_-]{8,40})")


def _page(number: int, anchor: str = "end") -> str:
    return f"/console/requests/{number}#{anchor}"


async def place(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Where the station is."""
    message_id, _ = await pieces.send_place(tx, staff, number, form["unit"])
    return _page(number, f"m{message_id}")


async def card(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """A visit or an order of this client's."""
    await lock_own(tx, staff, number)
    chosen = _CARD.fullmatch(form["card"])
    if chosen is None:
        raise invalid("card", "unknown")
    kind: CardKind = "a" if chosen[1] == "a" else "o"
    message_id, _ = await send_card(tx, staff, number, kind, chosen[2], field="card")
    return _page(number, f"m{message_id}")


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
