"""Which station a client's request belongs to."""

from services.clients.models import Person
from services.errors import Refused
from services.requests.deadlines import clocks_of
from services.requests.locking import lock_request
from services.requests.messages import add_message
from services.requests.models import About, Accepted, Limits
from services.storage.tx import Tx
from services.units import Unit

# Where the client's vehicle is now, where they are expected next, where they were last (a visit, else a request).
_PLACES = """
SELECT coalesce(
    (SELECT unit_id FROM repair_order WHERE client_id = $1 AND status NOT IN ('issued', 'closed', 'cancelled') ORDER BY id DESC LIMIT 1),
    (SELECT unit_id FROM appointment WHERE client_id = $1 AND (status IN ('booked', 'confirmed') AND ends_at > $2 OR status = 'arrived')
     ORDER BY starts_at LIMIT 1),
    (SELECT unit_id FROM parts_order WHERE client_id = $1 AND status NOT IN ('issued', 'cancelled') ORDER BY id DESC LIMIT 1)
) AS now, coalesce(
    (SELECT unit_id FROM appointment WHERE client_id = $1 AND status NOT IN ('hold', 'cancelled') ORDER BY starts_at DESC LIMIT 1),
    (SELECT unit_id FROM request WHERE client_id = $1 AND unit_id IS NOT NULL ORDER BY number DESC LIMIT 1)
) AS last
"""


async def unit_for(tx: Tx, person: Person, units: list[Unit]) -> int | None:
    """Contract, "Unit of a Telegram request": open visit or order, the link that led here, the last visit, the only unit, else unknown."""
    known = {unit.id for unit in units}
    places = await tx.row(_PLACES, person.client_id, tx.now)
    for unit_id in (places and places["now"], person.unit_id, places and places["last"]):
        if unit_id in known:
            return int(unit_id)
    return units[0].id if len(units) == 1 else None


async def add_about(tx: Tx, number: int, about: About) -> None:
    """Fasten to a new request what it is about; the vehicle is copied, as it was when the client asked."""
    await tx.execute(
        "UPDATE request SET vehicle_id = $2, appointment_id = $3, repair_order_id = $4, parts_order_id = $5, fields = $6, "
        "vehicle = (SELECT jsonb_strip_nulls(jsonb_build_object('make', nullif(make, ''), 'model', nullif(model, ''), 'year', year, "
        "'vin', vin, 'plate', plate)) FROM vehicle WHERE id = $2) WHERE number = $1",
        number, about.vehicle_id, about.appointment_id, about.repair_order_id, about.parts_order_id, dict(about.fields),
    )  # fmt: skip
    if about.note:
        await add_message(tx, number, "system", author="", text=about.note)


async def choose_unit(tx: Tx, person: Person, number: int, unit_id: int | None, limits: Limits) -> Accepted | None:
    """The client answers "which station?" (None: does not know). What was promised is reckoned anew, in the hours of that station.

    The answer is the receipt once more: `due_at` is None where no promise stands any more (answered meanwhile, or late already).
    None when the question is settled, or not theirs: buttons can be forged.
    """
    try:
        request = await lock_request(tx, number)
    except Refused:
        return None
    if request.chat_id != person.chat_id or request.unit_id is not None or request.state == "closed":
        return None
    clocks = await clocks_of(tx, unit_id, limits)
    unit = clocks.unit
    due = (
        clocks.first_answer(request.waiting_since, request.type)
        if request.waiting_since and request.silent_days is None
        else None
    )
    if unit_id is not None:
        await tx.execute(
            "UPDATE request SET unit_id = $2, next_answer_due = coalesce($3, next_answer_due), "
            "first_answer_due = CASE WHEN answered_at IS NULL THEN coalesce($3, first_answer_due) ELSE first_answer_due END "
            "WHERE number = $1",
            number, unit_id, due,
        )  # fmt: skip
        promised = {"due_at": due.isoformat()} if due and due > tx.now else {}
        tx.event("request.unit", request.subject, unit_id=unit_id, **promised)
    return Accepted(
        "opened", number, unit_id, due_at=due if due and due > tx.now else None, open_now=unit is not None and unit.hours.is_open(tx.now),
        alarm=request.alarm, request_type=request.type, rush=clocks.rush,
    )  # fmt: skip
