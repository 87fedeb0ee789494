"""What is done with questions from the page of a request."""

from handlers.web.console.forms import Form
from services.consulting import asking
from services.consulting.answering import see_answers
from services.desk import Desk
from services.errors import Refused, invalid
from services.staff.models import Staff
from services.storage.tx import Tx


async def ask(tx: Tx, desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Of a person (`to` is `person:<login>`), or of whoever knows about it (`skill:<type>`) at a unit."""
    kind, _, name = form["to"].partition(":")
    if kind not in {"person", "skill"} or not name:
        raise invalid("to", "required")
    await asking.ask(
        tx, staff, number, desk.limits, text=form["text"], agent=name if kind == "person" else None,
        skill=name if kind == "skill" else None, unit=form.optional("unit") if kind == "skill" else None, files=form.files,
    )  # fmt: skip
    return f"/console/requests/{number}#questions"


async def settle(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """`remind`, `withdraw` one of them; `seen`: the answers that came."""
    acts = {"remind": asking.remind, "withdraw": asking.withdraw}
    for name, act in acts.items():
        if (digits := form[name]).isascii() and digits.isdigit() and len(digits) < 19:  # noqa: PLR2004 - fits a bigint
            await act(tx, staff, int(digits))
            return f"/console/requests/{number}#questions"
    if not form["seen"]:
        raise Refused("not-found")
    await see_answers(tx, staff, number)
    return f"/console/requests/{number}#end"
