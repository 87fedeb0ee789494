"""Answers that are more than words, and laying a request aside: what the console's drawers do, over the API."""

from collections.abc import Iterator
from contextlib import contextmanager

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms_answering import AsideForm, PieceForm
from handlers.web.api.rendering import request_shape
from handlers.web.cards import send_card
from services.errors import Refused, invalid
from services.requests.pieces import send_booking_link, send_place
from services.requests.snoozing import snooze, wake
from services.staff.models import Staff
from services.storage.tx import Tx

# What each kind of piece is made of.
_MADE_OF = {"place": {"unit"}, "visit": {"id"}, "order": {"id"}, "booking_link": {"unit", "works"}}


async def lay_aside(call: Call, tx: Tx, form: AsideForm) -> Answer:
    """POST /requests/{number}/aside."""
    with _by_our_names(aside_until="until"):
        await snooze(tx, call.staff, call.number, until=form.until, reason=form.reason or "")
    return await _shown(call, tx)


async def take_up(call: Call, tx: Tx, _form: None) -> Answer:
    """DELETE /requests/{number}/aside."""
    await wake(tx, call.staff, call.number)
    return await _shown(call, tx)


async def send_piece(call: Call, tx: Tx, form: PieceForm) -> Answer:
    """POST /requests/{number}/pieces."""
    _complete(form)
    message_id, delivery = await _sent(tx, call.staff, call.number, form)
    known = None if delivery == "note" else delivery
    return Answer(201, shapes.Sent.model_validate({"id": str(message_id), "delivery": known}))


def _complete(form: PieceForm) -> None:
    given, wanted = form.model_dump(exclude_none=True).keys() - {"kind"}, _MADE_OF[form.kind]
    errors = [{"field": name, "reason": "required"} for name in sorted(wanted - given)]
    errors += [{"field": name, "reason": "unknown field"} for name in sorted(given - wanted)]
    if errors:
        raise Refused("invalid", errors=errors)


async def _sent(tx: Tx, staff: Staff, number: int, form: PieceForm) -> tuple[int, str]:
    if form.kind == "place":
        return await send_place(tx, staff, number, form.unit or "")
    if form.kind == "booking_link":
        return await send_booking_link(tx, staff, number, unit_code=form.unit or "", works=form.works or ())
    if form.id is None:
        raise invalid("id", "required")
    return await send_card(tx, staff, number, "a" if form.kind == "visit" else "o", form.id, field="id")


@contextmanager
def _by_our_names(**names: str) -> Iterator[None]:
    """Mistakes by the names of the body instead of the console's form."""
    try:
        yield
    except Refused as refused:
        for error in refused.data.get("errors", ()):
            error["field"] = names.get(error["field"], error["field"])
        raise


async def _shown(call: Call, tx: Tx) -> Answer:
    return Answer(200, await request_shape(tx, call.number, call.viewer, call.language, tx.now))
