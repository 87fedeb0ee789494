"""Giving a request back unanswered: nobody chooses their work (W4), so it needs a reason, is counted, and others see it."""

from datetime import timedelta

from services.distribution.policies import policy_of
from services.errors import Refused, invalid
from services.requests.calls import OWED
from services.requests.coming_back import clocks_go_on
from services.requests.locking import lock_own
from services.requests.messages import add_message, clean
from services.requests.promises import promise_broken
from services.staff.models import Staff
from services.storage.tx import Tx

LONGEST_REASON = 1000  # characters: it is told in one line of the course


async def give_back(tx: Tx, staff: Staff, number: int, *, reason: str) -> None:
    """Back into the queue, a little further in front (`returned` of the weights), and not to the same person again for a while.

    Clocks go on, the client is not troubled. Where the client is waited for, the request waits on without an owner. Raises Refused
    `invalid` (no reason, or one too long), `promise-overdue` (a broken promise is kept, not handed on, W5), besides what `lock_own` raises.
    """
    request = await lock_own(tx, staff, number)
    reason = clean(reason).strip()
    if not reason:
        raise invalid("reason", "required")
    if len(reason) > LONGEST_REASON:
        raise invalid("reason", f"longer than {LONGEST_REASON} characters")
    if await promise_broken(tx, number):
        raise Refused("promise-overdue")
    rest = timedelta(minutes=(await policy_of(tx, request.unit_id)).rest_minutes)
    await tx.execute(
        "INSERT INTO request_return (request_number, staff_id, at, until, reason) VALUES ($1, $2, $3, $4, $5)",
        number, staff.id, tx.now, tx.now + rest, reason,
    )  # fmt: skip
    queued = request.state != "waiting_client" or await tx.value(f"SELECT {OWED} FROM request r WHERE number = $1", number)
    await tx.execute(
        "UPDATE request SET agent_id = NULL, preferred_agent_id = NULL, returned = true, returns = returns + 1, "
        "state = CASE WHEN $2 THEN 'queued' ELSE state END, waiting_since = CASE WHEN $2 THEN coalesce(waiting_since, $3) END "
        "WHERE number = $1",
        number, queued, tx.now,
    )  # fmt: skip
    if queued:
        await clocks_go_on(tx, number)
    await add_message(tx, number, "note", author=staff.name, staff_id=staff.id, text=reason)
    tx.event("request.given_back", request.subject, unit_id=request.unit_id, agent=staff.login, reason=reason)
