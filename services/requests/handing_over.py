"""The end of a shift: nothing with a client who waits stays in the hand of somebody who has gone home."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from services.editing import checked
from services.errors import invalid
from services.requests.calls import OWED
from services.requests.coming_back import clocks_go_on
from services.requests.messages import add_message, clean
from services.staff.accounts import set_shift
from services.staff.models import Staff
from services.storage.reader import Reader, Row
from services.storage.tx import Tx

LONGEST_NOTE = 1000  # characters
ALL = "note"  # the field of the one note for all
# In the order in which they are handed over: whoever else locks several locks them so, too. Nothing is due to a silent client to whom
# nothing is promised.
_HELD = f"""
SELECT number, unit_id, waiting_since, NOT (state = 'waiting_client' AND promise_due IS NULL) OR {OWED} AS queues
FROM request r WHERE agent_id = $1 AND state <> 'closed' ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """How many went back into the queue, and how many wait for their client without an owner."""

    queued: int
    silent: int


async def goes_back(reader: Reader, staff_id: int) -> dict[int, bool]:
    """What becomes of each request that this person leads: back into the queue, or (False) nobody's until the client writes."""
    return {row["number"]: row["queues"] for row in await reader.rows(_HELD, staff_id)}


async def end_shift(tx: Tx, staff: Staff, notes: Mapping[int, str], note: str = "") -> HandedOver:
    """End the shift and hand over everything in hand. `notes` by request, `note` for those that have none of their own: for colleagues.

    Where the client waits or something is promised the request goes back into the queue and needs a note; its clocks go on, and it counts
    as given back by nobody. A promise that is broken stays so and stays visible: better in the queue than in the hand of somebody who
    sleeps. The others wait for their client without an owner; who led them stays preferred. Raises Refused `invalid` on `note.<number>`.
    """
    await tx.execute("SELECT FROM staff WHERE id = $1 FOR NO KEY UPDATE", staff.id)  # Next brings nothing meanwhile
    rows = await tx.rows(f"{_HELD} FOR NO KEY UPDATE", staff.id)
    said = checked({f"{ALL}.{row['number']}": partial(_said, row, notes, note) for row in rows})
    for row in rows:
        await _hand_over(tx, staff, row, said[f"{ALL}.{row['number']}"])
    await set_shift(tx, staff, "off")
    queued = sum(row["queues"] for row in rows)
    return HandedOver(queued, len(rows) - queued)


async def shift_ends(tx: Tx, staff: Staff) -> bool:
    """End the shift of somebody with empty hands; False where there is something to hand over first."""
    await tx.execute("SELECT FROM staff WHERE id = $1 FOR NO KEY UPDATE", staff.id)
    if await tx.value("SELECT EXISTS (SELECT FROM request WHERE agent_id = $1 AND state <> 'closed')", staff.id):
        return False
    await set_shift(tx, staff, "off")
    return True


def _said(row: Row, notes: Mapping[int, str], note: str) -> str:
    field = f"{ALL}.{row['number']}"
    said = clean(notes.get(row["number"], "")).strip() or clean(note).strip()
    if row["queues"] and not said:
        raise invalid(field, "required")
    if len(said) > LONGEST_NOTE:
        raise invalid(field, "too long")
    return said


async def _hand_over(tx: Tx, staff: Staff, row: Row, note: str) -> None:
    number, queues = row["number"], row["queues"]
    await tx.execute(
        "UPDATE request SET agent_id = NULL, preferred_agent_id = $2, returned = true, state = CASE WHEN $3 THEN 'queued' ELSE state END, "
        "waiting_since = CASE WHEN $3 THEN coalesce(waiting_since, $4) END WHERE number = $1",
        number, staff.id, queues, tx.now,
    )  # fmt: skip
    if queues:
        await clocks_go_on(tx, number)
    if note:
        await add_message(tx, number, "note", author=staff.name, staff_id=staff.id, text=note)
    tx.event("request.handed_over", f"request:{number}", unit_id=row["unit_id"], agent=staff.login, queued=queues)
