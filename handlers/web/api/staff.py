"""The caller's own shift."""

from handlers.web.api import shapes
from handlers.web.api.call import Answer, Call
from handlers.web.api.forms import ShiftForm
from services.errors import Refused
from services.staff.accounts import set_shift
from services.storage.tx import Tx


async def show_shift(call: Call) -> Answer:
    """GET /agents/me/shift; a token that is nobody has no shift."""
    if call.token.staff is None:
        raise Refused("not-found")
    return Answer(200, shapes.Shift.model_validate({"state": call.token.staff.shift}))


async def change_shift(call: Call, tx: Tx, form: ShiftForm) -> Answer:
    """PUT /agents/me/shift."""
    await set_shift(tx, call.staff, form.state)
    return Answer(200, shapes.Shift(state=form.state))
