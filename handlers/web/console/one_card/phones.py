"""A phone on nobody's word that whoever leads the request has called."""

from handlers.web.console.forms import Form
from services.desk import Desk
from services.recognising.phones import verify_phone
from services.staff.models import Staff
from services.storage.tx import Tx


async def verify(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """It is the client's."""
    await verify_phone(tx, staff, number, reason=form["reason"], phone=form["phone"])
    return f"/console/requests/{number}#card"
