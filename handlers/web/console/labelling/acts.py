"""Forms of a request's page: tags, the repeat that is none, the contact that was no target."""

from typing import TYPE_CHECKING

from handlers.web.console.forms import Form
from services.desk import Desk
from services.errors import invalid
from services.labelling import putting
from services.staff.models import Staff
from services.storage.tx import Tx

if TYPE_CHECKING:
    from handlers.web.console.actions import Act


def _card(number: int) -> str:
    return f"/console/requests/{number}#tags"


async def tags(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """Put one on by its name, or take one off by its code."""
    if form["off"]:
        await putting.remove_tag(tx, staff, number, form["off"])
    else:
        await putting.add_tag(tx, staff, number, form["tag"])
    return _card(number)


async def qualify(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """A target contact, or none."""
    if form["target"] not in {"yes", "no"}:
        raise invalid("target", "unknown")
    await putting.qualify(tx, staff, number, target=form["target"] == "yes", reason=form["reason"])
    return _card(number)


async def repeat(tx: Tx, _desk: Desk, staff: Staff, number: int, form: Form) -> str:
    """None after all, or charged to somebody else."""
    if form["counts"] not in {"yes", "no"}:
        raise invalid("counts", "unknown")
    await putting.settle_repeat(
        tx, staff, number, counts=form["counts"] == "yes", charged=form.optional("agent"), reason=form["reason"]
    )
    return _card(number)


ACTS: "dict[str, Act]" = {"tags": tags, "qualify": qualify, "repeat": repeat}
