"""A card of a visit or an order as an answer, as the bot shows it: its buttons work in the client's hands."""

import asyncio
import importlib
from typing import TYPE_CHECKING, Any, Literal

from services.booking.reading import visit_of
from services.clients.models import Person
from services.clients.people import person_of
from services.errors import invalid
from services.repairs.reading import any_order_of
from services.requests.locking import lock_own
from services.requests.pieces import Piece, send_piece
from services.staff.models import Staff
from services.storage.tx import Tx

if TYPE_CHECKING:
    from handlers.telegram.screens import Screen

CardKind = Literal["a", "o"]  # a visit, an order


async def send_card(tx: Tx, staff: Staff, number: int, kind: CardKind, public_id: str, *, field: str) -> tuple[int, str]:
    """Send one of this client's own; returns the message's id and its delivery.

    Raises Refused `invalid` on `field`: `no telegram` (the client has no chat), `unknown`; and what `lock_own` raises.
    """
    request = await lock_own(tx, staff, number)
    if request.chat_id is None or (person := await person_of(tx, request.chat_id)) is None:
        raise invalid(field, "no telegram")
    screen = await _screen(tx, person, kind, public_id)
    if screen is None:
        raise invalid(field, "unknown")
    params = screen.params()
    return await send_piece(tx, staff, number, Piece(params["text"], "sendMessage", params, {"card": f"{kind}:{public_id}"}))


async def _screen(tx: Tx, person: Person, kind: CardKind, public_id: str) -> "Screen | None":
    """Only the client's own, by whatever id it is asked for. The bot's screens bring aiogram: they are loaded for the first card."""
    cards, orders = await asyncio.to_thread(_conversations)
    if kind == "a":
        visit = await visit_of(tx, public_id, client_id=person.client_id)
        return await cards.card_of(tx, person, visit) if visit else None
    order = await any_order_of(tx, public_id, person.client_id)
    return await orders.card_of(tx, person, order) if order else None


def _conversations() -> Any:
    return importlib.import_module("handlers.telegram.cards"), importlib.import_module("handlers.telegram.orders")
